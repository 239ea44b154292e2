"""One weekend in New York on which the clocks go back, computed on paper: mails on both sides of each end, a ticket that
crosses it, one merged, one discarded, one erased, one brought in, one given back, and a vote that is changed later.

The period is Saturday and Sunday, 31 October and 1 November 2026: 49 hours, from 04:00 UTC up to but without Monday's
05:00 UTC. At 06:00 UTC on Sunday the clock goes back from 02:00 to 01:00, so that the desk's hours on Sunday, 00:00 to
06:00, are seven.

| ticket | UTC | local |
|---|---|---|
| 1 Ani | comes 31st 03:59:59, answered by Budi 1st 05:30, closed 15:00, 5 of 5 at 23:00, 2 of 5 on 2nd 14:00 | Fri 23:59:59, first Sun 01:30, 10:00, 18:00, Mon 09:00 |
| 2 Joko | comes 31st 04:00, Sari's 13:00, late 1st 13:00, answered 14:00, closed 2nd 01:00, opened again 03:00, closed 05:00 | Sat 00:00, 09:00, Sun 08:00, 09:00, 20:00, 22:00, Mon 00:00 |
| 3 Rina | comes 31st 16:00, closed 22:00, erased on the 2nd | Sat 12:00, 18:00 |
| 4 Joko | comes 31st 17:00, merged into 2 at 18:00 | Sat 13:00, 14:00 |
| 5 Mallory | comes 31st 19:00, discarded 1st 05:45 | Sat 15:00, first Sun 01:45 |
| 6 Siti | comes 1st 05:15 | first Sun 01:15 |
| 7 Tono | comes 1st 06:15, discarded 17:30, back 17:31 | second Sun 01:15, 12:30 |
| 8 Lama, 9 | brought in 1st 17:00, their mails are of 2021 | Sun 12:00 |
| 10 Wati | comes 2nd 04:59:59 | Sun 23:59:59 |
| 11 Yuni | comes 2nd 05:00 | Mon 00:00 |
"""  # noqa: E501

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mailflow.core.figures import figures
from mailflow.core.occasions import CommandGiven
from mailflow.core.period import before
from mailflow.flow.admin import erase
from mailflow.flow.admin.importing import Wish, bring_in_all
from mailflow.flow.schedule.day_sums import begin_days, sum_one
from mailflow.flow.ticket.typed_command import carry_out
from mailflow.mail.archives import found
from mailflow.store.desk import summed_days
from mailflow.store.read import reports
from tests.flow.conftest import Office

ZONE = ZoneInfo("America/New_York")
SATURDAY, MONDAY = datetime(2026, 10, 31, tzinfo=ZONE), datetime(2026, 11, 2, tzinfo=ZONE)
H, MIN = 3600, 60
CUSTOMERS = {1: "Ani, desk", 2: "Joko, desk"}
OLD = "".join(
    f"From x@mail.example Mon Jan  4 01:00:00 2021\nFrom: Lama <lama{n}@mail.example>\nTo: iduhelp@desk.example\n"
    f"Subject: Lama {n}\nDate: Mon, 4 Jan 2021 08:0{n}:00 +0700\nMessage-ID: <old{n}@mail.example>\n\nLama {n}?\n\n"
    for n in (1, 2)
)
RULES = {
    "desk": {"timezone": "America/New_York"},
    "working_hours": {"mon-fri": "09:00-17:00", "sun": "00:00-06:00"},
    "reminders": {
        "claim": [], "feedback": [], "solved": [], "closing": [], "second_tier": [],
        "answer": [{"after": "24h", "letter": "reminder-answer", "to": "owner"}],
    },
    "survey": None,
    "rules": None,
}  # fmt: skip


def utc(day: int, hour: int, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 10 if day > 29 else 11, day, hour, minute, second, tzinfo=UTC)


