"""Invoices: numbered at issue, immutable afterwards."""
