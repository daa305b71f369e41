"""Money that comes in outside of a provider, and what becomes of what is free."""
