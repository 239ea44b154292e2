"""Tickets that become one, or two (`/gabung`, `/pisah`): interfaces-2.md, and "States" of procedure.md.

One that went into another owes nothing any more; what it owed to its customer the other owes, since the same moment.
One that loses a mail is as it was before that mail, unless something has been built upon it since.
"""

from __future__ import annotations

import copy
import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from mailflow.store.engine.database import Database
from tests.simulation.entry import Entry, when, wrong
from tests.simulation.model import Model
from tests.simulation.out import Out
from tests.simulation.rungs import Rungs
from tests.simulation.waits import Stood, Waits

if TYPE_CHECKING:
    from tests.simulation.world import World

_OVER = ("closed", "merged", "discarded")
_MERGED = "SELECT ticket_n, data FROM event WHERE kind IN ('merged', 'merge-moved') ORDER BY id"
_ASKS = ("request", "customer-reply")
_SPLIT = "SELECT ticket_n, data FROM event WHERE kind = 'split-from'"
_MAILS = "SELECT id, outcome FROM inbox WHERE ticket_n = ? ORDER BY id"


def leads(db: Database) -> dict[int, int]:
    """{a ticket that went into another: that one}."""
    return {n: json.loads(data)["into"] for n, data in db.execute(_MERGED).fetchall()}


def last_of(db: Database, n: int) -> int:
    """Where the conversation of ticket `n` is now."""
    into = leads(db)
    while n in into:
        n = into[n]
    return n


def members(db: Database, n: int) -> list[int]:
    """`n`, and every ticket that went into it."""
    into = leads(db)
    found = [n]
    for one in found:
        found += [other for other, there in into.items() if there == one and other not in found]
    return found


def belong_together(db: Database, one: int, other: int) -> bool:
    """Merged into each other, or one of them began as a mail of the other."""
    if last_of(db, one) == last_of(db, other):
        return True
    apart = [{n, json.loads(data)["n"]} for n, data in db.execute(_SPLIT).fetchall()]
    ours = {*members(db, last_of(db, one))}, {*members(db, last_of(db, other))}
    return any(pair & ours[0] and pair & ours[1] for pair in apart)


