from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, NoReturn

from mailflow.errors import CannotDo
from mailflow.store.mail import inbox
from tests.simulation.absent import Absent
from tests.simulation.course import Course
from tests.simulation.entry import Entry, moment, wrong
from tests.simulation.heard import is_heard
from tests.simulation.held import HeldAnswers
from tests.simulation.home import BANK, PEOPLE
from tests.simulation.incidents import Incidents
from tests.simulation.mails import Mail
from tests.simulation.may import CUSTOMERS, MAY, OPERATORS
from tests.simulation.model import LADDERS_OF, Model, back
from tests.simulation.played import EVENTS
from tests.simulation.renaming import Renaming, plain
from tests.simulation.rungs import Rungs
from tests.simulation.surveys import LETTER
from tests.simulation.waits import Waits
from tests.simulation.words import SECRET, SLIP

if TYPE_CHECKING:
    from tests.simulation.world import World

# Notes, receipts, links, refusals: no clock moves, nobody is owner of anything else.
NOTHING = frozenset(
    """
    claim-returned answer-returned answer-held held-settled held-reminded answer-scheduled note-filed note-added
    pic-wrote confirmation-asked command-answered command-refused reaction-filed categorized prioritized excused
    customer-named redacted request-repeated
    linked automatic-filed escalation-voided party-acknowledged second-tier-late
    """.split()
)
_EVENTS = "SELECT data FROM event WHERE ticket_n = ? AND id < ?"
_LETTERS = "SELECT text FROM letter WHERE ticket_n = ? AND version < ? AND state = 'sent'"
_NEW = (
    "SELECT e.id, e.ticket_n, e.seq, e.kind, e.actor, e.data, o.id, o.at, o.kind, o.data, o.rules FROM event e "
    "JOIN occasion o ON o.id = e.occasion_id WHERE e.id > ? ORDER BY e.id"
)


