"""Writes statements as banks do, for tests alone: the way back from `StatementLine` to each format."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from studio_app.core.money import Money
from studio_app.domain.statements.lines import StatementLine

OWN = "40702810138250123017"
IBAN = "DE89370400440532013000"


def one_c(lines: Sequence[StatementLine], *, own: str = OWN, encoding: str = "cp1251", end: str = "\r\n") -> bytes:
    """1CClientBankExchange, with the header that the encoding goes with."""
    told = {"cp1251": "Windows", "cp866": "DOS", "utf-8": "UTF-8"}[encoding]
    rows = ["1CClientBankExchange", "ВерсияФормата=1.03", f"Кодировка={told}", "Отправитель=Банк", "Получатель="]
    rows += ["ДатаНачала=01.11.2026", "ДатаКонца=30.11.2026", f"РасчСчет={own}", "СекцияРасчСчет"]
    rows += ["ДатаНачала=01.11.2026", f"РасчСчет={own}", "НачальныйОстаток=0.00", "КонецРасчСчет"]
    for line in lines:
        rows += _document(line)
    return end.join([*rows, "КонецФайла", ""]).encode(encoding)


def _document(line: StatementLine) -> list[str]:
    incoming = line.amount.amount >= 0
    day = line.booked_on.strftime("%d.%m.%Y")
    side = "Плательщик" if incoming else "Получатель"
    ours = "Получатель" if incoming else "Плательщик"
    return [
        "СекцияДокумент=Платежное поручение",
        f"Номер={line.reference}",
        f"Дата={day}",
        f"Сумма={abs(line.amount.amount) // 100}.{abs(line.amount.amount) % 100:02d}",
        f"{side}Счет={line.payer_account}",
        f"{side}=ИНН {line.payer_inn} {line.payer_name}",
        f"{side}ИНН={line.payer_inn}",
        f"{side}1={line.payer_name}",
        f"{ours}Счет={line.own_account}",
        f"ДатаПоступило={day if incoming else ''}",
        f"ДатаСписано={'' if incoming else day}",
        f"НазначениеПлатежа={line.purpose}",
        "КонецДокумента",
    ]


_KINDS = {
    "052": ("BkToCstmrAcctRpt", "Rpt"),
    "053": ("BkToCstmrStmt", "Stmt"),
    "054": ("BkToCstmrDbtCdtNtfctn", "Ntfctn"),
}


def camt(
    lines: Sequence[StatementLine],
    *,
    own: str = IBAN,
    kind: str = "053",
    version: str = "08",
    balances: bool = False,
    summary: bool = False,
    booked: int | None = None,
) -> bytes:
    """camt.05X.001.XX with one statement, with its balances and its sums where asked; `booked`: only the first ones."""
    settled = len(lines) if booked is None else booked
    entries = "\n".join(
        _entry(line, version, status="BOOK" if at < settled else "PDNG") for at, line in enumerate(lines)
    )
    moved = sum(line.amount.amount for line in lines[:settled])
    told = _balance_of("OPBD", 100_000) + _balance_of("CLBD", 100_000 + moved) if balances else ""
    sums = _summary(lines) if summary else ""
    message, report = _KINDS[kind]
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.{kind}.001.{version}"><{message}>
<GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-20T20:00:00</CreDtTm></GrpHdr>
<{report}><Id>S1</Id><Acct><Id><IBAN>{own}</IBAN></Id></Acct>{told}{sums}
{entries}
</{report}></{message}></Document>""".encode()


def _balance_of(code: str, amount: int) -> str:
    mark = "CRDT" if amount >= 0 else "DBIT"
    return (
        f'<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{_point(amount)}</Amt>'
        f"<CdtDbtInd>{mark}</CdtDbtInd><Dt><Dt>2026-11-20</Dt></Dt></Bal>"
    )


def _summary(lines: Sequence[StatementLine]) -> str:
    incoming = [line.amount.amount for line in lines if line.amount.amount > 0]
    outgoing = [line.amount.amount for line in lines if line.amount.amount < 0]
    return (
        f"<TxsSummry><TtlNtries><NbOfNtries>{len(lines)}</NbOfNtries></TtlNtries>"
        f"<TtlCdtNtries><NbOfNtries>{len(incoming)}</NbOfNtries><Sum>{_point(sum(incoming))}</Sum></TtlCdtNtries>"
        f"<TtlDbtNtries><NbOfNtries>{len(outgoing)}</NbOfNtries><Sum>{_point(sum(outgoing))}</Sum></TtlDbtNtries>"
        "</TxsSummry>"
    )


