"""The cookies of the workspace: of the session and of known devices, which no script can read, and of a language."""

from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie

from studio_app.adapters.texts.catalogue import pick

LOCALE_COOKIE = "studio_locale"
DEVICE_COOKIE = "studio_device"
_BETWEEN, _ACCOUNTS = "~", 5


def read_cookie(header: str, name: str) -> str:
    """The value of cookie `name` in a Cookie header, or an empty string."""
    try:
        morsel = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""


def visitor_locale(cookies: str, accepted: str) -> str:
    """The language of somebody who is not signed in: as chosen before, else the first that the browser accepts."""
    return pick(read_cookie(cookies, LOCALE_COOKIE) or accepted.split(",", maxsplit=1)[0])


def devices_in(value: str) -> Sequence[str]:
    """The signed devices of a device cookie: several people may sign in with one browser."""
    return value[:1000].split(_BETWEEN)[:_ACCOUNTS] if value else ()


def with_device(value: str, signed: str) -> str:
    """The value of the device cookie once it knows this device, too."""
    return _BETWEEN.join([signed, *(one for one in devices_in(value) if one != signed)][:_ACCOUNTS])
