"""A customer is taken out: no byte of the database names him, every figure and every proof is as it was."""

from __future__ import annotations

import json
import sqlite3
import zlib
from datetime import timedelta
from typing import Any

import pytest

from mailflow.clock import machine_now
from mailflow.core.figures import figures as figures_of
from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.core.occasions import CommandGiven
from mailflow.errors import CannotDo
from mailflow.flow.admin import erase, rebuild
from mailflow.flow.admin.verify import verify
from mailflow.flow.admin.verify_chain import verify_chain
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.flow.ticket.render import post_alone
from mailflow.store.admin import erase as store_erase
from mailflow.store.desk import tickets
from mailflow.store.read import archive, reports
from tests.conservation import conservation
from tests.flow.conftest import Office

RINA = "rina@kampus.example"
TRACES = ("rina", "kampus.example", "nim 0812", "rahasia", "teman@")


def close(desk: Office, n: int) -> None:
    ticket = tickets.load(desk.parts.db, n)
    assert ticket is not None
    with desk.parts.db.transaction():
        handle(
            desk.parts, ticket, CommandGiven("close", "Dewi", {"note": "Rina puas"}, force=True), Cause("command-given")
        )
    desk.look()


@pytest.fixture
def busy(desk: Office) -> Office:
    """Rina's closed ticket with all that can be in one, her spam, and Ani's open ticket."""
    desk.mail("Rina", "NIM 0812 rahasia", "Nama saya Rina, rahasia.", cc="Teman <teman@kampus.example>")
    desk.look()
    desk.mail("Budi", reply_to="acknowledgement", to="Rina, desk", body="Halo Rina, rahasia apa?")
    desk.look()
    desk.mail("Rina", reply_to="acknowledgement", body="Ini rahasia.")
    desk.look()
    desk.mail("Sari", reply_to="customer-wrote", to="list", body="Rina itu siapa?")
    desk.look()
    desk.pass_time(desk.clock.now() + timedelta(days=3))
    desk.mail("Rina", subject="Undian rahasia", **{"X-Spam-Flag": "YES", "In-Reply-To": "<x@y>"})
    desk.look()
    close(desk, 1)
    desk.mail("Ani")
    desk.look()
    return desk


def figures(desk: Office) -> Any:
    until = desk.clock.now() + timedelta(days=1)
    found = figures_of(reports.period(desk.parts.db, reports.Wanted(until - timedelta(days=30), until, until)))
    return {key: value for key, value in found.items() if key != "customers"}


def named(desk: Office) -> list[str]:
    """The customers a report names."""
    until = desk.clock.now()
    found = reports.period(desk.parts.db, reports.Wanted(until - timedelta(days=30), until, until))
    return [one.address for one in found.customers]


def shape(desk: Office) -> Any:
    """What must not change: kinds, moments, operators, outcomes."""
    shown = [archive.show(desk.parts.db, n) for n in desk.numbers()]
    return [
        (
            [(e["kind"], e["at"], e.get("operator")) for e in one["events"]],
            {k: v for k, v in one["ticket"].items() if k not in ("subject", "requester")},
            [(m["at"], m["direction"], m["outcome"], m["letter"], m["state"]) for m in one["messages"]],
            [(letter["at"], letter["kind"], letter["state"]) for letter in one["letters"]],
        )
        for one in shown
        if one is not None
    ]


def whole_database(desk: Office) -> str:
    """Every value of every table, unpacked, and the blocks of the search index, which itself cannot be read."""
    connection = sqlite3.connect(desk.home / "mailflow.db")
    values = []
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    for (table,) in connection.execute(tables).fetchall():
        plain = table.startswith("words")
        for row in connection.execute(f"SELECT * FROM {table}"):
            values += [_unpacked(v, plain=plain) if isinstance(v, bytes) else str(v) for v in row]
    connection.close()
    return "\n".join(values).lower()


def _unpacked(data: bytes, *, plain: bool) -> str:
    return (data if plain else zlib.decompress(data)).decode("latin-1")


def test_nothing_names_her_any_more(busy: Office) -> None:
    """Not in tickets, events, journal, messages, mails, letters, nor in packed bytes."""
    assert all(trace in whole_database(busy) for trace in TRACES)
    found = erase.erase(busy.parts, "Rina@Kampus.example", dry_run=False)
    assert found.tickets == (1,)
    assert [trace for trace in TRACES if trace in whole_database(busy)] == []
    assert "ani@mail.example" in whole_database(busy)  # others stay as they are


