"""Signers' keys from DNS (RFC 6376 §3.6.2), within limits: a question takes seconds at most, answers are remembered,
and a server that does not answer is left alone for a minute."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from mailflow.mail.rest import Rest
from mailflow.mail.signatures import KeyAnswer

if TYPE_CHECKING:
    from dns.resolver import Resolver

PATIENCE = 3.0  # seconds for one name, all tries and servers together
SHORTEST, LONGEST = 60.0, 3600.0  # seconds an answer is remembered, whatever its TTL says; "no such name" the shortest
MOST = 500  # names remembered
MOST_LOST = 3  # questions without answer, after which the servers rest
MOST_BYTES = 4096  # of a key record
_SHAPE = 253  # characters of a name, RFC 1035 §2.3.4


class DnsKeys:
    """Shared by all threads of a daemon. Imports dnspython when first asked."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._lock = now, threading.Lock()
        self._known: dict[tuple[str | None, str], tuple[float, KeyAnswer]] = {}
        self._rest = Rest(MOST_LOST, now)

    def ask(self, name: str, server: str | None = None) -> KeyAnswer:
        """The TXT record of `name`, from `server` ("127.0.0.1:53"; None: the machine's own resolvers). Never raises."""
        if not 0 < len(name) <= _SHAPE or not name.isascii():
            return KeyAnswer()
        now = self._now()
        with self._lock:
            until, answer = self._known.get((server, name), (0.0, KeyAnswer()))
            if until > now:
                return answer
        if self._rest.lasts:
            return KeyAnswer(silent=True)
        seconds, answer = _asked(name, server)
        self._rest.note(answered=not answer.silent)
        if not answer.silent:
            with self._lock:
                self._remember((server, name), now + min(max(seconds, SHORTEST), LONGEST), answer)
        return answer

    def _remember(self, key: tuple[str | None, str], until: float, answer: KeyAnswer) -> None:
        if len(self._known) >= MOST:
            del self._known[min(self._known, key=lambda one: self._known[one][0])]
        self._known[key] = (until, answer)


def _asked(name: str, server: str | None) -> tuple[float, KeyAnswer]:
    """(seconds it may be remembered, answer)."""
    import dns.exception
    import dns.resolver

    try:
        found = resolver_of(server).resolve(name, "TXT", lifetime=PATIENCE, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return SHORTEST, KeyAnswer()
    except (dns.exception.DNSException, OSError):
        return 0.0, KeyAnswer(silent=True)
    records = [b"".join(record.strings) for record in found]
    keys = [one for one in records if len(one) <= MOST_BYTES and (len(records) == 1 or b"p=" in one)]
    # several keys under one name mean nothing (RFC 6376 §3.6.2.2)
    return float(found.rrset.ttl if found.rrset is not None else 0), KeyAnswer(keys[0] if len(keys) == 1 else None)


def resolver_of(server: str | None) -> Resolver:
    import dns.resolver

    if server is None:
        return dns.resolver.Resolver()
    host, _, port = server.rpartition(":")
    found = dns.resolver.Resolver(configure=False)
    found.nameservers, found.port = [host.strip("[]")], int(port)
    return found
