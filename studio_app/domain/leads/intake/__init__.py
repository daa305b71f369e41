"""From a lead to a deal: receiving, doubts, and what is promised."""
