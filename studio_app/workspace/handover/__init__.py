"""Handing over: everything a manager has, or a part of it, to somebody else at once."""
