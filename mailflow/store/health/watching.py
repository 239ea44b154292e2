"""What a desk records about its own health: the state of its loops, outages, uptime. All times are machine time.

All functions but the readers are steps: they open their own transaction, and their commit wakes no loop.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable

SLOT = 300  # seconds: uptime is checked every five minutes


@dataclass(frozen=True, slots=True)
class Noted:
    """State of one loop of one daemon, `age` seconds after its last step began."""

    daemon: str  # host:pid:random
    name: str
    age: float
    allowed: float  # seconds that step may take
    trouble: str  # why it cannot work; "" when it can
    down_for: float  # seconds; 0 when it works

    @property
    def hangs(self) -> bool:
        """Whether the step takes longer than it may."""
        return self.age > self.allowed


@dataclass(frozen=True, slots=True)
class Outage:
    """Something that does not work, by subject (`reading imap://…`, `sending`, `disk` …)."""

    subject: str
    words: str
    since: float
    told: float | None  # when the admin was told


# -- loops


def note_loops(db: Database, daemon: str, loops: Sequence[Noted], now: float) -> None:
    """Store the state of a daemon's loops. Rows of loops not named any more, and of daemons that no longer exist, are
    deleted."""
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
    """At a clean shutdown: delete the daemon's loops."""
    with db.transaction(exclusive=False, quiet=True):
        db.execute("DELETE FROM loop WHERE daemon = ?", (daemon,))


def loops(db: Database, now: float) -> list[Noted]:
    """All recorded loops, of living and dead daemons (`health.living` tells which are alive)."""
    time, params = db.lease_time(now)
    sql = (
        f"SELECT daemon, name, {time} - noted, allowed, trouble, COALESCE({time} - since, 0) FROM loop "
        "ORDER BY daemon, name"
    )
    return [Noted(*row) for row in db.execute(sql, params * 2)]


# -- outages


def outages(db: Database) -> list[Outage]:
    """The outages that have not ended, oldest first."""
    return [Outage(*row) for row in db.execute("SELECT subject, words, since, told FROM outage ORDER BY since")]


def begin_outage(db: Database, subject: str, words: str, now: float) -> None:
    """Record an outage; does nothing when it is recorded already."""
    with db.transaction(exclusive=False, quiet=True):
        sql = "INSERT INTO outage (subject, words, since) VALUES (?, ?, ?) ON CONFLICT (subject) DO NOTHING"
        db.execute(sql, (subject, storable(words), now))


def claim_telling(db: Database, subject: str, now: float) -> bool:
    """Whether the caller is the one to alert the admin: True for exactly one process per outage."""
    with db.transaction(exclusive=False, quiet=True):
        sql = "UPDATE outage SET told = ? WHERE subject = ? AND told IS NULL"
        return bool(db.execute(sql, (now, subject)).rowcount == 1)


def end_outage(db: Database, subject: str) -> Outage | None:
    """Delete an outage. Returns it to the one process that ended it, None to all others."""
    with db.transaction(exclusive=False, quiet=True):  # in one statement: another daemon may just be telling the admin
        row = db.execute(
            "DELETE FROM outage WHERE subject = ? RETURNING subject, words, since, told", (subject,)
        ).fetchone()
    return None if row is None else Outage(*row)


# -- after the clock was set back


def hurry(db: Database, beyond: float) -> None:
    """Mails and letters whose next try lies beyond this time are due now."""
    for table in ("inbox", "letter"):
        late = f"FROM {table} WHERE state = 'waiting' AND not_before > ?"
        if db.value(f"SELECT 1 {late} LIMIT 1", (beyond,)) is not None:
            with db.transaction():
                db.execute(f"UPDATE {table} SET not_before = NULL WHERE id IN (SELECT id {late})", (beyond,))


# -- uptime


def pulse(db: Database, now: float) -> None:
    """Mark the current five-minute slot as alive."""
    with db.transaction(exclusive=False, quiet=True, durable=False):
        db.execute("INSERT INTO pulse (slot) VALUES (?) ON CONFLICT (slot) DO NOTHING", (int(now // SLOT),))


def pulses(db: Database, first: int, last: int) -> set[int]:
    """The slots from `first` to `last`, both included, in which a daemon was alive."""
    rows = db.execute("SELECT slot FROM pulse WHERE slot BETWEEN ? AND ?", (first, last))
    return {row[0] for row in rows}


def first_pulse(db: Database) -> int | None:
    """The first slot in which a daemon was alive; None when there was none."""
    found = db.value("SELECT min(slot) FROM pulse")
    return None if found is None else int(found)
