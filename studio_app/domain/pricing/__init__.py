"""The price list and the calculator."""
