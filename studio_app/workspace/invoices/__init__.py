"""The list of invoices: who owes what, since when, and what came in."""
