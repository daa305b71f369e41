"""CAMT.052, 053 and 054 of ISO 20022, all versions: what differs between them is looked for in both places."""

from collections.abc import Iterator, Mapping

from studio_app.adapters.bank.amounts import amount
from studio_app.adapters.bank.camt_totals import check_totals
from studio_app.adapters.bank.days import day
from studio_app.adapters.bank.fields import account_currency, name_and_inn, one_line, pass_over
from studio_app.adapters.bank.xml_tree import Node, read_xml
from studio_app.core.money import Money
from studio_app.domain.statements.lines import (
    NOTHING_SAID,
    Answers,
    BadStatement,
    LeftOut,
    Statement,
    StatementFormat,
    StatementLine,
)

_REPORTS = ("BkToCstmrStmt/Stmt", "BkToCstmrAcctRpt/Rpt", "BkToCstmrDbtCdtNtfctn/Ntfctn")
_ACCOUNT = ("Id/IBAN", "Id/Othr/Id", "Id/PrtryAcct/Id", "Id/BBAN")
_NO_REFERENCE = {"NOTPROVIDED", "NOT PROVIDED", "NONREF"}


def is_camt(raw: bytes) -> bool:
    """Whether it looks like XML."""
    head = raw[:2_000].lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ")
    return head.startswith((b"<?xml", b"<\x00?\x00", b"\x00<\x00?", b"<\x00D\x00")) or (
        head.startswith(b"<") and b"Document" in head
    )


def read_camt(
    raw: bytes, answers: Answers = NOTHING_SAID, *, own_currencies: Mapping[str, str] | None = None
) -> Statement:
    """Every movement of every statement in the file. Raises BadStatement, naming the line.

    What a statement lists must lead from its opening to its closing balance and agree with the sums it
    tells: an entry that got lost on the way does not pass unseen. `own_currencies` says in which currencies we hold our
    accounts, for an entry that names none.
    """
    root = read_xml(raw, encoding=answers.encoding)
    reports = [report for path in _REPORTS for report in root.all(path)]
    if not reports:
        raise BadStatement("not_camt", line=root.line, value=root.space.rpartition(":")[2] or root.children_name)
    left_out: list[LeftOut] = []
    lines: list[StatementLine] = []
    for report in reports:
        booked = _read(report, answers, left_out, own_currencies or {})
        lines += booked
        try:
            check_totals(report, booked)
        except BadStatement as error:
            pass_over(answers, left_out, error)
    return Statement(StatementFormat.CAMT, tuple(lines), left_out=tuple(left_out))


def _read(
    report: Node, answers: Answers, left_out: list[LeftOut], own_currencies: Mapping[str, str]
) -> list[StatementLine]:
    account = report.first("Acct")
    own = account.value(*_ACCOUNT) if account else ""
    currency = (account.value("Ccy") if account else "") or account_currency(own, answers, own_currencies)
    lines: list[StatementLine] = []
    for entry in report.all("Ntry"):
        try:
            lines += list(_entry(own, currency, entry))
        except BadStatement as error:
            said = f"{entry.value('Amt')} {entry.value('NtryDtls/TxDtls/RmtInf/Ustrd', 'AddtlNtryInf')}"
            pass_over(answers, left_out, error, said=said)
    return lines


def _entry(own: str, currency: str, entry: Node) -> Iterator[StatementLine]:
    whole = _money(entry, currency)
    if whole is None:
        raise BadStatement("no_amount", line=entry.line)
    parts = list(entry.all("NtryDtls/TxDtls"))
    sums = [_money(part, whole.currency) for part in parts]
    signed = _signed(entry, whole)
    if len(parts) > 1 and None not in sums and _adds_up(entry, parts, sums, signed):
        for part, money in zip(parts, sums, strict=True):
            assert money is not None  # noqa: S101  just looked at
            yield _line(own, entry, [part], _signed(part if part.first("CdtDbtInd") else entry, money))
    else:  # one payment, or parts that the bank has not priced: the entry is what moved
        yield _line(own, entry, parts, signed)


def _adds_up(entry: Node, parts: list[Node], sums: list[Money | None], signed: Money) -> bool:
    pairs = zip(parts, sums, strict=True)
    moved = [_signed(part if part.first("CdtDbtInd") else entry, money) for part, money in pairs if money is not None]
    same = all(money.currency == signed.currency for money in moved)
    return same and sum(money.amount for money in moved) == signed.amount


