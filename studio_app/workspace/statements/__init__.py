"""The screen of bank statements."""
