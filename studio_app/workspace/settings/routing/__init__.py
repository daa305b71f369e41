"""Settings: the rules by which leads find their managers."""
