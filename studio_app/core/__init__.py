"""Money, time, ids, tokens, errors and statuses: no business, no I/O."""
