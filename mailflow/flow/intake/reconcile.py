"""Conservation, mail by mail: what lies in a mailbox is in the inbox, and has its outcome or waits for it.

The mailbox is listed first and the inbox asked afterwards, so a daemon that works meanwhile can only make it better.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from mailflow.errors import MailflowError
from mailflow.mail.sources import BATCH_MAILS, Source
from mailflow.store.admin import doctor
from mailflow.store.engine.database import Database
from mailflow.store.mail import arrivals

SLACK = timedelta(minutes=2)  # between the clocks of the mail server and of this machine


@dataclass(frozen=True, slots=True)
class Reconciled:
    """A mailbox and what the inbox knows of the mails in it."""

    mailbox: str
    present: int = 0
    ended: int = 0  # have their outcome
    waiting: int = 0  # are in the inbox, to be decided
    parked: int = 0
    unread: tuple[str, ...] = ()  # uids: not in the inbox, and came after the mailbox was last read
    lost: tuple[str, ...] = ()  # uids: not in the inbox, although the mailbox was read after they came
    refused: tuple[str, ...] = ()  # uids: listed, but the server does not give them
    oldest: datetime | None = None  # arrival of the oldest mail that is not in the inbox


def reconcile(db: Database, source: Source) -> Reconciled:
    """Compare mailbox and inbox uid by uid. Raises what the source raises when it is out of reach; changes nothing."""
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
    """Asks for the missing mails themselves, for a batch of them, to know when they came."""
    try:
        batch = next(iter(source.fetch()), [])
    except MailflowError:
        batch = []
    came = {arrival.uid: arrival.arrived_at for arrival in batch}
    stored = {v: doctor.fates(db, source.name, v, [uid for w, uid in missing if w == v]) for v, _ in missing}
    left = [(v, uid) for v, uid in missing if uid not in stored[v]]  # taken in while we looked
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
    """Reading went beyond it. An old mail somebody has just moved into the folder has a new, higher uid (RFC 3501)."""
    highest = arrivals.highest(db, mailbox, uidvalidity)
    return not uid.isdecimal() or highest is None or int(uid) <= int(highest)
