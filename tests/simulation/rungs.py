"""Reminders and breaches: which rung is due when, and that none is missing (procedure.md, step 4 and its table)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from tests.simulation.calendar import Calendar
from tests.simulation.entry import Entry, first, when, wrong
from tests.simulation.model import LADDERS_OF, Model
from tests.simulation.waits import Waits

if TYPE_CHECKING:
    from tests.simulation.world import World


class Rungs:
    """Of every ticket."""

    def __init__(self, world: World, waits: Waits) -> None:
        self.world, self.waits = world, waits
        self._calendars: dict[str, Calendar] = {}
        self._named: dict[int, str] = {}  # tickets on a ladder of `ladders:`
        self._silent: dict[tuple[int, int, str], datetime] = {}  # ticket, occasion, ladder: rungs that sent nothing
        self._spoke: dict[tuple[int, int, str], datetime] = {}

    def rang(self, model: Model, entry: Entry) -> None:
        ladder, after = entry.data["ladder"], entry.data["after"]
        since = model.since.get(ladder)
        if ladder not in LADDERS_OF.get(model.status, ()) or since is None or when(entry.data["since"]) != since:
            self._wrong(entry, f"{ladder} {after} rang since {entry.data['since']}, but the ticket is {model}")
        if not any(
            rung["after"] == after and rung["letter"] == entry.data["letter"] for rung in self.ladders(entry)[ladder]
        ):
            self._wrong(entry, f"there is no rung {after} {entry.data['letter']} in {ladder}")
        due = self.due(entry, model, ladder, since, after)
        if when(entry.data["due"]) != due or entry.recorded < due:
            self._wrong(entry, f"{ladder} {after} rang at {entry.recorded}; it is due at {due}")
        if entry.data.get("woken"):
            self._right(entry, self.waits.woken(model, entry, due))
            return
        self._right(entry, self.waits.rang(model, entry, due))
        if (ladder, since, after) in model.rung:
            self._wrong(entry, f"{ladder} {after} rang twice on the clock of {since}")
        model.rung.add((ladder, since, after))
        model.rang_at[ladder, since, after] = entry.recorded
        self._only_the_last_speaks(entry, due)

    def _only_the_last_speaks(self, entry: Entry, due: datetime) -> None:
        key = (entry.n, entry.occasion, entry.data["ladder"])
        if not entry.data["send"]:
            self._silent[key] = max(due, self._silent.get(key, due))
        elif self._spoke.setdefault(key, due) != due or self._silent.get(key, due) > due:
            self._wrong(entry, "of several overdue rungs only the last sends its letter")

    def breached(self, model: Model, entry: Entry) -> None:
        since = model.since.get("answer")
        if since is None or model.owner != entry.data["operator"] or since in model.breached or model.status != "open":
            self._wrong(entry, f"a breach of {entry.data['operator']} since {entry.data['since']} on {model}")
        due = self._breach_due(entry, model, since)
        passed = entry.recorded  # an answer that came too late counts by its arrival, whenever it is read
        if entry.cause == "mail-arrived":
            passed = self.world.check.put(entry.about["inbox"]).arrived_at
        if due is None or passed < due or when(entry.data["due"]) != due:
            self._wrong(entry, f"the breach is due at {due}, not at {entry.data['due']}")
        model.breached.add(since)

    def _breach_due(self, entry: Entry, model: Model, since: datetime) -> datetime | None:
        ladders = self.ladders(entry)
        rungs = [ladders["breach_after"]] if "breach_after" in ladders else first(ladders["answer"])
        return min((self.due(entry, model, "answer", since, rung) for rung in rungs), default=None)

    def due(self, entry: Entry, model: Model, ladder: str, since: datetime, after: str) -> datetime:
        return self.calendar(entry).after_pauses(since, after, model.pauses if ladder == "answer" else [])

    def all_rang(self, model: Model, ladder: str, last: Entry) -> None:
        since = model.since.get(ladder)
        if since is None:
            return
        told = [after for name, clock, after in model.rung if (name, clock) == (ladder, since)]
        newest = max((self.due(last, model, ladder, since, after) for after in told), default=since)
        for rung in self.ladders(last)[ladder]:
            due = self.due(last, model, ladder, since, rung["after"])
            if due <= newest:
                continue  # an edit put it before what has rung: nobody is asked again
            if due <= last.recorded and (ladder, since, rung["after"]) not in model.rung:
                self._wrong(last, f"{ladder} {rung['after']} was due at {due} and never rang: {model}")

    def puts_on(self, entry: Entry) -> None:
        """A rule names another ladder, for a request or because of a later mail."""
        if entry.kind in ("request-received", "customer-wrote") and entry.data.get("ladder"):
            self._named[entry.n] = entry.data["ladder"]

    def ladders(self, entry: Entry) -> dict[str, Any]:
        """Those in force, for this ticket."""
        rules = self.world.home.by_fingerprint[entry.rules]
        return {**rules["reminders"], **rules.get("ladders", {}).get(self._named.get(entry.n, ""), {})}

    def calendar(self, entry: Entry) -> Calendar:
        if entry.rules not in self._calendars:
            self._calendars[entry.rules] = Calendar(self.world.home.by_fingerprint[entry.rules])
        return self._calendars[entry.rules]

    def _right(self, entry: Entry, words: str) -> None:
        if words:
            self._wrong(entry, words)

    def _wrong(self, entry: Entry, words: str) -> NoReturn:
        wrong(self.world, entry, words)
