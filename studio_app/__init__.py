"""studio_app: the sales line of a web studio, from a lead to a paid invoice."""

__version__ = "0.1.0"
