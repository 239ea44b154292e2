"""Every figure again, by a plain computation over all events that shares no code with them: histories of any kind, some
of whose days are summed at any moment of them, or never."""

from __future__ import annotations

import random
import statistics
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailflow.core import events as ev
from mailflow.core import hours
from mailflow.core.counted import stage
from mailflow.core.eventlog import happened, kind, to_json
from mailflow.core.evolve import evolve
from mailflow.core.figures import figures
from mailflow.core.message import Address
from mailflow.core.parties import PartyKind
from mailflow.core.period import before
from mailflow.core.rules import WorkingHours
from mailflow.core.ticket import Status, Ticket
from mailflow.flow.schedule.day_sums import begin_days, sum_one
from mailflow.store.desk import summed_days
from mailflow.store.desk.summed_days import DAY
from mailflow.store.engine.database import Database
from mailflow.store.read import reports, summed
from tests.store.desk import Change, journal, numbers, record

ZONES = (  # half hours, a midnight that is skipped (Beirut), a last hour of the day that comes twice (Santiago)
    "Asia/Jakarta", "Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Australia/Lord_Howe", "Asia/Beirut",
    "America/Santiago",
)  # fmt: skip
BEGIN = datetime(2026, 3, 1, tzinfo=UTC)  # a month with a change of clocks in all zones that have any
NAMES = ("Budi", "Sari")
WORK = WorkingHours(tuple([((480, 720), (780, 1020))] * 5 + [((480, 700),), ()]), {BEGIN.date(): "libur"})
GOING = ("new", "open", "waiting", "escalated", "closing")


@dataclass
class Happened:
    """One event of the history, with what the ticket was before and after it."""

    n: int
    seq: int
    at: datetime
    event: ev.Event
    before: Ticket
    after: Ticket


