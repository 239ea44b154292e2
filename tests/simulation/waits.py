"""What a ticket's people take back or put off: answers that wait for their moment, commands undone, a snoozed owner.

Written from interfaces-2.md (`undo_within`, `/kirim`, `/batal`, `/tunda`): what was as if it had never been is put back
from the model's own memory of how the ticket stood, never from mailflow's.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING

from tests.simulation.entry import Entry, when
from tests.simulation.out import Out, Outs, came_back, never_left, owed

if TYPE_CHECKING:
    from tests.simulation.model import Model
    from tests.simulation.world import World

_OWNERS_TURN = ("open", "waiting", "closing")
_GONE = ("answer-left", "answer-taken-back")


@dataclass(frozen=True)
class Stood:
    """How a ticket stood."""

    status: str
    owner: str | None
    since: Mapping[str, datetime]
    out: Outs = field(compare=False)
    snoozed: tuple[datetime, datetime] | None
    asked: bool = field(compare=False)  # nobody acts upon it
    taken: datetime | None = field(compare=False)

    @classmethod
    def of(cls, model: Model) -> Stood:
        running = {ladder: since for ladder, since in model.since.items() if since is not None}
        return cls(model.status, model.owner, running, model.out, model.snoozed, model.asked, model.taken)


_PARTS = ("status", "owner", "since", "snoozed")


@dataclass(frozen=True)
class Unsent:
    """An answer that waits for its moment."""

    author: str
    due: datetime
    before: Stood | None  # None: scheduled by its author, and no answer before


def _goes_out(entry: Entry) -> bool:
    """An answer that reaches the customer at once."""
    match entry.kind:
        case "answered":
            return entry.data.get("due_at") is None
        case "closing-stated":
            return entry.data["relayed"] and entry.data.get("due_at") is None
        case "escalation-waits":
            return entry.data["asks"]
        case "copy-lost":
            return entry.data["written_at"] is not None
    return False


def _without(stood: Stood, number: int, at: datetime) -> Stood:
    """Its customer has not got answer `number`, as is known at that moment."""
    known = next((one for one in stood.out if one.number == number), None)
    if known is None or known.failed:
        return stood
    out = came_back(stood.out, number)
    since, runs = owed(out), stood.since.get("answer")
    answer = min((one for one in (since, runs) if one), default=None)
    if stood.status in ("waiting", "closing"):
        turn = {"answer": answer or at} if stood.owner else {"claim": since or at, "answer": answer}
        kept = {ladder: moment for ladder, moment in turn.items() if moment}
        return replace(stood, out=out, status="open" if stood.owner else "new", since=kept)
    if stood.status in ("new", "open", "escalated") and answer:
        return replace(stood, out=out, since={**stood.since, "answer": answer})
    return replace(stood, out=out)


class Waits:
    """Follows the logs of all tickets."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.unsent: dict[tuple[int, int], Unsent] = {}  # (ticket, number of the event)
        self.returned: set[int] = set()  # mails whose answer was taken back
        self.counts: Counter[str] = Counter()
        self._mail: dict[tuple[int, int], int] = {}  # whose answer it is
        self._answers: dict[int, dict[int, datetime]] = {}  # ticket → its answers that count, and when
        self._courtesies: set[tuple[int, int]] = set()  # those of them that were a closing text alone
        self._stood: dict[tuple[int, int], Stood] = {}  # before an event
        self._left: dict[tuple[int, int], Stood] = {}  # after an occasion
        self._of: dict[tuple[int, int], int] = {}  # the occasion of an event
        self._moved: dict[int, int] = {}  # ticket → the last occasion that changed how it stands
        self._wrote: dict[int, int] = {}  # ticket → the newest mail of its customer, an event

    def before(self, model: Model, seq: int, entry: Entry) -> None:
        self._stood[entry.n, seq], self._of[entry.n, seq] = Stood.of(model), entry.occasion

    def after(self, model: Model, seq: int, entry: Entry) -> None:
        self._left[entry.n, entry.occasion] = stands = Stood.of(model)
        if stands != self._stood[entry.n, seq]:
            self._moved[entry.n] = entry.occasion
        if entry.kind == "customer-wrote":
            self._wrote[entry.n] = seq
        if entry.kind in ("answered", "closing-stated", "answer-scheduled"):
            self._written(seq, entry)
        if _goes_out(entry):
            self._besides(model, entry)

    def _besides(self, model: Model, entry: Entry) -> None:
        """It stands if answers that wait are taken back."""
        if entry.kind == "copy-lost" and model.since.get("feedback") != when(entry.data["written_at"]):
            return  # it came too late to stop a clock
        for key, one in self.unsent.items():
            if key[0] == entry.n and one.before is not None and key[1] != entry.seq:
                self.unsent[key] = replace(one, before=self._answered(one.before, model, entry))

    @staticmethod
    def _answered(stood: Stood, model: Model, entry: Entry) -> Stood:
        if entry.kind == "closing-stated":
            return Stood.of(model)
        out = (*stood.out, Out(entry.data.get("scheduled") or entry.seq, stood.since.get("answer")))
        if stood.status not in ("new", "open", "waiting"):
            return replace(stood, out=out, asked=model.asked)
        return replace(stood, status="waiting", since=dict(model.since), out=out, asked=model.asked)

    def _written(self, seq: int, entry: Entry) -> None:
        key, due = (entry.n, seq), entry.data.get("due_at")
        if entry.kind == "answered" or (entry.kind == "closing-stated" and entry.data["relayed"]):
            self._answers.setdefault(entry.n, {})[seq] = entry.at
            if entry.kind == "closing-stated":
                self._courtesies.add(key)
        if "inbox" in entry.about:
            self._mail[key] = entry.about["inbox"]
        if due is not None:
            before = None if entry.kind == "answer-scheduled" else self._stood[key]
            self.unsent[key] = Unsent(entry.data["operator"], when(due), before)
            self.counts[f"an answer waits: {entry.kind}"] += 1
            self.world.said[f"operator: {'an answer for later' if before is None else 'an answer that waits'}"] += 1

    def came_back(self, model: Model, number: int, at: datetime) -> None:
        """An answer of that number was not delivered; nor is it, if others that wait are taken back."""
        for key, one in self.unsent.items():
            if key[0] == model.n and one.before is not None:
                self.unsent[key] = replace(one, before=_without(one.before, number, at))
        stood = _without(Stood.of(model), number, at)
        model.status, model.since, model.out = stood.status, dict(stood.since), stood.out

    def stood(self, n: int, seq: int) -> Stood:
        """Before that event."""
        return self._stood[n, seq]

    def is_newest(self, n: int, seq: int) -> bool:
        """Whether nothing has changed how the ticket stands since the occasion of that event."""
        return self._moved.get(n, 0) <= self._of[n, seq]

    def was_alone(self, n: int, seq: int) -> bool:
        """Whether that mail did nothing else by itself, such as a question for data, and none came after it."""
        occasion = self._of[n, seq]
        more = self._of.get((n, seq + 1)) == occasion and self._stood[n, seq + 1] != self._left[n, occasion]
        return not more and self._wrote.get(n, 0) <= seq

    def is_answered(self, n: int, seq: int, at: datetime) -> None:
        """By an answer that did not pass through here."""
        self._answers.setdefault(n, {})[seq] = at

    def answered_at(self, n: int) -> datetime | None:
        return max(self._answers.get(n, {}).values(), default=None)

    def has_answer(self, n: int) -> bool:
        """Whether ticket `n` has an answer. A closing text alone is none."""
        return any((n, seq) not in self._courtesies for seq in self._answers.get(n, {}))

    def has_unsent(self, n: int) -> bool:
        """Whether an answer of ticket `n` waits for its moment."""
        return any(key[0] == n for key in self.unsent)

    def renamed(self, n: int, before: str, after: str) -> bool:
        """What `before` has written on ticket `n`, or left there, is that of `after`; whether any waits."""
        his = [key for key, one in self.unsent.items() if key[0] == n and one.author == before]
        self.unsent |= {key: replace(self.unsent[key], author=after) for key in his}
        for stood in (self._stood, self._left):
            known = [key for key, one in stood.items() if key[0] == n and one.owner == before]
            stood |= {key: replace(stood[key], owner=after) for key in known}
        return bool(his)

    # -- an answer leaves, or does not

    def left(self, entry: Entry) -> str:
        """ "" or what is wrong."""
        unsent = self.unsent.pop((entry.n, entry.data["answer"]), None)
        if unsent is None:
            return f"answer {entry.data['answer']} does not wait"
        return "" if entry.recorded >= unsent.due else f"its moment is {unsent.due}"

    def taken_back(self, model: Model, entry: Entry) -> str:
        """As if it had never been; what has become of the ticket's owner since stays."""
        key = (entry.n, entry.data["answer"])
        unsent = self.unsent.pop(key, None)
        if unsent is None or unsent.author != entry.data["operator"]:
            return f"answer {entry.data['answer']} is {unsent}"
        self._answers.get(entry.n, {}).pop(key[1], None)
        self.returned.add(self._mail.get(key, -1))
        self.world.said[f"operator: an answer taken back, {entry.cause}"] += 1
        later = min((one for one in self.unsent if one[0] == entry.n and one > key), default=None)
        if unsent.before is None:
            return ""
        if later is None or self.unsent[later].before is None:
            self._put_back(model, unsent.before)
        else:  # that one stands
            self.unsent[later] = replace(self.unsent[later], before=unsent.before)
            model.out = never_left(model.out, key[1])
        return ""

    @staticmethod
    def _put_back(model: Model, before: Stood) -> None:
        model.out, model.asked = before.out, before.asked
        if model.status in _OWNERS_TURN:
            model.status, model.since = before.status, dict(before.since)
        elif (since := before.since.get("answer")) and model.status in ("new", "escalated"):
            model.since = {"answer": since, **{name: at for name, at in model.since.items() if at is not None}}

    def undone(self, model: Model, entry: Entry) -> str:
        """The parts that the command changed are as before; it is refused where somebody has built upon it."""
        key = (entry.n, entry.data["seq"])
        before, after, now = self._stood[key], self._left[entry.n, self._of[key]], Stood.of(model)
        changed = [part for part in _PARTS if getattr(before, part) != getattr(after, part)]
        for part in changed:
            if getattr(now, part) != getattr(after, part):
                return f"{part} has changed since: {now}, and the command left {after}"
            value = getattr(before, part)
            setattr(model, part, dict(value) if part == "since" else value)
        if before.out != after.out:
            model.out = before.out
        if before.asked != after.asked:
            model.asked = before.asked
        if before.taken != after.taken:
            model.taken = before.taken
        if "owner" in changed:
            model.winner = None
        self.world.said["operator: a command taken back"] += 1
        return ""

    def may_arrive(self, n: int | None, number: int | None, words: str) -> None:
        """A letter that waited for an answer's moment has reached its reader: that answer had left by then, and was
        not taken back."""
        if n is None or number is None:
            return
        sql = "SELECT kind, data FROM event WHERE ticket_n = ? AND kind IN ('answer-left', 'answer-taken-back')"
        found = [kind for kind, data in self.world.db.execute(sql, (n,)) if json.loads(data)["answer"] == number]
        if found != [_GONE[0]]:
            self.world.fail(f"{words} waited for answer {number} of ticket {n}, of which the log says {found}")

    # -- a snoozed owner

    def rang(self, model: Model, entry: Entry, due: datetime) -> str:
        """While he is not to be reminded, a step is told to others at its time, and to him afterwards."""
        asleep = model.snoozed is not None and model.snoozed[0] < due < model.snoozed[1]
        if asleep and "owner" in entry.data["to"]:
            return f"its owner is not to be reminded before {model.snoozed}"
        return ""

    def woken(self, model: Model, entry: Entry, due: datetime) -> str:
        snoozed, model.snoozed = model.snoozed, None
        self.world.said["operator: reminded after a snooze"] += 1
        if snoozed is None or not snoozed[0] < due < snoozed[1] or entry.recorded < snoozed[1]:
            return f"he was to sleep: {snoozed}, the step is due {due}"
        return "" if entry.data["to"] == ["owner"] else "only the owner has not been told"
