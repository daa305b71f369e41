"""What happens to money: what the ledger books, and what payment providers tell."""

from studio_app.domain.timeline.events.base import Event
from studio_app.domain.timeline.events.documents import OnDocument
from studio_app.domain.timeline.events.kinds import EventKind


class Booked(Event):
    """An entry was booked, or a part of it came to count for an invoice: then `due` is still to be paid on that one."""

    entry_id: str
    amount: int
    currency: str
    document_id: str | None = None
    number: str | None = None
    allocation_id: str | None = None
    entry_kind: str | None = None
    provider: str | None = None
    due: int | None = None


class PaymentRecorded(Booked):
    """Money came in."""

    kind = EventKind.PAYMENT_RECORDED


class PaymentReleased(Booked):
    """What counted for an invoice is free again."""

    kind = EventKind.PAYMENT_RELEASED


class FeeRecorded(Booked):
    """The provider has kept its fee."""

    kind = EventKind.FEE_RECORDED


class RefundRecorded(Booked):
    """Money went back."""

    kind = EventKind.REFUND_RECORDED


class DisputeRecorded(Booked):
    """The provider holds money that is disputed."""

    kind = EventKind.DISPUTE_RECORDED


class ChargebackRecorded(Booked):
    """The bank gave the payer's money back."""

    kind = EventKind.CHARGEBACK_RECORDED


class WriteOffRecorded(Booked):
    """A small difference counts as paid."""

    kind = EventKind.WRITE_OFF_RECORDED


class ExchangeRecorded(Booked):
    """Money counts in another currency."""

    kind = EventKind.EXCHANGE_RECORDED


class ExchangeDifferenceRecorded(Booked):
    """The rates of two days differ."""

    kind = EventKind.EXCHANGE_DIFFERENCE_RECORDED


class ConversionRecorded(Booked):
    """The provider has turned money into the currency of its account."""

    kind = EventKind.CONVERSION_RECORDED


class ConversionDifferenceRecorded(Booked):
    """The provider's rate and ours differ."""

    kind = EventKind.CONVERSION_DIFFERENCE_RECORDED


class CorrectionRecorded(Booked):
    """An entry was taken back."""

    kind = EventKind.CORRECTION_RECORDED


class AttemptEvent(OnDocument):
    """What became of a checkout at a provider, or of what hangs on it."""

    number: str
    provider: str


class PaymentStarted(AttemptEvent):
    """The client went to pay."""

    kind = EventKind.PAYMENT_STARTED
    attempt_id: str
    amount: int
    currency: str


class _Progress(AttemptEvent):
    attempt_id: str
    problem: str


class PaymentProcessing(_Progress):
    """The client has paid, the bank is confirming."""

    kind = EventKind.PAYMENT_PROCESSING


class PaymentFailed(_Progress):
    """The payment did not go through."""

    kind = EventKind.PAYMENT_FAILED


class PaymentQuarantined(_Progress):
    """The provider tells something else than was asked for: a person has to look."""

    kind = EventKind.PAYMENT_QUARANTINED


class PaymentAccepted(AttemptEvent):
    """The owner takes it as the provider tells it."""

    kind = EventKind.PAYMENT_ACCEPTED
    attempt_id: str


class RefundEvent(AttemptEvent):
    """A step of a refund that a person asked for."""

    refund_id: str
    amount: int
    currency: str
    problem: str


class RefundRequested(RefundEvent):
    """A person wants money to go back."""

    kind = EventKind.REFUND_REQUESTED


class RefundFailed(RefundEvent):
    """The money did not go back."""

    kind = EventKind.REFUND_FAILED


class DisputeEvent(AttemptEvent):
    """A step of a dispute; an answer is awaited by `answer_by` (ISO)."""

    dispute_id: str
    amount: int
    currency: str
    reason: str
    answer_by: str | None


class DisputeOpened(DisputeEvent):
    """The payer disputes a payment at their bank."""

    kind = EventKind.DISPUTE_OPENED


class DisputeWon(DisputeEvent):
    """The money stays ours."""

    kind = EventKind.DISPUTE_WON


class DisputeLost(DisputeEvent):
    """The money went back to the payer."""

    kind = EventKind.DISPUTE_LOST


class PaymentDiffers(Event):
    """The provider's books differ from ours; `amount` is theirs."""

    kind = EventKind.PAYMENT_DIFFERS
    difference_id: str
    kind_of: str
    provider: str
    amount: int
    currency: str


class DifferenceClosed(Event):
    """A difference from the provider is settled."""

    kind = EventKind.DIFFERENCE_CLOSED
    difference_id: str
    kind_of: str
