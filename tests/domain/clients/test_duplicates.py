"""Clients that somebody may be already."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.domain.clients.company_key import company_key, likeness
from studio_app.domain.clients.directory import Newcomer, find_or_add
from studio_app.domain.clients.duplicates import Reason, find_duplicates
from studio_app.domain.clients.models import Requisites
from studio_app.domain.work import Work


class TestCompanyKey:
    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("ООО «Северный чай»", "Severny Chai LLC"),
            ('АО "Ромашка"', "romashka"),
            ("Общество с ограниченной ответственностью «Вектор плюс»", "Вектор-Плюс"),
            ("Жёлтый лист", "желтый  ЛИСТ"),
            ("Чай Северный", "северный чай"),
            ("Завод № 11", "Завод 11"),
        ],
    )
    def test_is_the_same_for_two_spellings_of_a_name(self, one: str, other: str) -> None:
        assert company_key(one) == company_key(other) != ""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("Альфа", "Альта"),
            ("Хлебный дом", "Хлебный двор"),
            ("Верный чай", "Северный чай"),
            ("", "ООО"),
            ("Студия 24", "Студия 42"),
            ("Студия24", "Студия42"),
            ("Студия 11", "Студия 1"),
            ("Лаборатория 100", "Лаборатория 10"),
            ("Завод 1234567", "Завод 1234568"),
            ("Альфапроект2000", "Альфапроект2001"),
            ("Студия", "Студия2"),
        ],
    )
    def test_tells_companies_apart(self, one: str, other: str) -> None:
        assert likeness(company_key(one), company_key(other)) == 0

    def test_keeps_a_name_that_is_nothing_but_a_legal_form(self) -> None:
        assert company_key("ООО") != ""

    @given(st.text(max_size=300))
    def test_is_its_own_key_and_never_too_long(self, name: str) -> None:
        key = company_key(name)
        assert len(key) <= 120
        assert key == "" or likeness(key, key) == 100


class TestFindDuplicates:
    @pytest.fixture
    def client_id(self, studio: Work) -> str:
        client, _ = find_or_add(
            studio,
            Newcomer(name="Пётр", email="petr@example.com", phone="+79161234567", company="ООО «Строймонтаж»"),
        )
        studio.session.add(Requisites(client_id=client.id, inn="7700123459", updated_at=studio.now()))
        for number in range(30):
            other = Newcomer(name=f"Г{number}", email=f"g{number}@example.com", phone="", company=f"Завод {number}")
            find_or_add(studio, other)
        studio.session.flush()
        return client.id

    @pytest.mark.parametrize(
        ("asked", "reason", "value"),
        [
            ({"email": "petr@example.com"}, Reason.EMAIL, "petr@example.com"),
            ({"phone": "+79161234567"}, Reason.PHONE, "+79161234567"),
            ({"inn": "7700123459"}, Reason.INN, "7700123459"),
            ({"company": "Строймонтаж"}, Reason.COMPANY, "ООО «Строймонтаж»"),
            ({"company": "Stroymontazh Ltd"}, Reason.COMPANY, "ООО «Строймонтаж»"),
            ({"company": "Строймантаж"}, Reason.COMPANY, "ООО «Строймонтаж»"),
            ({"company": "Троймонтаж"}, Reason.COMPANY, "ООО «Строймонтаж»"),
        ],
    )
    def test_says_by_what(
        self, studio: Work, client_id: str, asked: dict[str, str], reason: Reason, value: str
    ) -> None:
        (match,) = find_duplicates(studio, **asked)
        assert (match.client_id, match.reason, match.value) == (client_id, reason, value)

    def test_finds_nobody_for_a_stranger(self, studio: Work, client_id: str) -> None:
        assert find_duplicates(studio, email="a@b.example", phone="+79990000000", company="Лесной ручей") == ()

    def test_leaves_out_the_client_itself(self, studio: Work, client_id: str) -> None:
        assert find_duplicates(studio, company="Строймонтаж", besides=client_id) == ()
