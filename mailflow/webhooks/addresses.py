"""Which addresses a webhook may connect to: public ones, and those of `allow:`.

A name is resolved once and the connection made to the address that was looked at, so that a name which points elsewhere
a moment later (DNS rebinding) changes nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_network

from mailflow.mail.network import peer_address

_NAT64 = ip_network("64:ff9b::/96")  # RFC 6052: an IPv4 address in its last 32 bits


def addresses(host: str, port: int) -> list[str]:
    """Every address of a name, in the order of preference. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


def may_connect(address: str, allow: Iterable[str]) -> bool:
    """Whether it is public, or within one of these networks."""
    here = peer_address(address)
    if here is None:
        return False
    return any(here in ip_network(network) for network in allow) or _is_public(here)


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    """Also as written into an IPv6 address: 6to4, Teredo, NAT64."""
    if not address.is_global or address.is_multicast:
        return False
    if isinstance(address, IPv4Address):
        return True
    within = [address.sixtofour, *(address.teredo or ())]
    if address in _NAT64:
        within.append(IPv4Address(int(address) & 0xFFFFFFFF))
    return all(_is_public(one) for one in within if one is not None)
