"""Channels and lost reasons."""
