"""The history of a deal or client, in sentences, with notes, calls and meetings."""
