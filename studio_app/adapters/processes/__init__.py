"""Work that a hostile file could overstrain: done in processes of their own, under limits."""
