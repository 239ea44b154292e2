"""Bearer tokens in SASL: OAUTHBEARER (RFC 7628) and XOAUTH2, which Google and Microsoft had before it. Pure."""

from __future__ import annotations

from collections.abc import Collection

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.network import Endpoint, words

MECHANISMS = ("OAUTHBEARER", "XOAUTH2")  # the standard first: Microsoft offers only the other


@dataclass(slots=True)
class Bearer:
    """One attempt. Called with each challenge; keeps what the server says is wrong."""

    mechanism: str
    first: str  # the initial response, which has the token in it
    challenges: int = 0
    error: str = ""

    def __call__(self, challenge: bytes | None) -> bytes:
        self.challenges += 1
        if self.challenges == 1:  # an empty challenge, where the server takes no initial response
            return self.first.encode()
        self.error = words(challenge or b"")
        return b"\x01" if self.mechanism == "OAUTHBEARER" else b""  # RFC 7628 §3.2.3


def bearer(server: Endpoint, token: str, offered: Collection[str]) -> Bearer | None:
    """None when the server offers neither mechanism."""
    mechanism = next((one for one in MECHANISMS if one in offered), None)
    if mechanism is None:
        return None
    user = server.user or ""
    if mechanism == "XOAUTH2":
        return Bearer(mechanism, f"user={user}\x01auth=Bearer {token}\x01\x01")
    named = user.replace("=", "=3D").replace(",", "=2C")  # a saslname (RFC 5801 §4)
    where = f"host={server.host}\x01port={server.port}"
    return Bearer(mechanism, f"n,a={named},\x01{where}\x01auth=Bearer {token}\x01\x01")
