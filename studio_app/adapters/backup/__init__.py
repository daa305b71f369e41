"""Back-ups: a set of database, files and key that is whole, can be checked, and can be restored."""
