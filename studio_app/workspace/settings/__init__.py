"""The owner's settings, one section a page."""
