"""Settings: checked, versioned, recorded, and the owner's only."""

from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from studio_app.core.errors import Forbidden, Invalid, Stale
from studio_app.core.money import Money
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.people import LastOwner, change_person, create_first_owner, end_sessions
from studio_app.domain.accounts.sessions import session_user
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.pricing.kinds import Tariff
from studio_app.domain.pricing.price_list import ServiceEntry, save_service, services_kept
from studio_app.domain.pricing.starter import add_price_list
from studio_app.domain.studio.current import country
from studio_app.domain.studio.entities import EntityView, legal_entities, save_entity
from studio_app.domain.studio.kinds import EntityKind, StageKind, StageRole
from studio_app.domain.studio.lists import Entry, ShortList, entries, save_entry
from studio_app.domain.studio.particulars import Particulars
from studio_app.domain.studio.pipelines import save_pipeline
from studio_app.domain.studio.settings import StudioSettings, save_studio, studio_settings
from studio_app.domain.studio.stages import (
    LastStage,
    StageIn,
    StageProtected,
    move_stage,
    save_stage,
    set_stage_active,
    stage_list,
)
from studio_app.domain.timeline.events.kinds import EventKind
from studio_app.domain.timeline.models import TimelineEvent
from studio_app.domain.work import Work
from tests.agreeing import CLIENT
from tests.rows import add_studio

ABROAD = replace(
    CLIENT, kind=EntityKind.FOREIGN, inn="DE136695976", bic="COBADEFFXXX", kpp="", ogrn="", account="12345678"
)
STAGE = StageIn(name_ru="Правки", name_en="Corrections", colour="plum", probability=40, norm_days=2)
SERVICE = ServiceEntry("", "Аудит", "Audit", "service", Decimal(8), Money(24_000_00, "RUB"), Tariff.START, True)


FIELDS = {one.name: one.type for one in fields(StudioSettings) if one.name != "version"}
TEXTS = {
    "name": "Север",
    "name_en": "North",
    "accent": "#123456",
    "locale": "en",
    "timezone": "Asia/Tokyo",
    "email": "north@example.com",
    "phone": "+7 900 123-45-67",
    "reminder_days": "1,4",
}
"""Another value of each text."""


def another(field: str, value: Any) -> Any:
    if isinstance(value, str):
        assert field in TEXTS, f"a text that is new: say in TEXTS what {field} may be"
        return TEXTS[field]
    if isinstance(value, bool):
        return not value
    return value + (Money(1, value.currency) if isinstance(value, Money) else 1)


@pytest.fixture
def studio(work: Work) -> Work:
    add_studio(work)
    return work


class TestEveryUseCase:
    @pytest.mark.parametrize(
        "attempt",
        [
            studio_settings,
            stage_list,
            legal_entities,
            services_kept,
            lambda work: save_stage(work, stage_id="", stage=STAGE),
            lambda work: move_stage(work, stage_id="lead", up=True),
            lambda work: set_stage_active(work, stage_id="lead", active=False),
            lambda work: save_service(work, service=SERVICE),
            lambda work: entries(work, which=ShortList.CHANNELS),
            lambda work: save_entry(work, which=ShortList.CHANNELS, entry=Entry("", "a", "b", True)),
            lambda work: end_sessions(work, user_id="anna"),
        ],
    )
    def test_is_refused_to_a_manager(self, studio: Work, attempt: Callable[[Work], Any]) -> None:
        with pytest.raises(Forbidden):
            attempt(replace(studio, actor=Actor(kind=ActorKind.STAFF, id="boris", role="manager")))


