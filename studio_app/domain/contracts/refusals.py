"""Errors of signing that a face says: the use case itself keeps the spent attempt and returns an outcome."""

from studio_app.core.errors import StudioError


class WrongCode(StudioError):
    """The code typed in is not the one sent; `attempts` are left."""

    code = "wrong_code"
    status = 422


class WrongCodeLast(StudioError):
    """The code typed in was wrong for the last time; a new one is needed."""

    code = "wrong_code_last"
    status = 422
