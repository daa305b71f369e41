"""The two languages say the same things."""

import re
from collections.abc import Collection, Mapping
from string import Formatter

import pytest
from jinja2 import nodes

from studio_app.adapters.texts.catalogue import LOCALES, catalogue
from studio_app.adapters.texts.templates import ROOT, environment
from studio_app.core.errors import Trouble
from studio_app.domain.actors import ActorKind
from studio_app.domain.clients.duplicates import Reason
from studio_app.domain.imports.kinds import ImportKind, RowState
from studio_app.domain.notifications.rules import RULES
from studio_app.domain.payments.kinds import Way
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.statements.lines import About, StatementFormat
from studio_app.domain.statements.schemas import Verdict
from studio_app.domain.studio.kinds import ChainAction
from studio_app.domain.tasks.kinds import TaskKind

SPOKEN: Mapping[str, Collection[str]] = {
    "clients.alike": Reason,
    "deal.task": set(TaskKind) - {TaskKind.OWN},
    "imports.kind": ImportKind,
    "imports.was": RowState,
    "outbox.rule": [rule.name for rule in RULES],
    "payments.way": Way,
    "settings.then": ChainAction,
    "statements.ask": About,
    "statements.format": StatementFormat,
    "statements.question": About,
    "statements.verdict": Verdict,
    "tariff": Tariff,
    "timeline.actor": ActorKind,
    "trouble": Trouble,
}
"""What has its word looked up while somebody waits, so that building the screens misses none."""


CALQUES: Mapping[str, Mapping[str, str]] = {
    "en": {
        r"\bwrite down\b": "Add note, or Save",
        r"” is no\b": "“…” isn’t a …",
        r"\bnorm of an answer\b": "response time",
        r"\breport on money\b": "money report",
        r"\btry (earlier|later)\b": "Move up, Move down",
        r"\bby (itself|themselves)\b": "automatically",
        r"\bstands? (ready|now)\b": "is ready, now",
        r"\ball goes on\b": "work goes on",
        r"\bthe deals? (is|are) (added|moved|handed over)\b": "Deal added, Deals moved",
        r"\bat present\b": "currently",
        r"\bfallen away\b": "no longer available",
        r"\bparticulars are\b": "legal details are",
        r"\bhas been renewed\b": "has been updated",
        r"\bother rights\b": "you don’t have permission",
    },
    "ru": {
        r"\w\((а|ла|на|ась)\)": "an impersonal sentence, without he or she",
        r"\bнорма ответа\b": "время на ответ",
        r"\bплат[её]жн\w+ провайдер": "платёжный сервис",
        r"\bдругие права\b": "нет прав",
        r"\bпришло лишних\b": "переплата",
    },
}
"""Phrases that nobody says who grew up with the language, and what is said instead."""


class TestCatalogues:
    def test_both_languages_have_the_same_keys(self) -> None:
        assert set(catalogue("ru")) == set(catalogue("en"))

    def test_no_text_is_empty(self) -> None:
        empty = [key for locale in ("ru", "en") for key, forms in catalogue(locale).items() if not all(forms)]
        assert empty == []

    def test_placeholders_agree(self) -> None:
        def names(forms: tuple[str, ...]) -> set[str]:
            return {name for form in forms for _, name, _, _ in Formatter().parse(form) if name}

        clashes = [key for key, forms in catalogue("ru").items() if names(forms) != names(catalogue("en")[key])]
        assert clashes == []

    def test_english_has_no_cyrillic(self) -> None:
        mixed = [key for key, forms in catalogue("en").items() if re.search("[а-яё]", "".join(forms), re.IGNORECASE)]
        assert mixed == []

    @pytest.mark.parametrize(("locale", "calque"), [(locale, one) for locale in CALQUES for one in CALQUES[locale]])
    def test_say_it_as_a_native_would(self, locale: str, calque: str) -> None:
        stiff = [key for key, forms in catalogue(locale).items() if re.search(calque, " ".join(forms), re.IGNORECASE)]
        assert stiff == [], f"say: {CALQUES[locale][calque]}"

    def test_every_fact_of_a_letter_has_a_name_where_texts_are_rewritten(self) -> None:
        facts = {key.rpartition(".")[2] for key in catalogue("ru") if key.startswith("email.fact.")}
        for locale in ("ru", "en"):
            unnamed = [fact for fact in sorted(facts) if f"settings.text_part.{fact}" not in catalogue(locale)]
            assert facts
            assert unnamed == []


class TestWords:
    @pytest.mark.parametrize("prefix", SPOKEN)
    def test_are_there_for_everything_that_can_be_told(self, prefix: str) -> None:
        keys = {f"{prefix}.{getattr(one, 'value', one)}" for one in SPOKEN[prefix]}
        assert [(locale, key) for locale in LOCALES for key in sorted(keys) if key not in catalogue(locale)] == []


class TestTemplates:
    @pytest.mark.parametrize("template", sorted(str(file.relative_to(ROOT)) for file in ROOT.rglob("*.*")))
    def test_say_what_stands_in_the_catalogues(self, template: str) -> None:
        page = environment().parse((ROOT / template).read_text())
        calls = [call for call in page.find_all(nodes.Call) if isinstance(call.node, nodes.Name) and call.args]
        asked = {call.args[0].value for call in calls if call.node.name in {"t", "tn"} and _is_whole(call.args[0])}
        assert sorted(asked - set(catalogue("en"))) == []


def _is_whole(key: nodes.Expr) -> bool:
    """Whether a key is written out, and not put together of parts."""
    return isinstance(key, nodes.Const) and isinstance(key.value, str)
