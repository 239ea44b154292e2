"""The admin is told once when something has been out of order for too long, and once when it works again.

The database stores when each outage began and whether it was told, so that neither a restart nor a second daemon tells
it twice. While the database cannot be written, this process remembers it in memory.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from mailflow.clock import machine_now, steady_now
from mailflow.core.alerts import LOST, OVER
from mailflow.core.moments import short_length
from mailflow.errors import MailflowError
from mailflow.flow.health.alerts import alarm, tell_admin
from mailflow.flow.health.symptoms import Symptom, Symptoms
from mailflow.flow.parts import Parts
from mailflow.store.desk import meta
from mailflow.store.engine import terms
from mailflow.store.health import health, watching
from mailflow.store.mail import inbox

log = logging.getLogger("mailflow")

JUMP = 3600.0  # a jump of the clock by this many seconds is told to the admin
PARKED_PAUSE = 3600.0  # seconds between alarms about a growing number of parked mails
_SHOWN = 10  # parked mails listed in one alarm
_PARKED = "parked-told"  # key of meta: how many parked mails the admin has been told of
_LOSS = "loss-told"  # key of meta: of which loss


class Outages:
    """Checked every few seconds, in a thread that may wait for a mail server."""

    def __init__(self, parts: Parts, symptoms: Symptoms, now: Callable[[], float] = steady_now) -> None:
        self._parts, self._symptoms, self._now = parts, symptoms, now
        self._began: dict[str, float] = {}  # by subject
        self._asked: set[str] = set()  # subjects for which it was decided which daemon tells the admin
        self._unrecorded: set[str] = set()  # subjects that could not be stored
        self._told: set[str] = set()  # told by us, which could not be stored
        self._untold: dict[str, Symptom] = {}  # by subject: nobody could be told, since that could not be stored
        self._ended: dict[str, float] = {}  # subject → when another daemon had ended it
        self._parked_at: float | None = None  # when the last alarm about parked mail was
        self.jumps: list[float] = []  # jumps of the clock in seconds, not told yet
        self._owed: list[tuple[str, str]] = []  # (topic, text) of alarms that could not be written, oldest first

    def look(self) -> None:
        """One round: record new outages, tell those that last too long, end those that are over."""
        self._pay()
        recorded = self._recorded()
        here = {s.subject: s for s in self._symptoms.now().values() if self._is_ours(s, recorded)}
        for symptom in here.values():
            self._goes_on(symptom, recorded)
        ages = {subject: machine_now() - outage.since for subject, outage in (recorded or {}).items()}
        ages |= {subject: self._now() - began for subject, began in self._began.items()}
        for subject in sorted(set(ages) - set(here)):
            if self._symptoms.is_over(subject, ages[subject], subject in self._began, self._living()):
                self._end(subject)
        self._tell_of_jumps()
        self._tell_of_parked_mail()
        self._tell_of_loss()

    def _recorded(self) -> dict[str, watching.Outage] | None:
        """The stored outages by subject; None when the database cannot be read."""
        try:
            return {outage.subject: outage for outage in watching.outages(self._parts.db)}
        except MailflowError:
            return None

    def _living(self) -> set[str]:
        try:
            return {f"{worker.host} (pid {worker.pid})" for worker in health.living(self._parts.db, machine_now())}
        except MailflowError:
            return set()

    def _alarm(self, topic: str, text: str) -> None:
        self._pay()
        waits = bool(self._owed) and self._parts.policy.settings.alarm is None  # behind those before it
        if waits or not alarm(self._parts, topic, text):
            self._owed.append((topic, text))

    def _pay(self) -> None:
        """Alarms that a full disk kept from being written: who is told of an outage's end must know of the outage."""
        try:
            while self._owed:
                tell_admin(self._parts, *self._owed[0])
                del self._owed[0]
        except MailflowError:
            log.debug("the disk is still full")

    # -- life of an outage

    def _is_ours(self, symptom: Symptom, recorded: dict[str, watching.Outage] | None) -> bool:
        """Whether the symptom is current. Not when another daemon has found the server working since we last tried."""
        subject = symptom.subject
        known = subject in self._began and subject not in self._unrecorded
        if symptom.heard and known and recorded is not None and subject not in recorded:
            self._ended[subject] = self._now()
            self._forget(subject)
        return not symptom.heard or symptom.heard > self._ended.get(subject, -1.0)

    def _goes_on(self, symptom: Symptom, recorded: dict[str, watching.Outage] | None) -> None:
        """The outage exists, new or continuing."""
        subject = symptom.subject
        found = (recorded or {}).get(subject)
        if subject not in self._began:
            earlier = max(0.0, machine_now() - found.since) if found is not None else 0.0
            self._began[subject] = self._now() - earlier
        lasted = self._now() - self._began[subject]
        if found is None:
            self._record(symptom, lasted)
        elif subject in self._told and found.told is None:
            self._claim_late(subject)
        if lasted < symptom.patience or subject in self._asked:
            return
        self._tell(symptom, lasted)

    def _tell(self, symptom: Symptom, lasted: float) -> bool:
        """Tell the admin, if no other daemon does. Without `alarm:` the letter needs the database just as the claim
        does: while it cannot be written, nobody is told, and the next round tries again. Returns whether that is
        settled."""
        subject = symptom.subject
        try:
            ours = watching.claim_telling(self._parts.db, subject, machine_now())
        except MailflowError:
            if self._parts.policy.settings.alarm is None:
                self._untold[subject] = symptom
                return False
            ours = True  # two daemons may do so: better twice than not at all
            self._told.add(subject)
        self._untold.pop(subject, None)
        self._asked.add(subject)
        if ours:
            self._alarm(subject, f"{symptom.words}\n\n{self._since(lasted)}")
        return True

    def _tell_late(self, symptom: Symptom, lasted: float) -> bool:
        """It ended before anybody could be told of it."""
        if symptom.subject in self._unrecorded:
            self._record(symptom, lasted)
        return symptom.subject not in self._unrecorded and self._tell(symptom, lasted)

    def _claim_late(self, subject: str) -> None:
        """It was told while that could not be stored: other daemons learn of it now."""
        try:
            watching.claim_telling(self._parts.db, subject, machine_now())
        except MailflowError:
            return
        self._told.discard(subject)

    def _record(self, symptom: Symptom, lasted: float) -> None:
        try:
            watching.begin_outage(self._parts.db, symptom.subject, symptom.words, machine_now() - lasted)
            if symptom.subject in self._told:
                watching.claim_telling(self._parts.db, symptom.subject, machine_now())
        except MailflowError:
            self._unrecorded.add(symptom.subject)
        else:
            self._unrecorded.discard(symptom.subject)
            self._told.discard(symptom.subject)

    def _end(self, subject: str) -> None:
        """The outage is over. If that cannot be stored, it stays and is tried again at the next round."""
        began, untold = self._began.get(subject), self._untold.get(subject)
        if untold and began is not None and not self._tell_late(untold, self._now() - began):
            return
        try:
            ended = watching.end_outage(self._parts.db, subject)
        except MailflowError:
            return
        lasted = None
        if ended is not None and ended.told is not None:
            lasted = machine_now() - ended.since
        elif subject in self._told and began is not None:
            lasted = self._now() - began
        self._forget(subject)
        if lasted is not None:
            self._alarm(f"{subject}{OVER}", f"It lasted {_length(lasted)}.")

    def _forget(self, subject: str) -> None:
        self._began.pop(subject, None)
        self._untold.pop(subject, None)
        for known in (self._asked, self._unrecorded, self._told):
            known.discard(subject)

    def _since(self, lasted: float) -> str:
        begin = self._parts.rules.desk.local(self._parts.clock.now() - timedelta(seconds=lasted))
        return f"since {begin:%Y-%m-%d %H:%M} ({_length(lasted)})"

    # -- one-time events

    def _tell_of_parked_mail(self) -> None:
        """More mails are parked than the admin was told of. At most once an hour, because one fault parks many."""
        if self._parked_at is not None and self._now() - self._parked_at < PARKED_PAUSE:
            return
        db = self._parts.db
        count = health.parked(db)
        known = int(meta.get(db, _PARKED) or 0)
        if count == known:
            return
        with db.transaction():
            ours = int(meta.get(db, _PARKED) or 0) == known
            if ours:
                meta.put(db, _PARKED, str(count))
        if ours and count > known:
            self._parked_at = self._now()
            shown = [_line(row) for row in inbox.listing(db, ("parked",), limit=_SHOWN)]
            rest = [f"… and {count - _SHOWN} more"] if count > _SHOWN else []
            text = "\n".join([*shown, *rest, "", "mailflow inbox lists them; retry ID, or drop ID --why …"])
            self._alarm(f"parked mail: {count}", text)

    def _tell_of_loss(self) -> None:
        """The server of the database has lost what it had confirmed; told by one of the daemons."""
        db = self._parts.db
        loss = terms.loss(db)
        if loss is None or meta.get(db, _LOSS) == str(loss):
            return
        with db.transaction():
            ours = meta.get(db, _LOSS) != str(loss)
            meta.put(db, _LOSS, str(loss))
        if ours:
            self._alarm(f"{LOST}: {loss.commits}", f"{db.place} went back: {loss.words}.")

    def _tell_of_jumps(self) -> None:
        while self.jumps:
            jump = self.jumps.pop(0)
            ahead = "ahead" if jump > 0 else "back"
            text = f"The machine's clock jumped {ahead} by {_length(abs(jump))}. Reminders follow it: is it right now?"
            self._alarm("clock", text)


def _line(row: dict[str, object]) -> str:
    """One parked mail: when it arrived, and the last line of its error."""
    words = str(row["reason"] or "").strip().rpartition("\n")[2]
    return f"{row['id']}  {row['arrived_at']}  {words}"


def _length(seconds: float) -> str:
    """In whole minutes: "3 h 5 min"."""
    return short_length(timedelta(minutes=round(seconds / 60)))
