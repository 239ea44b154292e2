"""What each entry of a ticket's log does to its state, its owner and its clocks: procedure.md, step 4 and "States"."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NoReturn

from tests.simulation.entry import Entry, first, when, wrong
from tests.simulation.joining import Joining
from tests.simulation.lost import LostAnswers
from tests.simulation.mails import Mail
from tests.simulation.may import AT_HOME, OPERATORS
from tests.simulation.model import Model
from tests.simulation.out import Out, heard
from tests.simulation.people import NO_QUESTION
from tests.simulation.renaming import plain
from tests.simulation.rungs import Rungs
from tests.simulation.surveys import Surveys
from tests.simulation.waits import Waits
from tests.simulation.words import SECRET

if TYPE_CHECKING:
    from tests.simulation.world import World


_KNOWN = "SELECT 1 FROM letter WHERE message_id = ? UNION ALL SELECT 1 FROM message WHERE message_id = ? LIMIT 1"
_REDACTED = "SELECT count(*) FROM event WHERE ticket_n = ? AND kind = 'redacted'"


class Course:
    """A method for each kind of event that moves something."""

    def __init__(self, world: World, rungs: Rungs, waits: Waits) -> None:
        self.world, self.rungs, self.waits = world, rungs, waits
        self.joining = Joining(world, rungs, waits)
        self.lost = LostAnswers(world)
        self.surveys = Surveys(world)
        self._opened: dict[int, datetime] = {}

    def request_received(self, model: Model, entry: Entry) -> None:
        if self.joining.begins(model, entry):
            self._opened[model.n] = entry.at
            return
        put = self.world.check.put(entry.about["inbox"])
        if entry.at != put.arrived_at or model.status:
            self._wrong(entry, f"it arrived {put.arrived_at}")
        model.status, model.since, model.group = "new", {"claim": entry.at}, entry.data["group"]
        self._opened[model.n] = entry.at
        ladders = self.rungs.ladders(entry)
        claim, answer = first(ladders["claim"]), first(ladders["answer"])
        calendar = self.rungs.calendar(entry)
        begun = min((calendar.after(entry.at, rung) for rung in claim), default=entry.at)
        promised = min((calendar.after(begun, rung) for rung in answer), default=begun)
        if entry.data["promised_at"] is None and self.world.check.mail(entry.about["inbox"]).kind in OPERATORS:
            return  # he wrote to a stranger first, who waits for nothing
        if "shifts" in self.world.home.by_fingerprint[entry.rules] and when(entry.data["promised_at"]) > promised:
            return  # nobody is on duty: it is promised from the next shift on
        if when(entry.data["promised_at"]) != promised:
            self._wrong(entry, f"promised {entry.data['promised_at']}, but the ladders say {promised}")

    def claimed(self, model: Model, entry: Entry) -> None:
        if entry.occasion == model.joined:  # whoever has joined or split them has this one too
            self._owned(model, entry)
            return
        words = f"ticket {model.n} is {model.status} and has an owner: {model.owner}"
        if model.owner is not None or model.status != "new":
            self._wrong(entry, words)
        put = self.world.check.put(entry.about["inbox"])
        by_yes = (
            put.mail.kind == "consent" and put.arrived_at <= entry.at <= entry.recorded
        )  # as if he had typed it then
        if entry.at != put.arrived_at and not by_yes:
            self._wrong(entry, "a claim counts by its arrival")
        self._in_turn(model, entry, put.mail)
        model.claims += 1
        model.winner = (entry.at, entry.about["inbox"])
        model.undecided_then = self.world.check.undecided()
        self._owned(model, entry)

    def _in_turn(self, model: Model, entry: Entry, mail: Mail) -> None:
        """Until the first step of its claim ladder a ticket is its group's."""
        rules = self.world.home.by_fingerprint[entry.rules]
        members = [p["name"] for p in rules["operators"] if model.group in p.get("groups", ())] if model.group else []
        rang = any(ladder == "claim" for ladder, _, _ in model.rung)
        if entry.actor in (*members, "Dewi") or rang or mail.direct or model.status == "closing" or not members:
            return
        if any(self.world.check.tickets.absent.is_here(plain(name), entry.recorded) for name in members):
            self._wrong(entry, f"it is first for {members}")

    def claim_came_second(self, model: Model, entry: Entry) -> None:
        """Nobody whose claim arrived earlier, and was recorded earlier, may have to stand back."""
        mine = entry.about["inbox"]
        if entry.actor == model.owner:
            self._wrong(entry, "he owns it himself")
        tries = self.world.db.value("SELECT tries FROM inbox WHERE id = ?", (mine,))
        arrived = self.world.check.put(mine).arrived_at
        undecided = bool(tries) or mine in model.undecided_then
        if model.winner and not undecided and arrived <= model.winner[0] and mine < model.winner[1]:
            self._wrong(entry, f"mail {mine} claimed it before mail {model.winner[1]}, which won")

    def assigned(self, model: Model, entry: Entry) -> None:
        model.winner = None
        self._owned(model, entry)

    def _owned(self, model: Model, entry: Entry) -> None:
        if model.status == "new" or model.taken is None or entry.data.get("restarts"):
            model.taken = entry.at
        model.snoozed = model.snoozed if model.owner == entry.data["operator"] else None
        model.owner = entry.data["operator"]
        if model.status == "new":
            model.status = "open"
            model.since = {"answer": model.since.get("answer") or entry.at}
        self._brought_along(model, entry)

    def _brought_along(self, model: Model, entry: Entry) -> None:
        """What had rung on the ticket that a mail has left: an edit puts no rung before that."""
        (breached, rungs), model.along = model.along, (False, ())
        since = model.since.get("answer")
        if since is None:
            return
        model.breached |= {since} if breached else set()
        for after in (rung.partition(":")[2] for rung in rungs if rung.startswith("answer:")):
            model.rung.add(("answer", since, after))

    def answered(self, model: Model, entry: Entry) -> None:
        model.asked = "?" in entry.data["text"]  # canned ones do ask
        model.out = (*model.out, Out(entry.data["scheduled"] or entry.seq, model.since.get("answer")))
        model.since["answer"] = None
        if model.status in ("new", "open", "waiting"):
            model.status = "waiting"
            model.since = {"feedback": entry.at}

    def customer_wrote(self, model: Model, entry: Entry) -> None:
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
        model.asked, model.out = False, heard(model.out)
        if model.status in ("waiting", "closing"):
            self._operators_turn(model, entry.at)
        elif model.status in ("open", "escalated"):
            model.since["answer"] = model.since.get("answer") or entry.at

    def _quiet(self, model: Model, entry: Entry, kind: str) -> None:
        """Thanks and "ok" change nothing; solved after an answer, nobody waits for anything but the owner's word."""
        if not entry.data["thanks"]:
            if (kind != "heard" or not model.asked) and not self._repeats_redacted(entry):
                self._taken_for_a_question(entry, kind)
            self._as_question(model, entry)
            return
        self._settled(model, entry, kind)

    def _taken_for_a_question(self, entry: Entry, kind: str) -> None:
        """Below Outlook's quotation of a mail that never came here, and that ends below a quotation of its own, nobody
        can know the last words from the author's: better a thank-you too many than a question that nobody reads."""
        mail = self.world.check.mail(entry.about["inbox"])
        if b"Dikirim:" not in mail.raw or self.world.db.value(_KNOWN, (mail.parent, mail.parent)) is not None:
            self._wrong(entry, f"ticket {entry.n}: {kind} is taken for a question")
        self.world.said["customer: Outlook quotes a mail the desk does not know"] += 1

    def _repeats_redacted(self, entry: Entry) -> bool:
        """What it quotes without a mark has lost words here since, and is not known again."""
        gone = SECRET.search(entry.data["text"])
        return gone is not None and self.world.db.value(_REDACTED, (entry.n,)) > 0

    def _his_own(self, model: Model, entry: Entry, kind: str) -> None:
        """An operator on the ticket he has asked himself: "ok" is his thanks, "selesai" or "/selesai" says solved."""
        if AT_HOME.get(kind) != (entry.data["meaning"] == "solved"):
            self._wrong(entry, f"{kind} is taken for {entry.data['meaning']}: {entry.data['text']!r}")
        self._settled(model, entry, "solved" if AT_HOME[kind] else "thanks")

    def _settled(self, model: Model, entry: Entry, kind: str) -> None:
        if kind not in ("solved", "helped") or model.status not in ("open", "waiting"):
            return
        if self.waits.has_answer(model.n):
            model.status, model.since = "waiting", {"solved": model.since.get("solved") or entry.at}

    def _operators_turn(self, model: Model, at: datetime) -> None:
        if model.owner is None:
            model.status, model.since = "new", {"claim": at, "answer": model.since.get("answer")}
        else:
            model.status, model.since = "open", {"answer": model.since.get("answer") or at}

    def closing_stated(self, model: Model, entry: Entry) -> None:
        if model.status not in ("new", "open", "waiting"):
            self._wrong(entry, f"a closing statement does not count from {model.status}")
        model.status = "closing"
        model.since = {"closing": entry.at, "answer": model.since.get("answer")}

    def statement_rejected(self, model: Model, entry: Entry) -> None:
        self._operators_turn(model, entry.at)

    def closed(self, model: Model, entry: Entry) -> None:
        if entry.actor != "Dewi":
            self._wrong(entry, "only the PIC closes")
        self.surveys.begins(model, entry)
        model.closings += 1
        model.status, model.since, model.snoozed = "closed", {}, None

    def imported(self, model: Model, entry: Entry) -> None:
        """It was over before it came here."""
        if model.status not in ("", "closed"):
            self._wrong(entry, f"the ticket is {model}")
        model.status = "closed"

    def discarded(self, model: Model, entry: Entry) -> None:
        model.status, model.since, model.snoozed = "discarded", {}, None

    def reopened(self, model: Model, entry: Entry) -> None:
        model.owner, model.snoozed, model.vote_awaited, model.out = entry.data["owner"], None, None, ()
        model.status, model.since = ("open", {"answer": entry.at}) if model.owner else ("new", {"claim": entry.at})

    def claim_expired(self, model: Model, entry: Entry) -> None:
        """Nobody has answered since he took it."""
        after = self.world.home.by_fingerprint[entry.rules].get("claim_expires", "")
        if model.owner != entry.data["operator"] or model.status != "open" or model.taken is None or not after:
            self._wrong(entry, f"the ticket is {model}; claims expire: {after or 'never'}")
        taken = max([model.taken, model.put_aside or model.taken, *(until for _, until in model.pauses)])
        due = self.rungs.calendar(entry).after(taken, after)
        if entry.recorded < due or when(entry.data["due"]) != due or self.waits.answered_at(model.n):
            self._wrong(entry, f"taken {taken}, it expires {due}; answered {self.waits.answered_at(model.n)}")
        self.released(model, entry)

    def solved_by_self_help(self, model: Model, entry: Entry) -> None:
        """The word the acknowledgement asks for, before anybody has answered: closed without the PIC."""
        mail = self.world.check.mail(entry.about["inbox"])
        if (
            mail.kind not in ("helped", "solved", "closing-word")
            or model.status not in ("new", "open")
            or self.waits.answered_at(model.n)
        ):
            self._wrong(entry, f"qz{mail.id}k is {mail.kind}, the ticket {model}")
        model.closings += 1
        model.status, model.since, model.snoozed = "closed", {}, None

    def released(self, model: Model, entry: Entry) -> None:
        model.owner, model.status, model.snoozed = None, "new", None
        model.since = {"claim": entry.at, "answer": model.since.get("answer")}

    def letter_undelivered(self, model: Model, entry: Entry) -> None:
        """An answer that proves undeliverable returns the ticket to open with its old clock."""
        model.unreachable |= entry.data["customer"] and not entry.data.get("named")
        if entry.data["letter"] == "second-tier-form":
            self._tier_done(model, entry.recorded)
            return
        answers = entry.data["letter"] in ("answer", "data-missing")
        if entry.data["customer"] and answers:
            self.waits.came_back(model, entry.data["number"], entry.recorded)

    def copy_lost(self, model: Model, entry: Entry) -> None:
        """An answer known from its quotation stops the clock when that says; of what came since it says nothing."""
        written, wrong = self.lost.told(entry, entry.seq, self._opened[model.n])
        self._right(entry, wrong)
        said = entry.data["written_at"]
        if (when(said) if said else None) != written:
            self._wrong(entry, f"it was written {written}, and not {said}")
        asked = model.since.get("answer")
        if written is None or model.status not in ("new", "open") or (asked is not None and asked > written):
            return
        model.out = (*model.out, Out(entry.seq, asked))
        self.waits.is_answered(model.n, entry.seq, written)
        if model.owner is None:  # somebody must still take it
            model.since.pop("answer", None)
        else:
            model.status, model.since = "waiting", {"feedback": written}

    def copy_found(self, model: Model, entry: Entry) -> None:
        """Its original takes its place, and no clock moves."""
        self._right(entry, self.lost.found(entry))

    # -- the second tier

    def escalated(self, model: Model, entry: Entry) -> None:
        if model.owner is None or model.status not in ("open", "waiting", "escalated"):
            self._wrong(entry, f"the ticket is {model}")
        model.snoozed, model.asked = None, False
        if model.status != "escalated" or entry.data["first"]:
            model.status, model.escalated = "escalated", model.escalated or entry.at
            model.since = {"second_tier": entry.at, "answer": model.since.get("answer")}

    def escalation_waits(self, model: Model, entry: Entry) -> None:
        """A question back is an answer."""
        if entry.data["asks"]:
            model.out = (*model.out, Out(entry.seq, model.since.get("answer")))
        if entry.data["asks"] and model.status in ("open", "waiting"):
            model.status = "waiting"
            model.since = {"feedback": entry.at}
        if entry.data["asks"]:
            model.asked = False  # it asks for data; "ok" brings none

    def party_wrote(self, model: Model, entry: Entry) -> None:
        if entry.data["party_kind"] == "second-tier":
            self._tier_done(model, entry.at)

    def _tier_done(self, model: Model, at: datetime) -> None:
        """The owner's turn; of a ticket that went into another, nobody is waited for any more."""
        if model.status == "escalated":
            self._operators_turn(model, at)
        elif model.status == "merged":
            model.since = {}

    def third_party_asked(self, model: Model, entry: Entry) -> None:
        """Clocks and state stay as they are."""
        if entry.actor != model.owner:
            self._wrong(entry, f"the ticket is {model.owner}'s")

    # -- what is taken back or put off

    def answer_left(self, model: Model, entry: Entry) -> None:
        self._right(entry, self.waits.left(entry))

    def answer_taken_back(self, model: Model, entry: Entry) -> None:
        self._right(entry, self.waits.taken_back(model, entry))
        if model.owner == entry.data["operator"]:
            model.put_aside = entry.at

    def command_undone(self, model: Model, entry: Entry) -> None:
        self._right(entry, self.waits.undone(model, entry))

    def snoozed(self, model: Model, entry: Entry) -> None:
        model.snoozed = (entry.at, when(entry.data["until"]))

    def _right(self, entry: Entry, wrong: str) -> None:
        if wrong:
            self._wrong(entry, wrong)

    def _wrong(self, entry: Entry, words: str) -> NoReturn:
        wrong(self.world, entry, words)
