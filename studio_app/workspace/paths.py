"""The addresses of the workspace, in one place."""

BOARD = "/"
DEAL = "/deal/[deal_id]"
CLIENTS = "/clients"
INVOICES = "/invoices"
OUTBOX = "/outbox"
DASHBOARD = "/dashboard"
SETTINGS = "/settings"
SIGN_IN = "/sign-in"
WELCOME = "/welcome"
OPEN_SESSION = "/session"
CLOSE_SESSION = "/session/close"
SET_LOCALE = "/session/locale"
FIRST_OWNER = "/session/first-owner"


def deal(deal_id: str) -> str:
    """The page of one deal."""
    return f"/deal/{deal_id}"
