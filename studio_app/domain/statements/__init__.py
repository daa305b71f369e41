"""Bank statements: what came in on the studio's accounts, and which invoices it pays."""
