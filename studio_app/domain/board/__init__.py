"""The board: what stands where, who looks at what, and what of it changes."""
