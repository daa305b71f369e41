"""Files on the disk: what they are, where they stand."""
