"""Files that people of the studio keep with a deal."""
