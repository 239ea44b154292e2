"""What is read once and handed on from mail to mail reads as if it were read each time."""

from __future__ import annotations

import random

import pytest

from mailflow.core.absence import HERE
from mailflow.lazy_dataclasses import replace
from mailflow.store.desk import presences
from mailflow.store.engine.database import Database
from mailflow.store.mail import endings
from tests.store.desk import request


def _read(db: Database, source: str, before: int, limit: int) -> list[tuple[str, str]]:
    sql = "SELECT text, author FROM ending WHERE who = ? AND inbox_id < ? ORDER BY inbox_id DESC LIMIT ?"
    return [(row[0], row[1]) for row in db.all(sql, (source, before, limit))]


def test_endings_are_the_same_kept_or_read(db: Database) -> None:
    """Whatever is kept, forgotten or undone meanwhile, here or by another process."""
    draw, sources, other = random.Random(17), ("budi@x", "ani@x", "list:milis"), Database(db.engine)
    with db.transaction():
        rows = [(i, f"<{i}>") for i in range(1, 60)]
        db.many(
            "INSERT INTO inbox (id, mailbox, uidvalidity, uid, arrived_at, recorded_at, envelope_to, oversize, size, "
            "state, message_id, digest, tries) VALUES (?, 'b', '1', ?, '', '', '', 0, 0, 'waiting', '', '', 0)",
            rows,
        )

    def same(here: Database) -> None:
        for source in sources:
            for before in (draw.randrange(1, 70), 70):
                for limit in (3, 8):
                    assert endings.of(here, source, before, limit) == _read(here, source, before, limit)

    def some(here: Database) -> None:
        for _ in range(draw.randrange(1, 4)):
            inbox_id = draw.randrange(1, 60)
            endings.keep(here, draw.choice(sources), inbox_id, "a@x", f"Salam,\n{draw.random()}")
            same(here)
        if not draw.randrange(4):
            endings.forget(here, [draw.randrange(1, 60)])
            same(here)

    for _ in range(40):
        here = db if draw.randrange(4) else other
        with here.transaction():
            same(here)
            some(here)
            request(here)  # what is decided goes on with the chain
        with here.transaction(), pytest.raises(ValueError, match="undone"), here.savepoint():
            some(here)
            raise ValueError("undone")
        same(here)  # outside it is read


def test_presences_are_the_same_kept_or_read(db: Database) -> None:
    away = replace(HERE, seen=("a",))
    with db.transaction():
        assert presences.of(db, "Budi@x") == HERE
        presences.put(db, "Budi@x", away)
        assert presences.everybody(db) == {"budi@x": away}
        with pytest.raises(ValueError, match="undone"), db.savepoint():
            presences.put(db, "budi@x", HERE)
            assert presences.of(db, "budi@x") == HERE
            raise ValueError("undone")
        assert presences.of(db, "budi@x") == away
    assert presences.of(db, "budi@x") == away


def test_only_who_decides_hands_on(db: Database) -> None:
    """Beside exclusive transactions others may run."""
    request(db)
    with db.transaction():
        db.lasting["what"] = 1
    with db.transaction(exclusive=False):
        assert not db.has_lasting
    with db.transaction():
        assert db.has_lasting
        assert db.lasting["what"] == 1
