"""Clients, their contacts and requisites."""
