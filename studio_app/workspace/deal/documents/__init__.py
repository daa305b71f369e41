"""The documents of the deal and what can be done to each."""
