"""Tables of the demo provider: what a real one would keep on its own side."""

from datetime import datetime

from sqlmodel import Field

from studio_app.domain.columns import BigInt, EnumText, Table, UtcDateTime
from studio_app.domain.payments.kinds import DisputeStatus, Way
from studio_app.domain.payments.providers.gateway import RemoteStatus


class DemoCheckout(Table, table=True):
    """A checkout at the demo provider."""

    ref: str = Field(primary_key=True, max_length=40)
    key: str = Field(unique=True, max_length=80)
    attempt_id: str = Field(max_length=32)
    amount: int = Field(sa_type=BigInt)
    currency: str = Field(max_length=3)
    title: str = Field(max_length=200)
    locale: str = Field(max_length=8)
    status: RemoteStatus = Field(sa_type=EnumText(RemoteStatus))
    success_url: str = Field(max_length=500)
    cancel_url: str = Field(max_length=500)
    created_at: datetime = Field(sa_type=UtcDateTime, index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    paid_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    told_amount: int | None = Field(default=None, sa_type=BigInt)  # where it tells another sum than was asked for
    told_currency: str = Field(default="", max_length=3)
    way: Way = Field(default=Way.CARD, sa_type=EnumText(Way))
    problem: str = Field(default="", max_length=40)  # why the bank declined


class DemoRefund(Table, table=True):
    """Money that the demo provider gave back."""

    ref: str = Field(primary_key=True, max_length=40)
    key: str = Field(unique=True, max_length=120)
    checkout_ref: str = Field(foreign_key="demo_checkout.ref", index=True, max_length=40)
    refund_id: str = Field(default="", max_length=32)
    amount: int = Field(sa_type=BigInt)
    at: datetime = Field(sa_type=UtcDateTime)


class DemoDispute(Table, table=True):
    """An objection of a payer at the demo provider."""

    ref: str = Field(primary_key=True, max_length=40)
    checkout_ref: str = Field(foreign_key="demo_checkout.ref", index=True, max_length=40)
    status: DisputeStatus = Field(sa_type=EnumText(DisputeStatus))
    amount: int = Field(sa_type=BigInt)
    at: datetime = Field(sa_type=UtcDateTime)


class DemoEvent(Table, table=True):
    """An event that the demo provider tells us by webhook."""

    id: str = Field(primary_key=True, max_length=40)
    checkout_ref: str = Field(foreign_key="demo_checkout.ref", index=True, max_length=40)
    kind: str = Field(max_length=40)
    at: datetime = Field(sa_type=UtcDateTime)
