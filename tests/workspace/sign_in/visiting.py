"""What the tests of the sign-in routes share: the house, people with passwords, cookies."""

from http.cookies import Morsel, SimpleCookie

import httpx

from studio_app.bootstrap import SESSION_COOKIE, Services
from studio_app.domain.accounts.sessions import session_user
from studio_app.domain.actors import SYSTEM

OWNER = {"email": "owner@studio.example", "password": "correct horse battery"}
NEWCOMER = {"name": "Вера", "email": "vera@studio.example", "password": "correct horse battery"}
FOREIGN = [
    {"origin": "https://evil.example"},
    {"origin": "null"},
    {"origin": "http://studio.test.evil.example"},
    {"origin": "http://studio.test", "sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
]


def cookie_of(answer: httpx.Response, name: str = SESSION_COOKIE) -> Morsel[str]:
    [found] = [one[name] for header in answer.headers.get_list("set-cookie") if name in (one := SimpleCookie(header))]
    return found


def signed_in(house: Services, token: str) -> bool:
    return house.runner.read_sync(SYSTEM, session_user, token=token) is not None


def refused(answer: httpx.Response, page: str, code: str) -> bool:
    """Back to the form with a code, and nothing to keep."""
    went_back = (answer.status_code, answer.headers["location"]) == (303, f"{page}?error={code}")
    return went_back and "set-cookie" not in answer.headers
