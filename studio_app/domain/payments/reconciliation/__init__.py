"""What the provider has against what the ledger has."""
