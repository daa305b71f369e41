"""Finding anything by its words."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio_app.domain.search import find
from studio_app.domain.search.find import find_anything
from studio_app.domain.search.index import entry, forget, keep, matching, refs_with
from studio_app.domain.search.kinds import EntryKind
from studio_app.domain.search.words import has_words, index_words, query_words
from studio_app.domain.work import Work

WORDS = ("сайт", "сайта", "магазин", "кофейня", "site", "shops", "2026-0012", "+79161234567", "ООО", "9161")


def put(work: Work, ref: str, *parts: str, kind: EntryKind = EntryKind.DEAL) -> None:
    keep(work, entry(kind, ref=ref, title=parts[0], detail="", parts=parts))
    work.session.flush()


def refs(work: Work, text: str) -> list[str]:
    return [hit.ref for hit in find_anything(work, text=text).hits]


class TestFindAnything:
    def test_finds_each_kind(self, work: Work) -> None:
        put(work, "d", "Сайт кофейни")
        put(work, "c", "Кофейня «Север»", kind=EntryKind.CLIENT)
        put(work, "i", "2026-0012", "Сайт кофейни", kind=EntryKind.DOCUMENT)
        assert [(hit.kind, hit.ref) for hit in find_anything(work, text="кофейню").hits] == [
            (EntryKind.DEAL, "d"),
            (EntryKind.CLIENT, "c"),
            (EntryKind.DOCUMENT, "i"),
        ]

    def test_shows_whole_words_first_then_the_newest(self, work: Work) -> None:
        for ref, title in (("whole", "12"), ("old", "120"), ("new", "1200")):
            put(work, ref, title)
        assert refs(work, "12") == ["whole", "new", "old"]

    def test_shows_a_few_of_many(self, work: Work) -> None:
        for number in range(20):
            put(work, f"{number}", f"Сайт {number}")
        assert refs(work, "сайт") == ["19", "18", "17", "16", "15", "14"]

    @pytest.mark.parametrize("text", ["", "  ", '"*', "«»", "NEAR(", "-"])
    def test_finds_nothing_where_nothing_is_asked(self, work: Work, text: str) -> None:
        put(work, "d", "Сайт")
        assert refs(work, text) == []

    def test_forgets(self, work: Work) -> None:
        put(work, "d", "Сайт")
        forget(work, kind=EntryKind.DEAL, refs=("d",))
        assert refs(work, "сайт") == []


def others(work: Work, text: str) -> list[str]:
    return [hit.ref for hit in find_anything(work, text=text).other_hits]


class TestTheOtherLayout:
    @pytest.mark.parametrize(
        ("title", "typed", "meant"),
        [
            ("Проверка связи", "ghjdthrf", "проверка"),
            ("Жёлтый дом", ";`knsq", "жёлтый"),
            ("Studio North", "ыегвшщ", "studio"),
        ],
    )
    def test_finds_what_was_meant(self, work: Work, title: str, typed: str, meant: str) -> None:
        put(work, "d", title)
        found = find_anything(work, text=typed)
        assert (found.hits, found.other_text, [hit.ref for hit in found.other_hits]) == ((), meant, ["d"])

    def test_comes_after_what_was_typed(self, work: Work) -> None:
        put(work, "meant", "Проверка")
        put(work, "typed", "ghjdthrf")
        assert (refs(work, "ghjdthrf"), others(work, "ghjdthrf")) == (["typed"], ["meant"])

    def test_is_not_asked_where_enough_was_found(self, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
        put(work, "meant", "Проверка")
        for number in range(6):
            put(work, f"{number}", f"ghjdthrf {number}")
        asked: list[tuple[str, ...]] = []

        def noting(work: Work, *, kind: EntryKind, words: tuple[str, ...], whole: bool = False) -> object:
            asked.append(words)
            return matching(work, kind=kind, words=words, whole=whole)

        monkeypatch.setattr(find, "matching", noting)
        assert others(work, "ghjdthrf") == []
        assert set(asked) == {("ghjdthrf",)}

    def test_tells_nothing_twice(self, work: Work) -> None:
        put(work, "d", "Проверка ghjdthrf")
        assert (refs(work, "ghjdthrf"), others(work, "ghjdthrf")) == (["d"], [])


class TestIndex:
    def test_follows_a_change(self, work: Work) -> None:
        put(work, "d", "Кофейня")
        put(work, "d", "Пекарня")
        assert refs(work, "кофейня") == []
        assert refs(work, "пекарня") == ["d"]

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        kept=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3), max_size=5),
        asked=st.lists(st.sampled_from(WORDS), min_size=1, max_size=2),
        cut=st.integers(0, 3),
    )
    def test_answers_as_the_words_themselves_do(
        self, work: Work, kept: list[list[str]], asked: list[str], cut: int
    ) -> None:
        for kind in EntryKind:
            for number in range(5):
                forget(work, kind=kind, refs=(f"{number}",))
        for number, parts in enumerate(kept):
            put(work, f"{number}", *parts)
        words = query_words(" ".join(asked)[: -cut or None])
        if not words:
            return
        in_index = set(work.session.scalars(refs_with(work, kind=EntryKind.DEAL, words=words)))
        assert in_index == {f"{n}" for n, parts in enumerate(kept) if has_words(index_words(parts), words)}
