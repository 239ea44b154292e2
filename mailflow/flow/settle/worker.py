"""The settling loop (T2): mails of the inbox are parsed outside the lock and decided inside it, a few at a time.

A transaction lasts about 20 ms while another thread of this process waits for the lock, else up to 100 ms so that other
daemons get it too, and holds as many mails as fit: a backlog shares one durable commit (group commit), a single mail is
settled at once.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Callable

from mailflow.clock import machine_now, steady_now
from mailflow.core.message import Message
from mailflow.errors import Park, TryLater, Unparsed, Wait
from mailflow.flow.parts import Parts
from mailflow.flow.settle.chain import settle
from mailflow.flow.settle.new_request import prefetch_authors
from mailflow.flow.settle.proofs import filtered, signed
from mailflow.flow.settle.reading import remembered
from mailflow.flow.settle.redacting import remove_again
from mailflow.flow.ticket.answered import answered_ids
from mailflow.flow.ticket.files import MailInHand, read_ahead
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.admin import retention
from mailflow.store.desk.prefetch import AT_ONCE
from mailflow.store.engine.fields import to_text
from mailflow.store.engine.hash_chain import MailRow
from mailflow.store.mail import awaited, fences, inbox
from mailflow.store.mail.fences import Fence
from mailflow.store.mail.inbox import InboxRow

log = logging.getLogger("mailflow")

LOCK_SECONDS = 0.02
ALONE = 5  # times LOCK_SECONDS, when no thread of this process waits
SHARED_LOCK_SECONDS = 0.06  # on PostgreSQL: storing mail does not wait for this lock, only other daemons' deciding does
A_FEW = 6  # mails that let others go first are settled together, however long that takes
PATIENCE = 6  # how often a reply is postponed to wait for its request, WAIT_SECONDS each
WAIT_SECONDS = 5.0
MOST_TRIES = 5  # then a mail that cannot be settled is parked
REST_SECONDS = 0.2
IN_HAND_SECONDS = 0.05  # between two looks at what another worker has in hand
RETRY_SECONDS = (2.0, 10.0, 30.0, 60.0)
MOST_DEATHS = 5  # then a mail that kills its worker (poison message) is parked
_SUSPECT = 2  # deaths: at the second the mail was claimed alone, so it is the cause, and is postponed


@dataclass(frozen=True, slots=True)
class Understood:
    """A claimed mail, parsed."""

    row: InboxRow
    mail: MailInHand

    @property
    def message(self) -> Message:
        return self.mail.message


def drain(parts: Parts, worker: str, *, patient: bool = True, stop: Callable[[], bool] = lambda: False) -> int:
    """Settle until no mail is due, or `stop` returns true; returns how many were settled. `patient` False: replies
    no longer wait for their requests. What was claimed and not settled stays claimed by `worker` until it is
    unregistered."""
    settled = 0
    left: list[Understood] = []  # parsed mails of the last batch that were not settled: an earlier mail came first
    rest: list[InboxRow] = []  # its mails that were not settled
    goes_on = False  # they are next, unless somebody else's mail has come
    lull = Lull()
    while not stop():
        if not goes_on or inbox.due_now(parts.db, machine_now()):
            rest = _taken(parts, worker, [*(mail.row.id for mail in left), *(row.id for row in rest)], lull, stop)
        if not rest:
            break
        known, now = {mail.row.id: mail for mail in left}, replace(parts, ring=parts.secret)  # one secret for the batch
        with parts.parsed.ready():
            ready = _all_understood(now, rest, known)
            done = _settle_all(now, worker, ready, patient, stop)
        settled += done
        lull.worked(rest)
        left = ready[done:] + [mail for mail in left if mail.row.id in known]
        goes_on = rest[0].later and 0 < done < len(rest)
        rest = rest[done:]
    return settled


def _all_understood(parts: Parts, rows: list[InboxRow], known: dict[int, Understood]) -> list[Understood]:
    """Of mails that let others go first only as many as are parsed in LOCK_SECONDS, or A_FEW on a busy machine: what
    comes meanwhile waits for them. (With six at a time, claims and answers took 1.08 of the processor.)"""
    ready: list[Understood] = []
    began = time.monotonic()
    for row in rows:
        if len(ready) >= A_FEW and row.later and time.monotonic() - began > LOCK_SECONDS:
            break
        ready.append(_understood(parts, row, known))
    return ready


def _understood(parts: Parts, row: InboxRow, known: dict[int, Understood]) -> Understood:
    """Parse the mail, unless it was parsed in the last batch: parsing may take long."""
    mail = known.pop(row.id, None)
    if mail is not None:
        return Understood(row, mail.mail)
    message, memory = remembered(parts, row.raw, null_sender=row.envelope_from == "")
    message = signed(parts, message, row.raw, row.arrived_at)
    judged = message if row.released_by else filtered(parts, message, row.raw)
    in_hand = MailInHand(judged, row.raw, row.arrived_at, memory)
    try:
        in_hand.prepare(parts.secret, parts.rules.copy_up_to)
        read_ahead(parts, in_hand)
    except Exception:  # a letter that needs the files fails again, and then only this mail is affected
        log.exception("could not take out the files of inbox=%s", row.id)
    return Understood(row, in_hand)


class Lull:
    """How long nothing was due but what lets others go first: their next mail may be on its way, and is not to find
    the worker busy with a flood."""

    def __init__(self) -> None:
        self._since = steady_now() - REST_SECONDS

    def worked(self, rows: list[InboxRow]) -> None:
        if not rows[0].later:
            self._since = steady_now()

    @property
    def left(self) -> float:
        """Seconds until mails may be settled before their turn; 0: they may."""
        return max(0.0, self._since + REST_SECONDS - steady_now())


def _taken(parts: Parts, worker: str, held: list[int], lull: Lull, stop: Callable[[], bool]) -> list[InboxRow]:
    """Claim the next batch; [] when nothing waits. What lets others go first waits for the end of the lull and for
    those that other workers have in hand, and is given back when more have come."""
    rows = _claimed(parts, worker, held)
    while rows and rows[0].later and not rows[0].orphaned and not stop():
        if inbox.due_now(parts.db, machine_now()):
            held = [*held, *(row.id for row in rows)]
            rows = _claimed(parts, worker, held)
            if rows and rows[0].later:  # another worker is about to settle it
                parts.db.wait_for_commit(IN_HAND_SECONDS)
        elif lull.left:
            parts.db.wait_for_commit(lull.left)
        else:
            break
    return rows


def _claimed(parts: Parts, worker: str, held: list[int]) -> list[InboxRow]:
    """A mail that killed its workers is postponed, and finally parked without being parsed again."""
    while rows := inbox.take(parts.db, worker, machine_now(), held=held):
        if not rows[0].orphaned or rows[0].deaths < _SUSPECT:
            break
        _put_off(parts, rows[0])
    return rows


def _put_off(parts: Parts, row: InboxRow) -> None:
    words = f"{inbox.ORPHANED}: {row.deaths} times"
    with parts.db.transaction():
        if row.deaths < MOST_DEATHS:
            log.error("put off inbox=%s: %s", row.id, words)
            inbox.postpone(
                parts.db, row.id, machine_now() + RETRY_SECONDS[min(row.deaths, len(RETRY_SECONDS) - 1)], words
            )
        else:
            log.error("parked inbox=%s: %s", row.id, words)
            inbox.park(parts.db, row.id, _NOT_READ.format(words=words, id=row.id))


_NOT_READ = (
    "{words}; it is not read any more. `mailflow inbox show {id}` saves it for whoever mends mailflow; then retry it, "
    "or drop it"
)


def _settle_all(parts: Parts, worker: str, ready: list[Understood], patient: bool, stop: Callable[[], bool]) -> int:
    """Settle slices of the batch, oldest first, each in its own transaction. Ends early when an earlier mail is free
    (its worker has died or stopped), because mails are settled in order of arrival."""
    done, fence = 0, None
    while done < len(ready) and not stop():
        if ready[0].row.later and inbox.due_now(parts.db, machine_now()):
            break
        if fence is None or ready[done].row.order < fence.order:
            settled, fence = _slice(parts, worker, ready[done:], patient=patient)
            done += settled
        elif fence.free:
            break
        else:
            parts.db.wait_for_commit(IN_HAND_SECONDS)
            rows = [mail.row for mail in ready[done:]]
            fence = fences.fence(
                parts.db, worker, machine_now(), rows
            )  # without the lock, which the one before us needs
    return done


def _slice(parts: Parts, worker: str, ready: list[Understood], *, patient: bool) -> tuple[int, Fence | None]:
    """Settle as many mails as fit into one transaction; returns how many, and what they may not overtake."""
    done, rows, missing = 0, [mail.row for mail in ready], None
    with parts.db.transaction():
        fence = fences.fence(parts.db, worker, machine_now(), rows)
        began = time.monotonic()
        for at, mail in enumerate(ready):
            if fence is not None and fence.order < mail.row.order:
                break
            if at % AT_ONCE == 0 and len(ready) > 1:
                prefetch_authors(parts, [mail.message for mail in ready[at : at + AT_ONCE]])
            try:
                with parts.db.savepoint():
                    _settle_one(parts, mail, patient=patient)
            except Unparsed as why:  # this mail comes again, in the next slice
                missing = why
                break
            except TryLater:
                raise  # the database's fault, not the mail's: the whole slice is rolled back and repeated
            except Exception as why:
                _not_settled(parts, mail.row, mail.message, why)
            done += 1
            more = done < len(ready)
            if more and (awaited.came_free(parts.db) or _is_long(parts, time.monotonic() - began)):
                break
    if missing is not None:
        parts.parsed.parse(missing)
    return done, fence


def _is_long(parts: Parts, seconds: float) -> bool:
    """Whether a transaction of this age must end, to let others have the lock."""
    if parts.db.shared:
        return seconds > SHARED_LOCK_SECONDS
    return seconds > LOCK_SECONDS and (parts.db.contended or seconds > LOCK_SECONDS * ALONE)


def _settle_one(parts: Parts, mail: Understood, *, patient: bool) -> None:
    """One mail gets its outcome."""
    row, message, now = mail.row, mail.message, parts.clock.now()
    settled = settle(parts, row, mail.mail, patient=patient and row.tries < PATIENCE)
    log.info("settled inbox=%s outcome=%s ticket=%s %s", row.id, settled.outcome, settled.n, message.message_id)
    inbox.finish(
        parts.db,
        row.id,
        settled.outcome,
        now,
        settled.n,
        reason=settled.reason,
        message_id=message.message_id,
        digest="" if settled.bytes_go else message.digest,
        came=MailRow(row.id, to_text(row.arrived_at), to_text(row.recorded_at), mail.mail.sha256),
    )
    if settled.sealed and settled.n is not None:
        remove_again(parts, row.id, settled.n, message, settled.sealed)
    if settled.bytes_go:
        retention.expire_mails(parts.db, [row.id], now)


def _not_settled(parts: Parts, row: InboxRow, message: Message, why: Exception) -> None:
    """Postponed, or parked as a dead letter."""
    match why:
        case Wait():
            inbox.postpone(parts.db, row.id, machine_now() + WAIT_SECONDS, str(why))
            parts.early.note(row.id, answered_ids(message))
        case Park():
            log.warning("parked inbox=%s %s: %s", row.id, message.message_id, why)
            inbox.park(parts.db, row.id, str(why), message.message_id, message.digest)
        case _:
            _set_aside(parts, row, message, why)


def _set_aside(parts: Parts, row: InboxRow, message: Message, error: Exception) -> None:
    """An unexpected error counts as temporary (backoff) until it has happened MOST_TRIES times; then the mail is parked
    with its traceback."""
    words = "".join(traceback.format_exception(error))
    if row.tries + 1 >= MOST_TRIES:
        log.error("parked inbox=%s %s: %s", row.id, message.message_id, error)
        inbox.park(parts.db, row.id, words, message.message_id, message.digest)
    else:
        log.error("failed inbox=%s %s: %s: it is tried again", row.id, message.message_id, error)
        wait = RETRY_SECONDS[min(row.tries, len(RETRY_SECONDS) - 1)]
        inbox.postpone(parts.db, row.id, machine_now() + wait, words)
