"""All screens of the workspace, one line each."""

import reflex as rx

from studio_app.workspace.account import page as account
from studio_app.workspace.board import page as board
from studio_app.workspace.calculator import page as calculator
from studio_app.workspace.clients import list_page as clients
from studio_app.workspace.clients import page as client
from studio_app.workspace.contract import page as contract
from studio_app.workspace.dashboard import page as dashboard
from studio_app.workspace.deal import page as deal
from studio_app.workspace.handover import page as handover
from studio_app.workspace.incoming import page as incoming
from studio_app.workspace.invoices import page as invoices
from studio_app.workspace.not_found import page as not_found
from studio_app.workspace.outbox import page as outbox
from studio_app.workspace.payments import page as payments
from studio_app.workspace.proposal import page as proposal
from studio_app.workspace.settings import page as settings
from studio_app.workspace.sign_in import page as sign_in
from studio_app.workspace.statements import page as statements


def register_screens(app: rx.App) -> None:
    """Add every page to the app."""
    sign_in.register(app)
    board.register(app)
    incoming.register(app)
    outbox.register(app)
    deal.register(app)
    calculator.register(app)
    proposal.register(app)
    contract.register(app)
    dashboard.register(app)
    invoices.register(app)
    payments.register(app)
    statements.register(app)
    clients.register(app)
    client.register(app)
    handover.register(app)
    settings.register(app)
    account.register(app)
    not_found.register(app)
