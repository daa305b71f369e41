"""Leads, clients and spend that come in as a table: planned row by row, imported by a job, taken back."""
