"""Where leads come from, and what becomes of those that are not deals yet."""
