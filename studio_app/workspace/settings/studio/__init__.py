"""The settings of the studio itself."""
