"""The text catalogues and what is rendered from them."""