class Weekend:
    def __init__(self, desk: Office) -> None:
        self.desk = desk

    def mail(self, at: datetime, sender: str, about: str) -> None:
        self.desk.pass_time(at)
        self.desk.mail(sender, about, f"{about}?", to="desk")
        self.desk.look()

    def typed(self, at: datetime, n: int, name: str, **args: str) -> None:
        self.desk.pass_time(at)
        carry_out(self.desk.parts, str(n), CommandGiven(name, "Dewi", args, force=True))
        self.desk.look()

    def live(self) -> None:
        self.mail(utc(31, 3, 59, 59), "Ani", "Beasiswa saya belum cair")
        self.mail(utc(31, 4), "Joko", "Kartu mahasiswa hilang")
        self.typed(utc(31, 13), 2, "assign", operator="Sari")
        self.mail(utc(31, 16), "Rina", "Jadwal wisuda tidak tampil")
        self.mail(utc(31, 17), "Joko", "Nilai semester keliru")
        self.typed(utc(31, 18), 4, "merge", into="2")
        self.mail(utc(31, 19), "Mallory", "Penawaran printer murah")
        self.typed(utc(31, 22), 3, "close")
        self.mail(utc(1, 5, 15), "siti@mail.example", "Ruang kuliah terkunci")
        self.answer(utc(1, 5, 30), "Budi", 1)
        self.typed(utc(1, 5, 45), 5, "discard")
        self.mail(utc(1, 6, 15), "tono@mail.example", "Password lupa")
        self.answer(utc(1, 14), "Sari", 2)
        self.typed(utc(1, 15), 1, "close")
        self.bring_in(utc(1, 17))
        self.typed(utc(1, 17, 30), 7, "discard")
        self.typed(utc(1, 17, 31), 7, "undo")
        self.reply(utc(1, 23), "Ani", 1, "closing", "5")
        self.typed(utc(2, 1), 2, "close")
        self.reply(utc(2, 3), "Joko", 2, "closing", "Kartunya belum bisa dipakai, tolong dicek lagi.")
        self.mail(utc(2, 4, 59, 59), "wati@mail.example", "Cuti akademik")
        self.mail(utc(2, 5), "yuni@mail.example", "Legalisir ijazah")
        self.typed(utc(2, 5), 2, "close")
        self.reply(utc(2, 14), "Ani", 1, "closing", "2")
        self.desk.pass_time(utc(2, 17))
        assert erase.erase(self.desk.parts, "rina@kampus.example", dry_run=False).tickets == (3,)

    def answer(self, at: datetime, who: str, n: int) -> None:
        """To the customer, in answer to the announcement."""
        self.reply(at, who, n, "announcement", "Sudah kami selesaikan, silakan dicek.", to=CUSTOMERS[n])

    def reply(self, at: datetime, who: str, n: int, letter: str, body: str, **heads: str) -> None:
        self.desk.pass_time(at)
        seen = next(one for one in reversed(self.desk.world) if one.n == n and one.kind.startswith(letter))
        self.desk.client.find = lambda name: seen.message
        self.desk.mail(who, body=body, reply_to=seen.kind, **heads)
        self.desk.look()

    def bring_in(self, at: datetime) -> None:
        self.desk.pass_time(at)
        archive = self.desk.home / "lama.mbox"
        archive.write_text(OLD)
        nothing = lambda done, of: None  # noqa: E731
        assert bring_in_all(self.desk.parts, partial(found.archives, [archive]), Wish(), nothing, nothing).tickets == 2

    def figures(self, since: datetime, until: datetime) -> dict[str, Any]:
        parts = self.desk.parts
        now = utc(4, 0)
        return figures(
            reports.period(
                parts.db, reports.Wanted(since, until, now, ZONE, ("Budi", "Sari"), parts.rules.working_hours)
            )
        )


@pytest.fixture(scope="module")
def weekend(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Weekend]:
    with Office(tmp_path_factory.mktemp("weekend")) as desk:
        desk.clock.set(utc(30, 12))
        desk.write_rules(RULES)
        desk.start()
        weekend = Weekend(desk)
        weekend.live()
        yield weekend


@pytest.fixture(scope="module")
def figures_of_it(weekend: Weekend) -> dict[str, Any]:
    return weekend.figures(SATURDAY, MONDAY)


def rows(value: Any, *names: str) -> list[tuple[Any, ...]]:
    return [tuple(getattr(row, name) for name in names) for row in value]


def test_counts(figures_of_it: dict[str, Any]) -> None:
    """Opened are 2, 3, 4, 6, 7 and 10: 1 came a second before, 11 at the first moment after, 5 was discarded. Closed
    were 3, 1 and 2, whose second closing is Monday's."""
    told = figures_of_it
    counts = {key: told[key] for key in ("opened", "closed", "reopened", "discarded", "imported", "breaches")}
    assert counts == {"opened": 6, "closed": 3, "reopened": 1, "discarded": 1, "imported": 2, "breaches": 1}
    assert rows(told["days"], "date", "opened", "closed", "answers") == [
        ("2026-10-31", 3, 1, 0),
        ("2026-11-01", 3, 2, 2),
    ]
    assert rows(told["backlog"], "day", "open") == [("2026-10-31", 3), ("2026-11-01", 4)]  # 1, 2, 5; 2, 6, 7, 10


