"""The ledger: entries and allocations that are only ever added, and how money stands by them."""
