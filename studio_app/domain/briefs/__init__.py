"""Questionnaires and the answers of clients."""
