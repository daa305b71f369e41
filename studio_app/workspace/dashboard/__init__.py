"""The owner's dashboard."""
