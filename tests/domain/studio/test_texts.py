"""Rewritten texts: the owner's only, versioned, recorded, and spoken by letters and documents."""

from dataclasses import replace

import pytest
from sqlmodel import select

from studio_app.adapters.texts.overrides import check, editable, editable_keys
from studio_app.core.errors import Forbidden, Stale
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.studio.brand import studio_brand
from studio_app.domain.studio.models import THE_STUDIO, Studio
from studio_app.domain.studio.texts import CheckedText, reset_text, save_text, text_of
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work

TEXT = CheckedText(key="email.reply", locale="ru", source="Ответьте на это письмо.")


class TestSaveText:
    def test_keeps_it_and_tells_the_timeline(self, work: Work) -> None:
        assert save_text(work, text=TEXT, version=0) == 1
        assert text_of(work, key="email.reply", locale="ru").source == TEXT.source
        event = work.session.exec(select(TimelineEvent)).one()
        assert (event.kind, event.payload) == (
            EventKind.TEXT_REWRITTEN,
            {"key": "email.reply", "locale": "ru", "version": 1},
        )

    def test_refuses_to_overwrite_what_somebody_else_wrote(self, work: Work) -> None:
        save_text(work, text=TEXT, version=0)
        with pytest.raises(Stale):
            save_text(work, text=replace(TEXT, source="Иначе"), version=0)

    def test_is_the_owners(self, work: Work) -> None:
        manager = replace(work, actor=Actor(kind=ActorKind.STAFF, id="b", role="manager"))
        with pytest.raises(Forbidden):
            save_text(manager, text=TEXT, version=0)
        with pytest.raises(Forbidden):
            reset_text(manager, key=TEXT.key, locale=TEXT.locale)


class TestResetText:
    def test_brings_the_delivered_text_back(self, work: Work) -> None:
        save_text(work, text=TEXT, version=0)
        reset_text(work, key=TEXT.key, locale="ru")
        assert text_of(work, key=TEXT.key, locale="ru").version == 0


class TestBrand:
    def test_carries_the_texts_of_each_language(self, work: Work) -> None:
        work.session.add(Studio(id=THE_STUDIO, name="Студия"))
        save_text(work, text=TEXT, version=0)
        assert studio_brand(work).texts("ru") == {"email.reply": TEXT.source}
        assert studio_brand(work).texts("en") == {}


class TestEveryEditableText:
    @pytest.mark.parametrize("locale", ["ru", "en"])
    def test_as_delivered_passes_its_own_check(self, locale: str) -> None:
        assert len(editable_keys()) > 10
        for key in editable_keys():
            assert check(key, locale, editable(key, locale).delivered)
