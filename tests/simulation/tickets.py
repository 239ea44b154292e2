"""Every ticket once more: who owns it and which clock runs since when, written from procedure.md, step 4 and "States".

What befalls a ticket is read in its log, one entry at a time; whether that entry may stand there is asked of the mails
the simulation put into the mailboxes and of its own calendar, never of mailflow's core.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, NoReturn

from tests.simulation.calendar import Calendar
from tests.simulation.entry import Entry, first, moment, when
from tests.simulation.heard import is_heard
from tests.simulation.held import HeldAnswers
from tests.simulation.home import PEOPLE
from tests.simulation.lost import LostAnswers
from tests.simulation.mails import Mail
from tests.simulation.may import AT_HOME, CUSTOMERS, MAY, OPERATORS
from tests.simulation.people import NO_QUESTION
from tests.simulation.waits import Waits

if TYPE_CHECKING:
    from tests.simulation.world import World

_NEW = (
    "SELECT e.id, e.ticket_n, e.seq, e.kind, e.actor, e.data, o.id, o.at, o.kind, o.data, o.rules FROM event e "
    "JOIN occasion o ON o.id = e.occasion_id WHERE e.id > ? ORDER BY e.id"
)
LADDERS_OF = {
    "new": ("claim",), "open": ("answer",), "waiting": ("feedback", "solved"), "closing": ("closing",),
    "escalated": ("second_tier",),
}  # fmt: skip


@dataclass
class Model:
    """One ticket as procedure.md has it."""

    n: int
    status: str = ""
    owner: str | None = None
    since: dict[str, datetime | None] = field(default_factory=dict)  # the clocks, by ladder
    rung: set[tuple[str, datetime, str]] = field(default_factory=set)  # ladder, clock, rung
    rang: dict[tuple[str, datetime], datetime] = field(
        default_factory=dict
    )  # of each clock: when its last rung was due
    breached: set[datetime] = field(default_factory=set)  # clocks
    stopped: datetime | None = None  # the answer clock the newest answer stopped
    escalated: datetime | None = None  # since when the second tier has it
    pauses: list[tuple[datetime, datetime]] = field(default_factory=list)  # while it had it before
    snoozed: tuple[datetime, datetime] | None = None  # (since, until): its owner is not reminded
    claims: int = 0
    winner: tuple[datetime, int] | None = None  # the claim that counted: arrival, mail
    undecided_then: frozenset[int] = frozenset()  # mails of which nobody could know, when it did, what they claim
    closings: int = 0
    unreachable: bool = False  # a letter to the customer came back


def _back(model: Model, entry: Entry) -> None:
    """The second tier has it no longer: its customer's clock goes on. What is taken back has it again."""
    if model.status == "escalated":
        if model.escalated is None:
            model.escalated, _ = model.pauses.pop()
        return
    if model.escalated is not None:
        ended = when(entry.data["at"]) if entry.data.get("at") else entry.recorded
        model.pauses.append((model.escalated, max(ended, model.escalated)))
        model.escalated = None


