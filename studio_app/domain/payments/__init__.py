"""Payments: attempts, provider events and the ledger."""
