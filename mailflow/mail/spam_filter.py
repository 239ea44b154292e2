"""Asks a spam filter of ours about a mail: rspamd's HTTP port, or SpamAssassin's spamd. One that does not answer is
no reason to wait: the mail is not spam then, and the filter is left alone for a minute."""

from __future__ import annotations

import json
import logging
import socket
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.rest import Rest

log = logging.getLogger("mailflow")

PATIENCE = 5.0  # seconds, for one mail
LONGEST = 2_000_000  # bytes that are shown to it; spam is small
_SPAM_ACTIONS = frozenset({"reject", "add header", "rewrite subject", "quarantine", "discard"})
_SPAM_LINE = LazyPattern(rb"(?im)^Spam:\s*(true|yes)\s*;\s*(-?[\d.]+)\s*/\s*(-?[\d.]+)")
_ANY_LINE = LazyPattern(rb"(?im)^Spam:\s*\w+\s*;")


class SpamFilter:
    """Shared by all threads of a daemon."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._rest = Rest(1, now)

    def ask(self, url: str, raw: bytes) -> str:
        """Why the mail is spam, as the filter says it; "" when it is not, or nobody answers. `url`: of
        formats.spam_filter. Never raises."""
        if self._rest.lasts:
            return ""
        try:
            return _ASK[urlsplit(url).scheme](url, raw[:LONGEST])
        except (OSError, ValueError) as error:
            log.warning("no answer from the spam filter %s: %s", url, error)
            self._rest.note(answered=False)
            return ""


def _rspamd(url: str, raw: bytes) -> str:
    import http.client  # 12 ms, with ssl, that desks without such a filter need not wait

    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=PATIENCE)
    try:
        connection.request("POST", "/checkv2", raw)
        answer = connection.getresponse()
        found = json.loads(answer.read(1_000_000))
    except http.client.HTTPException as error:
        raise ValueError(str(error)) from error
    finally:
        connection.close()
    if answer.status != http.client.OK or not isinstance(found, dict) or "action" not in found:
        raise ValueError(f"HTTP {answer.status}")
    action, score, required = str(found["action"]), float(found.get("score", 0)), float(found.get("required_score", 0))
    return f"rspamd: {action} ({score:.1f} of {required:.1f})" if action in _SPAM_ACTIONS else ""


def _spamd(url: str, raw: bytes) -> str:
    parts = urlsplit(url)
    with socket.create_connection((parts.hostname or "", parts.port or 0), PATIENCE) as connection:
        connection.settimeout(PATIENCE)
        connection.sendall(f"CHECK SPAMC/1.2\r\nContent-length: {len(raw)}\r\n\r\n".encode() + raw)
        connection.shutdown(socket.SHUT_WR)
        answer = b""
        while len(answer) < 10_000 and (piece := connection.recv(4096)):
            answer += piece
    if not answer.startswith(b"SPAMD/") or _ANY_LINE.search(answer) is None:
        raise ValueError(f"it says {answer[:60]!r}")
    found = _SPAM_LINE.search(answer)
    return f"SpamAssassin: {found[2].decode()} of {found[3].decode()}" if found else ""


_ASK: dict[str, Callable[[str, bytes], str]] = {"rspamd": _rspamd, "spamassassin": _spamd}