class Tickets:
    def __init__(self, world: World) -> None:
        self.world = world
        self.models: dict[int, Model] = {}
        self._seen = 0
        self.held = HeldAnswers(world)
        self.waits = Waits(world)
        self.lost = LostAnswers(world)
        self._opened: dict[int, datetime] = {}
        self._seq = 0  # of the entry that is read
        self._calendars: dict[str, Calendar] = {}
        self._silent: dict[tuple[int, int, str], datetime] = {}  # ticket, occasion, ladder: rungs that sent nothing
        self._spoke: dict[tuple[int, int, str], datetime] = {}

    def step(self) -> None:
        for event_id, n, seq, kind, actor, data, occasion, at, cause, about, rules in self.world.db.execute(
            _NEW, (self._seen,)
        ).fetchall():
            self._seen, self._seq = event_id, seq
            self.world.say(f"   ticket {n}: {kind} by {actor}")
            entry = Entry(
                n, kind, actor, json.loads(data), occasion, moment(at), cause, json.loads(about), rules, event_id
            )
            self._may_stand(entry)
            model = self.models.setdefault(n, Model(n))
            if model.status == "closing" and not is_heard(self.world, entry):
                self._wrong(entry, "the PIC said yes to the notice that counts")
            self.held.happened(n, seq, kind, actor, entry.data)
            self.waits.before(model, seq, entry)
            getattr(self, "_" + kind.replace("-", "_"), self._nothing)(model, entry)
            _back(model, entry)
            self.waits.after(model, seq, entry)
        self._rows()
        self.held.kept()

    def _rows(self) -> None:
        """The rows say the same; numbers have no gaps."""
        rows = self.world.db.execute("SELECT n, number, status, owner FROM ticket ORDER BY n").fetchall()
        if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
            self.world.fail(f"ticket numbers have gaps: {[row[0] for row in rows]}")
        for n, number, status, owner in rows:
            model = self.models.get(n)
            if model is None or (status, owner) != (model.status, model.owner) or number != str(n):
                self.world.fail(f"ticket {n} ({number}) is {status} of {owner}; by the procedure it is {model}")

    # -- may this mail do that?

    def _may_stand(self, entry: Entry) -> None:
        if entry.cause != "mail-arrived":
            return
        mail = self.world.check.mail(entry.about["inbox"])
        may = MAY["stranger"] if mail.kind == "forged" and self.world.check.left(mail) else MAY[mail.kind]
        if entry.kind not in may:
            self._wrong(entry, f"{entry.kind} by a mail of kind {mail.kind} (qz{mail.id}k)")
        if entry.kind in ("answered", "closing-stated") and self.lost.is_lost(entry):
            self._wrong(entry, f"qz{mail.id}k is known already, as lost")
        if mail.kind in OPERATORS:
            self._by_an_operator(entry, mail)
        outsider = mail.kind == "stranger" and mail.author not in self.world.check.readers(entry.n)
        if outsider and entry.kind != "request-received":
            self._wrong(entry, f"a stranger (qz{mail.id}k) was let in")

    def _by_an_operator(self, entry: Entry, mail: Mail) -> None:
        operators = self.world.home.in_force["operators"]
        person = next(
            (p for p in operators if mail.author in (p["address"], *p.get("also", ()))), None
        )  # fmt: skip
        his_own = entry.kind in CUSTOMERS and self.world.check.asked(entry.n) == mail.author
        if person is None and entry.kind != "request-received" and not his_own:
            words = f"{mail.author}, no operator any more, changed ticket {entry.n}: {entry.kind} (qz{mail.id}k)"
            main = {known["address"] for known in PEOPLE.values()}
            self.world.known("removed operator" if mail.author in main else "his other address", words)
        if person is not None and entry.kind in ("claimed", "answered") and entry.actor != person["name"]:
            self._wrong(entry, f"it was {person['name']} who wrote")

    # -- what each entry does to the clocks

    def _nothing(self, model: Model, entry: Entry) -> None:
        """Notes, receipts, links: no clock moves."""

    def _request_received(self, model: Model, entry: Entry) -> None:
        put = self.world.check.put(entry.about["inbox"])
        if entry.at != put.arrived_at or model.status:
            self._wrong(entry, f"it arrived {put.arrived_at}")
        model.status, model.since = "new", {"claim": entry.at}
        self._opened[model.n] = entry.at
        ladders = self._ladders(entry)
        claim, answer = first(ladders["claim"]), first(ladders["answer"])
        calendar = self._calendar(entry)
        begun = min((calendar.after(entry.at, rung) for rung in claim), default=entry.at)
        promised = min((calendar.after(begun, rung) for rung in answer), default=begun)
        if entry.data["promised_at"] is None and self.world.check.mail(entry.about["inbox"]).kind in OPERATORS:
            return  # he wrote to a stranger first, who waits for nothing
        if when(entry.data["promised_at"]) != promised:
            self._wrong(entry, f"promised {entry.data['promised_at']}, but the ladders say {promised}")

    def _claimed(self, model: Model, entry: Entry) -> None:
        words = f"ticket {model.n} is {model.status} and has an owner: {model.owner}"
        if model.owner is None and model.status == "closing":
            self.world.known("closing without an owner", words)
        elif model.owner is not None or model.status != "new":
            self._wrong(entry, words)
        if entry.at != self.world.check.put(entry.about["inbox"]).arrived_at:
            self._wrong(entry, "a claim counts by its arrival")
        model.claims += 1
        model.winner = (entry.at, entry.about["inbox"])
        model.undecided_then = self.world.check.undecided()
        self._owned(model, entry)

    def _claim_came_second(self, model: Model, entry: Entry) -> None:
        """Nobody whose claim arrived earlier, and was recorded earlier, may have to stand back."""
        mine = entry.about["inbox"]
        if entry.actor == model.owner:
            self._wrong(entry, "he owns it himself")
        tries = self.world.db.value("SELECT tries FROM inbox WHERE id = ?", (mine,))
        arrived = self.world.check.put(mine).arrived_at
        undecided = bool(tries) or mine in model.undecided_then
        if model.winner and not undecided and arrived <= model.winner[0] and mine < model.winner[1]:
            self._wrong(entry, f"mail {mine} claimed it before mail {model.winner[1]}, which won")

    def _assigned(self, model: Model, entry: Entry) -> None:
        model.winner = None
        self._owned(model, entry)

    def _owned(self, model: Model, entry: Entry) -> None:
        model.snoozed = model.snoozed if model.owner == entry.data["operator"] else None
        model.owner = entry.data["operator"]
        if model.status == "new":
            model.status = "open"
            model.since = {"answer": model.since.get("answer") or entry.at}

    def _answered(self, model: Model, entry: Entry) -> None:
        if model.since.get("answer"):
            model.stopped = model.since["answer"]
            model.since["answer"] = None
        if model.status in ("new", "open", "waiting"):
            model.status = "waiting"
            model.since = {"feedback": entry.at}

    def _customer_wrote(self, model: Model, entry: Entry) -> None:
        kind = self.world.check.mail(entry.about["inbox"]).kind
        if kind in NO_QUESTION:
            self._quiet(model, entry, kind)
            return
        if kind == "vote" and entry.data["thanks"]:
            return
        if kind in OPERATORS and entry.data["thanks"]:  # he is the customer here
            self._his_own(model, entry, kind)
            return
        self._as_question(model, entry)

    def _as_question(self, model: Model, entry: Entry) -> None:
        if model.status in ("waiting", "closing"):
            self._operators_turn(model, entry.at)
        elif model.status in ("open", "escalated"):
            model.since["answer"] = model.since.get("answer") or entry.at

    def _quiet(self, model: Model, entry: Entry, kind: str) -> None:
        """Thanks and "ok" change nothing; solved after an answer, nobody waits for anything but the owner's word."""
        if not entry.data["thanks"]:
            self._wrong(entry, f"{kind} is taken for a question")
        self._settled(model, entry, kind)

    def _his_own(self, model: Model, entry: Entry, kind: str) -> None:
        """An operator on the ticket he has asked himself: "ok" is his thanks, "selesai" or "/selesai" says solved."""
        if AT_HOME.get(kind) != (entry.data["meaning"] == "solved"):
            self._wrong(entry, f"{kind} is taken for {entry.data['meaning']}")
        self._settled(model, entry, "solved" if AT_HOME[kind] else "thanks")

    def _settled(self, model: Model, entry: Entry, kind: str) -> None:
        if kind != "solved" or model.status not in ("open", "waiting"):
            return
        if self.waits.answered_at(model.n) is not None:
            model.status, model.since = "waiting", {"solved": model.since.get("solved") or entry.at}

    def _operators_turn(self, model: Model, at: datetime) -> None:
        if model.owner is None:
            model.status, model.since = "new", {"claim": at, "answer": model.since.get("answer")}
        else:
            model.status, model.since = "open", {"answer": model.since.get("answer") or at}

    def _closing_stated(self, model: Model, entry: Entry) -> None:
        if model.status not in ("new", "open", "waiting"):
            self._wrong(entry, f"a closing statement does not count from {model.status}")
        if entry.data["relayed"]:
            model.stopped = None
        model.status = "closing"
        model.since = {"closing": entry.at, "answer": model.since.get("answer")}

    def _statement_rejected(self, model: Model, entry: Entry) -> None:
        self._operators_turn(model, entry.at)

    def _closed(self, model: Model, entry: Entry) -> None:
        if entry.actor != "Dewi":
            self._wrong(entry, "only the PIC closes")
        model.closings += 1
        model.status, model.since, model.snoozed = "closed", {}, None

    def _discarded(self, model: Model, entry: Entry) -> None:
        model.status, model.since, model.snoozed = "discarded", {}, None

    def _reopened(self, model: Model, entry: Entry) -> None:
        model.owner, model.snoozed = entry.data["owner"], None
        model.status, model.since = ("open", {"answer": entry.at}) if model.owner else ("new", {"claim": entry.at})

    def _released(self, model: Model, entry: Entry) -> None:
        model.owner, model.status, model.snoozed = None, "new", None
        model.since = {"claim": entry.at, "answer": model.since.get("answer")}

    def _letter_undelivered(self, model: Model, entry: Entry) -> None:
        """An answer that proves undeliverable returns the ticket to open with its old clock."""
        model.unreachable |= entry.data["customer"] and not entry.data.get("named")
        if entry.data["letter"] == "second-tier-form":
            if model.status == "escalated":
                self._operators_turn(model, entry.recorded)
            return
        answers = entry.data["letter"] in ("answer", "data-missing")
        if not entry.data["customer"] or not answers or model.status not in ("waiting", "closing"):
            return
        if model.since.get("answer") is not None or (model.status == "closing" and model.stopped is None):
            return
        at = model.stopped or self.waits.answered_at(model.n)
        assert at is not None
        self._operators_turn(model, at)

    def _copy_lost(self, model: Model, entry: Entry) -> None:
        """An answer known from its quotation stops the clock when that says; of what came since it says nothing."""
        written, wrong = self.lost.told(entry, self._seq, self._opened[model.n])
        self._right(entry, wrong)
        said = entry.data["written_at"]
        if (when(said) if said else None) != written:
            self._wrong(entry, f"it was written {written}, and not {said}")
        asked = model.since.get("answer")
        if written is None or model.status not in ("new", "open") or (asked is not None and asked > written):
            return
        model.stopped = asked or model.stopped
        model.status, model.since = "waiting", {"feedback": written}
        self.waits.is_answered(model.n, self._seq, written)

    def _copy_found(self, model: Model, entry: Entry) -> None:
        """Its original takes its place, and no clock moves."""
        self._right(entry, self.lost.found(entry))

    # -- the second tier

    def _escalated(self, model: Model, entry: Entry) -> None:
        if model.owner is None or model.status not in ("open", "waiting", "escalated"):
            self._wrong(entry, f"the ticket is {model}")
        model.snoozed = None
        if model.status != "escalated" or entry.data["first"]:
            model.status, model.escalated = "escalated", model.escalated or entry.at
            model.since = {"second_tier": entry.at, "answer": model.since.get("answer")}

    def _escalation_waits(self, model: Model, entry: Entry) -> None:
        """A question back is an answer."""
        if entry.data["asks"] and model.status in ("open", "waiting"):
            model.stopped = model.since.get("answer")
            model.status, model.since = "waiting", {"feedback": entry.at}

    def _party_wrote(self, model: Model, entry: Entry) -> None:
        if model.status == "escalated":
            self._operators_turn(model, entry.at)

    # -- what is taken back or put off

    def _answer_left(self, model: Model, entry: Entry) -> None:
        self._right(entry, self.waits.left(entry))

    def _answer_taken_back(self, model: Model, entry: Entry) -> None:
        self._right(entry, self.waits.taken_back(model, entry))

    def _command_undone(self, model: Model, entry: Entry) -> None:
        self._right(entry, self.waits.undone(model, entry))

    def _snoozed(self, model: Model, entry: Entry) -> None:
        model.snoozed = (entry.at, when(entry.data["until"]))

    def _right(self, entry: Entry, wrong: str) -> None:
        if wrong:
            self._wrong(entry, wrong)

    # -- reminders and breaches

    def _rang(self, model: Model, entry: Entry) -> None:
        ladder, after = entry.data["ladder"], entry.data["after"]
        since = model.since.get(ladder)
        if ladder not in LADDERS_OF.get(model.status, ()) or since is None or when(entry.data["since"]) != since:
            self._wrong(entry, f"{ladder} {after} rang since {entry.data['since']}, but the ticket is {model}")
        if not any(
            rung["after"] == after and rung["letter"] == entry.data["letter"] for rung in self._ladders(entry)[ladder]
        ):
            self._wrong(entry, f"there is no rung {after} {entry.data['letter']} in {ladder}")
        due = self._due(entry, model, ladder, since, after)
        if when(entry.data["due"]) != due or entry.recorded < due:
            self._wrong(entry, f"{ladder} {after} rang at {entry.recorded}; it is due at {due}")
        if entry.data.get("woken"):
            self._right(entry, self.waits.woken(model, entry, due))
            return
        self._right(entry, self.waits.rang(model, entry, due))
        if (ladder, since, after) in model.rung:
            self._wrong(entry, f"{ladder} {after} rang twice on the clock of {since}")
        model.rung.add((ladder, since, after))
        model.rang[ladder, since] = max(due, model.rang.get((ladder, since), due))
        self._only_the_last_speaks(entry, due)

    def _only_the_last_speaks(self, entry: Entry, due: datetime) -> None:
        key = (entry.n, entry.occasion, entry.data["ladder"])
        if not entry.data["send"]:
            self._silent[key] = max(due, self._silent.get(key, due))
        elif self._spoke.setdefault(key, due) != due or self._silent.get(key, due) > due:
            self._wrong(entry, "of several overdue rungs only the last sends its letter")

    def _breached(self, model: Model, entry: Entry) -> None:
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
        ladders = self._ladders(entry)
        rungs = [ladders["breach_after"]] if "breach_after" in ladders else first(ladders["answer"])
        return min((self._due(entry, model, "answer", since, rung) for rung in rungs), default=None)

    def _due(self, entry: Entry, model: Model, ladder: str, since: datetime, after: str) -> datetime:
        return self._calendar(entry).after_pauses(since, after, model.pauses if ladder == "answer" else [])

    def at_the_end(self) -> None:
        """Every rung that is due has rung; every claiming had its receipt, every closing its link."""
        world = self.world
        fingerprint = next(d for d in world.daemons if d.alive).parts.rules.fingerprint
        for model in self.models.values():
            last = Entry(model.n, "the end", "", {}, 0, world.clock.now(), "", {}, fingerprint)
            for ladder in LADDERS_OF.get(model.status, ()):
                self._all_rang(model, ladder, last)
            self._receipts(model, last)

    def _all_rang(self, model: Model, ladder: str, last: Entry) -> None:
        since = model.since.get(ladder)
        for rung in self._ladders(last)[ladder] if since else ():
            due = self._due(last, model, ladder, since, rung["after"])
            if since and due <= model.rang.get((ladder, since), since):
                continue  # an edit put it before what has rung: nobody is asked again
            if due <= last.recorded and (ladder, since, rung["after"]) not in model.rung:
                self._wrong(last, f"{ladder} {rung['after']} was due at {due} and never rang: {model}")

    def _receipts(self, model: Model, last: Entry) -> None:
        count = "SELECT count(*) FROM letter WHERE ticket_n = ? AND kind = ?"
        asked = "SELECT count(*) FROM event WHERE ticket_n = ? AND kind IN ('claimed', 'assigned')"
        receipts = self.world.db.value(count, (model.n, "claim-receipt"))
        if receipts > self.world.db.value(asked, (model.n,)) or receipts < model.claims:
            self._wrong(last, f"{receipts} claim receipts for {model.claims} claims")
        acknowledged = self.world.db.value(count, (model.n, "acknowledgement"))
        if acknowledged > 1:
            self._wrong(last, f"acknowledged {acknowledged} times")
        sql = "SELECT count(*) FROM letter WHERE ticket_n = ? AND text LIKE '%survey.example%'"
        links = self.world.db.value(sql, (model.n,))
        if links > model.closings or (links < model.closings and not model.unreachable):
            self._wrong(last, f"{links} survey links for {model.closings} closings")

    # -- rules

    def _ladders(self, entry: Entry) -> dict[str, Any]:
        return self.world.home.by_fingerprint[entry.rules]["reminders"]

    def _calendar(self, entry: Entry) -> Calendar:
        if entry.rules not in self._calendars:
            self._calendars[entry.rules] = Calendar(self.world.home.by_fingerprint[entry.rules])
        return self._calendars[entry.rules]

    def _wrong(self, entry: Entry, words: str) -> NoReturn:
        self.world.fail(f"ticket {entry.n}, {entry.kind} by {entry.actor}: {words}")
