"""The screen of imports: leads, clients and spend from a table."""
