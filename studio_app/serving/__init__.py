"""Serving: a supervisor that never ends by itself, and the site that it starts and starts again."""
