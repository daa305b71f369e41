"""What the editors of proposals and contracts have in common."""
