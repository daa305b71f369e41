"""By when an invoice is paid: by the contract's plan, in working days of the studio's calendar."""

from datetime import date

from studio_app.domain.contracts.editing import contract_content, get_contract
from studio_app.domain.contracts.plan import BALANCE
from studio_app.domain.invoices.models import Invoice
from studio_app.domain.studio.calendar import working_day_after
from studio_app.domain.studio.current import day_of, studio
from studio_app.domain.work import Work


def due_day(work: Work, invoice: Invoice, on: date) -> date:
    """The last day to pay an invoice that is issued `on`.

    What comes before the work is due so many working days after signing, the balance after the day on which the
    work was accepted; an invoice outside of a plan after it was issued. One that is issued when its day by the plan
    is over gives the same number of days anew: nobody gets an invoice that is overdue.
    """
    days, since = _by_plan(work, invoice) or (studio(work).invoice_due_days, on)
    due = working_day_after(work, since, days=days)
    return due if due > on else working_day_after(work, on, days=days)


def _by_plan(work: Work, invoice: Invoice) -> tuple[int, date] | None:
    """Working days, and the day after which they are counted; None without a plan or while its day is not known."""
    if invoice.contract_id is None:
        return None
    steps = {step.key: step for step in contract_content(work, document_id=invoice.contract_id).payments}
    step, contract = steps.get(invoice.plan_key), get_contract(work, invoice.contract_id)
    if step is None:
        return None
    signed = day_of(work, contract.signed_at) if contract.signed_at else None
    since = contract.accepted_on if step.key == BALANCE else signed
    return (step.days, since) if since else None
