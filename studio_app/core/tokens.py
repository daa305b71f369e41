"""Link tokens and one-time codes: derived from the secret key, so only their hash is stored."""

import base64
import hashlib
import hmac
import secrets

_BYTES = 18  # 144 bits, more than the 128 that every link must have


class LinkTokens:
    """Derives the token of a link from its nonce; a new nonce revokes the old link."""

    def __init__(self, secret_key: bytes) -> None:
        self._key = hashlib.sha256(b"studio_app/links\0" + secret_key).digest()
        self._code_key = hashlib.sha256(b"studio_app/codes\0" + secret_key).digest()
        self._ticket_key = hashlib.sha256(b"studio_app/tickets\0" + secret_key).digest()
        self._device_key = hashlib.sha256(b"studio_app/devices\0" + secret_key).digest()

    def new_nonce(self) -> str:
        """A fresh 128-bit nonce in hex."""
        return secrets.token_hex(16)

    def derive(self, nonce: str) -> str:
        """The token that belongs to `nonce`: 24 URL-safe characters."""
        digest = hmac.new(self._key, nonce.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:_BYTES]).decode()

    def code(self, code_id: str) -> str:
        """The six-digit one-time code that belongs to `code_id`; stored nowhere, derived when it is sent."""
        digest = hmac.new(self._code_key, code_id.encode(), hashlib.sha256).digest()
        return f"{int.from_bytes(digest[:8]) % 1_000_000:06d}"

    def ticket(self, ticket_id: str) -> str:
        """The word of a one-time ticket: 24 letters and digits (120 bits) that a person can type."""
        digest = hmac.new(self._ticket_key, ticket_id.encode(), hashlib.sha256).digest()
        return base64.b32encode(digest[:15]).decode()

    def sign_device(self, device_id: str) -> str:
        """What the cookie of a known device holds: its id and our signature."""
        return f"{device_id}.{self._signature(device_id)}"

    def signed_device(self, cookie: str) -> str:
        """The id of the device that the cookie is of; empty for one that we have not signed."""
        device_id, _, signature = cookie.partition(".")
        return device_id if hmac.compare_digest(signature.encode(), self._signature(device_id).encode()) else ""

    def _signature(self, device_id: str) -> str:
        digest = hmac.new(self._device_key, device_id.encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest[:_BYTES]).decode()


def token_hash(token: str) -> str:
    """What is stored of a token: SHA-256 in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_session_token() -> str:
    """A random 256-bit token for a sign-in session."""
    return secrets.token_urlsafe(32)
