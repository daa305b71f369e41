"""Why money cannot be booked."""

from studio_app.core.errors import StudioError


class NotPayable(StudioError):
    """The invoice is paid, void or not issued: there is nothing to pay."""

    code = "not_payable"
    status = 409
