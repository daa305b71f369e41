"""My account: one's own password, and where one is signed in."""
