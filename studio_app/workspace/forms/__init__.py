"""The forms by which leads come in, built by the owner."""
