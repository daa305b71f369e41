"""People of the studio, roles, sign-in."""
