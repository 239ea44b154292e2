"""A desk of a million tickets in minutes: `python -m bench.grown HOME [TICKETS]`.

`python -m bench.at_size HOME` then asks it. A real daemon plays one morning of short requests, until they are closed;
the database copies their rows again and again over three years, with numbers, ids, Message-IDs, days and addresses of
their own, and counts the figures. The bytes of mails and letters are one short mail; copies are neither in the search
index (bench/search.py has one) nor in the hash chain.
"""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from bench.memory import Month
from mailflow.store.engine.fields import pack
from mailflow.store.engine.migrations import m0021_sums

TICKETS, DAYS, HOURS = 1_000_000, 1095, 3
RAW = b"From: Ani <ani@mail.example>\r\nSubject: Pulsa belum masuk\r\nMessage-ID: <m@mail.example>\r\n\r\nHalo\r\n"
BATCH = 200  # copies in a transaction

_N = "(SELECT r FROM kept WHERE kept.n = {0}) + :n"
# {table: {column: what it becomes}}; every other text gets the day and the customers of its copy
OWN = {
    "ticket": {"n": _N.format("ticket.n"), "number": f"CAST({_N.format('ticket.n')} AS TEXT)"},
    "customer": {"ticket_n": _N.format("ticket_n")},
    "occasion": {"id": "id + :o", "ticket_n": _N.format("ticket_n")},
    "inbox": {"id": "id + :i", "ticket_n": _N.format("ticket_n"), "uid": ":k || '.' || uid", "digest": ":k || digest"},
    "inbox_raw": {"inbox_id": "inbox_id + :i", "data": ":raw"},
    "event": {"id": "id + :e", "ticket_n": _N.format("ticket_n"), "occasion_id": "occasion_id + :o"},
    "letter": {"id": "id + :l", "ticket_n": _N.format("ticket_n"), "text": "substr(text, 1, 200)"},
    "letter_data": {"letter_id": "letter_id + :l", "data": ":raw", "files": "NULL"},
    "message": {"id": "id + :g", "ticket_n": _N.format("ticket_n"), "inbox_id": "inbox_id + :i",
                "letter_id": "letter_id + :l", "text": "substr(text, 1, 200)"},
    "document": {"id": "id + :d", "ticket_n": _N.format("ticket_n"), "source_id": "source_id + :g"},
    "thread": {"ticket_n": _N.format("ticket_n"), "letter_id": "letter_id + :l"},
    "counted": {"ticket_n": _N.format("ticket_n"), "at": "at + :s", "against": "against + :s"},
    "turn": {"ticket_n": _N.format("ticket_n"), "at": "at + :s"},
}  # fmt: skip
FIRST = {"o": "occasion.id", "i": "inbox.id", "e": "event.id", "l": "letter.id", "g": "message.id", "d": "document.id"}
WHICH = {
    "inbox_raw": "inbox_id IN (SELECT id FROM played.inbox WHERE ticket_n IN (SELECT n FROM kept))",
    "letter_data": "letter_id IN (SELECT id FROM played.letter WHERE ticket_n IN (SELECT n FROM kept))",
    "ticket": "n IN (SELECT n FROM kept)",
}
_THEIRS = "replace(replace({0}, :was, :day), '@mail.example', :host)"
_STATE = (
    f"replace(replace({_THEIRS.format('state')}, '\"n\":' || ticket.n || ',', '\"n\":' || ({_N.format('ticket.n')}) || "
    f"','), '\"number\":\"' || ticket.n || '\"', '\"number\":\"' || ({_N.format('ticket.n')}) || '\"')"
)


def play(home: Path) -> date:
    """Three hours of requests; when that was."""
    day = datetime.now(UTC).date() - timedelta(days=1)
    month = Month(home, datetime(day.year, day.month, day.day, 1, tzinfo=UTC))
    month.lines = month.longest = 3
    month.daemon.start()
    for _ in range(HOURS):
        month.hour(20)
    assert month.daemon.stop()
    month.parts.db.close()
    return day


