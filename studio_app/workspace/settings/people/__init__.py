"""The people of the studio."""
