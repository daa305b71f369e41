"""The proposal as the manager writes it; prices are edited in the calculator."""
