"""Commercial proposals."""
