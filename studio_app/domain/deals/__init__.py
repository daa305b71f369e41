"""Deals: where they stand, what they are worth, who answers for them, and their notes."""
