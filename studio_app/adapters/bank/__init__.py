"""Files of banks: one reader a format, all into the same lines."""
