"""Incoming: leads about which a person decides before they are deals."""
