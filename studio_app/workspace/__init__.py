"""What managers and the owner see."""
