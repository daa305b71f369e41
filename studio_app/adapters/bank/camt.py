"""CAMT.053 and CAMT.052 of ISO 20022, all versions: what differs between them is looked for in both places."""

from collections.abc import Iterator

from studio_app.adapters.bank.fields import account_currency, amount, day, inn_in, one_line
from studio_app.adapters.bank.xml_tree import Node, read_xml
from studio_app.core.money import Money
from studio_app.domain.statements.lines import BadStatement, Statement, StatementFormat, StatementLine

_REPORTS = ("BkToCstmrStmt/Stmt", "BkToCstmrAcctRpt/Rpt")
_ACCOUNT = ("Id/IBAN", "Id/Othr/Id")
_NO_REFERENCE = {"NOTPROVIDED", "NOT PROVIDED", "NONREF"}


def is_camt(raw: bytes) -> bool:
    """Whether it looks like XML."""
    return raw.lstrip(b"\xef\xbb\xbf\xff\xfe\r\n\t ").startswith((b"<?xml", b"<Document", b"<\x00?\x00", b"<\x00D\x00"))


def read_camt(raw: bytes) -> Statement:
    """Every movement of every statement in the file. Raises BadStatement, naming the line."""
    root = read_xml(raw)
    reports = [report for path in _REPORTS for report in root.all(path)]
    if not reports:
        raise BadStatement("not_camt", line=root.line)
    lines = [line for report in reports for entry in report.all("Ntry") for line in _entry(report, entry)]
    return Statement(StatementFormat.CAMT, tuple(lines))


def _entry(report: Node, entry: Node) -> Iterator[StatementLine]:
    account = report.first("Acct")
    own = account.value(*_ACCOUNT) if account else ""
    whole = _money(entry, account_currency(own))
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
    party = details.first(f"RltdPties/{side}")
    name = party.value("Nm", "Pty/Nm") if party else ""
    purpose = one_line(" ".join(text for part in parts for text in _remittance(part))) or one_line(
        entry.value("AddtlNtryInf")
    )
    status = entry.value("Sts/Cd", "Sts")
    when = entry.value("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    if not when:
        raise BadStatement("no_date", line=entry.line)
    return StatementLine(
        position=details.line,
        booked_on=day(when, line=entry.line),
        amount=money,
        own_account=own,
        payer_name=one_line(name),
        payer_inn=_tax_number(party) or inn_in(purpose),
        payer_account=_account(details, side),
        purpose=purpose,
        reference=_reference(details, entry),
        settled=status in {"BOOK", ""},
    )


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
