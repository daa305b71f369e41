"""The deal page: one sale with everything that belongs to it."""
