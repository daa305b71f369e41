"""Payment providers, a package each, and what takes clients to them and their answers into the books."""