class Joining:
    """A method for each kind of event."""

    def __init__(self, world: World, rungs: Rungs, waits: Waits) -> None:
        self.world, self.rungs, self.waits = world, rungs, waits
        self._gone: dict[int, Model] = {}  # tickets that went into another, as they were then

    def merged(self, model: Model, entry: Entry) -> None:
        if model.status in _OVER or last_of(self.world.db, entry.data["into"]) == model.n:
            self._wrong(entry, f"into {entry.data['into']}: it is {model}")
        if model.owner is not None and entry.actor not in (model.owner, "Dewi"):
            self._wrong(entry, f"the ticket is {model.owner}'s")
        self._gone[model.n] = copy.deepcopy(model)
        tier = model.since.get("second_tier") if entry.data.get("tier_goes_on") else None
        model.status, model.snoozed = "merged", None
        model.since = {"second_tier": tier} if tier else {}

    def ticket_joined(self, model: Model, entry: Entry) -> None:
        """What is owed to its customer is owed here, since the same moment."""
        other = self._gone.get(entry.data["n"])
        if other is None:
            self._wrong(entry, f"ticket {entry.data['n']} did not go into any")
        owed = other.since.get("answer") or (other.since.get("claim") if other.status == "new" else None)
        said = entry.data["since"]
        if (when(said) if said else None) != owed:
            self._wrong(entry, f"its customer waits since {owed}, not since {said}: {other}")
        model.joined = entry.occasion
        if owed is None:
            return
        before = model.since.get("answer")
        if model.status in ("waiting", "closing"):
            model.status, before = ("open" if model.owner else "new"), before
            model.since = {("answer" if model.owner else "claim"): before or owed, "answer": before}
            if model.owner:
                model.since["answer"] = before or owed
        ladder = "claim" if model.status == "new" and not other.since.get("answer") else "answer"
        earlier = model.since.get(ladder)
        since = min(earlier or owed, owed)
        model.since[ladder] = since
        if ladder == "claim":  # nobody is asked again to take this one
            model.rung |= {
                ("claim", since, after) for name, at, after in model.rung if (name, at) == ("claim", earlier)
            }
        self._goes_on(model, other, (before, owed), since)

    @staticmethod
    def _goes_on(model: Model, other: Model, clocks: tuple[datetime | None, datetime], since: datetime) -> None:
        """What has rung and was counted on either clock is not rung or counted again."""
        for one, clock in ((model, clocks[0]), (other, clocks[1])):
            model.rung |= {
                ("answer", since, after) for ladder, at, after in one.rung if (ladder, at) == ("answer", clock)
            }
            if clock in one.breached:
                model.breached.add(since)

    def merge_moved(self, model: Model, entry: Entry) -> None:
        if model.status != "merged":
            self._wrong(entry, f"it is {model}")

    # -- a mail becomes a ticket

    def begins(self, model: Model, entry: Entry) -> bool:
        """A request-received that is no new mail: its clock runs since that mail's arrival."""
        data = [json.loads(data) for n, data in self.world.db.execute(_SPLIT).fetchall() if n == model.n]
        if not data:
            return False
        rows = self.world.db.execute(_MAILS, (model.n,)).fetchall()
        commanding = ("command", "consent", "pic-command")  # unless their author is the customer here
        asked = [inbox for inbox, outcome in rows if outcome in _ASKS or self._kind(inbox) not in commanding]
        if not any(self.world.check.put(inbox).arrived_at == entry.at for inbox in asked):
            self._wrong(entry, f"no customer's mail of this ticket arrived {entry.at}")
        model.status, model.since = "new", {"claim": entry.at}
        self.world.said["a mail has become a ticket"] += 1
        return True

    def _kind(self, inbox: int) -> str:
        return self.world.check.mail(inbox).kind

    def split_from(self, model: Model, entry: Entry) -> None:
        model.joined, model.put_aside = entry.occasion, entry.recorded
        model.along = (entry.data["breached"], tuple(entry.data["rung"]))

    def split_off(self, model: Model, entry: Entry) -> None:
        """As it was before the mail came, where nothing has come since; else as what came since has made it."""
        now, seq = Stood.of(model), entry.data["seq"]
        alone = seq and self.waits.is_newest(model.n, seq) and self.waits.was_alone(model.n, seq)
        expected = self.waits.stood(model.n, seq) if alone else None
        for part in entry.data["changed"]:
            self._put(model, part, entry.data["before"][part])
        self._were_told(model)
        if expected is not None:
            self.world.said["a mail leaves a ticket as it was before"] += 1
        after = Stood.of(model)
        if expected is not None and (expected.status, expected.owner, expected.since) != (
            after.status, after.owner, after.since,
        ):  # fmt: skip
            self._wrong(entry, f"without that mail it is {after}; it was {expected}")
        if after.owner != now.owner and after.status not in ("new", "open"):
            self._wrong(entry, f"a mail that leaves takes no owner: {now}, {after}")

    @staticmethod
    def _were_told(model: Model) -> None:
        """What has rung since a clock began, though on the one of the mail that leaves, does not ring again; nor does
        what is due before it."""
        for (ladder, clock, after), at in model.rang_at.items():
            since = model.since.get(ladder)
            if since is not None and clock != since <= at:
                model.rung.add((ladder, since, after))

    @staticmethod
    def _put(model: Model, part: str, value: Any) -> None:
        match part:
            case "status":
                model.status = value
            case "owner":
                model.owner = value
            case "clocks":
                model.since = {ladder: when(at) for ladder, at in value.items()}
            case "asked":
                model.asked = bool(value)
            case "out":
                since = ((one, one["since"]) for one in value)
                model.out = tuple(Out(one["number"], at and when(at), one["failed"]) for one, at in since)

    def _wrong(self, entry: Entry, words: str) -> NoReturn:
        wrong(self.world, entry, words)
