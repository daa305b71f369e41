"""Demo people and demo data."""
