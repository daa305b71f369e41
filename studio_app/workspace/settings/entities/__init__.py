"""The legal entities of the studio."""
