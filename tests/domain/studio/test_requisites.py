"""Tax numbers and accounts: the control digits find typing mistakes, real samples pass."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio_app.adapters.texts.catalogue import catalogue
from studio_app.core.errors import Invalid
from studio_app.domain.studio.kinds import EntityKind
from studio_app.domain.studio.requisites import RequisitesIn, account_key_holds, check, require_valid, tidy

COMPANY = RequisitesIn(
    kind=EntityKind.COMPANY,
    full_name="Публичное акционерное общество «Сбербанк России»",
    inn="7707083893",
    kpp="773601001",
    ogrn="1027700132195",
    address="117312, г. Москва, ул. Вавилова, д. 19",
    bank_name="ПАО Сбербанк",
    bic="044525225",
    account="40702810400000000225",
    correspondent_account="30101810400000000225",
    signer_name="Иванов Иван Иванович",
    signer_post="Генеральный директор",
    signer_basis="Устава",
)

digits = st.text("0123456789", min_size=1, max_size=25)


def reasons(values: RequisitesIn, **options: bool) -> set[tuple[str, str]]:
    return {(finding.field, finding.reason) for finding in check(tidy(values), **options).errors}


def warned(values: RequisitesIn) -> set[tuple[str, str]]:
    return {(finding.field, finding.reason) for finding in check(values).warnings}


def with_key(bic: str, account: str) -> str:
    """The account with its key, the ninth digit, put right."""
    fitting = [f"{account[:8]}{key}{account[9:]}" for key in "0123456789"]
    return next(candidate for candidate in fitting if account_key_holds(bic=bic, account=candidate))


class TestCheck:
    def test_accepts_a_company(self) -> None:
        assert reasons(COMPANY) == set()

    def test_accepts_an_entrepreneur_without_kpp_and_signer(self) -> None:
        person = RequisitesIn(
            kind=EntityKind.ENTREPRENEUR,
            full_name="ИП Петрова Анна",
            inn="500100732259",
            ogrn="304500116000157",
            address="Москва",
        )
        assert reasons(person, bank_required=False) == set()

    def test_refuses_an_inn_of_zeros(self) -> None:
        assert reasons(replace(COMPANY, inn="0000000000")) == {("inn", "inn_checksum")}

    def test_refuses_an_inn_of_the_other_length(self) -> None:
        assert reasons(replace(COMPANY, inn="500100732259")) == {("inn", "inn_10")}

    @given(place=st.integers(0, 9), digit=st.sampled_from("0123456789"))
    def test_finds_every_single_wrong_digit_of_an_inn(self, place: int, digit: str) -> None:
        typed = COMPANY.inn[:place] + digit + COMPANY.inn[place + 1 :]
        expected = set() if typed == COMPANY.inn else {("inn", "inn_checksum")}
        assert reasons(replace(COMPANY, inn=typed)) == expected

    @given(place=st.integers(0, 12), digit=st.sampled_from("0123456789"))
    def test_finds_a_wrong_check_digit_of_an_ogrn(self, place: int, digit: str) -> None:
        typed = COMPANY.ogrn[:12] + digit
        assert bool(reasons(replace(COMPANY, ogrn=typed))) == (typed != COMPANY.ogrn)

    @pytest.mark.parametrize(("kpp", "good"), [("7736AB001", True), ("77360100", False), ("٧٧٣٦٠١٠٠١", False)])
    def test_knows_the_shape_of_a_kpp(self, kpp: str, good: bool) -> None:
        assert (reasons(replace(COMPANY, kpp=kpp)) == set()) is good

    def test_names_each_missing_field_of_a_company(self) -> None:
        found = {field for field, reason in reasons(RequisitesIn(kind=EntityKind.COMPANY)) if reason == "required"}
        assert {"full_name", "inn", "kpp", "ogrn", "address", "bic", "account", "signer_name"} <= found

    def test_a_half_filled_bank_block_is_an_error_even_when_the_bank_may_be_missing(self) -> None:
        half = replace(COMPANY, bic="", correspondent_account="")
        assert ("bic", "required") in reasons(half, bank_required=False)

    def test_a_treasury_has_no_correspondent_account(self) -> None:
        assert reasons(replace(COMPANY, bic="024501901", correspondent_account="")) != set()
        assert reasons(replace(COMPANY, bic="044525000", correspondent_account="")) == set()

    def test_checks_the_iban_of_a_foreign_company(self) -> None:
        foreign = replace(COMPANY, kind=EntityKind.FOREIGN, inn="DE136695976", bic="COBADEFFXXX", kpp="", ogrn="")
        assert reasons(replace(foreign, account="DE89 3704 0044 0532 0130 00")) == set()
        assert reasons(replace(foreign, account="DE88 3704 0044 0532 0130 00")) == {("account", "iban")}
        assert reasons(replace(foreign, account="12345678", bic="COBA")) == {("bic", "swift")}

    @given(bic=st.from_regex(r"04[0-9]{7}", fullmatch=True), account=st.from_regex(r"[0-9]{20}", fullmatch=True))
    def test_one_key_in_ten_fits_and_a_wrong_one_only_warns(self, bic: str, account: str) -> None:
        right = with_key(bic, account)
        assert ("account", "account_key") not in warned(replace(COMPANY, bic=bic, account=right))
        wrong = f"{right[:8]}{(int(right[8]) + 1) % 10}{right[9:]}"
        changed = replace(COMPANY, bic=bic, account=wrong)
        assert ("account", "account_key") in warned(changed)
        assert check(changed).errors == ()

    @given(value=st.text(max_size=40), field=st.sampled_from(["inn", "kpp", "ogrn", "bic", "account"]))
    def test_never_fails_on_what_people_type(self, value: str, field: str) -> None:
        for kind in EntityKind:
            for finding in check(tidy(replace(COMPANY, kind=kind, **{field: value}))).errors:
                assert f"error.invalid.{finding.reason}" in catalogue("ru")

    @given(value=digits)
    def test_checks_the_same_after_tidying_twice(self, value: str) -> None:
        once = tidy(replace(COMPANY, inn=f" {value} ", full_name=f"  {value}  "))
        assert tidy(once) == once


class TestAccountKeyHolds:
    def test_holds_for_the_correspondent_account_of_a_real_bank(self) -> None:
        assert account_key_holds(bic="044525225", account="30101810400000000225", correspondent=True)

    def test_fails_when_two_neighbours_are_swapped(self) -> None:
        assert not account_key_holds(bic="044525225", account="30101804100000000225", correspondent=True)


class TestRequireValid:
    def test_returns_tidied_values(self) -> None:
        clean, _ = require_valid(replace(COMPANY, inn=" 7707 083893", signer_name=" Иванов   Иван "))
        assert (clean.inn, clean.signer_name) == ("7707083893", "Иванов Иван")

    def test_names_the_first_wrong_field(self) -> None:
        with pytest.raises(Invalid) as caught:
            require_valid(replace(COMPANY, inn="7707083894"))
        assert (caught.value.field, caught.value.message_key) == ("inn", "error.invalid.inn_checksum")
