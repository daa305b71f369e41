"""Signing in, and setting up the first owner."""