class TestSaveStudio:
    def test_keeps_the_values_and_grows_the_version(self, studio: Work) -> None:
        settings = studio_settings(studio)
        save_studio(studio, settings=replace(settings, name=" Север ", reminder_days="1, 3,7"))
        after = studio_settings(studio)
        assert (after.name, after.reminder_days, after.version) == ("Север", "1,3,7", settings.version + 1)

    @pytest.mark.parametrize("field", FIELDS)
    def test_keeps_each_field(self, studio: Work, field: str) -> None:
        settings = studio_settings(studio)
        value = another(field, getattr(settings, field))
        save_studio(studio, settings=replace(settings, **{field: value}))
        assert getattr(studio_settings(studio), field) == value

    @pytest.mark.parametrize("field", [name for name, kind in FIELDS.items() if kind in {int, Decimal, Money}])
    def test_refuses_a_number_below_zero(self, studio: Work, field: str) -> None:
        settings = studio_settings(studio)
        value = getattr(settings, field)
        below = Money(-1, value.currency) if isinstance(value, Money) else type(value)(-1)
        with pytest.raises(Invalid) as caught:
            save_studio(studio, settings=replace(settings, **{field: below}))
        assert caught.value.field == field

    def test_refuses_to_overwrite_what_somebody_else_saved(self, studio: Work) -> None:
        settings = studio_settings(studio)
        save_studio(studio, settings=settings)
        with pytest.raises(Stale):
            save_studio(studio, settings=settings)

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", " "),
            ("accent", "red"),
            ("accent", "#12345"),
            ("timezone", "Moscow"),
            ("deposit_percent", Decimal(0)),
            ("deposit_percent", Decimal(101)),
            ("min_margin_percent", Decimal(100)),
            ("proposal_valid_days", 0),
            ("quiet_from_hour", 24),
            ("reminder_days", "5,2"),
            ("reminder_days", "2,,5"),
            ("reminder_days", "0,1"),
            ("reminder_days", ""),
        ],
    )
    def test_names_the_field_that_is_wrong(self, studio: Work, field: str, value: Any) -> None:
        with pytest.raises(Invalid) as caught:
            save_studio(studio, settings=replace(studio_settings(studio), **{field: value}))
        assert caught.value.field == field


class TestStages:
    def test_of_the_studio_go_before_the_ended_ones(self, studio: Work) -> None:
        save_stage(studio, stage_id="", stage=STAGE)
        assert [stage.role for stage in stage_list(studio)][-3:] == [
            StageRole.CUSTOM,
            StageRole.PAID,
            StageRole.LOST,
        ]

    def test_of_the_studio_move_between_the_steps_of_the_chain(self, studio: Work) -> None:
        own = save_stage(studio, stage_id="", stage=STAGE)
        move_stage(studio, stage_id=own, up=True)
        roles = [stage.role for stage in stage_list(studio)]
        assert roles.index(StageRole.CUSTOM) == roles.index(StageRole.INVOICE) - 1

    @pytest.mark.parametrize(("stage_id", "up"), [("brief", True), ("invoice", False), ("paid", True)])
    def test_of_the_chain_keep_their_order(self, studio: Work, stage_id: str, up: bool) -> None:
        before = stage_list(studio)
        with pytest.raises(StageProtected):
            move_stage(studio, stage_id=stage_id, up=up)
        assert stage_list(studio) == before

    def test_say_where_they_may_go(self, studio: Work) -> None:
        own = save_stage(studio, stage_id="", stage=STAGE)
        where = {stage.id: (stage.up, stage.down) for stage in stage_list(studio)}
        assert (where[own], where["paid"], where["invoice"]) == ((True, False), (False, False), (False, True))

    def test_that_end_a_deal_are_certain(self, studio: Work) -> None:
        own = save_stage(studio, stage_id="", stage=replace(STAGE, kind=StageKind.LOST, probability=40, norm_days=9))
        (made,) = [stage for stage in stage_list(studio) if stage.id == own]
        assert (made.probability, made.norm_days) == (0, 0)

    def test_of_each_kind_stay_in_every_pipeline(self, studio: Work) -> None:
        pipeline_id = save_pipeline(studio, pipeline_id="", name_ru="Поиск", name_en="Search", active=True)
        for stage in stage_list(studio, pipeline_id=pipeline_id):
            with pytest.raises(LastStage):
                set_stage_active(studio, stage_id=stage.id, active=False)

    def test_of_the_chain_stay_in_use(self, studio: Work) -> None:
        with pytest.raises(StageProtected):
            set_stage_active(studio, stage_id="proposal", active=False)

    def test_have_a_name_and_sane_numbers(self, studio: Work) -> None:
        for wrong in (
            replace(STAGE, name_en=" "),
            replace(STAGE, colour="#ff0000"),
            replace(STAGE, probability=101),
            replace(STAGE, norm_days=-1),
        ):
            with pytest.raises(Invalid):
                save_stage(studio, stage_id="lead", stage=wrong)


