"""YooKassa's API over HTTP (yookassa.ru/developers/using-api/interaction-format): Basic auth, keys, retries."""

import logging
import time
from collections.abc import Iterator, Mapping
from typing import Any

import httpx

from studio_app.core.printable import printable
from studio_app.domain.payments.providers.gateway import GatewayRefused, GatewayUnavailable

log = logging.getLogger(__name__)

API = "https://api.yookassa.ru/v3"
_TRIES = 3
_MAX_KEY = 64
_MAX_WAIT = 2.0  # seconds that a try waits for the last one to be worked off
_PAGE = 100


class YooKassaApi:
    """Asks and tells under one shop. What may have happened is asked again under the same key, so it happens once."""

    def __init__(self, *, shop_id: str, secret_key: str, base: str = "", timeout: float = 20.0) -> None:
        """`timeout` in seconds a try; `base` is another address than YooKassa's, for tests."""
        self._client = httpx.Client(
            base_url=base or API,
            auth=(shop_id, secret_key),
            timeout=timeout,
            trust_env=False,
            headers={"Accept": "application/json"},
        )

    def close(self) -> None:
        """Give the connections back."""
        self._client.close()

    def get(self, path: str, params: Mapping[str, str] | None = None) -> dict[str, Any] | None:
        """An object; None when there is none. Raises GatewayUnavailable, GatewayRefused."""
        return self._ask("GET", path, params=dict(params or {}))

    def post(self, path: str, body: Mapping[str, Any], *, key: str) -> dict[str, Any]:
        """What became of a request; the same key gives the same answer for a day. Raises as `get`."""
        answer = self._ask("POST", path, json=dict(body), headers={"Idempotence-Key": key[:_MAX_KEY]})
        if answer is None:
            raise GatewayRefused(problem="not_found")
        return answer

    def every(self, path: str, params: Mapping[str, str]) -> Iterator[dict[str, Any]]:
        """All objects of a list, page by page. Raises as `get`."""
        cursor = ""
        while True:
            page = self.get(path, {**params, "limit": str(_PAGE), **({"cursor": cursor} if cursor else {})}) or {}
            yield from page.get("items", [])
            cursor = page.get("next_cursor") or ""
            if not cursor:
                return

    def _ask(self, method: str, path: str, **how: Any) -> dict[str, Any] | None:
        for left in reversed(range(_TRIES)):
            try:
                answer = self._client.request(method, path, **how)
            except httpx.TransportError as error:
                log.warning("yookassa does not answer: %s", type(error).__name__)
                if not left:
                    raise GatewayUnavailable from error
                continue
            if answer.status_code == httpx.codes.ACCEPTED and left:  # still at work on the last try of this key
                time.sleep(min(_waits(answer), _MAX_WAIT))
                continue
            if answer.is_server_error and left:
                continue
            return _told(answer)
        raise GatewayUnavailable


def _told(answer: httpx.Response) -> dict[str, Any] | None:
    if answer.status_code == httpx.codes.NOT_FOUND:
        return None
    if answer.is_server_error or answer.status_code in {httpx.codes.ACCEPTED, httpx.codes.TOO_MANY_REQUESTS}:
        log.warning("yookassa could not answer: %s", answer.status_code)
        raise GatewayUnavailable
    body = _json(answer)
    if answer.is_success:
        if body is None:
            raise GatewayUnavailable
        return body
    problem = " ".join(str(part) for part in ((body or {}).get("code"), (body or {}).get("parameter")) if part)
    log.warning("yookassa refused: %s %s", answer.status_code, printable(problem))
    raise GatewayRefused(problem=problem or f"HTTP {answer.status_code}")


def _waits(answer: httpx.Response) -> float:
    milliseconds = (_json(answer) or {}).get("retry_after", 0)
    return milliseconds / 1000 if isinstance(milliseconds, int) else 0.0


def _json(answer: httpx.Response) -> dict[str, Any] | None:
    try:
        body = answer.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) else None
