"""The live hub: committed events to open pages."""
