"""The rules of requisites: tax numbers, bank accounts and signers, checked before they reach a document."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

from stdnum import iban
from stdnum.exceptions import ValidationError
from stdnum.ru import inn, ogrn

from studio_app.core.checking import Checks
from studio_app.domain.studio.kinds import EntityKind

_KPP = re.compile(r"\d{4}[0-9A-Z]{2}\d{3}", re.ASCII)
_BIC = re.compile(r"\d{9}", re.ASCII)
_ACCOUNT = re.compile(r"\d{20}", re.ASCII)
_SWIFT = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")
_IBAN_START = re.compile(r"[A-Z]{2}\d{2}", re.ASCII)
_WEIGHTS = (7, 1, 3)
_CENTRAL_BANK_ENDINGS = frozenset({"000", "001", "002"})  # cash centres and treasuries have no correspondent account
_INN_LENGTH = {EntityKind.COMPANY: 10, EntityKind.ENTREPRENEUR: 12, EntityKind.PERSON: 12}
_OGRN_LENGTH = {EntityKind.COMPANY: 13, EntityKind.ENTREPRENEUR: 15}
LONGEST = {
    "full_name": 300,
    "inn": 20,
    "kpp": 9,
    "ogrn": 15,
    "address": 300,
    "bank_name": 160,
    "bic": 11,
    "account": 34,
    "correspondent_account": 34,
    "signer_name": 160,
    "signer_post": 120,
    "signer_basis": 160,
}
"""Characters of each particular: what its column holds. The forms say them too."""
_CODES = ("inn", "kpp", "ogrn", "bic", "account", "correspondent_account")
LONGEST_WORDS = {name: maximum for name, maximum in LONGEST.items() if name not in _CODES}
"""The same of what a person words; a code is as long as its rules say, and they say so themselves."""


@dataclass(frozen=True, slots=True)
class RequisitesIn:
    """Legal particulars of one party, as typed in; the field names are those of the tables."""

    kind: EntityKind
    full_name: str = ""
    inn: str = ""
    kpp: str = ""
    ogrn: str = ""
    address: str = ""
    bank_name: str = ""
    bic: str = ""
    account: str = ""
    correspondent_account: str = ""
    signer_name: str = ""
    signer_post: str = ""
    signer_basis: str = ""


REQUISITES = tuple(item.name for item in fields(RequisitesIn))


def requisites_in(source: object) -> RequisitesIn:
    """The requisites that a row of a table or a party of a contract holds: the names are the same everywhere."""
    return RequisitesIn(**{name: getattr(source, name) for name in REQUISITES})


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with one field; the sentence is the catalogue entry `error.invalid.<reason>`."""

    field: str
    reason: str
    maximum: int = 0  # characters, where it is too long

    @property
    def params(self) -> dict[str, int]:
        """What the sentence says."""
        return {"maximum": self.maximum} if self.maximum else {}


@dataclass(frozen=True, slots=True)
class Findings:
    """Errors stop a save, warnings are shown and do not."""

    errors: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


def tidy(values: RequisitesIn) -> RequisitesIn:
    """The same particulars without stray spaces; codes lose inner spaces and hyphens, letters become capital."""
    clean: dict[str, str] = {}
    for item in fields(values):
        value = getattr(values, item.name)
        if item.name in _CODES:
            clean[item.name] = re.sub(r"[\s\u00a0-]", "", value).upper()
        elif item.name != "kind":
            clean[item.name] = " ".join(value.split())
    return replace(values, **clean)


def check(values: RequisitesIn, *, bank_required: bool = True) -> Findings:
    """Check tidied particulars by the rules of their legal form. Never raises.

    With `bank_required=False` an empty bank block is fine, a half-filled one is not.
    """
    bank_given = any((values.bank_name, values.bic, values.account, values.correspondent_account))
    with_bank = bank_required or bank_given
    errors = [*_too_long(values), *_missing(values, with_bank=with_bank)]
    if values.kind is EntityKind.FOREIGN:
        errors += _foreign_errors(values)
        return Findings(errors=tuple(errors))
    errors += _number_errors(values)
    errors += _bank_errors(values)
    return Findings(errors=tuple(errors), warnings=tuple(_warnings(values)))


def _too_long(values: RequisitesIn) -> list[Finding]:
    return [
        Finding(name, "too_long", maximum) for name, maximum in LONGEST.items() if len(getattr(values, name)) > maximum
    ]


