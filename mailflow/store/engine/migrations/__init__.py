"""Creates the tables of this version, from an empty database or that of an older version.

A migration is a module mNNNN_WORDS.py with `STATEMENTS`: SQL that runs on both databases, with `{id}`, `{integer}`,
`{real}` and `{blob}` for their column types; or with `change(db)`, where portable SQL is not enough. It is never edited
once released; the next change is the next module.

All missing migrations run in one transaction, so that a crash leaves the old tables and two processes cannot both do
it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from mailflow.errors import CannotDo
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import to_text
from mailflow.store.engine.migrations import (
    m0001_beginning,
    m0002_leases,
    m0003_watching,
    m0004_keeping,
    m0005_deaths,
    m0006_clocks,
    m0007_versions,
    m0008_shared_files,
    m0009_endings,
    m0010_limits,
    m0011_confirmations,
    m0012_trust,
    m0013_as_ticket,
    m0014_waiting,
    m0015_counted,
    m0016_words,
    m0017_board,
    m0018_hash_chain,
    m0019_registered,
    m0020_broadcasts,
    m0021_sums,
)

Change = Callable[[Database], None]  # of rows
MIGRATIONS: tuple[tuple[str | Change, ...] | Change, ...] = (
    m0001_beginning.STATEMENTS,
    m0002_leases.STATEMENTS,
    m0003_watching.STATEMENTS,
    m0004_keeping.STATEMENTS,
    m0005_deaths.STATEMENTS,
    m0006_clocks.change,
    m0007_versions.STATEMENTS,
    m0008_shared_files.STATEMENTS,
    m0009_endings.STATEMENTS,
    m0010_limits.STATEMENTS,
    m0011_confirmations.STATEMENTS,
    m0012_trust.STATEMENTS,
    m0013_as_ticket.STATEMENTS,
    m0014_waiting.STATEMENTS,
    m0015_counted.CHANGES,
    m0016_words.CHANGES,
    m0017_board.STATEMENTS,
    m0018_hash_chain.CHANGES,
    m0019_registered.STATEMENTS,
    m0020_broadcasts.STATEMENTS,
    m0021_sums.STATEMENTS,
)
NEWEST = len(MIGRATIONS)


def migrate(db: Database, now: datetime) -> None:
    """Run the missing migrations. Looks first without a lock: opening an up-to-date desk never waits for its writer.

    Raises CannotDo when a newer version of mailflow has already changed the tables.
    """
    if version(db) == NEWEST:
        return
    with db.transaction():
        found = version(db)  # again, inside the lock: another process may just have migrated
        for migration in MIGRATIONS[found:]:
            for step in (migration,) if callable(migration) else migration:
                if callable(step):
                    step(db)
                else:
                    db.execute(step.format(**db.engine.types))
        if found == 0:
            _first_facts(db, now)
        db.execute("UPDATE meta SET value = ? WHERE key = 'schema'", (str(NEWEST),))


def has_begun(db: Database) -> bool:
    """Whether a desk of any version is here."""
    return "meta" in db.engine.tables()


def version(db: Database) -> int:
    """The schema of this database; 0 before its first tables. Raises CannotDo when a newer mailflow has changed it."""
    found = int(db.value("SELECT value FROM meta WHERE key = 'schema'") or 0) if has_begun(db) else 0
    if found > NEWEST:
        raise CannotDo(
            f"the database {db.place} was changed by a newer mailflow (tables {found}, this program knows {NEWEST}); "
            "install that mailflow again, or restore a backup from before"
        )
    return found


def _first_facts(db: Database, now: datetime) -> None:
    import secrets

    facts = {"schema": "0", "secret": secrets.token_hex(32), "since": to_text(now), "next_n": "1"}
    db.many("INSERT INTO meta (key, value) VALUES (?, ?)", list(facts.items()))
