"""The hash chain: whatever is changed of events, mails, letters, moments or their order is found."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import timedelta

import pytest

from mailflow.flow.admin import erase
from mailflow.flow.admin.verify_chain import ChainFault, look, verify_chain
from mailflow.flow.schedule import retention
from mailflow.store.engine import chain_links
from mailflow.store.engine.fields import pack, unpack
from mailflow.store.engine.hash_chain import BEGINNING, heads_in, read
from mailflow.store.engine.hash_chain import head as next_head
from mailflow.store.mail import outbox
from tests.flow.conftest import Office
from tests.flow.test_erase import RINA, close

Tamper = Callable[[sqlite3.Connection], object]


@pytest.fixture
def busy(desk: Office) -> Office:
    """Three tickets with answers, one closed; a letter that a server refused; a held and a parked mail."""
    desk.write_rules({"digest": "07:30"})
    desk.mail("Rina", "Kartu", "Nama saya Rina.", cc="Teman <teman@kampus.example>")
    desk.look()
    desk.mail("Budi", reply_to="acknowledgement", to="Rina, desk", body="Halo Rina, kartu apa?")
    desk.look()
    desk.mail("Rina", reply_to="acknowledgement", body="Kartu debit.")
    desk.look()
    close(desk, 1)
    desk.mail("Ani")
    desk.look()
    desk.mail("Rina", subject="Undian", **{"X-Spam-Flag": "YES"})
    desk.mail("desk", to="desk", body="Tidak ada pengirim di sini.")
    desk.look()
    desk.pass_time(desk.clock.now() + timedelta(days=2))
    return desk


def faults(desk: Office) -> list[ChainFault]:
    """The same when stretches of links were looked at by themselves, and when more have come since."""
    db = desk.parts.db
    found = list(verify_chain(db))
    newest = chain_links.head(db).number
    for size, last in ((1, newest), (3, newest), (4, newest - 2), (1000, newest)):
        looked = [look(db, max(1, end - size + 1), end) for end in range(last, 0, -size)]
        assert sorted(verify_chain(db, looked=looked), key=str) == sorted(found, key=str)
    return found


def tamper(desk: Office, act: Tamper) -> list[str]:
    """What is found to be wrong after somebody has changed the file behind our back."""
    connection = sqlite3.connect(desk.home / "mailflow.db")
    act(connection)
    connection.commit()
    connection.close()
    return [fault.where for fault in faults(desk)]


BOTH = pytest.mark.parametrize("desk", ["sqlite", pytest.param("postgres", marks=pytest.mark.live)], indirect=True)


@BOTH
def test_what_nobody_changed_is_as_it_was_chained(busy: Office) -> None:
    """Events, mails and letters of all kinds are in the chain."""
    assert faults(busy) == []
    kinds = {one.ref[0] for _, lines, _ in chain_links.links(busy.parts.db, 1, 1000) for one in read(lines)}
    assert kinds == {"e", "m", "l"}


CHANGES: dict[str, tuple[str, str]] = {
    "an event's words": ("UPDATE event SET data = replace(data, 'kartu', 'kertu') WHERE ticket_n = 1 AND seq = 3", "e"),
    "its moment": ("UPDATE event SET at = '2026-11-02T03:00:00.000001Z' WHERE ticket_n = 1 AND seq = 2", "e"),
    "its kind": ("UPDATE event SET kind = 'claimed' WHERE ticket_n = 1 AND seq = 1", "e"),
    "who did it": ("UPDATE event SET actor = 'Sari' WHERE ticket_n = 1 AND seq = 2", "e"),
    "when it was decided": ("UPDATE occasion SET at = '2026-11-02T03:00:00.000001Z' WHERE id = 1", "e"),
    "by which rules": ("UPDATE occasion SET rules = 'x' WHERE id = 2", "e"),
    "an event less": ("DELETE FROM event WHERE ticket_n = 2 AND seq = 1", "e"),
    "when a mail came": ("UPDATE inbox SET arrived_at = '2026-11-02T03:00:00.000001Z' WHERE id = 1", "m"),
    "a mail less": ("DELETE FROM inbox_raw WHERE inbox_id = 2", "m"),
    "a server's words": ("UPDATE letter SET results = replace(results, 'sent', 'Sent') WHERE id = 1", "l"),
    "when a letter left": ("UPDATE letter SET sent_at = '2026-11-02T03:00:00.000001Z' WHERE id = 1", "l"),
    "that it left": ("UPDATE letter SET state = 'failed' WHERE id = 1", "l"),
    "its name": ("UPDATE letter SET kind = 'closed' WHERE id = 1", "l"),
    "its bytes": ("DELETE FROM letter_data WHERE letter_id = 1", "l"),
}
PLACES = {"e": "event", "m": "mail", "l": "letter"}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_found(busy: Office, name: str) -> None:
    """And named by the row that was changed."""
    sql, kind = CHANGES[name]
    found = tamper(busy, lambda file: file.execute(sql))
    assert found and all(where.startswith((PLACES[kind], "ticket")) for where in found)


def test_any_byte_of_a_mail_is_found(busy: Office) -> None:
    """At its beginning, in the middle, at its end; what is put back is right again."""
    raw = unpack(busy.parts.db.value("SELECT data FROM inbox_raw WHERE inbox_id = 1"))

    def put(data: bytes) -> list[str]:
        packed = (pack(data),)
        return tamper(busy, lambda file: file.execute("UPDATE inbox_raw SET data = ? WHERE inbox_id = 1", packed))

    for at in (0, len(raw) // 2, len(raw) - 1):
        assert put(raw[:at] + bytes([raw[at] ^ 1]) + raw[at + 1 :]) == ["mail 1"]
    assert put(raw + b" ") == ["mail 1"]
    assert put(raw) == []


def test_two_events_that_change_places_are_found(busy: Office) -> None:
    """Order is a fact of each event."""

    def act(file: sqlite3.Connection) -> None:
        for old, new in ((1, 99), (2, 1), (99, 2)):
            file.execute("UPDATE event SET seq = ? WHERE ticket_n = 1 AND seq = ?", (new, old))

    assert {"event 1 of ticket 1", "event 2 of ticket 1"} <= set(tamper(busy, act))


def test_an_event_more_is_found(busy: Office) -> None:
    """What was never chained did not happen then."""
    names = "at, kind, actor, data, occasion_id"
    sql = f"INSERT INTO event (ticket_n, seq, {names}) SELECT ticket_n, 90, {names} FROM event WHERE id = 1"
    assert tamper(busy, lambda file: file.execute(sql)) == ["ticket 1"]


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE link SET entries = replace(entries, 'e1.1 ', 'e1.9 ') WHERE n = 1",
        "UPDATE link SET head = replace(head, substr(head, 1, 1), 'g') WHERE n = 2",
        "DELETE FROM link WHERE n = 2",
        "DELETE FROM link WHERE n = (SELECT max(n) FROM link)",
        "INSERT INTO link SELECT max(n) + 1, entries, head FROM link",
        "UPDATE link SET entries = '' WHERE n = 3",
        "UPDATE meta SET value = replace(value, ' ', ' 0') WHERE key = 'chain'",
    ],
)
def test_a_change_of_the_chain_is_found(busy: Office, sql: str) -> None:
    """It is not enough to change the chain as well, a little."""
    assert tamper(busy, lambda file: file.execute(sql))


def test_a_chain_made_anew_is_found_by_the_heads_people_have(busy: Office) -> None:
    """Whoever has the whole database can chain another past; not in the mailboxes of others."""
    had = chain_links.head(busy.parts.db)
    found = list(chain_links.links(busy.parts.db, 1, had.number))

    def forge(file: sqlite3.Connection) -> None:
        file.execute("UPDATE letter SET text = '' WHERE kind = 'digest'")
        before = "0" * 64
        for number, lines, _ in found:
            kept = lines if number > 1 else "\n".join(lines.split("\n")[::-1])
            before = next_head(before, number, [one.digest for one in read(kept)])
            file.execute("UPDATE link SET entries = ?, head = ? WHERE n = ?", (kept, before, number))
        file.execute("UPDATE meta SET value = ? WHERE key = 'chain'", (f"{had.number} {before}",))

    assert tamper(busy, forge) == []
    told = heads_in(f"Halo,\r\n\r\nhead {had.number}\r\n{had.digest}\r\n")
    assert [fault.where for fault in verify_chain(busy.parts.db, told)] == [f"head {had.number}"]


def test_a_head_before_the_first_link_is_one(desk: Office) -> None:
    """A digest that is the desk's first letter carries it."""
    assert list(verify_chain(desk.parts.db, {0: BEGINNING})) == []
    assert [fault.where for fault in verify_chain(desk.parts.db, {0: "1" * 64})] == ["head 0"]


