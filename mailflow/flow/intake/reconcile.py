"""Conservation, mail by mail: every mail in a mailbox is in the inbox, with an outcome or waiting for one.

The mailbox is listed first and the inbox asked afterwards, so that a daemon working meanwhile can only improve the
result.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from mailflow.errors import MailflowError
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.sources import BATCH_MAILS, Source
from mailflow.store.admin import doctor
from mailflow.store.engine.database import Database
from mailflow.store.mail import arrivals

SLACK = timedelta(minutes=2)  # tolerated difference between the clocks of mail server and machine


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A mailbox compared with the inbox: how many mails are in which state."""

    mailbox: str
    present: int = 0
    ended: int = 0  # have an outcome
    waiting: int = 0  # in the inbox, not settled yet
    parked: int = 0
    unread: tuple[str, ...] = ()  # uids: not in the inbox, but arrived after the mailbox was last read
    lost: tuple[str, ...] = ()  # uids: not in the inbox, although the mailbox was read after they arrived
    refused: tuple[str, ...] = ()  # uids: listed, but the server does not return them
    oldest: datetime | None = None  # arrival of the oldest mail that is not in the inbox


def reconcile(db: Database, source: Source) -> Reconciled:
    """Compare mailbox and inbox uid by uid; changes nothing. Raises what the source raises when it is unreachable."""
    try:
        listed: dict[str, list[str]] = {}
        for uidvalidity, uid in source.uids():
            listed.setdefault(uidvalidity, []).append(uid)
        fates = {v: doctor.fates(db, source.name, v, uids) for v, uids in listed.items()}
        missing = [(v, uid) for v, uids in listed.items() for uid in uids if uid not in fates[v]]
        words = [word for found in fates.values() for word in found.values()]
        counted = Reconciled(
            source.name,
            present=sum(map(len, listed.values())),
            ended=sum(word not in ("waiting", "parked") for word in words),
            waiting=words.count("waiting"),
            parked=words.count("parked"),
        )
        return _with_missing(db, source, counted, missing) if missing else counted
    finally:
        source.close()


def _with_missing(db: Database, source: Source, counted: Reconciled, missing: list[tuple[str, str]]) -> Reconciled:
    """Fetches a batch of the missing mails, to know when they arrived."""
    try:
        batch = next(iter(source.fetch()), [])
    except MailflowError:
        batch = []
    came = {arrival.uid: arrival.arrived_at for arrival in batch}
    stored = {v: doctor.fates(db, source.name, v, [uid for w, uid in missing if w == v]) for v, _ in missing}
    left = [(v, uid) for v, uid in missing if uid not in stored[v]]  # stored meanwhile
    read_at = doctor.last_read(db, source.name)
    lost: list[str] = []
    unread: list[str] = []
    refused: list[str] = []
    for uidvalidity, uid in left:
        if uid not in came:
            (unread if len(batch) >= BATCH_MAILS else refused).append(uid)
        elif read_at is not None and came[uid] < read_at - SLACK and _passed(db, source.name, uidvalidity, uid):
            lost.append(uid)
        else:
            unread.append(uid)
    return Reconciled(
        counted.mailbox,
        counted.present,
        counted.ended,
        counted.waiting,
        counted.parked,
        tuple(unread),
        tuple(lost),
        tuple(refused),
        min((came[uid] for _, uid in left if uid in came), default=None),
    )


def _passed(db: Database, mailbox: str, uidvalidity: str, uid: str) -> bool:
    """Whether the cursor is beyond it. (An old mail just moved into the folder has a new, higher uid; RFC 3501
    §2.3.1.1.)"""
    highest = arrivals.highest(db, mailbox, uidvalidity)
    return not uid.isdecimal() or highest is None or int(uid) <= int(highest)
