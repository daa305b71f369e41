"""Stripe, behind the port of payment providers."""
