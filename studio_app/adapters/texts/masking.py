"""Addresses of people, as strangers may read them: enough to know one's own by, too little to write to."""

_HIDDEN = "•••"


def masked(address: str) -> str:
    """`m•••a@example.com` of an e-mail, `+7 ••• 34` of a phone: what was typed is never shown whole."""
    name, at, host = address.rpartition("@")
    if at:
        return f"{name[:1]}{_HIDDEN}{name[-1:] if len(name) > 2 else ''}@{host}"
    return f"{address[:2]} {_HIDDEN} {address[-2:]}" if len(address) > 6 else _HIDDEN
