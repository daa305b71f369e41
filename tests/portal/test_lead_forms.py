"""Forms that the owner has built, as visitors meet them."""

from dataclasses import replace

import httpx
import pytest
from sqlmodel import select

from studio_app.bootstrap import Services
from studio_app.core.errors import Forbidden, Invalid, Stale
from studio_app.domain.actors import SYSTEM, Actor, ActorKind
from studio_app.domain.leads.forms import (
    Asked,
    FormContent,
    FormKeyTaken,
    FormView,
    KnownField,
    Question,
    Wording,
    form_at,
    forms,
    save_form,
)
from studio_app.domain.leads.intake.models import Lead
from studio_app.domain.studio.models import Channel
from studio_app.domain.work import Work

CONTENT = FormContent(
    fields={KnownField.PHONE: Asked.REQUIRED, KnownField.CITY: Asked.OPTIONAL, KnownField.BUDGET: Asked.OPTIONAL},
    questions=(Question(ru="Есть логотип?", en="Do you have a logo?", required=True),),
    ru=Wording(title="Сайт за месяц", thanks="Позвоним сегодня"),
    en=Wording(consent="We keep it safe.\n\nAsk us anything."),
)
FILLED = {
    "lang": "ru",
    "name": "Мария",
    "phone": "8 916 123-45-67",
    "city": "Казань",
    "question_1": "Да",
    "consent": "yes",
}


def make(work: Work) -> FormView:
    channel = work.session.exec(select(Channel).where(Channel.key == "vk")).one()
    save_form(work, form=FormView(key="month", name="Месяц", channel_id=channel.id, content=CONTENT))
    return form_at(work, key="month")


@pytest.fixture
def form(services_on_disk: Services) -> FormView:
    return services_on_disk.runner.run_sync(SYSTEM, make)


def lead(work: Work) -> Lead:
    return work.session.exec(select(Lead)).one()


class TestFrame:
    async def test_a_framed_form_has_no_masthead_and_tells_its_height(
        self, browser: httpx.AsyncClient, form: FormView
    ) -> None:
        own = (await browser.get("/lead/month")).text
        framed = await browser.get("/lead/month", headers={"Sec-Fetch-Dest": "iframe"})
        thanks = await browser.get("/lead/month/thanks", headers={"Sec-Fetch-Dest": "iframe"})
        assert "masthead" in own
        assert "form_height.js" not in own
        for page in (framed, thanks):
            assert "masthead" not in page.text
            assert "/form_height.js" in page.text
            assert "frame-ancestors *" in page.headers["content-security-policy"]


class TestSaveForm:
    def test_counts_the_versions_of_the_consent(self, studio: Work) -> None:
        form = make(studio)
        save_form(studio, form=form)
        form = form_at(studio, key="month")
        assert form.content.consent_version == 1
        changed = form.content.model_copy(update={"ru": Wording(consent="Иначе")})
        save_form(studio, form=form.model_copy(update={"content": changed}))
        assert forms(studio)[0].content.consent_version == 2

    def test_is_for_the_owner(self, studio: Work) -> None:
        manager = replace(studio, actor=Actor(kind=ActorKind.STAFF, id="m", role="manager"))
        with pytest.raises(Forbidden):
            save_form(manager, form=make(studio))

    def test_refuses_a_stale_one_and_a_taken_address(self, studio: Work) -> None:
        form = make(studio)
        save_form(studio, form=form)
        with pytest.raises(Stale):
            save_form(studio, form=form)
        with pytest.raises(FormKeyTaken):
            save_form(studio, form=form.model_copy(update={"id": "", "version": 0}))

    @pytest.mark.parametrize(
        ("change", "reason"),
        [
            ({"key": "thanks"}, "form_key"),
            ({"key": "Ы"}, "form_key"),
            ({"name": " "}, "required"),
            ({"channel_id": "nope"}, "required"),
            ({"content": FormContent()}, "form_reachable"),
        ],
    )
    def test_says_what_is_wrong(self, studio: Work, change: dict[str, object], reason: str) -> None:
        form = make(studio).model_copy(update=change)
        with pytest.raises(Invalid) as refusal:
            save_form(studio, form=form)
        assert refusal.value.reason == reason


class TestForm:
    async def test_asks_what_the_owner_wants_to_know(self, browser: httpx.AsyncClient, form: FormView) -> None:
        page = await browser.get("/lead/month?lang=ru")
        assert "Сайт за месяц" in page.text
        assert "Есть логотип?" in page.text
        assert 'name="city"' in page.text
        assert 'name="email"' not in page.text
        assert page.text.count("<script") == 2  # they keep the form while there is no connection, and count

    async def test_keeps_the_campaign_and_the_page_around_it(
        self, browser: httpx.AsyncClient, services_on_disk: Services, form: FormView
    ) -> None:
        around = "https://shop.example/promo?utm_source=mail&utm_campaign=may"
        page = await browser.get("/lead/month", headers={"Referer": around})
        assert 'name="utm_campaign" value="may"' in page.text
        hidden = {"referrer": around, "utm_source": "mail", "utm_campaign": "may"}
        sent = await browser.post("/lead/month", data={**FILLED, **hidden})
        assert sent.status_code == 303
        assert sent.headers["location"].startswith("/lead/month/thanks?lang=ru&lead=")
        row = services_on_disk.runner.read_sync(SYSTEM, lead)
        assert (row.source, row.form, row.referrer) == ("vk", "month", around)
        assert row.utm == {"utm_source": "mail", "utm_campaign": "may"}
        assert row.answers == {"question_1": "Да", "city": "Казань"}
        assert row.message == "Есть логотип?: Да"
        assert row.consent_version.startswith("month:1/ru/")

    @pytest.mark.parametrize("missing", ["name", "phone", "question_1", "consent"])
    async def test_names_what_is_missing_and_keeps_the_rest(
        self, browser: httpx.AsyncClient, form: FormView, missing: str
    ) -> None:
        answer = await browser.post("/lead/month", data={**FILLED, missing: ""})
        assert answer.status_code == 422
        assert 'value="Казань"' in answer.text

    async def test_may_stand_in_a_frame_and_runs_no_scripts(self, browser: httpx.AsyncClient, form: FormView) -> None:
        for path in ("", "/thanks", "/consent"):
            headers = (await browser.get(f"/lead/month{path}")).headers
            assert "frame-ancestors *" in headers["content-security-policy"]
            assert "x-frame-options" not in headers

    async def test_says_the_studios_own_words(self, browser: httpx.AsyncClient, form: FormView) -> None:
        assert "Позвоним сегодня" in (await browser.get("/lead/month/thanks?lang=ru")).text
        assert "We keep it safe." in (await browser.get("/lead/month/consent?lang=en")).text

    async def test_is_not_there_when_out_of_use(
        self, browser: httpx.AsyncClient, services_on_disk: Services, form: FormView
    ) -> None:
        off = form.model_copy(update={"active": False})
        services_on_disk.runner.run_sync(SYSTEM, save_form, form=off)
        assert (await browser.get("/lead/month")).status_code == 404
        assert (await browser.post("/lead/month", data=FILLED)).status_code == 404

    async def test_throws_away_what_a_program_fills_in(
        self, browser: httpx.AsyncClient, services_on_disk: Services, form: FormView
    ) -> None:
        answer = await browser.post("/lead/month", data={**FILLED, "homepage": "http://spam.example"})
        assert answer.status_code == 303
        with pytest.raises(Exception, match="No row"):
            services_on_disk.runner.read_sync(SYSTEM, lead)
