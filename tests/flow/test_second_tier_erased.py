"""A customer whose ticket was with the second tier is taken out: what the form said of him goes too."""

from __future__ import annotations

import json
from pathlib import Path

from mailflow.core.occasions import CommandGiven
from mailflow.flow.admin import erase
from mailflow.flow.admin.verify import verify
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.store.desk import tickets
from mailflow.store.read import archive
from tests.escalated import escalated, home
from tests.scripts.desk import Desk


def test_the_data_of_a_form_are_erased(tmp_path: Path) -> None:
    """In the log, in the row, in the letter; the log still adds up to the row."""
    with Desk(home(tmp_path, "home")) as desk:
        escalated(desk, "Nomor 0812-3456-7890 gagal.")
        db, ticket = desk.parts.db, desk.ticket(1)
        assert ticket is not None
        with db.transaction():
            handle(desk.parts, ticket, CommandGiven("close", "Dewi", force=True), Cause("command-given"))
        desk.look()
        erase.erase(desk.parts, "ani@mail.example", dry_run=False)
        assert not list(verify(db))
        kept = json.dumps([archive.show(db, 1), str(tickets.load(db, 1))], default=str)
        assert "0812" not in kept
        assert "ani@" not in kept
