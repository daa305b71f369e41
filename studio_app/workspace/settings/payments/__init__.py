"""Paying online."""
