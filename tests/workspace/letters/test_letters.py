"""A letter as it came is saved by people of the studio alone, and never shown; screens say what it is."""

from dataclasses import replace
from datetime import UTC, datetime

import httpx
import pytest
from sqlmodel import select

from studio_app.adapters.texts.catalogue import LOCALES, catalogue
from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.accounts.models import User
from studio_app.domain.accounts.sign_in import open_session
from studio_app.domain.actors import SYSTEM
from studio_app.domain.leads.attachments import LeftFile
from studio_app.domain.leads.kinds import LetterState
from studio_app.domain.leads.letters import LetterView, left_letters
from studio_app.domain.work import Work
from studio_app.workspace import paths
from studio_app.workspace.incoming.load import LEFT, SPAM, WAITING, look_in
from studio_app.workspace.letters.views import letter_item

RAW = "From: Анна <ann@client.example>\nSubject: Вопрос: <b>сайт</b>\nAuto-Submitted: auto-replied\n\n<script>".encode()
LETTER = LetterView(
    id="1",
    state=LetterState.LEFT,
    reason="bulk",
    address="ann@client.example",
    name="Анна",
    subject="Сайт",
    came_at=datetime(2026, 3, 10, 9, tzinfo=UTC),
    size=10,
    stored_as="x",
    is_cut=False,
    encoding="",
    is_sure=True,
)
REASONS = (
    "auto_submitted", "bounce", "bulk", "out_of_office", "newsletter", "machine", "no_address", "own",
    "unreadable", "too_heavy", "too_large", "headers", "parts",
)  # fmt: skip


def _manager(work: Work) -> str:
    return work.session.exec(select(User.id).where(User.role == Role.MANAGER)).one()


@pytest.fixture
def letter_id(services_on_disk: Services) -> str:
    services_on_disk.letters.take(RAW)
    (row,) = services_on_disk.runner.read_sync(SYSTEM, left_letters).rows
    return row.id


@pytest.fixture
def staff(services_on_disk: Services, browser: httpx.AsyncClient) -> httpx.AsyncClient:
    run = services_on_disk.runner.run_sync
    browser.cookies.set(SESSION_COOKIE, run(SYSTEM, open_session, user_id=run(SYSTEM, _manager)))
    return browser


class TestOriginal:
    async def test_is_saved_byte_for_byte_and_never_shown(self, staff: httpx.AsyncClient, letter_id: str) -> None:
        answer = await staff.get(paths.letter_file(letter_id))
        assert (answer.status_code, answer.content) == (200, RAW)
        assert answer.headers["content-type"] == "message/rfc822"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "default-src 'none'" in answer.headers["content-security-policy"]

    async def test_is_not_there_for_strangers(self, browser: httpx.AsyncClient, letter_id: str) -> None:
        assert (await browser.get(paths.letter_file(letter_id))).status_code == 404

    async def test_is_not_there_when_nobody_knows_it_or_its_bytes_are_gone(
        self, services_on_disk: Services, staff: httpx.AsyncClient, letter_id: str
    ) -> None:
        assert (await staff.get(paths.letter_file("x"))).status_code == 404
        (row,) = services_on_disk.runner.read_sync(SYSTEM, left_letters).rows
        services_on_disk.files.discard(row.stored_as)
        assert (await staff.get(paths.letter_file(letter_id))).status_code == 404


class TestLookIn:
    def test_counts_all_lists_and_reads_one(self, services_on_disk: Services, letter_id: str) -> None:
        services_on_disk.letters.take(b"From: b@client.example\n\nwords")
        for tab, leads, letters in ((WAITING, 1, 0), (SPAM, 0, 0), (LEFT, 0, 1)):
            found = services_on_disk.runner.read_sync(SYSTEM, look_in, tab=tab, limit=50)
            assert (len(found.page.rows), len(found.left.rows)) == (leads, letters)
            assert (found.page.waiting, found.left.total) == (1, 1)
            assert all(len(found.letters[row.id]) == 1 for row in found.page.rows)


class TestLetterItem:
    @pytest.mark.parametrize("locale", LOCALES)
    def test_has_a_sentence_for_every_reason(self, locale: str) -> None:
        known = catalogue(locale)
        assert all(f"letter.left.{reason}" in known for reason in REASONS)
        assert all(f"letter.file.{one.value}" in known for one in LeftFile)

    def test_says_which_files_are_not_kept(self) -> None:
        shown = letter_item(replace(LETTER, left=(("x.exe", 3, "kind"),)), locale="en", timezone="UTC")
        assert shown.left == "Files not kept: x.exe (a dangerous kind)"

    def test_asks_about_an_encoding_only_where_it_was_guessed(self) -> None:
        told = letter_item(LETTER, locale="en", timezone="UTC")
        assert (told.encodings, told.doubtful) == ([], False)
        guessed = letter_item(replace(LETTER, encoding="iso8859-5", is_sure=False), locale="en", timezone="UTC")
        assert (guessed.encodings[0], guessed.doubtful) == ("iso8859-5", True)

    def test_offers_nothing_where_the_original_is_gone(self) -> None:
        gone = letter_item(replace(LETTER, stored_as="", encoding="cp1251"), locale="ru", timezone="UTC")
        assert (gone.path, gone.encodings) == ("", [])