def _point(amount: int) -> str:
    return f"{abs(amount) // 100}.{abs(amount) % 100:02d}"


def _entry(line: StatementLine, version: str, *, status: str) -> str:
    incoming = line.amount.amount >= 0
    side = "Dbtr" if incoming else "Cdtr"
    status = f"<Sts>{status}</Sts>" if version < "08" else f"<Sts><Cd>{status}</Cd></Sts>"
    name = f"<Nm>{escape(line.payer_name)}</Nm>"
    tax = f"<Id><OrgId><Othr><Id>{line.payer_inn}</Id></Othr></OrgId></Id>" if line.payer_inn else ""
    party = name + tax if version < "08" else f"<Pty>{name}{tax}</Pty>"
    value = f"{abs(line.amount.amount) // 100}.{abs(line.amount.amount) % 100:02d}"
    return f"""<Ntry><Amt Ccy="{line.amount.currency}">{value}</Amt>
<CdtDbtInd>{"CRDT" if incoming else "DBIT"}</CdtDbtInd>{status}<BookgDt><Dt>{line.booked_on}</Dt></BookgDt>
<NtryDtls><TxDtls><Refs><EndToEndId>{escape(line.reference) or "NOTPROVIDED"}</EndToEndId></Refs>
<RltdPties><{side}>{party}</{side}><{side}Acct><Id><IBAN>{line.payer_account}</IBAN></Id></{side}Acct></RltdPties>
<RmtInf><Ustrd>{escape(line.purpose)}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>"""


def mt940(lines: Sequence[StatementLine], *, own: str = IBAN, opening: int = 100_000) -> bytes:
    """MT940 with German subfields in :86:."""
    rows = [":20:STARTUMS", f":25:{own}", ":28C:00001/001", f":60F:{_balance(opening, 'EUR')}"]
    for line in lines:
        mark = "C" if line.amount.amount >= 0 else "D"
        when = f"{line.booked_on:%y%m%d}{line.booked_on:%m%d}"
        rows.append(f":61:{when}{mark}{_comma(line.amount)}NTRF{line.reference or 'NONREF'}")
        rows += _wrapped(":86:166?00GUTSCHRIFT" + _details(line))
    closing = opening + sum(line.amount.amount for line in lines)
    return "\r\n".join([*rows, f":62F:{_balance(closing, 'EUR')}", "-", ""]).encode()


def _details(line: StatementLine) -> str:
    text = f"SVWZ+{line.purpose}"
    parts = [text[at : at + 27] for at in range(0, len(text), 27)]
    numbers = [*range(20, 30), *range(60, 64)]
    fields = "".join(f"?{number}{part}" for number, part in zip(numbers, parts, strict=False))
    return f"{fields}?31{line.payer_account}?32{line.payer_name[:27]}?33{line.payer_name[27:54]}"


def _wrapped(text: str) -> list[str]:
    return [text[at : at + 65] for at in range(0, len(text), 65)]


def _comma(money: Money) -> str:
    return f"{abs(money.amount) // 100},{abs(money.amount) % 100:02d}"


def _balance(amount: int, currency: str) -> str:
    return f"{'C' if amount >= 0 else 'D'}261120{currency}{_comma(Money(amount, currency))}"


def delimited(lines: Sequence[StatementLine], *, mark: str = ";", encoding: str = "cp1251") -> bytes:
    """CSV with Russian headings and decimal commas under a letterhead."""
    head = ["Дата операции", "Номер документа", "Кредит", "Дебет", "Контрагент", "ИНН контрагента"]
    rows = ["Выписка по счёту", mark.join([*head, "Счёт контрагента", "Назначение платежа", "Номер счёта"])]
    for line in lines:
        incoming = line.amount.amount >= 0
        cells = [line.booked_on.strftime("%d.%m.%Y"), line.reference]
        cells += [_comma(line.amount) if incoming else "", "" if incoming else _comma(line.amount)]
        cells += [line.payer_name, line.payer_inn, line.payer_account, line.purpose, line.own_account]
        rows.append(mark.join('"' + cell.replace('"', '""') + '"' for cell in cells))
    return "\r\n".join(rows).encode(encoding)
