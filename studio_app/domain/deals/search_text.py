"""The text by which a deal is found."""

from studio_app.domain.clients.models import Client, Contact
from studio_app.domain.deals.models import Deal


def search_text(deal: Deal, client: Client, contact: Contact) -> str:
    """Number, title, client and contact in lower case; to be renewed whenever one of them changes."""
    parts = (str(deal.number), deal.title, client.name, contact.name, contact.email, contact.phone)
    return " ".join(dict.fromkeys(part.lower() for part in parts if part))
