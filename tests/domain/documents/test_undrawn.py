"""Which signs of a deal's documents their PDF has no letters for."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.pdf.families import FAMILIES, characters_of, drawn_characters, families_for
from studio_app.domain.documents.kinds import DocumentKind, DocumentStatus
from studio_app.domain.documents.models import Document
from studio_app.domain.documents.revisions import content_of, save_content, set_status
from studio_app.domain.documents.undrawn import Undrawn, undrawn_documents, undrawn_signs
from studio_app.domain.work import Work
from tests import proposing


class TestSigns:
    @pytest.mark.parametrize(
        "text",
        [
            "Сайт за 12 345 ₽, № 7 — «Ёлка» й",
            "שָׁלוֹם عليكم გამარჯობა Հայաստան Ελλάδα Việt ₸",
            "🚀 👩‍💻 👍🏽 ❤️ 1️⃣ 🏳️‍🌈",
            "e\u0301 и\u0306 \u200f\u200b\ufeff\n\t\u00a0",
        ],
    )
    def test_are_none_where_our_fonts_have_them_or_nothing_is_to_be_seen(self, text: str) -> None:
        assert undrawn_signs(text, drawn=drawn_characters()) == ()

    def test_are_named_once_in_their_order(self) -> None:
        assert undrawn_signs("株式会社 ABC 株 ไทย", drawn=drawn_characters()) == tuple("株式会社ไทย")

    @given(st.text())
    def test_are_signs_of_the_text_that_no_family_draws(self, text: str) -> None:
        for sign in undrawn_signs(text, drawn=drawn_characters()):
            assert not any(ord(sign) in characters_of(family) for family in FAMILIES)

    def test_are_loaded_with_no_more_families_than_they_need(self) -> None:
        assert [family.name for family in families_for("Счёт № 7 на 12 ₽")] == ["Inter"]
        assert [family.name for family in families_for("שלום 🚀")] == ["Inter", "Noto Sans Hebrew", "Noto Emoji"]


class TestPapers:
    @pytest.fixture
    def document(self, studio: Work) -> Document:
        return proposing.draft(studio)

    def test_say_nothing_of_what_can_be_drawn(self, studio: Work, document: Document) -> None:
        assert self.found(studio, document) == ()

    @pytest.mark.parametrize("status", [DocumentStatus.DRAFT, DocumentStatus.PUBLISHED])
    def test_name_the_signs_before_and_after_publishing(
        self, studio: Work, document: Document, status: DocumentStatus
    ) -> None:
        self.write(studio, document, "株式会社")
        if status is not DocumentStatus.DRAFT:
            set_status(studio, document, status)
        assert self.found(studio, document) == (
            Undrawn(DocumentKind.PROPOSAL, document.number, ("株", "式", "会", "社")),
        )

    def test_say_nothing_more_once_it_is_mended_or_agreed(self, studio: Work, document: Document) -> None:
        self.write(studio, document, "株式会社")
        self.write(studio, document, "Kabushiki")
        assert self.found(studio, document) == ()
        self.write(studio, document, "株式会社")
        set_status(studio, document, DocumentStatus.PUBLISHED)
        set_status(studio, document, DocumentStatus.ACCEPTED)
        assert self.found(studio, document) == ()

    @staticmethod
    def write(studio: Work, document: Document, name: str) -> None:
        content = json.loads(json.dumps(content_of(studio, document)))
        content["manager"]["name"] = name
        save_content(studio, document, content)
        studio.session.flush()

    @staticmethod
    def found(studio: Work, document: Document) -> tuple[Undrawn, ...]:
        return undrawn_documents(studio, deal_id=document.deal_id, drawn=drawn_characters())