class Tickets:
    def __init__(self, world: World) -> None:
        self.world = world
        self.models: dict[int, Model] = {}
        self._seen = 0
        self.held = HeldAnswers(world)
        self.waits = Waits(world)
        self.absent = Absent(world)
        self.rungs = Rungs(world, self.waits)
        self.course = Course(world, self.rungs, self.waits)
        self.renaming = Renaming(world, self.held, self.waits)
        self._acts = self._known()

    def _known(self) -> Mapping[str, Callable[[Model, Entry], None]]:
        """By kind of event: what it does. What stands in none of the tables is not known to the model."""
        found: dict[str, Callable[[Model, Entry], None]] = {}
        parts = (self.course, self.rungs, self.course.joining, Incidents(self.world), self.course.surveys,
                 self.renaming)  # fmt: skip
        for kind in EVENTS:
            name = kind.replace("-", "_")
            for part in parts:
                if hasattr(part, name):
                    found[kind] = getattr(part, name)
        return found

    @property
    def is_behind(self) -> bool:
        """Whether something has happened that this has not seen yet: a letter may leave while a daemon pauses."""
        return bool(self.world.db.value("SELECT COALESCE(max(id), 0) FROM event") > self._seen)

    def step(self) -> None:
        touched = set()
        for event_id, n, seq, kind, actor, data, occasion, at, cause, about, rules in self.world.db.execute(
            _NEW, (self._seen,)
        ).fetchall():
            self._seen = event_id
            touched.add(n)
            self.world.say(f"   ticket {n}: {kind} by {actor}")
            entry = Entry(
                n, kind, actor, json.loads(data), occasion, moment(at), cause, json.loads(about), rules, event_id, seq
            )
            self._may_stand(entry)
            model = self.models.setdefault(n, Model(n))
            if model.status == "closing" and not is_heard(self.world, entry):
                self._wrong(entry, "the PIC said yes to the notice that counts")
            self.rungs.puts_on(entry)
            self.held.happened(n, seq, kind, actor, entry.data)
            self.waits.before(model, seq, entry)
            self._beside(model, entry)
            if kind in self._acts:
                self._acts[kind](model, entry)
            elif kind not in NOTHING:
                self._wrong(entry, "the model knows nothing of it")
            back(model, entry)
            self.waits.after(model, seq, entry)
        if touched:
            self._rows()
            self.held.kept(touched)

    def _beside(self, model: Model, entry: Entry) -> None:
        """What is not about the ticket's own course."""
        match entry.kind:
            case "held-reminded":
                self.held.reminded(entry, self.rungs.calendar(entry))
            case "held-settled" if model.owner == entry.actor:
                model.put_aside = entry.recorded
            case "claim-expired" if self.held.has(entry.n, model.owner) or self.waits.has_unsent(entry.n):
                self._wrong(entry, "its owner has an answer in hand")
            case "command-answered":
                self.absent.said(entry)
            case "redacted":
                self._is_gone(entry)

    def _is_gone(self, entry: Entry) -> None:
        """No word of what a customer should not have sent is left in the log, the letters and the mail itself. (Which
        words an operator has named nobody knows any more: where the mail quotes several, or his slip, any of them.)"""
        db, raw = self.world.db, self.world.check.mail(entry.data["mail"]).raw.decode()
        named = [*SECRET.findall(raw), *([SLIP] if SLIP in raw else [])]
        if not named:
            self._wrong(entry, f"nobody asked for words of mail {entry.data['mail']} to go")
        kept = [data for (data,) in db.execute(_EVENTS, (entry.n, entry.id)).fetchall()]
        kept += [text or "" for (text,) in db.execute(_LETTERS, (entry.n, entry.seq)).fetchall()]
        with suppress(CannotDo):  # bytes that cannot be cut are not kept at all
            kept.append(inbox.raw(db, entry.data["mail"]).decode("utf-8", "replace"))
        if all(any(re.search(rf"\b{words}\b", text) for text in kept) for words in named):
            self._wrong(entry, f"{named[0]} is still there")

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
        bulk = mail.kind == "vacation" and mail.author == BANK and b"Precedence: bulk" in mail.raw
        if bulk:  # ticket systems mark people's answers so, too: somebody reads what it says
            may = {*may, "party-wrote"}
        if entry.kind not in may:
            self._wrong(entry, f"{entry.kind} by a mail of kind {mail.kind} (qz{mail.id}k)")
        if entry.kind in ("answered", "closing-stated") and self.course.lost.is_lost(entry):
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
        if person is not None and entry.kind in ("claimed", "answered") and plain(entry.actor) != plain(person["name"]):
            self._wrong(entry, f"it was {person['name']} who wrote")

    def at_the_end(self) -> None:
        """Every rung that is due has rung; every claiming had its receipt, every closing its link."""
        world = self.world
        self.held.kept(set(self.models))
        fingerprint = next(d for d in world.daemons if d.alive).parts.rules.fingerprint
        for model in self.models.values():
            last = Entry(model.n, "the end", "", {}, 0, world.clock.now(), "", {}, fingerprint)
            for ladder in LADDERS_OF.get(model.status, ()):
                self.rungs.all_rang(model, ladder, last)
            self._receipts(model, last)
            self.course.surveys.at_the_end(model, last)

    def _receipts(self, model: Model, last: Entry) -> None:
        count = "SELECT count(*) FROM letter WHERE ticket_n = ? AND kind = ?"
        asked = "SELECT count(*) FROM event WHERE ticket_n = ? AND kind IN ('claimed', 'assigned')"
        receipts = self.world.db.value(count, (model.n, "claim-receipt"))
        if receipts > self.world.db.value(asked, (model.n,)) or receipts < model.claims:
            self._wrong(last, f"{receipts} claim receipts for {model.claims} claims")
        acknowledged = self.world.db.value(count, (model.n, "acknowledgement"))
        if acknowledged > 1:
            self._wrong(last, f"acknowledged {acknowledged} times")
        sql = "SELECT count(*) FROM letter WHERE ticket_n = ? AND kind <> ? AND text LIKE '%survey.example%'"
        links = self.world.db.value(sql, (model.n, LETTER))
        if links > model.closings or (links < model.closings and not model.unreachable):
            self._wrong(last, f"{links} survey links for {model.closings} closings")

    def _wrong(self, entry: Entry, words: str) -> NoReturn:
        wrong(self.world, entry, words)