class History:
    """A desk on which anything happens, written by the only writer of tickets."""

    def __init__(self, db: Database, seed: int, *, sums: bool = False) -> None:
        self.chance, self.db, self.sums = random.Random(seed), db, sums
        self.log: list[Happened] = []
        self.tickets: dict[int, Ticket] = {}
        for _ in range(self.chance.randint(3, 12)):
            self._live(BEGIN + timedelta(minutes=self.chance.randint(0, 40 * 1440)))

    def _live(self, at: datetime) -> None:
        with self.db.transaction():
            n = numbers.next_number(self.db)
            blank = Ticket(n=n, number=str(n), token="k")
            who = Address(f"{self.chance.choice('abc')}@mail.example")
            promised = at + timedelta(hours=self.chance.randint(1, 90))
            opened = ev.RequestReceived(
                at, "Pulsa", "Belum masuk.", who, None, (who.email,), (), "id", "", (),
                self.chance.choice(("pulsa", "krs", None)), (), True, False, self.chance.choice((promised, None)), None,
            )  # fmt: skip
            ticket = self._write(blank, at, opened)
        for _ in range(self.chance.randint(0, 14)):
            late = timedelta(hours=-20) if self.chance.random() < 0.1 else timedelta()  # read late, after an outage
            at += timedelta(seconds=self.chance.randint(1, 5 * 86400))
            with self.db.transaction():
                made = [self._any(ticket, at + late) for _ in range(self.chance.choice((1, 1, 2)))]
                # a closing that its answer does not outlive, either
                ticket = self._write(ticket, at, *(made[:1] if isinstance(made[0], ev.Closed) else made))
            if self.sums and self.chance.random() < 0.1:
                self.sum_days(at + timedelta(days=self.chance.randint(-20, 3)))

    def sum_days(self, end: datetime) -> None:
        """Those before that moment; and what was taken back, all of it or a part."""
        while begin_days(self.db, int(end.timestamp()) // DAY):
            pass
        while sum_one(self.db) and self.chance.random() < 0.95:
            pass

    def _write(self, was: Ticket, at: datetime, *events: ev.Event) -> Ticket:
        ticket, stages = was, []
        for event in events:
            after = evolve(ticket, event, at)
            moment = getattr(event, "at", None) or at
            self.log.append(Happened(was.n, after.version, moment, event, ticket, after))
            stages.append(stage(kind(event), to_json(event), ticket, after))
            ticket = after
        occasion = journal(self.db, "command-given", at, "r", n=was.n)
        record(self.db, was, Change(ticket, [happened(one) for one in events], stages=stages), occasion)
        self.tickets[ticket.n] = ticket
        return ticket

    def _any(self, ticket: Ticket, at: datetime) -> ev.Event:
        who, score = self.chance.choice(NAMES), self.chance.randint(1, 5)
        mine = [one for one in self.log if one.n == ticket.n]
        closed = max([one.seq for one in mine if isinstance(one.event, ev.Closed)], default=0)
        # one that leaves before a closing letter cannot be taken back any more
        answers = [one.seq for one in mine if isinstance(one.event, ev.Answered) and one.seq > closed]
        other, where = self.chance.choice(NAMES), self.chance.choice(("a@tier.example", "b@tier.example"))
        ani, canned = Address("ani@mail.example"), self.chance.choice(("", "answer-pulsa", "answer-krs"))
        said = self.chance.choice((None, "satisfied", "no-feedback"))
        first, letter = ticket.first_answered_at is None, self.chance.choice(("", "closed"))
        choices: list[ev.Event] = [
            ev.Claimed(who, at, False),
            *[ev.Answered(who, at, "Sudah.", True, first, False, ticket.owner, canned=canned)] * 3,
            ev.CustomerWrote(at, ani, "Belum.", (), ()),
            ev.ClosingStated(who, at, "satisfied", "command", "", False),
            *[ev.Closed("Dewi", at, letter, said, "", self.chance.choice((who, None)))] * 2,
            ev.Reopened(at, "Dewi", "", ticket.owner, ticket.closed_at),
            ev.Discarded("Dewi", at, "spam"),
            ev.Assigned(other, who, at, ticket.owner),
            ev.Released(who, at, ""),
            ev.Breached(who, at - timedelta(hours=30), at - timedelta(hours=6)),
            ev.Excused("Dewi", "libur"),
            ev.AnswerHeld(who, at, "", "not-owner", instead=self.chance.choice((None, 2))),
            ev.Escalated(who, at, where, "pulsa", "", (), first=self.chance.choice((True, False))),
            ev.PartyWrote(at, ani, 1, self.chance.choice(list(PartyKind)), "", to=where),
            ev.SecondTierLate(where, at, at),
            ev.Merged("Dewi", at, 1, "1"),
            ev.SolvedBySelfHelp(at, ani, "", (), None),
            ev.VoteCast(at, ani, score, "", "mail", ticket.closed_at),
            ev.RequestRepeated(at, ani, ()),
            ev.IncidentJoined("Dewi", at, 1, "1", ()),
        ]
        if answers:
            choices.append(ev.AnswerTakenBack(who, self.chance.choice(answers), at, ""))
        return self.chance.choice(choices)


# -- the plain computation


class Plain:
    """One period, event by event."""

    def __init__(self, story: History, since: datetime, until: datetime, now: datetime, zone: ZoneInfo) -> None:
        gone = {(one.n, one.event.answer) for one in story.log if isinstance(one.event, ev.AnswerTakenBack)}
        self.all = [replace(one, at=one.at.replace(microsecond=0)) for one in story.log]
        self.kept = [one for one in self.all if (one.n, one.seq) not in gone]
        self.tickets, self.zone, self.now = story.tickets, zone, now
        self.since, self.until = since.astimezone(UTC), until.astimezone(UTC)

    def of(self, *kinds: type) -> list[Any]:
        return [one for one in self.kept if isinstance(one.event, kinds) and self.since <= one.at < self.until]

    def opened(self) -> list[Happened]:
        return [one for one in self.of(ev.RequestReceived) if self.tickets[one.n].status is not Status.DISCARDED]

    def lengths(self, pairs: Sequence[tuple[datetime, datetime]]) -> dict[str, int | None]:
        elapsed = sorted(max(0.0, (b - a).total_seconds()) for a, b in pairs)
        worked = sorted(hours.between(a, b, WORK).total_seconds() for a, b in pairs)
        return {
            "median": round(statistics.median(elapsed)) if elapsed else None,
            "p90": nearest_rank(elapsed),
            "working_median": round(statistics.median(worked)) if worked else None,
            "working_p90": nearest_rank(worked),
        }

    def firsts(self) -> list[tuple[str, datetime, datetime]]:
        return [(one.event.operator, one.after.opened_at, one.at) for one in self.of(ev.Answered) if one.event.first]

    def closings(self) -> list[tuple[datetime, datetime]]:
        found = []
        for one in self.of(ev.Closed):
            again = [e.at for e in self.kept if e.n == one.n and e.seq < one.seq and isinstance(e.event, ev.Reopened)]
            found.append((max(again) if again else one.after.opened_at, one.at))
        return found

    def states(self) -> dict[str, int]:
        total = dict.fromkeys(GOING, 0.0)
        end = max(self.since, min(self.until, self.now))
        for n in self.tickets:
            turns = [(one.at, one.after.status.value) for one in self.all if one.n == n and turned(one)]
            for i, (at, status) in enumerate(turns):
                left = turns[i + 1][0] if i + 1 < len(turns) else datetime.max.replace(tzinfo=UTC)
                if status in total:
                    total[status] += clipped(left, self.since, end) - clipped(at, self.since, end)
        return {status: round(seconds) for status, seconds in total.items()}

    def open_at(self, moment: datetime) -> int:
        found = 0
        for one in self.all:
            if turned(one) and one.at < moment:
                found += one.after.status.value in GOING
                found -= one.before.version > 0 and one.before.status.value in GOING
        return found

    def promise(self) -> dict[str, int]:
        found = Counter({"kept": 0, "broken": 0})
        for one in self.kept:
            if not isinstance(one.event, ev.RequestReceived) or one.event.promised_at is None:
                continue
            due, ticket = one.event.promised_at.replace(microsecond=0), self.tickets[one.n]
            if not self.since <= due < self.until:
                continue
            if ticket.first_answered_at is not None:
                found["kept" if ticket.first_answered_at.replace(microsecond=0) <= due else "broken"] += 1
            elif ticket.status in (Status.DISCARDED, Status.MERGED) or due > self.now:
                continue
            elif ticket.closed_at is None or ticket.closed_at.replace(microsecond=0) > due:
                found["broken"] += 1
        return dict(found)

    def canned(self) -> Counter[str]:
        found: Counter[str] = Counter()
        for one in self.of(ev.Closed):
            if one.event.closing == "satisfied":
                earlier = [e.event for e in self.kept if e.n == one.n and e.seq < one.seq]
                names = [said.canned for said in earlier if isinstance(said, ev.Answered) and said.canned]
                found.update(names[-1:])
        return found

    def votes(self) -> list[int]:
        last = {(one.n, one.event.closed_at): one for one in self.kept if isinstance(one.event, ev.VoteCast)}
        return [one.event.score for one in last.values() if self.since <= one.at < self.until]  # type: ignore[union-attr]


def turned(one: Happened) -> bool:
    return one.before.version == 0 or one.before.status != one.after.status


def clipped(at: datetime, since: datetime, end: datetime) -> float:
    return (min(max(at, since), end) - since).total_seconds()


def nearest_rank(values: Sequence[float]) -> int | None:
    return next((round(v) for i, v in enumerate(values, 1) if i >= 0.9 * len(values) - 1e-9), None)


@pytest.mark.parametrize("seed", range(40))
def test_a_plain_computation_over_all_events_agrees(db: Database, seed: int) -> None:
    """Any history, any period (whole days or not), zones with and without a change of clocks; three of four with sums
    of days, of which some are made while other tickets were not written yet and others go on."""
    story = History(db, seed, sums=seed % 4 > 0)
    chance, zone = random.Random(seed), ZoneInfo(ZONES[seed % len(ZONES)])
    since = (BEGIN + timedelta(days=chance.randint(-2, 30))).astimezone(zone).replace(hour=0, minute=0)
    until = since + timedelta(days=chance.randint(1, 30))
    if seed % 3 == 0:
        since += timedelta(minutes=chance.randint(0, 1439))
    now = max(one.at for one in story.log) + timedelta(hours=chance.randint(1, 200))
    for span in ((since, until), before(since, until, zone)):
        wanted = reports.Wanted(*span, now, zone, NAMES, WORK)
        agree(figures(reports.period(db, wanted)), Plain(story, *span, now, zone))
    assert all(summed.is_true(db, day) for day in summed_days.listed(db))


def agree(found: dict[str, Any], plain: Plain) -> None:
    assert found["opened"] == len(plain.opened())
    for key, kinds in (
        ("closed", ev.Closed), ("reopened", ev.Reopened), ("discarded", ev.Discarded), ("breaches", ev.Breached),
        ("excused", ev.Excused), ("deflected", ev.SolvedBySelfHelp),
    ):  # fmt: skip
        assert found[key] == len(plain.of(kinds)), key
    assert found["open_now"] == {s: sum(t.status == s for t in plain.tickets.values()) for s in GOING}
    assert found["first_response"] == plain.lengths([(a, b) for _, a, b in plain.firsts()])
    assert found["resolution"] == plain.lengths(plain.closings())
    assert found["states"] == plain.states()
    assert found["promise"] == plain.promise()
    for row in found["backlog"]:
        midnight = datetime.combine(datetime.fromisoformat(row.day).date() + timedelta(days=1), datetime.min.time())
        end = min(midnight.replace(tzinfo=plain.zone).astimezone(UTC), plain.until.astimezone(UTC))
        assert row.open == plain.open_at(end), row.day
    _agree_by_name(found, plain)
    _agree_by_time(found, plain)


def _agree_by_name(found: dict[str, Any], plain: Plain) -> None:
    firsts = defaultdict(list)
    for name, a, b in plain.firsts():
        firsts[name].append((a, b))
    for row in found["operators"]:
        named = [one for one in plain.of(ev.Claimed, ev.Answered, ev.Breached) if one.event.operator == row.name]
        kinds = Counter(type(one.event) for one in named)
        assert (row.claims, row.answers, row.breaches) == (kinds[ev.Claimed], kinds[ev.Answered], kinds[ev.Breached])
        assert row.median_first_response == plain.lengths(firsts[row.name])["median"]
        assert row.closed == sum((c.event.operator or c.before.owner) == row.name for c in plain.of(ev.Closed))
        held = [h for h in plain.of(ev.AnswerHeld) if h.event.instead is None and h.event.operator == row.name]
        assert row.held == len(held)
        gave = [a for a in plain.of(ev.Assigned) if (a.event.before or a.before.owner) == row.name != a.event.operator]
        assert row.handed_over == len(gave)
        back = [r for r in plain.of(ev.Reopened) if (r.before.statement_by or r.before.owner) == row.name]
        assert row.reopened == len(back)
    came = Counter(plain.tickets[one.n].category for one in plain.opened())
    gone = Counter(plain.tickets[one.n].category for one in plain.of(ev.Closed))
    assert {row.category: (row.opened, row.closed) for row in found["categories"]} == {
        name: (came[name], gone[name]) for name in {*came, *gone}
    }
    assert all(sum(row.trend) == row.opened for row in found["categories"])
    asked = Counter(one.after.requester.email for one in plain.opened())
    assert {row.address: row.tickets for row in found["customers"]} == asked
    assert found["canned"] == plain.canned()
    sent = Counter(one.event.to for one in plain.of(ev.Escalated) if one.event.first)
    late = Counter(one.event.to for one in plain.of(ev.SecondTierLate))
    assert {row.address: (row.sent, row.overdue) for row in found["second_tier"] if row.sent or row.overdue} == {
        to: (sent[to], late[to]) for to in {*sent, *late}
    }
    votes = plain.votes()
    assert found["survey"]["answered"] == len(votes)
    asked = sum(bool(one.event.letter) for one in plain.of(ev.Closed)) + len(plain.of(ev.SolvedBySelfHelp))
    assert found["survey"]["invited"] == asked
    assert found["survey"]["mean"] == (round(sum(votes) / len(votes), 2) if votes else None)


def _agree_by_time(found: dict[str, Any], plain: Plain) -> None:
    days = {key: Counter(one.at.astimezone(plain.zone).date().isoformat() for one in some) for key, some in (
        ("opened", plain.opened()), ("closed", plain.of(ev.Closed)), ("answers", plain.of(ev.Answered)),
    )}  # fmt: skip
    for row in found["days"]:
        assert (row.opened, row.closed, row.answers) == tuple(
            days[key][row.date] for key in ("opened", "closed", "answers")
        )
    assert sum(row.opened for row in found["days"]) == found["opened"]
    local = [one.at.astimezone(plain.zone) for one in plain.opened()]
    assert Counter((at.weekday(), at.hour) for at in local) == {
        (day, hour): count for day, week in enumerate(found["hours"]) for hour, count in enumerate(week) if count
    }
