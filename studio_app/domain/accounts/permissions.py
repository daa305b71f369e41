"""Who may do what: one table, asked by use cases, by the gate, by routes and by screens."""

from collections.abc import Mapping
from enum import StrEnum

from studio_app.core.errors import Forbidden
from studio_app.domain.accounts.kinds import Role
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.work import Work


class Permission(StrEnum):
    """What a person of the studio can be allowed to do; the words of `require` and of the gate."""

    KEEP_OWN_ACCOUNT = "keep_own_account"  # one's own password, sessions and language
    READ_DEALS = "read_deals"  # the board, deals with their history and files, clients, documents, money that moved
    EXPORT_DEALS = "export_deals"  # take the board's deals away as a file
    EDIT_DEALS = "edit_deals"  # leads, deals, tasks, notes, files and clients: all but documents and money
    SEND_DOCUMENTS = "send_documents"  # write, price and send briefs, proposals, contracts and letters
    EXCEED_DISCOUNT = "exceed_discount"  # give more off than one's own limit
    ISSUE_INVOICES = "issue_invoices"  # draft, issue, void, ask again, hand the work over
    RECORD_PAYMENTS = "record_payments"  # book what came in, say what it counts for, take a booking back
    REFUND = "refund"  # give money back, where the studio's setting lets anybody but those who make it
    WRITE_OFF = "write_off"  # close a debt that nobody pays, take what a provider says against our own books
    KEEP_BOOKS = "keep_books"  # bank files: take them in and back, put lines aside; the nightly report of the money
    READ_DASHBOARD = "read_dashboard"  # the figures of the studio
    IMPORT_LISTS = "import_lists"  # lists of clients and leads: take them in and back
    EDIT_SETTINGS = "edit_settings"  # the studio, its prices, texts, stages, forms and rules; anybody's shared views
    MANAGE_PEOPLE = "manage_people"  # who signs in, what they may do, whose deals go over to whom


_ALL = frozenset(Role)
_SALES = frozenset({Role.OWNER, Role.MANAGER})
_MONEY = _SALES | {Role.ACCOUNTANT}
_OWNER = frozenset({Role.OWNER})

TABLE: Mapping[Permission, frozenset[Role]] = {
    Permission.KEEP_OWN_ACCOUNT: _ALL,
    Permission.READ_DEALS: _ALL,
    Permission.EXPORT_DEALS: _SALES,
    Permission.EDIT_DEALS: _SALES,
    Permission.SEND_DOCUMENTS: _SALES,
    Permission.EXCEED_DISCOUNT: _OWNER,
    Permission.ISSUE_INVOICES: _MONEY,
    Permission.RECORD_PAYMENTS: _MONEY,
    Permission.REFUND: _MONEY,
    Permission.WRITE_OFF: _OWNER,
    Permission.KEEP_BOOKS: _OWNER | {Role.ACCOUNTANT},
    Permission.READ_DASHBOARD: _OWNER,
    Permission.IMPORT_LISTS: _OWNER,
    Permission.EDIT_SETTINGS: _OWNER,
    Permission.MANAGE_PEOPLE: _OWNER,
}
"""Which roles have a permission. Nothing else says so anywhere."""


def may(actor: Actor, permission: Permission) -> bool:
    """Whether the actor may: the system everything, a person what the table says, clients and providers nothing.

    Those reach their use cases by links and signatures, which ask for no permission.
    """
    return actor.kind is ActorKind.SYSTEM or (actor.kind is ActorKind.STAFF and role_may(actor.role, permission))


def role_may(role: str, permission: Permission) -> bool:
    """Whether a person of that role may; nobody without a role."""
    return role in TABLE[permission]


def rights_of(role: Role) -> tuple[Permission, ...]:
    """All that a person of that role may."""
    return tuple(permission for permission in Permission if role_may(role, permission))


def require(work: Work, permission: Permission) -> None:
    """Raise Forbidden unless the actor may: the first line of each use case that is for the studio's people."""
    if not may(work.actor, permission):
        raise Forbidden
