"""Building blocks that take values and handlers, never a State."""
