"""The session cookie: HttpOnly, so no script can read it, and the language cookie of the signed-out."""

from http.cookies import CookieError, SimpleCookie

from studio_app.adapters.texts.catalogue import pick

LOCALE_COOKIE = "studio_locale"


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
