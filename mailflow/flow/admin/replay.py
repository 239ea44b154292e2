"""Replays a desk into a new database: each occasion is decided by today's code, at its own time, with its own number
and random parts. A step with another result is rolled back, and the tickets it touched are not replayed further."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from datetime import datetime

from mailflow.clock import SettableClock
from mailflow.core.importing import Origin
from mailflow.core.message import Message
from mailflow.core.occasions import AnswerDue, CommandGiven, LetterFailed, SurveyAnswered, TimePassed
from mailflow.core.ticket import Ticket
from mailflow.core.typed_answers import NAME as SEND
from mailflow.core.undoing import last_command
from mailflow.errors import MailflowError, Park, Wait
from mailflow.flow.admin import old_conversation
from mailflow.flow.parts import Parts
from mailflow.flow.policy import Policy
from mailflow.flow.settle import splitting
from mailflow.flow.settle.case import look
from mailflow.flow.settle.chain import settle_case
from mailflow.flow.settle.reading import read
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.flow.ticket.log import logged
from mailflow.flow.ticket.offer_to_all import offer_to_all
from mailflow.flow.ticket.typed_command import UNDO
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.archives.readable import readable
from mailflow.mail.understand import understand
from mailflow.store.admin import journal
from mailflow.store.admin.journal import Ended, Happening, JournalEntry
from mailflow.store.desk import colleagues, meta, presences, tickets
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.mail import endings, inbox, old_mails
from mailflow.store.mail.inbox import InboxRow

_UNDECIDED = (inbox.DROPPED, old_mails.OUTCOME)  # by a person, or brought in together with others


@dataclass(frozen=True, slots=True)
class ReplayStep:
    """One step of the journal: an occasion with everything that followed from it, or a mail without occasions."""

    at: datetime
    entries: tuple[JournalEntry, ...] = ()
    mail: Ended | None = None

    @property
    def tickets(self) -> set[int]:
        found = {entry.n for entry in self.entries} | {self.mail.n if self.mail else None}
        return {n for n in found if n is not None}

    @property
    def mails(self) -> tuple[int, ...]:
        """Ids in the inbox: of the mail, or of all old ones that were brought in together."""
        if self.mail is not None:
            return (self.mail.inbox,)
        return tuple(self.entries[0].data.get("mails", ())) if self.entries else ()

    @property
    def too_old(self) -> bool:
        """Whether it was stored by a version that stored too little."""
        return any("tokens" not in entry.data for entry in self.entries)

    @property
    def is_copy_of_parked(self) -> bool:
        """A duplicate of a mail that was parked then: parked mail is in no journal until a person has decided it."""
        return self.mail is not None and self.mail.outcome == "duplicate" and self.mail.reason.endswith("(parked)")

    @property
    def rules(self) -> str:
        return self.entries[0].rules if self.entries else ""


@dataclass(frozen=True, slots=True)
class Played:
    """The result of a step today."""

    events: list[Happening]
    outcome: str = ""  # the mail's outcome
    message: Message | None = None
    same: bool = True


def steps(db: Database) -> Iterator[ReplayStep]:
    """Everything that happened to the desk, in order. Mails without occasions (duplicates, echoes, history …) are
    placed where they were decided."""
    about = {entry.data["inbox"] for entry in journal.entries(db) if "inbox" in entry.data}
    quiet = (mail for mail in journal.ended_mails(db) if mail.inbox not in about and mail.outcome not in _UNDECIDED)
    waiting = next(quiet, None)
    for group in _groups(db):
        while waiting is not None and _came_before(waiting, group[0]):
            yield ReplayStep(waiting.at, (), waiting)
            waiting = next(quiet, None)
        mail = group[0].data.get("inbox")
        yield ReplayStep(group[0].at, group, journal.ended(db, mail) if mail is not None else None)
    while waiting is not None:
        yield ReplayStep(waiting.at, (), waiting)
        waiting = next(quiet, None)


def _came_before(mail: Ended, entry: JournalEntry) -> bool:
    """Mails decided at the same moment were decided in the order in which they came; but a duplicate after the copy
    that counts, which may have come later: what proves nothing waits for a better copy."""
    return (mail.at, mail.outcome == "duplicate", mail.inbox) < (entry.at, False, entry.data.get("inbox") or 0)


def _groups(db: Database) -> Iterator[tuple[JournalEntry, ...]]:
    """One mail may lead to several occasions, and each to nested ones."""
    group: list[JournalEntry] = []
    for entry in journal.entries(db):
        same_mail = group and entry.kind == "mail-arrived" and entry.data.get("inbox") == group[0].data.get("inbox")
        if group and not (entry.data.get("nested") or (same_mail and group[0].kind == "mail-arrived")):
            yield tuple(group)
            group = []
        group.append(entry)
    if group:
        yield tuple(group)


class Replay:
    """The new desk. `real` is only read."""

    def __init__(self, parts: Parts, real: Database) -> None:
        self._real = real
        since = meta.since(real)
        self._clock = SettableClock(since)
        self.db = open_database("sqlite:///:memory:", now=since)
        self._parts = Parts(self.db, self._clock, parts.policy, parts.ring, self._draw)
        self._tokens: deque[str] = deque()
        self._spare = 0
        with self.db.transaction():
            journal.begin_at(self.db, since, meta.initialised(real))
            journal.adopt_letters_alone(real, self.db)
            colleagues.adopt(real, self.db)

    def go_on_under(self, policy: Policy) -> None:
        """Decide what comes by these rules."""
        self._parts = replace(self._parts, policy=policy)

    def close(self) -> None:
        self.db.close()

    def play(self, step: ReplayStep) -> Played:
        """Replay one step. If its result differs from the record, only the mail's end is kept."""
        self._clock.set(step.at)
        self._tokens = deque(_tokens(step))
        recorded = journal.happened(self._real, [entry.id for entry in step.entries]) if step.entries else []
        with self.db.transaction():
            row = journal.copy_mail(self._real, self.db, step.mail.inbox) if step.mail else None
            if step.mail and row is None:
                raise AssertionError("the caller has seen to it that the bytes are there")
            try:
                with self.db.savepoint():
                    self._begin(step)
                    played = _insisted(self._played(step, row), recorded)
            except _Otherwise as otherwise:
                played = otherwise.played
            if step.mail:
                self._end(step.mail)
            return played

    def skip(self, step: ReplayStep) -> None:
        """Only record the mail's end: later copies of it are duplicates, and signatures are learned from it."""
        with self.db.transaction():
            self._adopt_presence(step)
        for mail in step.mails:
            with self.db.transaction():
                journal.copy_mail(self._real, self.db, mail)
                endings.adopt(self._real, self.db, mail)
                if (ended := journal.ended(self._real, mail)) is not None:
                    self._end(ended)

    def _begin(self, step: ReplayStep) -> None:
        begun = next((entry for entry in step.entries if "token" in entry.data and entry.n), None)
        if begun is not None and begun.n is not None:
            journal.number_from(self.db, begun.n)

    def _played(self, step: ReplayStep, row: InboxRow | None) -> Played:
        mark = journal.newest(self.db)
        outcome, message = "", None
        try:
            if row is not None:
                message = read(self._parts, row.raw, null_sender=row.envelope_from == "")
                case = look(self._parts, row, MailInHand(message, row.raw, row.arrived_at), patient=False)
                message = case.message
                outcome = settle_case(self._parts, case).outcome
            elif step.entries[0].n is None:
                self._adopt_presence(step)
            else:
                self._handle(step.entries[0])
        except (Park, Wait):
            outcome = "parked"
        except (MailflowError, ArithmeticError, LookupError, TypeError, ValueError, AssertionError) as error:
            outcome = f"fails with {type(error).__name__}: {error}"
        for n in step.tickets:
            if tickets.load(self.db, n) is not None:
                journal.adopt_threads(self._real, self.db, n)
        return Played(journal.happened_after(self.db, mark), outcome, message)

    def _adopt_presence(self, step: ReplayStep) -> None:
        """What was heard of colleagues: said by no mail, or by one that is not replayed."""
        for entry in step.entries:
            if "presence" in entry.data:
                presences.adopt(self.db, entry.data["address"], entry.data["presence"])

    def _handle(self, entry: JournalEntry) -> None:
        data = entry.data
        if entry.kind == "mail-split":
            found = splitting.look(self._parts, data["mail"])
            if isinstance(found, str):
                raise LookupError(f"mail {data['mail']} cannot be split: {found}")
            splitting.split(self._parts, found, data["by"], Cause(entry.kind, {"mail": data["mail"], "by": data["by"]}))
            return
        ticket = tickets.load(self.db, entry.n or 0)
        if entry.kind == old_conversation.KIND:
            self._import(entry, ticket)
            return
        if ticket is None:
            raise LookupError(f"there is no ticket {entry.n}")
        occasion: TimePassed | CommandGiven | LetterFailed | AnswerDue | SurveyAnswered
        match entry.kind:
            case "time-passed":
                occasion = TimePassed(data.get("owner", ""))
            case "command-given":
                shown = tuple((name, words) for name, words in data.get("data", ()))
                occasion = CommandGiven(data["name"], data["actor"], data["args"], data["force"], shown)
                occasion = replace(occasion, hints=tuple((name, found) for name, found in data.get("hints", ())))
                if occasion.name == UNDO:
                    occasion = replace(occasion, undoable=last_command(logged(self.db, ticket.n), occasion.actor))
            case "letter-failed":
                more = data.get("named", ""), data.get("again", False), data.get("number", 0)
                occasion = LetterFailed(data["letter"], data["recipient"], data["words"], *more)
            case "answer-due":
                occasion = AnswerDue(tuple(data["answers"]))
            case "survey-answered":
                occasion = SurveyAnswered(data["score"], data["road"], data["comment"], data["consent"])
            case unknown:
                raise LookupError(f"an occasion {unknown!r} cannot be replayed")
        told = {"bundled": data["bundled"]} if "bundled" in data else {}
        handled = handle(self._parts, ticket, occasion, Cause(entry.kind, told))
        if isinstance(occasion, CommandGiven) and occasion.name == SEND:
            offer_to_all(self._parts, handled)

    def _import(self, entry: JournalEntry, home: Ticket | None) -> None:
        """Mails of before, together again."""
        rows = [row for one in entry.data["mails"] if (row := journal.copy_mail(self._real, self.db, one)) is not None]
        ours, data = self._parts.policy.ours, entry.data
        mails = [(row.id, understand(readable(row.raw), ours), row.arrived_at) for row in rows]
        origin = Origin(old_conversation.ACTOR, data["source"], data["language"], tuple(data["linked"]))
        old_conversation.write(self._parts, mails, origin, home if data["home"] else None, data["number"])

    def _end(self, mail: Ended) -> None:
        """As recorded, whatever today's code says: what followed was based on that."""
        n = mail.n if mail.n is not None and tickets.load(self.db, mail.n) is not None else None
        which = (mail.inbox, mail.outcome, mail.at, n)
        inbox.finish(self.db, *which, reason=mail.reason, message_id=mail.message_id, digest=mail.digest)

    def _draw(self) -> str:
        if self._tokens:
            return self._tokens.popleft()
        self._spare += 1
        return f"r{self._spare}"


class _Otherwise(Exception):
    """Rolls a step back."""

    def __init__(self, played: Played) -> None:
        self.played = played


def _tokens(step: ReplayStep) -> Iterator[str]:
    """In the order in which they were drawn: the ticket's own (two halves), then one for each letter."""
    for entry in step.entries:
        token = entry.data.get("token", "")
        if token:
            yield from (token[: len(token) // 2], token[len(token) // 2 :])
    for entry in step.entries:
        yield from entry.data.get("tokens", ())


def _insisted(played: Played, recorded: list[Happening]) -> Played:
    if played.events != recorded:
        raise _Otherwise(replace(played, same=False))
    return played
