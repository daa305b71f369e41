"""Whose deal a lead becomes: the owner's rules, and who has the least to do."""
