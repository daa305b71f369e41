"""What is planned on the deal."""
