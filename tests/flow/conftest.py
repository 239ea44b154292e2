"""A running desk for each test, and short ways to put mails into its mailbox and to break its database."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from mailflow.clock import machine_now
from mailflow.store.mail import inbox
from tests.scripts.client import Client
from tests.scripts.desk import Desk


class Office(Desk):
    """A desk with hands: mails are written in a line, rows can be made to fail, postponed work is due at once."""

    def __enter__(self) -> Office:
        super().__enter__()
        self.client = Client(self.now, lambda name: next(s.message for s in reversed(self.world) if s.kind == name))
        return self

    def mail(self, sender: str, subject: str = "Pulsa", body: str = "Belum masuk.", **heads: str) -> str:
        """A mail lies in the mailbox; its uid. `reply_to="announcement"` answers a letter."""
        given = {key.replace("_", " "): [value] for key, value in heads.items()}
        fresh = {} if "reply to" in given else {"to": ["list"], "subject": [subject]}
        fields = {"from": [sender], **fresh, **given}
        return self.put(self.client.write(fields, body.split("\n")), "mailbox1")

    def sql(self, statement: str, *params: Any) -> None:
        """As an admin with `sqlite3` would."""
        with self.parts.db.transaction():
            self.parts.db.execute(statement, params)

    def break_tickets(self, subject: str) -> None:
        """From now on the database refuses tickets with this subject, whatever the reason."""
        if self.parts.db.shared:
            self.sql(f"ALTER TABLE ticket ADD CONSTRAINT poisoned CHECK (subject <> '{subject}')")
            return
        self.sql(
            f"CREATE TRIGGER poison BEFORE INSERT ON ticket WHEN NEW.subject = '{subject}' "
            "BEGIN SELECT RAISE(ABORT, 'poisoned'); END"
        )

    def damage_outcomes(self, subject: str) -> None:
        """From now on PostgreSQL cannot write how mails with this subject ended: a damaged page."""
        self.sql(
            "CREATE FUNCTION damaged() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'damaged' USING ERRCODE = 'XX001'; "
            "END $$ LANGUAGE plpgsql"
        )
        ids = f"SELECT inbox_id FROM message WHERE subject = '{subject}'"
        self.sql(f"CREATE FUNCTION bad(BIGINT) RETURNS boolean AS $$ SELECT $1 IN ({ids}) $$ LANGUAGE sql")
        self.sql(
            "CREATE TRIGGER damaged BEFORE UPDATE ON inbox FOR EACH ROW WHEN (NEW.state = 'done' AND bad(NEW.id)) "
            "EXECUTE FUNCTION damaged()"
        )

    def mend_tickets(self) -> None:
        """What `break_tickets` broke."""
        self.sql("ALTER TABLE ticket DROP CONSTRAINT poisoned" if self.parts.db.shared else "DROP TRIGGER poison")

    def due_now(self) -> None:
        """All that waits for its next try, mails and letters, is due."""
        self.sql("UPDATE inbox SET not_before = NULL")
        self.sql("UPDATE letter SET not_before = NULL")

    def rows(self) -> list[dict[str, Any]]:
        return inbox.listing(self.parts.db, ("waiting", "parked", "done"))

    def kinds(self) -> list[str]:
        """What the world got, in order."""
        return [letter.kind for letter in self.world]


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """On SQLite, unless a test's parameter is "postgres"."""
    on_sqlite = getattr(request, "param", "sqlite") == "sqlite"
    with Office(tmp_path, "" if on_sqlite else request.getfixturevalue("postgres").new_desk()) as office:
        office.start()
        yield office


@pytest.fixture
def now() -> float:
    return machine_now()
