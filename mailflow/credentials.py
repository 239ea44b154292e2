"""How a mail server and the desk prove to each other who they are, and the desk to those it writes to."""

from __future__ import annotations

from dataclasses import field
from pathlib import Path
from typing import Protocol

from mailflow.lazy_dataclasses import dataclass


class TokenSource(Protocol):
    """Access tokens of OAuth 2, shown instead of a password."""

    def access(self) -> str:
        """The one of now. Raises LoginNeeded, TryLater."""

    def rejected(self, token: str) -> bool:
        """The server refuses it; returns whether `access` will give another one."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Ours: a password or tokens, and perhaps a certificate; and by what authority the server is verified."""

    password: str = field(default="", repr=False)
    cafile: Path | None = None  # instead of the system's authorities
    certfile: Path | None = None  # of a client certificate, PEM
    keyfile: Path | None = None  # its key; None: it stands in certfile
    tokens: TokenSource | None = field(default=None, repr=False)
    password_place: str = ""  # where the admin finds the password, for messages


@dataclass(frozen=True, slots=True)
class SigningKey:
    """`outgoing.dkim`: the key, and where its public half stands in DNS."""

    path: Path
    selector: str
    domain: str

    @property
    def record(self) -> str:
        """The name in DNS."""
        return f"{self.selector}._domainkey.{self.domain}"
