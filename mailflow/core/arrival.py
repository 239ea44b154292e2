"""Arrival: a mail on its way from its mailbox into the inbox, before anybody has looked inside."""

from __future__ import annotations

from datetime import datetime

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Arrival:
    """One mail in a mailbox. (mailbox, uidvalidity, uid) identifies it for ever (RFC 3501 §2.3.1.1)."""

    mailbox: str  # the source's name, stable across restarts, without secrets: "imap://u@host/INBOX", "maildir:var/in"
    uidvalidity: str  # "" where the kind of mailbox has none
    uid: str  # IMAP UID, Maildir unique name, or an id the listener made
    arrived_at: datetime  # the server's arrival time, aware UTC: INTERNALDATE, file time, moment of DATA
    raw: bytes  # the mail; empty only when `oversize`
    envelope_from: str | None = None  # None: not known; "" : the null reverse-path
    envelope_to: tuple[str, ...] = ()
    not_before: float | None = None  # machine time: a later turn (core/turns.py); others go first until then
    oversize: int = 0  # > 0: the mail has this many bytes, over the limit; raw holds its headers only