def test_both_hours_of_one_name_are_one(figures_of_it: dict[str, Any]) -> None:
    """Siti came at the first 01:15 of Sunday, Tono at the second."""
    told = {(day, hour): count for day, week in enumerate(figures_of_it["hours"]) for hour, count in enumerate(week)}
    assert {at: count for at, count in told.items() if count} == {
        (5, 0): 1, (5, 12): 1, (5, 13): 1, (6, 1): 2, (6, 23): 1,
    }  # fmt: skip


def test_lengths(figures_of_it: dict[str, Any]) -> None:
    """First answers after 25:30:01 and 34 h, of which the desk worked 1:30 and 7 h; closings after 6 h, 35:00:01 and
    45 h, of which it worked none, 7 h and 7 h."""
    assert figures_of_it["first_response"] == {
        "median": 107100, "p90": 34 * H, "working_median": 4 * H + 15 * MIN, "working_p90": 7 * H,
    }  # fmt: skip
    assert figures_of_it["resolution"] == {
        "median": 35 * H + 1, "p90": 45 * H, "working_median": 7 * H, "working_p90": 7 * H,
    }  # fmt: skip


def test_time_in_each_state(figures_of_it: dict[str, Any]) -> None:
    """New: 25:30 (1, from the beginning), 9 h, 6 h, 1 h, 10:45, 23:45 (6, up to the end), 22:44 (7, but for a minute)
    and a second. Open: 25 h and 2 h of ticket 2. Waiting: 9:30 and 11 h."""
    assert figures_of_it["states"] == {
        "new": 98 * H + 44 * MIN + 1, "open": 27 * H, "waiting": 20 * H + 30 * MIN, "escalated": 0, "closing": 0,
    }  # fmt: skip


def test_promises_and_breaches(figures_of_it: dict[str, Any]) -> None:
    """Those of 1 and 2 were due on the weekend and came later; 3 was closed before, 4 merged, 5 discarded; what was
    promised to the others is due on Monday. Sari had 24 hours, of which the desk worked seven."""
    assert figures_of_it["promise"] == {"kept": 0, "broken": 2}
    (row,) = figures_of_it["late"]
    assert (row.number, row.operator, row.allowed, row.working_allowed) == ("2", "Sari", 24 * H, 7 * H)
    assert (row.late_by, row.working_late_by, row.due) == (H, 0, "2026-11-01T08:00:00-05:00")


def test_people(figures_of_it: dict[str, Any]) -> None:
    """Rina's ticket counts, her name is gone; its closing was nobody's."""
    names = ("name", "claims", "answers", "median_first_response", "breaches", "closed", "reopened")
    assert rows(figures_of_it["operators"], *names) == [
        ("Budi", 1, 1, 25 * H + 30 * MIN + 1, 0, 1, 0),
        ("Sari", 0, 1, 34 * H, 1, 1, 1),
    ]
    asked = {row.address.partition("@")[0]: row.tickets for row in figures_of_it["customers"]}
    assert asked == {"joko": 2, "siti": 1, "tono": 1, "wati": 1}


def test_a_vote_counts_when_it_was_cast_last(weekend: Weekend, figures_of_it: dict[str, Any]) -> None:
    """On Sunday 5, on Monday changed to 2: Monday's. One of one below 4: 0 to z² / (1 + z²) = 79.35 %."""
    monday = weekend.figures(MONDAY, MONDAY + timedelta(days=1))["survey"]
    assert (figures_of_it["survey"]["invited"], figures_of_it["survey"]["answered"]) == (3, 0)
    assert monday == {"invited": 1, "answered": 1, "share": 0.0, "low": 0.0, "high": 0.7935, "mean": 2.0}


def test_the_days_beside_it(weekend: Weekend) -> None:
    """Thursday and Friday are 48 hours and have ticket 1; Monday has 11, and the promises to 6, 7 and 10, while that to
    11 is due on Tuesday at 00:00."""
    earlier = before(SATURDAY, MONDAY, ZONE)
    assert earlier == (datetime(2026, 10, 29, tzinfo=ZONE), SATURDAY)
    assert weekend.figures(*earlier)["opened"] == 1
    monday = weekend.figures(MONDAY, MONDAY + timedelta(days=1))
    assert (monday["opened"], monday["closed"], monday["promise"]) == (1, 1, {"kept": 0, "broken": 3})
    assert monday["resolution"] == {"median": 2 * H, "p90": 2 * H, "working_median": 0, "working_p90": 0}


def test_sums_of_days_that_are_over_tell_the_same(weekend: Weekend, figures_of_it: dict[str, Any]) -> None:
    """They are kept by days of UTC, of which this period cuts two."""
    db = weekend.desk.parts.db
    while begin_days(db, int(utc(4, 0).timestamp()) // (24 * H)) or sum_one(db):
        pass
    assert summed_days.listed(db)
    assert weekend.figures(SATURDAY, MONDAY) == figures_of_it
