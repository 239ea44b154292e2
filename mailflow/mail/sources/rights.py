"""Who may hand in mail at a port of ours, and for whom."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from ipaddress import IPv4Network, IPv6Network, ip_network

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.network import peer_address


@dataclass(frozen=True, slots=True)
class Rights:
    """Who may hand in mail, and for whom."""

    accepts: Callable[[str], bool] | None
    networks: tuple[IPv4Network | IPv6Network, ...]

    @classmethod
    def of(cls, accepts: Callable[[str], bool] | None, allow: Iterable[str]) -> Rights:
        """As rules.yaml writes networks. ValueError for what is none."""
        return cls(accepts, tuple(ip_network(one, strict=False) for one in allow))

    def admits(self, peer: object) -> bool:
        """This machine, and the networks the admin names. `peer`: as a socket tells it."""
        here = peer_address(str(peer[0] if isinstance(peer, tuple) else ""))
        return here is not None and (here.is_loopback or any(here in network for network in self.networks))
