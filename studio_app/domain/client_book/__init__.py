"""The studio's clients as a book: the list, edits, merging of duplicates."""
