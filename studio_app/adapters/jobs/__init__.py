"""Durable jobs behind the port of the domain."""
