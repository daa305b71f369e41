"""Finding things by words, numbers and names, in Russian and English."""