def require_valid(values: RequisitesIn, *, bank_required: bool = True) -> tuple[RequisitesIn, Findings]:
    """The tidied particulars with their warnings. Raises InvalidFields, each wrong field with its reason."""
    clean = tidy(values)
    found = check(clean, bank_required=bank_required)
    checks = Checks()
    for error in found.errors:
        checks.refuse(error.field, error.reason, **error.params)
    checks.done()
    return clean, found


def account_key_holds(*, bic: str, account: str, correspondent: bool = False) -> bool:
    """Whether the control key of a 20-digit account fits the 9-digit `bic`.

    Weights 7, 1, 3 over the bank's three digits and the account; the sum ends in 0. Correspondent
    accounts and accounts in the central bank take "0" and digits 5 and 6 of the BIC for the bank's
    digits (Bank of Russia, order of calculating the control key of an account).
    """
    central = correspondent or bic[-3:] in _CENTRAL_BANK_ENDINGS
    digits = ("0" + bic[4:6] if central else bic[-3:]) + account
    return sum(int(digit) * _WEIGHTS[place % 3] for place, digit in enumerate(digits)) % 10 == 0


def _missing(values: RequisitesIn, *, with_bank: bool) -> Iterator[Finding]:
    wanted = ["full_name", "address"]
    if values.kind in {EntityKind.COMPANY, EntityKind.ENTREPRENEUR}:
        wanted += ["inn", "ogrn"]
    if values.kind is EntityKind.COMPANY:
        wanted += ["kpp"]
    if values.kind in {EntityKind.COMPANY, EntityKind.FOREIGN}:
        wanted += ["signer_name", "signer_post", "signer_basis"]
    if with_bank:
        wanted += ["bank_name", "bic", "account"]
        if values.kind is not EntityKind.FOREIGN and values.bic[-3:] not in _CENTRAL_BANK_ENDINGS:
            wanted += ["correspondent_account"]
    return (Finding(name, "required") for name in wanted if not getattr(values, name))


def _number_errors(values: RequisitesIn) -> Iterator[Finding]:
    if values.inn:
        if len(values.inn) != _INN_LENGTH[values.kind] or not _ascii_digits(values.inn):
            yield Finding("inn", f"inn_{_INN_LENGTH[values.kind]}")
        elif not set(values.inn) - {"0"} or not inn.is_valid(values.inn):
            yield Finding("inn", "inn_checksum")
    if values.kpp and values.kind is EntityKind.COMPANY and not _KPP.fullmatch(values.kpp):
        yield Finding("kpp", "kpp")
    if values.ogrn and values.kind in _OGRN_LENGTH:
        if len(values.ogrn) != _OGRN_LENGTH[values.kind] or not _ascii_digits(values.ogrn):
            yield Finding("ogrn", f"ogrn_{_OGRN_LENGTH[values.kind]}")
        elif not ogrn.is_valid(values.ogrn):
            yield Finding("ogrn", "ogrn_checksum")


def _bank_errors(values: RequisitesIn) -> Iterator[Finding]:
    if values.bic and not _BIC.fullmatch(values.bic):
        yield Finding("bic", "bic")
    for name in ("account", "correspondent_account"):
        value = getattr(values, name)
        if value and not _ACCOUNT.fullmatch(value):
            yield Finding(name, "account")


def _warnings(values: RequisitesIn) -> Iterator[Finding]:
    # Some treasury accounts break the key lawfully, so a wrong key is shown and does not stop anyone.
    if not _BIC.fullmatch(values.bic):
        return
    for name in ("account", "correspondent_account"):
        value = getattr(values, name)
        if not _ACCOUNT.fullmatch(value):
            continue
        correspondent = name == "correspondent_account"
        if not account_key_holds(bic=values.bic, account=value, correspondent=correspondent):
            yield Finding(name, "account_key")


def _foreign_errors(values: RequisitesIn) -> Iterator[Finding]:
    if values.bic and not _SWIFT.fullmatch(values.bic):
        yield Finding("bic", "swift")
    if _IBAN_START.match(values.account):
        try:
            iban.validate(values.account)
        except ValidationError:
            yield Finding("account", "iban")


def _ascii_digits(value: str) -> bool:
    return value.isascii() and value.isdigit()