class TestLegalEntities:
    @pytest.fixture
    def entity(self, studio: Work) -> EntityView:
        """The one there is, with requisites that can be saved."""
        return replace(legal_entities(studio)[0], requisites=CLIENT)

    def test_refuse_a_wrong_tax_number(self, studio: Work, entity: EntityView) -> None:
        wrong = replace(entity.requisites, inn="7707083894")
        with pytest.raises(Invalid, match="inn_checksum"):
            save_entity(studio, entity=replace(entity, requisites=wrong))

    def test_keep_what_is_written_in_english(self, studio: Work, entity: EntityView) -> None:
        words = Particulars(name="Studio LLC", signer_name=" Anna  Orlova ")
        save_entity(studio, entity=replace(entity, english=words))
        assert legal_entities(studio)[0].english == replace(words, signer_name="Anna Orlova")

    def test_refuse_cyrillic_letters_in_english(self, studio: Work, entity: EntityView) -> None:
        with pytest.raises(Invalid, match="latin"):
            save_entity(studio, entity=replace(entity, english=Particulars(address="Москва")))

    @pytest.mark.parametrize("typed", ["", "DE", "XX"])
    def test_of_a_russian_form_are_in_russia(self, studio: Work, entity: EntityView, typed: str) -> None:
        save_entity(studio, entity=replace(entity, country=typed))
        assert (legal_entities(studio)[0].country, country(studio)) == ("RU", "RU")

    @pytest.mark.parametrize(("typed", "kept"), [("", "DE"), ("AT", "AT"), ("am", "AM")])
    def test_abroad_are_where_they_say_or_where_their_bank_is(
        self, studio: Work, entity: EntityView, typed: str, kept: str
    ) -> None:
        save_entity(studio, entity=replace(entity, requisites=ABROAD, country=typed))
        assert (legal_entities(studio)[0].country, country(studio)) == (kept, kept)

    @pytest.mark.parametrize(("typed", "bic"), [("XX", "COBADEFFXXX"), ("Germany", "COBADEFFXXX"), ("", "COBAXXFFXXX")])
    def test_abroad_are_in_a_country(self, studio: Work, entity: EntityView, typed: str, bic: str) -> None:
        with pytest.raises(Invalid, match="country"):
            save_entity(studio, entity=replace(entity, requisites=replace(ABROAD, bic=bic), country=typed))

    def test_keep_one_in_use(self, studio: Work, entity: EntityView) -> None:
        with pytest.raises(Invalid, match="last_entity"):
            save_entity(studio, entity=replace(entity, active=False))


class TestPriceList:
    def test_takes_a_new_service_at_the_end(self, studio: Work) -> None:
        added = save_service(studio, service=SERVICE)
        assert services_kept(studio)[-1] == replace(SERVICE, id=added)

    def test_refuses_a_price_below_zero_and_an_unknown_unit(self, studio: Work) -> None:
        for wrong in (replace(SERVICE, price=Money(-1, "RUB")), replace(SERVICE, unit="parsec")):
            with pytest.raises(Invalid):
                save_service(studio, service=wrong)

    def test_keeps_every_position_it_starts_with_as_it_is(self, studio: Work) -> None:
        add_price_list(studio)
        started = services_kept(studio)
        for service in started:
            save_service(studio, service=service)
        assert services_kept(studio) == started


class TestShortLists:
    @pytest.mark.parametrize("which", list(ShortList))
    def test_take_new_lines_and_put_old_ones_out_of_use(self, studio: Work, which: ShortList) -> None:
        added = save_entry(studio, which=which, entry=Entry("", "Новое", "New", True))
        save_entry(studio, which=which, entry=Entry(added, "Новое", "New", False))
        assert entries(studio, which=which)[-1] == Entry(added, "Новое", "New", False)

    def test_tell_the_timeline(self, studio: Work) -> None:
        save_entry(studio, which=ShortList.CHANNELS, entry=Entry("", "Новое", "New", True))
        assert studio.session.exec(select(TimelineEvent)).one().kind == EventKind.CHANNEL_SAVED


class TestChangePerson:
    def test_ends_the_sessions_of_whoever_may_do_less_now(self, work: Work) -> None:
        first = create_first_owner(work, email="a@example.com", name="A", password_hash="h")
        with pytest.raises(LastOwner):
            change_person(
                work,
                user_id=first.id,
                name="A",
                role=Role.MANAGER,
                team="",
                max_discount_percent=Decimal(5),
                active=True,
            )
        token = open_session(work, user_id=first.id)
        change_person(
            work, user_id=first.id, name="Анна", role=Role.OWNER, team="", max_discount_percent=Decimal(5), active=True
        )
        assert session_user(work, token=token) is not None
        end_sessions(work, user_id=first.id)
        assert session_user(work, token=token) is None
