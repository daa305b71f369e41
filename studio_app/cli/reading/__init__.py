"""What `read` makes of each kind of input: one module a kind, loaded only when it is asked for."""
