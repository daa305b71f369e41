"""MT940 as sixteen banks and more write it, for tests alone: what each puts into :25:, :61: and :86:."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from studio_app.core.money import Money
from studio_app.domain.statements.lines import StatementLine

Write = Callable[[StatementLine], list[str]]
PLAIN = "ABCDEFGHIJ abcdefghij 0123456789.,()'"  # no line may begin with a hyphen
GERMAN = [
    "Rechnung",
    "für",
    "März",
    "Müller",
    "Größe",
    "Bürobedarf",
    "Köln",
    "Überweisung",
    "Söhne",
    "München",
    "geändert",
    "Jürgen",
]
POLISH = [
    "Zapłata",
    "za",
    "fakturę",
    "numer",
    "Łukasz",
    "Żółkiewski",
    "usługi",
    "wrzesień",
    "spółka",
    "Kraków",
    "źródło",
    "należność",
    "przelew",
]
NORDIC = [
    "Betalning",
    "för",
    "faktura",
    "Åke",
    "Öberg",
    "Malmö",
    "ägare",
    "års",
    "tjänst",
    "Göteborg",
    "både",
    "händer",
    "webbplats",
]
DANISH = [
    "Betaling",
    "af",
    "faktura",
    "Søren",
    "Ærø",
    "København",
    "års",
    "tjeneste",
    "Århus",
    "både",
    "hjemmeside",
    "ændring",
]
CZECH = [
    "Platba",
    "za",
    "služby",
    "Jiří",
    "Dvořák",
    "Plzeň",
    "účet",
    "měsíc",
    "září",
    "přípravu",
    "číslo",
    "důležité",
    "Ševčík",
]
_WIDTH = 65


@dataclass(frozen=True)
class Dialect:
    """A bank's way: `told` is its field :25:, `own` the account as it is to be read.

    `carries` are the fields of a line that the bank tells apart; what stands in its purpose is `purpose`.
    """

    bank: str
    told: str
    own: str
    currency: str
    details: Write
    movement: Write
    purpose: Callable[[StatementLine], str] = lambda line: line.purpose
    carries: frozenset[str] = frozenset({"payer_name", "payer_account", "reference"})
    language: Sequence[str] = ()  # words with letters of its own
    encoding: str = "ascii"
    padded: bool = False
    ends: str = "\r\n"
    head: Sequence[str] = ()
    foot: str = "-"
    payer_accounts: Sequence[str] = ("NL91ABNA0417164300", "DE02120300000000202051")
    names: int = 27  # characters of a name
    purposes: int = 120
    extra: Sequence[str] = field(default_factory=tuple)  # tags between :25: and :60F:


def write(dialect: Dialect, lines: Sequence[StatementLine], *, opening: int = 100_000) -> bytes:
    """One statement of the bank with its balances."""
    rows = [*dialect.head, ":20:REF1", f":25:{dialect.told}", ":28C:1/1", *dialect.extra]
    rows.append(f":60F:{_balance(dialect, opening)}")
    for line in lines:
        rows += [f":61:{dialect.movement(line)[0]}", *dialect.movement(line)[1:]]
        rows += dialect.details(line)
    rows.append(f":62F:{_balance(dialect, opening + sum(line.amount.amount for line in lines))}")
    return dialect.ends.join([*rows, dialect.foot, ""]).encode(dialect.encoding)


def _balance(dialect: Dialect, amount: int) -> str:
    return (
        f"{'C' if amount >= 0 else 'D'}261120{dialect.currency}{comma(Money(amount, dialect.currency), dialect.padded)}"
    )


def comma(money: Money, padded: bool = False) -> str:
    """An amount as SWIFT writes it, or filled up with zeros to sixteen characters."""
    text = f"{abs(money.amount) // 100},{abs(money.amount) % 100:02d}"
    return text.rjust(16, "0") if padded else text


def mark(line: StatementLine, funds: str = "") -> str:
    return ("C" if line.amount.amount >= 0 else "D") + funds


def moved(
    kind: str = "NTRF", *, funds: str = "", padded: bool = False, entry: str = "day", below: Write | None = None
) -> Write:
    """A field :61:; `entry` is the day of entry: written, left out, blank or zeros."""

    def written(line: StatementLine) -> list[str]:
        days = {"day": f"{line.booked_on:%m%d}", "": "", "blank": "    ", "zeros": "0000"}
        text = f"{line.booked_on:%y%m%d}{days[entry]}{mark(line, funds)}{comma(line.amount, padded)}{kind}"
        return [text + (line.reference or "NONREF"), *(below(line) if below else ())]

    return written


def subfields(
    sign: str,
    *,
    kind: str = "166",
    text: str = "GUTSCHRIFT",
    sepa: bool = True,
    per_line: bool = False,
    polish: bool = False,
) -> Write:
    """Numbered subfields of 27 characters, in lines of 65 or one a line."""

    def written(line: StatementLine) -> list[str]:
        purpose = f"SVWZ+{line.purpose}" if sepa else line.purpose
        numbers = [*range(20, 30), 60] if polish else [*range(20, 30), *range(60, 64)]
        pieces = [purpose[at : at + 27] for at in range(0, len(purpose), 27)]
        parts = [f"{sign}00{text}"]
        parts += [f"{sign}{number}{piece}" for number, piece in zip(numbers, pieces, strict=False)]
        parts.append(f"{sign}32{line.payer_name}")
        parts.append(f"{sign}38{line.payer_account}" if polish else f"{sign}31{line.payer_account}")
        if polish:
            parts += [f"{sign}33UL. PROSTA 1", f"{sign}6280-000 MIASTO"]
        if per_line:
            return [f":86:{kind}", f":86:{kind}{parts[0]}", *parts[1:]]
        return wrapped(f":86:{kind}" + "".join(parts))

    return written


def wrapped(text: str) -> list[str]:
    """Lines of 65 characters, the tag counted; none begins or ends with a blank, which would get lost."""
    return [text[at : at + _WIDTH] for at in range(0, len(text), _WIDTH)]


def slashes(pattern: str) -> Write:
    def written(line: StatementLine) -> list[str]:
        reference = line.reference or "NOTPROVIDED"
        text = pattern.format(
            name=line.payer_name, account=line.payer_account, purpose=line.purpose, reference=reference
        )
        return wrapped(f":86:{text}")

    return written


def _text(pattern: str) -> Write:
    """Lines of words as they are, broken between words where they are too long."""

    def written(line: StatementLine) -> list[str]:
        rows: list[str] = [":86:"]
        for word in _filled(pattern, line).split():
            if len(rows[-1]) + 1 + len(word) >= 60:
                rows.append(word)
            else:
                rows[-1] = word if not rows[-1] else f"{rows[-1]}{'' if rows[-1] == ':86:' else ' '}{word}"
        return rows

    return written


def _filled(pattern: str, line: StatementLine) -> str:
    return pattern.format(name=line.payer_name, account=line.payer_account, purpose=line.purpose)


def _whole(pattern: str) -> Callable[[StatementLine], str]:
    return lambda line: " ".join(_filled(pattern, line).split())


_MBANK = "944 PRZELEW PRZYCH.; z rach.: {account}; od: {name}; tyt.: {purpose}; TNR: 1234567.890001"
_DANSKE = "{purpose} {name}"
_KBC = "EUROPESE OVERSCHRIJVING {name} {purpose}"
_MACEDONIAN = "/BENM/{account} /{name} /{purpose}"
_SAME = frozenset({"reference"})
_PL = ("PL61109010140000071219812874", "PL27114020040000300201355387")
_CZ = ("CZ6508000000192000145399", "0800/2000145399")

DIALECTS = (
    Dialect("deutsche_bank", "37040044/0532013000", "DE89370400440532013000", "EUR", subfields("?"), moved("NMSC"),
            language=GERMAN, encoding="cp1252"),
    Dialect("sparkasse", "37040044/532013000", "DE89370400440532013000", "EUR", subfields("?"),
            moved("N062", funds="R"), language=GERMAN, encoding="cp1252", foot="-+@446@"),
    Dialect("commerzbank_utf8", "DE89370400440532013000EUR", "DE89370400440532013000", "EUR", subfields("?"), moved(),
            language=GERMAN, encoding="utf-8"),
    Dialect("ing_nl", "NL20INGB0001234567EUR", "NL20INGB0001234567", "EUR",
            slashes("/EREF/{reference}//CNTP/{account}/INGBNL2A/{name}///REMI/USTD//{purpose}/"),
            moved(below=lambda _: ["/TRCD/01025/"]), names=40,
            head=("{1:F01INGBNL2ABXXX0000000000}", "{2:I940INGBNL2AXXXN}", "{4:"), foot="-}"),
    Dialect("abn_amro", "417164300", "417164300", "EUR",
            slashes("/TRTP/SEPA OVERBOEKING/IBAN/{account}/BIC/RABONL2U/NAME/{name}/REMI/{purpose}/EREF/{reference}"),
            moved("N654"), head=("ABNANL2A", "940", "ABNANL2A"), names=40),
    Dialect("rabobank", "NL31RABO0300087233 EUR", "NL31RABO0300087233", "EUR",
            slashes("/EREF/{reference}/TRCD/626/ORDP//NAME/{name}/REMI/{purpose}/ISDT/2026-11-20"),
            moved("N626", padded=True, entry="", below=lambda line: [line.payer_account]), padded=True, names=40),
    Dialect("kbc", "BE68539007547034", "BE68539007547034", "EUR", _text(_KBC), moved("NMSC"), purpose=_whole(_KBC),
            carries=_SAME),
    Dialect("unicredit_cz", "CZ6508000000192000145399", "CZ6508000000192000145399", "CZK",
            subfields("?", sepa=False, kind="020", text="PRIJEM"), moved("NMSC"), language=CZECH, encoding="cp1250",
            payer_accounts=_CZ),
    Dialect("raiffeisen", "AT611904300234573201", "AT611904300234573201", "EUR",
            subfields(">", sepa=False, text="UEBERWEISUNG"), moved(funds="R"), language=GERMAN, encoding="cp1252"),
    Dialect("mbank", "PL61109010140000071219812874", "PL61109010140000071219812874", "PLN", _text(_MBANK),
            moved("S944"), purpose=_whole(_MBANK), language=POLISH, encoding="cp1250", payer_accounts=_PL),
    Dialect("pko_bp", "/PL61109010140000071219812874", "PL61109010140000071219812874", "PLN",
            subfields("~", sepa=False, kind="020", text="PRZELEW", per_line=True, polish=True),
            moved("S020", funds="N", padded=True), language=POLISH, encoding="cp1250", padded=True, payer_accounts=_PL),
    Dialect("santander_pl", "/PL61109010140000071219812874", "PL61109010140000071219812874", "PLN",
            subfields("<", sepa=False, kind="010", text="PRZELEW", polish=True), moved("N010", funds="N"),
            payer_accounts=_PL, purposes=110),
    Dialect("pekao", "/PL61109010140000071219812874", "PL61109010140000071219812874", "PLN",
            subfields("^", sepa=False, kind="641", text="PRZELEW", polish=True), moved("N641", padded=True),
            language=POLISH, encoding="cp852", payer_accounts=_PL),
    Dialect("danske", "DK5000400440116243", "DK5000400440116243", "DKK", _text(_DANSKE), moved("NTRF"),
            purpose=_whole(_DANSKE), carries=_SAME, language=DANISH, encoding="cp1252"),
    Dialect("seb", "50000000001", "50000000001", "SEK", _text("{purpose}"), moved("NMSC", entry="blank"),
            carries=_SAME, language=NORDIC, encoding="utf-8", ends="\n"),
    Dialect("sberbank", "1966315302010001", "1966315302010001", "HUF", _text("{purpose}"), moved("S   ", funds="F"),
            carries=_SAME),
    Dialect("turkish", "TR330006100519786457841326", "TR330006100519786457841326", "TRY", _text("{purpose}"),
            moved("NTRF", entry="zeros"), carries=_SAME, padded=True),
    Dialect("macedonian", "300000000000001", "300000000000001", "MKD", _text(_MACEDONIAN), moved("NMSC", funds="D"),
            purpose=_whole(_MACEDONIAN), carries=frozenset({"reference", "payer_account"}),
            payer_accounts=("300000000000133",)),
    Dialect("american", "107048825", "107048825", "USD",
            slashes("/EREF/{reference}/CRNM/{name}/CACT/{account}/REMI/{purpose}"), moved(),
            payer_accounts=("107045863",), names=40),
    Dialect("wise", "P12345678", "P12345678", "EUR", _text("{purpose}"),
            lambda line: [f"{line.booked_on:%y%m%d}{mark(line)}{comma(line.amount)}FMSC{line.reference or 'NONREF'}"],
            carries=_SAME),
)  # fmt: skip
