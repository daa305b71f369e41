"""A command that can't be done."""

from studio_app.core.refusal import Refusal

__all__ = ["Refusal"]
