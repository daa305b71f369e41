"""The session cookie: HttpOnly, so no script can read it, and the language cookie of the signed-out."""

from http.cookies import CookieError, SimpleCookie

LOCALE_COOKIE = "studio_locale"


def read_cookie(header: str, name: str) -> str:
    """The value of cookie `name` in a Cookie header, or an empty string."""
    try:
        morsel = SimpleCookie(header).get(name)
    except CookieError:
        return ""
    return morsel.value if morsel else ""
