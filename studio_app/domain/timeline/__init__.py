"""The timeline: what happened, one row a change, and what follows from it at once."""