def test_a_letter_that_is_sent_once_more_is_as_it_was_chained(busy: Office) -> None:
    """Also while it waits, whatever its tries leave behind; a letter made to wait by somebody else is found."""
    db = busy.parts.db
    busy.sink.refuse_next("554 5.6.0 this server takes no such letters")
    busy.mail("Ani", subject="Lain lagi", body="Kartu saya hilang.")
    busy.look()
    failed = min(letter["id"] for letter in outbox.listing(db, ("failed",)))
    with db.transaction():
        outbox.retry(db, failed)
    assert faults(busy) == []
    busy.sink.defer_next()
    busy.look()
    assert (outbox.waiting(db), faults(busy)) == (1, [])
    busy.due_now()
    busy.look()
    assert (outbox.waiting(db), faults(busy)) == (0, [])
    assert tamper(busy, lambda it: it.execute("UPDATE letter SET state = 'waiting' WHERE id = ?", (failed,))) == [
        f"letter {failed}"
    ]


@BOTH
def test_erasure_keeps_the_chain(busy: Office) -> None:
    """Digests stay, content goes."""
    erase.erase(busy.parts, RINA, dry_run=False)
    assert faults(busy) == []


def test_what_is_left_of_an_erased_event_is_proven(busy: Office) -> None:
    """Who changes that is found again."""
    erase.erase(busy.parts, RINA, dry_run=False)
    sql = "UPDATE event SET data = replace(data, '\"\"', '\"x\"') WHERE ticket_n = 1 AND seq = 1"
    assert tamper(busy, lambda file: file.execute(sql)) == ["event 1 of ticket 1"]


def test_what_was_kept_long_enough_may_go(busy: Office) -> None:
    """`retention:` is chained: bytes that go any other way are missed."""
    busy.write_rules({"retention": {"raw": "1d", "letters": "1d", "spam": "1d"}})
    busy.clock.advance(timedelta(days=100))
    assert retention.carry_out_if_due(busy.parts)
    assert busy.parts.db.value("SELECT count(*) FROM inbox WHERE expired_at IS NOT NULL")
    assert faults(busy) == []


def test_the_digest_carries_the_head(busy: Office) -> None:
    """And verify finds a chain that no longer has it."""
    busy.clock.advance(timedelta(days=1))
    busy.look()
    busy.look()
    text = busy.parts.db.value("SELECT text FROM letter WHERE kind = 'digest' AND state = 'sent' ORDER BY id LIMIT 1")
    ((number, digest),) = heads_in(text).items()
    assert next(chain_links.links(busy.parts.db, number, number))[2] == digest
    busy.sql("UPDATE letter SET text = replace(text, ?, ?) WHERE kind = 'digest'", digest, "0" * 64)
    assert [fault.where for fault in faults(busy)] == [f"head {number}"]
