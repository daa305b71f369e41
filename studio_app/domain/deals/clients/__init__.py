"""Clients as their deals show them: the list, edits, merging of duplicates."""
