"""Where a request comes from: the peer itself, or what a proxy of ours says about it."""

from ipaddress import IPv6Address, ip_address, ip_network


def visitor_ip(*, peer: str, forwarded_for: str, trusted: str) -> str:
    """The address of the person in front of the page.

    `forwarded_for` (X-Forwarded-For) is believed only when `peer` is a proxy of `trusted`
    (addresses or networks, comma-separated); then it is the last hop that is not such a proxy.
    Anybody may write the header, so on a direct connection it means nothing.
    """
    peer = _plain(peer)
    if not is_within(peer, trusted):
        return peer
    for hop in reversed([_plain(part.strip()) for part in forwarded_for.split(",")]):
        if not _is_address(hop):
            return peer
        if not is_within(hop, trusted):
            return hop
    return peer


def network_of(address: str, *, v4: int = 32, v6: int = 64) -> str:
    """The network that limits count an address by: itself, or the /64 that one customer is given (RFC 6177).

    `v4` and `v6` are the lengths of the prefix. What is no address counts as itself.
    """
    address = _plain(address)
    if not _is_address(address):
        return address
    network = ip_network(f"{address.partition('%')[0]}/{v6 if ':' in address else v4}", strict=False)
    return address if network.num_addresses == 1 else str(network)


def _plain(text: str) -> str:
    """The address itself: a socket for both families tells IPv4 as ::ffff:192.0.2.1 (RFC 4291, 2.5.5.2)."""
    parsed = ip_address(text) if _is_address(text) else None
    mapped = parsed.ipv4_mapped if isinstance(parsed, IPv6Address) else None
    return str(mapped) if mapped else text


def is_within(address: str, networks: str) -> bool:
    """Whether an address is one of `networks` (addresses or networks, comma-separated)."""
    if not _is_address(address):
        return False
    known = (ip_network(part.strip(), strict=False) for part in networks.split(",") if part.strip())
    return any(ip_address(address) in network for network in known)


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