def grow(home: Path, day: date, tickets: int) -> None:
    """`day`: the one that was played."""
    db = sqlite3.connect(home / "mailflow.db", isolation_level=None)
    for words in ("journal_mode=off", "synchronous=off", "cache_size=-1500000", "foreign_keys=off"):
        db.execute(f"PRAGMA {words}")
    _set_apart(db)
    size = {name: db.execute("SELECT max({1}) FROM played.{0}".format(*of.split("."))).fetchone()[0]
            for name, of in FIRST.items()}  # fmt: skip
    each = size["n"] = db.execute("SELECT count(*) FROM kept").fetchone()[0]
    inserts = [_insert(db, table) for table in OWN]
    copies, began = -(-tickets // each), time.monotonic()
    for k in range(copies):
        if k % BATCH == 0:
            db.execute("BEGIN")
        ago = timedelta(days=(copies - 1 - k) * DAYS // copies)
        for sql in inserts:
            db.execute(sql, _values(k, day, ago, size))
        if k % BATCH == BATCH - 1 or k == copies - 1:
            db.execute("COMMIT")
    db.execute(
        "INSERT INTO standing (day, status, net) SELECT day, status, sum(net) FROM ("
        "SELECT at / 86400 AS day, gone AS status, -1 AS net FROM turn "
        "UNION ALL SELECT at / 86400, entered, 1 FROM turn) "
        "WHERE status <> '' GROUP BY 1, 2 HAVING sum(net) <> 0"
    )
    for sql in m0021_sums.STATEMENTS:
        if sql.startswith("INSERT"):
            db.execute(sql)
    db.execute("UPDATE meta SET value = ? WHERE key = 'next_n'", (str(copies * each + 1),))
    db.execute("DETACH played")
    db.execute("PRAGMA journal_mode=wal")
    db.close()
    print(json.dumps({"tickets": copies * each, "seconds": round(time.monotonic() - began)}), file=sys.stderr)


def _set_apart(db: sqlite3.Connection) -> None:
    """What was played goes into a database of its own."""
    db.execute("ATTACH ':memory:' AS played")
    for table in OWN:
        db.execute(f"CREATE TABLE played.{table} AS SELECT * FROM main.{table}")
        db.execute(f"DELETE FROM main.{table}")
    for table in ("standing", "ending", "total"):
        db.execute(f"DELETE FROM {table}")
    db.execute("CREATE TEMP TABLE kept AS SELECT n, row_number() OVER (ORDER BY n) AS r FROM played.ticket "
               "WHERE status = 'closed'")  # fmt: skip
    db.execute("CREATE UNIQUE INDEX temp.kept_n ON kept (n)")
    for table in ("inbox", "letter"):
        db.execute(f"CREATE UNIQUE INDEX played.{table}_id ON {table} (id)")


def _insert(db: sqlite3.Connection, table: str) -> str:
    found = db.execute(f"SELECT name, type FROM pragma_table_info('{table}')").fetchall()
    made = [OWN[table].get(name) or _made(table, name, kind) for name, kind in found]
    names = ", ".join(name for name, _ in found)
    which = WHICH.get(table, "ticket_n IN (SELECT n FROM kept)")
    return f"INSERT INTO main.{table} ({names}) SELECT {', '.join(made)} FROM played.{table} WHERE {which} ORDER BY 1"


def _made(table: str, name: str, kind: str) -> str:
    if (table, name) == ("ticket", "state"):
        return _STATE
    if name == "message_id":
        return f"replace({_THEIRS.format(name)}, '<', '<' || :k || '.')"
    return _THEIRS.format(name) if kind == "TEXT" else name


def _values(k: int, day: date, ago: timedelta, size: Mapping[str, int]) -> dict[str, object]:
    offsets = {name: k * many for name, many in size.items()}
    moved = {"was": f"{day}T", "day": f"{day - ago}T", "host": f"@m{k % 1000}.example"}
    return {**offsets, **moved, "k": k, "s": -int(ago.total_seconds()), "raw": pack(RAW)}


def main(home: Path, tickets: int = TICKETS) -> None:
    grow(home, play(home), tickets)


if __name__ == "__main__" and sys.argv[1:]:  # without arguments at_size.py calls it
    main(Path(sys.argv[1]), *map(int, sys.argv[2:3]))
