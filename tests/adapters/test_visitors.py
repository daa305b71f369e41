"""The address of a visitor: a header of theirs never decides it."""

import pytest

from studio_app.adapters.visitors import network_of, visitor_ip


class TestVisitorIp:
    @pytest.mark.parametrize(
        ("peer", "forwarded_for", "trusted", "expected"),
        [
            ("203.0.113.7", "", "", "203.0.113.7"),
            ("203.0.113.7", "1.1.1.1", "", "203.0.113.7"),
            ("203.0.113.7", "1.1.1.1", "10.0.0.1", "203.0.113.7"),
            ("10.0.0.1", "198.51.100.4", "10.0.0.1", "198.51.100.4"),
            ("10.0.0.1", "1.1.1.1, 198.51.100.4", "10.0.0.1", "198.51.100.4"),
            ("10.0.0.1", "198.51.100.4, 10.0.0.2", "10.0.0.0/24", "198.51.100.4"),
            ("10.0.0.1", "", "10.0.0.1", "10.0.0.1"),
            ("10.0.0.1", "nonsense", "10.0.0.1", "10.0.0.1"),
            ("10.0.0.1", "10.0.0.1", "10.0.0.1", "10.0.0.1"),
            ("2001:db8::1", "2001:db8:1::9", "2001:db8::1", "2001:db8:1::9"),
            ("", "1.1.1.1", "10.0.0.1", ""),
            ("::ffff:203.0.113.7", "", "", "203.0.113.7"),
            ("::ffff:10.0.0.1", "::ffff:198.51.100.4", "10.0.0.0/8", "198.51.100.4"),
        ],
    )
    def test_believes_the_header_from_a_trusted_proxy_only(
        self, peer: str, forwarded_for: str, trusted: str, expected: str
    ) -> None:
        assert visitor_ip(peer=peer, forwarded_for=forwarded_for, trusted=trusted) == expected


class TestNetworkOf:
    @pytest.mark.parametrize(
        ("address", "network"),
        [
            ("203.0.113.7", "203.0.113.7"),
            ("::ffff:203.0.113.7", "203.0.113.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::", "2001:db8:1:2::/64"),
            ("fe80::1%eth0", "fe80::/64"),
            ("", ""),
            ("unix socket", "unix socket"),
        ],
    )
    def test_is_the_address_itself_or_what_one_customer_is_given(self, address: str, network: str) -> None:
        assert network_of(address) == network

    def test_is_as_wide_as_asked(self) -> None:
        assert network_of("203.0.113.7", v4=24) == "203.0.113.0/24"
        assert network_of("2001:db8:1:2::1", v6=48) == "2001:db8:1::/48"
