"""What to tell whom, when, and when to keep quiet."""
