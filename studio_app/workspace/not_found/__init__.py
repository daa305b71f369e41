"""What stands at an address that no screen has."""
