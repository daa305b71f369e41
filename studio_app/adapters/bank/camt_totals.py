"""The balances and sums that a CAMT statement tells, held against its entries."""

from collections.abc import Sequence

from studio_app.adapters.bank.amounts import amount
from studio_app.adapters.bank.xml_tree import Node
from studio_app.core.money import Money
from studio_app.domain.statements.lines import BadStatement, StatementLine

_OPENING = ("OPBD", "PRCD")
_CLOSING = "CLBD"
_SIDES = (("TtlCdtNtries", 1), ("TtlDbtNtries", -1))


def check_totals(report: Node, lines: Sequence[StatementLine]) -> None:
    """Raise BadStatement where the entries do not lead to the closing balance, or do not make the sums that are told.

    Only what is booked moves a balance. Banks count what is pending in the sums, or do not.
    """
    booked = [line.amount for line in lines if line.settled]
    _check_balances(report, booked)
    whole = [line.amount for line in lines]
    for name, sign in _SIDES:
        for total in report.all(f"TxsSummry/{name}/Sum"):
            if all(_of_side(total, some, sign) is False for some in (booked, whole)):
                raise BadStatement("does_not_add_up", line=total.line)
    counts = {str(sum(1 for _ in report.all("Ntry")))}
    for total in report.all("TxsSummry/TtlNtries/NbOfNtries"):
        number = total.text.strip().lstrip("0") or "0"
        settled = str(sum(1 for entry in report.all("Ntry") if entry.value("Sts/Cd", "Sts") in {"BOOK", ""}))
        if number not in {*counts, settled, str(len(whole))}:
            raise BadStatement("does_not_add_up", line=total.line)


def _check_balances(report: Node, booked: Sequence[Money]) -> None:
    opening, closing = (_balance(report, codes) for codes in (_OPENING, (_CLOSING,)))
    if opening is None or closing is None:
        return
    before, after, line = opening[0], closing[0], closing[1]
    if {before.currency, after.currency, *(money.currency for money in booked)} != {before.currency}:
        return  # entries in another currency than the account's cannot be added up
    if before.amount + sum(money.amount for money in booked) != after.amount:
        raise BadStatement("does_not_add_up", line=line)


def _balance(report: Node, codes: Sequence[str]) -> tuple[Money, int] | None:
    """The balance of the first of the codes that is told: the earliest opening one, the latest closing one."""
    for code in codes:
        nodes = [node for node in report.all("Bal") if node.value("Tp/CdOrPrtry/Cd", "Tp/Cd") == code]
        if nodes:
            pick = max if code == _CLOSING else min
            node = pick(nodes, key=lambda one: one.value("Dt/Dt", "Dt/DtTm"))
            found = node.first("Amt")
            if found is None or not found.attributes.get("Ccy"):
                return None
            money = amount(found.text, found.attributes["Ccy"], line=found.line)
            return (-money if node.value("CdtDbtInd") == "DBIT" else money), node.line
    return None


def _of_side(node: Node, moved: Sequence[Money], sign: int) -> bool | None:
    """Whether the movements of one side make the sum; None where their currencies differ."""
    if len({money.currency for money in moved}) > 1:
        return None
    currency = moved[0].currency if moved else "EUR"
    return (
        sum(abs(money.amount) for money in moved if money.amount * sign > 0)
        == amount(node.text, currency, line=node.line).amount
    )
