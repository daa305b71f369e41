"""The addresses of the workspace, in one place."""

from studio_app.domain.notifications import own_account

BOARD = "/"
BOARD_FILE = "/board-file/deals.{kind}"
DEAL = "/deal/[deal_id]"
ESTIMATE = "/deal/[deal_id]/estimate"
PROPOSAL = "/deal/[deal_id]/proposal"
CONTRACT = "/deal/[deal_id]/contract"
INCOMING = "/incoming"
CLIENTS = "/clients"
CLIENT = "/clients/[client_id]"
HANDOVER = "/hand-over"
INVOICES = "/invoices"
UNEVEN_INVOICES = f"{INVOICES}?only=uneven"
PAYMENTS = "/payments"
STATEMENTS = "/statements"
STATEMENT_FILE = "/statement-file"
TABLE_FILE = "/import-file"
IMPORT_REPORT = "/import-report/{which}.{kind}"
OUTBOX = "/outbox"
DASHBOARD = "/dashboard"
SETTINGS = "/settings"
LEAD_FORM = "/lead"
SIGN_IN = "/sign-in"
WELCOME = "/welcome"
ACCOUNT = own_account.ACCOUNT
FORGOT = own_account.FORGOT
NEW_PASSWORD = own_account.NEW_PASSWORD
OPEN_SESSION = "/session"
CLOSE_SESSION = "/session/close"
FIRST_OWNER = "/session/first-owner"
ASK_RESET = "/session/forgot"
SET_PASSWORD = "/session/new-password"  # noqa: S105  an address


def import_of(kind: str) -> str:
    """Where the owner imports a list of that kind."""
    return f"{SETTINGS}/import?kind={kind}"


def deal(deal_id: str) -> str:
    """The page of one deal."""
    return f"/deal/{deal_id}"


def deal_history(deal_id: str) -> str:
    """What happened to a deal."""
    return f"/deal/{deal_id}#history"


def deal_file(deal_id: str, file_id: str) -> str:
    """Where a file of a deal is downloaded."""
    return f"/deal-files/{deal_id}/{file_id}"


def letter_file(letter_id: str) -> str:
    """A letter as it came, to be saved."""
    return f"/letter-file/{letter_id}"


def deal_of(path: str) -> str:
    """The deal that an address below /deal/ is about; empty for any other address."""
    parts = path.strip("/").split("/")
    return parts[1] if len(parts) > 1 and parts[0] == "deal" else ""


def estimate(deal_id: str) -> str:
    """The calculator of one deal."""
    return f"/deal/{deal_id}/estimate"


def proposal(deal_id: str) -> str:
    """The proposal of one deal, to edit."""
    return f"/deal/{deal_id}/proposal"


def client(client_id: str) -> str:
    """The page of one client."""
    return f"/clients/{client_id}"


def import_report(import_id: str, kind: str) -> str:
    """What became of each row of an import, as a file."""
    return IMPORT_REPORT.format(which=import_id, kind=kind)


def payments_of(invoice_id: str) -> str:
    """The ledger of one invoice."""
    return f"{PAYMENTS}?invoice={invoice_id}"


def statement_line(line_id: str) -> str:
    """One line of a bank statement."""
    return f"{STATEMENTS}?line={line_id}"


def refused_statement(refused_id: str) -> str:
    """A bank's file that could not be read, as it came."""
    return f"{STATEMENT_FILE}/{refused_id}"


def client_of(path: str) -> str:
    """The client that an address below /clients/ is about; empty for any other address."""
    parts = path.strip("/").split("/")
    return parts[1] if len(parts) > 1 and parts[0] == "clients" else ""
