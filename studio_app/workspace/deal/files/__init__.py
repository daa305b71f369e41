"""The files kept with the deal."""
