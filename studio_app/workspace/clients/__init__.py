"""Clients: the list, and one client with contacts, requisites, deals and documents."""
