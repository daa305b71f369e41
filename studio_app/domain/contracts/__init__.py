"""Contracts with their appendices, and signing."""
