"""What a desk notes of itself: how its loops are, what is out of order, when it was alive. All times are machine time.

Steps all, but for the readers: they open their own transaction, and bring no news that would wake a loop.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable

SLOT = 300  # seconds: uptime is checked every five minutes


@dataclass(frozen=True, slots=True)
class Noted:
    """One loop of one daemon, as it was `age` seconds after its last step."""

    daemon: str  # host:pid:random
    name: str
    age: float
    allowed: float  # seconds that step may last
    trouble: str  # why it cannot work; "" when it can
    down_for: float  # seconds; 0 when it works

    @property
    def hangs(self) -> bool:
        return self.age > self.allowed


@dataclass(frozen=True, slots=True)
class Outage:
    """Something out of order."""

    subject: str
    words: str
    since: float
    told: float | None  # when the admin was told


# -- loops


def note_loops(db: Database, daemon: str, loops: Sequence[Noted], now: float) -> None:
    """How a daemon's loops are now; those not named any more, and those of daemons that are no more, are forgotten."""
    time, params = db.lease_time(now)
    named = ", ".join("?" * len(loops)) or "''"
    with db.transaction(exclusive=False, quiet=True, durable=False):
        db.execute("DELETE FROM loop WHERE daemon <> ? AND daemon NOT IN (SELECT id FROM worker)", (daemon,))
        sql = f"DELETE FROM loop WHERE daemon = ? AND name NOT IN ({named})"
        db.execute(sql, (daemon, *(loop.name for loop in loops)))
        db.many(
            "INSERT INTO loop (daemon, name, noted, allowed, trouble, since) "
            f"VALUES (?, ?, {time} - ?, ?, ?, CASE WHEN ? <> '' THEN {time} - ? END) "
            "ON CONFLICT (daemon, name) DO UPDATE SET noted = excluded.noted, allowed = excluded.allowed, "
            "trouble = excluded.trouble, since = excluded.since",
            [
                (daemon, loop.name, *params, loop.age, loop.allowed, words, words, *params, loop.down_for)
                for loop in loops
                for words in [storable(loop.trouble)]
            ],
        )


def forget_loops(db: Database, daemon: str) -> None:
    """At a clean stop."""
    with db.transaction(exclusive=False, quiet=True):
        db.execute("DELETE FROM loop WHERE daemon = ?", (daemon,))


def loops(db: Database, now: float) -> list[Noted]:
    """All that were noted, of the living and the dead (`health.living` tells which)."""
    time, params = db.lease_time(now)
    sql = (
        f"SELECT daemon, name, {time} - noted, allowed, trouble, COALESCE({time} - since, 0) FROM loop "
        "ORDER BY daemon, name"
    )
    return [Noted(*row) for row in db.execute(sql, params * 2)]


# -- what is out of order


def outages(db: Database) -> list[Outage]:
    return [Outage(*row) for row in db.execute("SELECT subject, words, since, told FROM outage ORDER BY since")]


def begin_outage(db: Database, subject: str, words: str, now: float) -> None:
    """Nothing happens when it is known already."""
    with db.transaction(exclusive=False, quiet=True):
        sql = "INSERT INTO outage (subject, words, since) VALUES (?, ?, ?) ON CONFLICT (subject) DO NOTHING"
        db.execute(sql, (subject, storable(words), now))


def claim_telling(db: Database, subject: str, now: float) -> bool:
    """Whether the caller is the one to tell the admin of it."""
    with db.transaction(exclusive=False, quiet=True):
        sql = "UPDATE outage SET told = ? WHERE subject = ? AND told IS NULL"
        return bool(db.execute(sql, (now, subject)).rowcount == 1)


def end_outage(db: Database, subject: str) -> Outage | None:
    """It is over. Returns it to the one process that ended it, None to all others."""
    found = next((outage for outage in outages(db) if outage.subject == subject), None)
    if found is None:
        return None
    with db.transaction(exclusive=False, quiet=True):
        ended = db.execute("DELETE FROM outage WHERE subject = ?", (subject,)).rowcount == 1
    return found if ended else None


# -- after a clock was set


def hurry(db: Database, beyond: float) -> None:
    """Mails and letters whose next try is only after that moment are due now."""
    for table in ("inbox", "letter"):
        late = f"FROM {table} WHERE state = 'waiting' AND not_before > ?"
        if db.value(f"SELECT 1 {late} LIMIT 1", (beyond,)) is not None:
            with db.transaction():
                db.execute(f"UPDATE {table} SET not_before = NULL WHERE id IN (SELECT id {late})", (beyond,))


# -- being alive


def pulse(db: Database, now: float) -> None:
    """Alive in this slot."""
    with db.transaction(exclusive=False, quiet=True, durable=False):
        db.execute("INSERT INTO pulse (slot) VALUES (?) ON CONFLICT (slot) DO NOTHING", (int(now // SLOT),))


def pulses(db: Database, first: int, last: int) -> set[int]:
    """The slots in which a daemon was alive, `first` and `last` included."""
    rows = db.execute("SELECT slot FROM pulse WHERE slot BETWEEN ? AND ?", (first, last))
    return {row[0] for row in rows}


def first_pulse(db: Database) -> int | None:
    found = db.value("SELECT min(slot) FROM pulse")
    return None if found is None else int(found)
