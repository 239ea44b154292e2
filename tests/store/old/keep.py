"""Keeps a desk of today's tables: `python -m tests.store.old.keep sqlite` (or postgres), before a migration is added.

Plays a few days, then writes schema-N[-postgres].sql.gz, the database as it is, and .json, what today's program says of
it. For tables of the past run this file with that commit's checkout as the working folder and PYTHONPATH.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

from mailflow.core.occasions import CommandGiven
from mailflow.flow.admin import broadcasting, register
from mailflow.flow.intake.receive import read_to_end
from mailflow.flow.ticket.typed_command import carry_out
from mailflow.store.desk import tickets
from mailflow.store.engine import migrations
from mailflow.store.engine.database import Database
from mailflow.store.mail import inbox, outbox
from mailflow.store.read import archive
from tests.flow.conftest import Office
from tests.postgres import Postgres, program

SCHEMA = "kept_desk"  # in dumps of PostgreSQL
TWICE = (
    b"From: Mallory <mallory@evil.example>\r\nTo: operator@lists.desk.example\r\nSubject: Kartu\r\n"
    b"Message-ID: <kartu@evil.example>\r\n\r\nKartu saya hilang, bagaimana?\r\n"
)


def play(desk: Office) -> None:
    """Five tickets: answered, claimed, closed, two free; a parked mail, a held one, a duplicate, one not decided yet; a
    letter that waits and one that failed; two customers who have had a broadcast, and one who waits for it."""
    desk.mail("Ani")
    desk.look()
    desk.mail("Budi", reply_to="acknowledgement", to="list", body="")
    desk.look()
    desk.mail("Budi", reply_to="claim-receipt", to="Ani, desk", body="Sudah kami periksa, silakan coba lagi.")
    desk.look()
    desk.mail("Budi", reply_to="claim-receipt", to="desk", body="Panduannya terlampir.", attach="panduan.pdf")
    desk.look()
    desk.pass_time(desk.clock.now() + timedelta(hours=5))
    desk.mail("Joko", subject="KRS", body="Kapan KRS dibuka?")
    desk.look()
    desk.mail("Sari", reply_to="acknowledgement", to="list", body="")
    desk.look()
    desk.mail("Rina", subject="Sandi", body="Saya lupa kata sandi.")
    desk.look()
    carry_out(desk.parts, "3", CommandGiven("close", "Dewi", {}, True))
    desk.mail("Rina", **{"X-Spam-Flag": "YES", "body": "Menang undian!"})
    desk.mail("desk", to="desk", body="Tidak ada pengirim di sini.")
    desk.look()
    desk.pass_time(desk.clock.now() + timedelta(days=2))
    desk.write_rules({"broadcast": {"per_minute": 2}})
    desk.write_letter("promo.id", "Subject: Promo\n\nPotongan 10%.\n")
    for name in ("ani", "joko", "rina"):
        register.enter(desk.parts, {"addresses": f"{name}@mail.example", "group": "vip"})
    broadcasting.start(desk.parts, "promo", "vip", "Dewi", again=False)
    desk.look()
    broadcasting.stop(desk.parts, 1)
    desk.sink.refuse("mallory@evil.example")
    for _ in range(2):
        desk.put(TWICE, "mailbox1")
        desk.look()
    desk.sink.defer("ani@mail.example")
    desk.mail("Ani", subject="Lain", body="Ada pertanyaan lain, soal beasiswa.")
    desk.look()
    desk.mail("Joko", subject="Baru", body="Ini belum diputuskan.")
    for mailbox in desk._mailboxes:
        read_to_end(desk.parts, mailbox.source)


def said(db: Database) -> dict[str, Any]:
    """What the program tells people."""
    return {
        "tickets": [archive.show(db, n) for n in tickets.all_numbers(db)],
        "inbox": inbox.listing(db, ("waiting", "parked", "done")),
        "inbox_counts": inbox.counts(db),
        "outbox": outbox.counts(db),
    }


def main(kind: str, folder: Path) -> None:
    with ExitStack() as ends:
        home = Path(ends.enter_context(tempfile.TemporaryDirectory()))
        server = ends.enter_context(Postgres()) if kind == "postgres" else None
        with Office(home) as desk:
            if server is not None:
                server.run(f"CREATE SCHEMA {SCHEMA}")
                desk.write_rules({"database": server.url(SCHEMA)})
            desk.start()
            play(desk)
            desk.sql("DELETE FROM worker")  # they name the machine this runs on
            told = said(desk.parts.db)
        stem = f"schema-{migrations.NEWEST}" + ("" if server is None else "-postgres")
        dump = _of_sqlite(home / "mailflow.db") if server is None else _of_postgres(server)
    (folder / f"{stem}.sql.gz").write_bytes(gzip.compress(dump.encode(), mtime=0))
    (folder / f"{stem}.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{folder / stem}: {told['inbox_counts']}, {told['outbox']}")


def _of_sqlite(file: Path) -> str:
    """`iterdump` reads every table, which one without texts (FTS5, contentless) does not allow: its entry in the schema
    is dumped by itself, and its parts as the tables they are."""
    connection = sqlite3.connect(file)
    try:
        virtual = "type = 'table' AND sql LIKE 'CREATE VIRTUAL TABLE%'"
        made = connection.execute(f"SELECT name, sql FROM sqlite_master WHERE {virtual}").fetchall()
        connection.execute("PRAGMA writable_schema = ON")
        connection.execute(f"DELETE FROM sqlite_master WHERE {virtual}")
        connection.commit()
    finally:
        connection.close()
    connection = sqlite3.connect(file)
    try:
        return "\n".join((*connection.iterdump(), *_virtual(made))) + "\n"
    finally:
        connection.close()


def _virtual(made: list[tuple[str, str]]) -> list[str]:
    """As `sqlite3 FILE .dump` writes them."""
    if not made:
        return []
    rows = [
        "INSERT INTO sqlite_master (type, name, tbl_name, rootpage, sql) "
        f"VALUES ('table', '{name}', '{name}', 0, '{sql.replace(chr(39), chr(39) * 2)}');"
        for name, sql in made
    ]
    return ["PRAGMA writable_schema = ON;", *rows, "PRAGMA writable_schema = OFF;"]


def _of_postgres(server: Postgres) -> str:
    """As INSERTs and without psql's own commands, so that any client can restore it."""
    command = [str(program("pg_dump")), "--schema", SCHEMA, "--no-owner", "--inserts", server.url()]
    dumped = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return "\n".join(line for line in dumped.splitlines() if not line.startswith("\\")) + "\n"


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]) if len(sys.argv) > 2 else Path(__file__).parent)
