"""The ledger: what is owed, paid and given back, only ever added to, and how money stands by it."""
