"""Tables of clients."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, event
from sqlmodel import Field

from studio_app.core.alphabet import alphabetical
from studio_app.domain.clients.kinds import ClientKind
from studio_app.domain.columns import EnumText, Json, KeyText, Table, UtcDateTime
from studio_app.domain.studio.kinds import DEFAULT_TIMEZONE, EntityKind
from studio_app.domain.studio.models import RequisiteColumns


class Client(Table, table=True):
    """A company or person that buys from the studio."""

    id: str = Field(primary_key=True, max_length=32)
    name: str = Field(max_length=200)
    sort_key: str = Field(default="", sa_type=KeyText, index=True)  # its place in the alphabet; see below
    name_key: str = Field(default="", sa_type=KeyText, index=True)  # see company_key.py
    name_tail: str = Field(default="", sa_type=KeyText, index=True)  # the key backwards
    kind: ClientKind = Field(default=ClientKind.PERSON, sa_type=EnumText(ClientKind))
    locale: str = Field(default="ru", max_length=8)
    timezone: str = Field(default=DEFAULT_TIMEZONE, max_length=64)
    created_at: datetime = Field(sa_type=UtcDateTime)
    merged_into: str | None = Field(default=None, foreign_key="client.id", index=True, max_length=32)


@event.listens_for(Client, "before_insert")
@event.listens_for(Client, "before_update")
def _place_name(_mapper: object, _connection: object, client: Client) -> None:
    client.sort_key = alphabetical(client.name)


class Contact(Table, table=True):
    """A person on the client's side."""

    id: str = Field(primary_key=True, max_length=32)
    client_id: str = Field(foreign_key="client.id", index=True, max_length=32)
    name: str = Field(max_length=160)
    email: str = Field(default="", index=True, max_length=254)
    phone: str = Field(default="", index=True, max_length=40)  # see phones.py
    post: str = Field(default="", max_length=120)
    is_primary: bool = True
    decides: bool = False
    pays: bool = False  # invoices go here
    signs: bool = False  # contracts and signing codes go here


class Requisites(RequisiteColumns, table=True):
    """The client's legal particulars, asked for at the contract."""

    client_id: str = Field(primary_key=True, foreign_key="client.id", max_length=32)
    kind: EntityKind = Field(default=EntityKind.COMPANY, sa_type=EnumText(EntityKind))
    inn: str = Field(default="", index=True, max_length=20)  # a client is found by it
    updated_at: datetime = Field(sa_type=UtcDateTime)


class ClientMerge(Table, table=True):
    """Two clients found to be one: everything that was moved or changed, so that it can be undone."""

    id: str = Field(primary_key=True, max_length=32)
    kept_id: str = Field(foreign_key="client.id", index=True, max_length=32)
    gone_id: str = Field(foreign_key="client.id", index=True, max_length=32)
    user_id: str = Field(default="", max_length=32)
    at: datetime = Field(sa_type=UtcDateTime)
    moved: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Json, nullable=False))
    undone_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
