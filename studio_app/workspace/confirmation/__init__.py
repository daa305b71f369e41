"""Asking for the password again before what cannot be taken back."""