def _money(node: Node, currency: str) -> Money | None:
    found = node.first("Amt", "AmtDtls/TxAmt/Amt")
    if found is None:
        return None
    money = amount(found.text, found.attributes.get("Ccy", currency), line=found.line)
    if money.amount < 0:
        raise BadStatement("amount", line=found.line, value=found.text)
    return money


def _signed(node: Node, money: Money) -> Money:
    # a reversal carries the direction in which its own money goes, so the mark alone decides
    mark = node.value("CdtDbtInd")
    if mark not in {"CRDT", "DBIT"}:
        raise BadStatement("direction", line=node.line, value=mark)
    return money if mark == "CRDT" else -money


def _line(own: str, entry: Node, parts: list[Node], money: Money) -> StatementLine:
    details = parts[0] if parts else entry
    side = "Dbtr" if money.amount >= 0 else "Cdtr"
    name, inn = _party(details, side)
    purpose = next((text for text in _purposes(entry, parts) if text), "")
    when = entry.value("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    if not when:
        raise BadStatement("no_date", line=entry.line)
    return StatementLine(
        position=details.line,
        booked_on=day(when, line=entry.line),
        amount=money,
        own_account=own,
        payer_name=name,
        payer_inn=inn or name_and_inn(purpose)[1],
        payer_account=_account(details, side),
        purpose=purpose,
        reference=_reference(details, entry),
        settled=entry.value("Sts/Cd", "Sts", "Sts/Prtry") in {"BOOK", ""},
    )


def _party(details: Node, side: str) -> tuple[str, str]:
    """The name and the tax number of whoever pays: the account's holder, else the one it is paid for."""
    for who in (side, f"Ultmt{side}", "InitgPty"):
        for place in ("RltdPties/", "RltdPties/Dtls/"):
            party = details.first(f"{place}{who}")
            name_field = one_line(party.value("Nm", "Pty/Nm", "Agt/FinInstnId/Nm")) if party else ""
            if name_field:
                name, inn = name_and_inn(name_field)
                return name, _tax_number(party) or inn
    return "", _tax_number(details.first(f"RltdPties/{side}"))


def _purposes(entry: Node, parts: list[Node]) -> Iterator[str]:
    """What the payer wrote; where there is nothing, what the bank says of the payment, then of the entry."""
    yield one_line(" ".join(text for part in parts for text in _remittance(part)))
    yield one_line(" ".join(node.text for part in parts for node in part.all("AddtlTxInf")))
    yield one_line(" ".join(node.text for node in entry.all("AddtlNtryInf")))
    yield one_line(" ".join(part.value("Refs/EndToEndId") for part in parts)).replace("NOTPROVIDED", "").strip()


def _remittance(part: Node) -> Iterator[str]:
    for node in part.all("RmtInf/Ustrd"):
        yield node.text
    for node in part.all("RmtInf/Strd/CdtrRefInf/Ref"):
        yield node.text
    for node in part.all("RmtInf/Strd/RfrdDocInf/Nb"):
        yield f"Invoice {node.text}"
    for node in part.all("RmtInf/Strd/AddtlRmtInf"):
        yield node.text


def _tax_number(party: Node | None) -> str:
    if party is None:
        return ""
    paths = [f"{where}Id/{kind}/Othr/Id" for where in ("", "Pty/") for kind in ("OrgId", "PrvtId")]
    found = (node.text.strip() for path in paths for node in party.all(path))
    return next((text for text in found if text.isdecimal() and len(text) in {10, 12}), "")


def _account(details: Node, side: str) -> str:
    account = details.first(f"RltdPties/{side}Acct")
    return account.value(*_ACCOUNT) if account else ""


def _reference(details: Node, entry: Node) -> str:
    candidates = (
        details.value("Refs/EndToEndId"),
        details.value("Refs/InstrId"),
        details.value("Refs/TxId"),
        details.value("Refs/AcctSvcrRef"),
        entry.value("AcctSvcrRef"),
        entry.value("NtryRef"),
    )
    return next((text for text in candidates if text and text.upper() not in _NO_REFERENCE), "")
