"""The ledger: what came in, what went back, what it counts for, and what differs from the provider."""