def test_figures_and_proofs_stay(busy: Office) -> None:
    """report is the same number for number, verify folds, doctor is content, rebuild says expired."""
    before = (figures(busy), shape(busy))
    assert RINA in named(busy)
    erase.erase(busy.parts, RINA, dry_run=False)
    assert (figures(busy), shape(busy)) == before
    assert not [address for address in named(busy) if address == RINA or "erased" in address]
    assert [*verify(busy.parts.db), *verify_chain(busy.parts.db)] == []
    assert conservation(busy.parts.db, busy.clock.now(), machine_now()) == []
    found = rebuild.verify(busy.parts)
    assert (found.ok, found.expired | found.too_old) == (True, {1})


def test_a_trial_changes_nothing(busy: Office) -> None:
    """It counts what the real thing then erases."""
    before = whole_database(busy)
    counted = erase.erase(busy.parts, RINA, dry_run=True)
    assert whole_database(busy) == before
    assert erase.erase(busy.parts, RINA, dry_run=False) == counted
    assert counted.mails == 5
    assert erase.erase(busy.parts, RINA, dry_run=False) == erase.Erased((), 0, 0)


def test_an_address_is_no_pattern(busy: Office) -> None:
    """`a_i@…` erases no letter that speaks of `ani@…`; `_` is a letter of many addresses."""
    refusal = Letter("refused-unregistered", (Address("ani@mail.example"),), facts={"reason": "x", "subject": "y"})
    with busy.parts.db.transaction():
        post_alone(busy.parts, refusal)
        busy.parts.db.execute("UPDATE letter SET state = 'sent' WHERE ticket_n IS NULL")
    assert store_erase.letters_alone(busy.parts.db, "a_i@mail.example") == []
    assert len(store_erase.letters_alone(busy.parts.db, "ani@mail.example")) == 1


def test_colleagues_keep_their_names(busy: Office) -> None:
    """Who answered, who closed and who got which letter is the desk's own history."""
    erase.erase(busy.parts, RINA, dry_run=False)
    shown = archive.show(busy.parts.db, 1)
    assert shown is not None
    assert shown["ticket"]["owner"] == "Budi"
    assert shown["ticket"]["requester"] == store_erase.ERASED
    assert {"iduhelp@desk.example"} == {m["from"] for m in shown["messages"] if m["direction"] == "out"}
    assert {letter["to"][0] for letter in shown["letters"]} <= {
        "budi@desk.example", "sari@desk.example", "dewi@desk.example", "operator@lists.desk.example",
    }  # fmt: skip
    assert [e["actor"] for e in shown["events"] if e["kind"] == "closed"] == ["Dewi"]


def test_not_while_her_ticket_goes_on(busy: Office) -> None:
    """The people at work still need to know who she is; nor a colleague, nor half."""
    busy.mail("Rina", subject="Baru", body="Satu lagi.")
    busy.look()
    before = whole_database(busy)
    with pytest.raises(CannotDo, match="ticket 3 still goes on"):
        erase.erase(busy.parts, RINA, dry_run=False)
    with pytest.raises(CannotDo, match="no customer's address"):
        erase.erase(busy.parts, "budi@desk.example", dry_run=False)
    assert whole_database(busy) == before


def test_her_next_mail_is_a_new_beginning(busy: Office) -> None:
    """Even when it answers an old letter: what is kept knows nobody of that name."""
    erase.erase(busy.parts, RINA, dry_run=False)
    busy.mail("Rina", reply_to="closed", body="Halo lagi")
    busy.look()
    assert [*verify(busy.parts.db), *verify_chain(busy.parts.db)] == []
    assert busy.rows()[-1]["outcome"] in ("request", "customer-reply")


def test_the_file_itself_forgets(busy: Office) -> None:
    """Deleted rows are overwritten, not only unlinked."""
    erase.erase(busy.parts, RINA, dry_run=False)
    busy.parts.db.engine.execute("PRAGMA wal_checkpoint(TRUNCATE)", ()).fetchall()
    data = (busy.home / "mailflow.db").read_bytes().lower()
    assert [trace for trace in TRACES if trace.encode() in data] == []
    assert json.dumps(RINA).encode() not in data
