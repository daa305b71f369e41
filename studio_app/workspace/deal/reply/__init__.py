"""Answers to the client, where they have written."""
