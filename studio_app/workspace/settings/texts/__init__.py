"""Texts of letters and documents."""
