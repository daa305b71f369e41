"""From a lead to a deal: receiving, doubts, and whose it becomes."""
