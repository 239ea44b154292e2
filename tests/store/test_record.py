"""The only writer of tickets: state, log, letters and alarm together, and never over somebody else's change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from mailflow.core.counted import CountedEvent
from mailflow.core.ladder import Ladder
from mailflow.core.message import Address
from mailflow.core.ticket import Status, Ticket
from mailflow.errors import Conflict
from mailflow.store.desk import askers, numbers, tickets
from mailflow.store.desk.record import Change, Journaled, journal, post, record
from mailflow.store.engine.database import Database
from mailflow.store.mail import messages, outbox
from mailflow.store.read import archive
from tests.store.desk import ANI, BUDI, START, change, claim, later, letter, process, request


def test_a_ticket_comes_back_as_it_was_recorded(db: Database) -> None:
    """Every field, through row and JSON."""
    ticket = request(
        db, participants=(Address("c@x", "C"),), question="apa?", clocks={Ladder.CLAIM: START}, linked=(3, 4)
    )
    assert tickets.load(db, ticket.n) == ticket
    changed = claim(db, ticket, "Budi", later(hours=1))
    assert tickets.load(db, ticket.n) == changed
    assert tickets.load(db, 99) is None


def test_customers_named_in_a_text(db: Database) -> None:
    """Those of tickets that go on, by names of two words and more; their letters count as they are written."""
    for at, name in enumerate(("Sari Wulandari", " Déwi Ayu ", "Ani", "Budi 100%_a b", "sari wulandari", "Tono Tua")):
        request(db, requester=Address(f"c{at}@mail.example", name))
    text = "Sari Wulandari dan Déwi Ayu, juga Ani dan Budi 100%_a b\0."
    assert sorted(askers.named_in(db, text)) == [
        (" Déwi Ayu ", "c1@mail.example"),
        ("Budi 100%_a b", "c3@mail.example"),
        ("Sari Wulandari", "c0@mail.example"),
    ]


def test_customers_named_are_in_step_with_the_transaction(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Read once, and as if they were read each time: whatever is recorded meanwhile, or undone."""
    monkeypatch.setattr(askers, "MOST", 4)
    text, rolls = "Ani A, Budi B, Cici C, Dedi D, Eka E dan Fani F", iter("ABCDEF" * 3)
    people = {name: Address(f"{name}@mail.example", f"{word} {name}") for word, name in zip(
        ("Ani", "Budi", "Cici", "Dedi", "Eka", "Fani"), "ABCDEF", strict=True
    )}  # fmt: skip

    def same() -> None:
        found = sorted(askers.named_in(db, text))
        kept = db.lasting.pop("askers")
        assert found == sorted(askers.named_in(db, text))
        db.lasting["askers"] = kept

    with db.transaction():
        opened = []
        for _ in range(6):  # also more than are looked at
            same()
            opened.append(request(db, requester=people[next(rolls)]))
        for at, status in ((5, "closed"), (0, "closed"), (4, "merged"), (3, "waiting"), (2, "discarded")):
            same()
            change(db, opened[at], ("note-added", "Budi", {"text": ""}), status=status)
        same()
        change(db, opened[1], ("note-added", "Budi", {"text": ""}), requester=people["F"])
        same()
        with pytest.raises(ValueError, match="undone"), db.savepoint():
            request(db, requester=people["A"])
            same()
            raise ValueError("undone")
        same()
    assert {name for name, _ in askers.named_in(db, text)} == {"Fani F", "Dedi D"}


def test_customers_named_are_handed_on_while_nobody_else_decides(db: Database) -> None:
    """From transaction to transaction, what was recorded in between included; read anew once another has decided, or
    one of ours was rolled back."""
    text = "Sari Wulandari, Tono Tua dan Budi Baru"

    def named() -> list[str]:
        with db.transaction():
            found = [name for name, _ in askers.named_in(db, text)]
            kept.append(db.lasting["askers"])
        return sorted(found)

    kept: list[object] = []
    request(db, requester=Address("s@x.example", "Sari Wulandari"))
    assert named() == ["Sari Wulandari"]
    ended = request(db, requester=Address("t@x.example", "Tono Tua"))
    assert named() == ["Sari Wulandari", "Tono Tua"]
    change(db, ended, ("note-added", "Budi", {"text": ""}), status="closed")
    assert named() == ["Sari Wulandari"]
    with pytest.raises(ValueError, match="undone"), db.transaction():
        request(db, requester=Address("b@x.example", "Budi Baru"))
        raise ValueError("undone")
    assert named() == ["Sari Wulandari"]
    other = Database(db.engine)  # as another process would
    request(other, requester=Address("b@x.example", "Budi Baru"))
    assert named() == ["Budi Baru", "Sari Wulandari"]
    assert kept[0] is kept[1] is kept[2]
    assert len({id(one) for one in kept}) == 3


def test_a_row_is_made_a_ticket_once(db: Database) -> None:
    """And again as soon as it reads differently, also after a savepoint that was rolled back."""
    ticket = request(db)
    with db.transaction():
        assert tickets.load(db, ticket.n) is tickets.load(db, ticket.n)
        with pytest.raises(ValueError, match="undone"), db.savepoint():
            db.execute("UPDATE ticket SET state = replace(state, '\"version\":1', '\"version\":7') WHERE n = 1")
            changed = tickets.load(db, ticket.n)
            assert changed is not None
            assert changed.version == 7
            raise ValueError("undone")
        assert tickets.load(db, ticket.n) == ticket
    assert tickets.load(db, ticket.n) is tickets.load(db, ticket.n)


def test_events_are_numbered_by_version(db: Database) -> None:
    """seq 1, 2, 3 …: the log has one event per version."""
    ticket = request(db)
    change(db, ticket, ("note-added", "Budi", {"text": "a"}), ("linked", None, {"n": 7}))
    log = archive.events_of(db, ticket.n)
    assert [(e.seq, e.kind, e.actor) for e in log] == [
        (1, "request-received", ANI.email),
        (2, "note-added", "Budi"),
        (3, "linked", None),
    ]
    assert log[2].data == {"n": 7}


@pytest.mark.parametrize("at", [later(hours=-3), later(hours=-3).isoformat()])
def test_an_event_with_a_moment_of_its_own_keeps_it(db: Database, at: datetime | str) -> None:
    """A mail counts by its arrival; when it was recorded is told by its occasion."""
    ticket = request(db)
    change(db, ticket, ("customer-wrote", None, {"at": at}), ("note-added", "Budi", {}), at=START)
    _, wrote, noted = archive.events_of(db, ticket.n)
    assert (wrote.at, wrote.recorded_at) == (later(hours=-3), START)
    assert (noted.at, noted.recorded_at) == (START, START)


def test_a_lost_race_is_a_conflict(db: Database) -> None:
    """Who decided on an older version must decide again; nothing of his is kept."""
    ticket = request(db)
    winner = claim(db, ticket, "Budi", START)
    with pytest.raises(Conflict):
        change(db, ticket, ("claimed", "Sari", {}), letters=[letter("<lost@x>")], owner="Sari")
    assert tickets.load(db, ticket.n) == winner
    assert outbox.by_message_id(db, "<lost@x>") is None


def test_a_number_given_twice_is_a_conflict(db: Database) -> None:
    """It cannot happen through next_number, and if it does the first ticket stays."""
    ticket = request(db)
    with pytest.raises(Conflict), db.transaction():
        occasion = journal(db, "mail-arrived", START, "r")
        change = Change(replace(ticket, subject="other"), [("x", None, {})], stages=[CountedEvent("new")])
        record(db, Ticket(), change, occasion)
    assert tickets.load(db, ticket.n) == ticket


def test_a_version_that_is_not_the_log_is_refused(db: Database) -> None:
    """State and log would no longer prove each other."""
    ticket = request(db)
    with pytest.raises(ValueError, match="version"), db.transaction():
        record(db, ticket, Change(replace(ticket, version=3), [("x", None, {})]), Journaled(1, START, "r"))


def test_without_events_only_alarm_and_letters_are_written(db: Database) -> None:
    """A reminder repeated by hand is no event."""
    ticket = request(db)
    with db.transaction():
        record(db, ticket, Change(ticket, [], [letter("<1@x>")], later(hours=1)), Journaled(1, START, "r"))
    assert tickets.due(db, later(hours=1)) == [ticket.n]
    assert len(archive.events_of(db, ticket.n)) == 1


def test_numbers_have_no_gap_when_a_transaction_fails(db: Database) -> None:
    """So a gap always means a lost ticket; a savepoint gives its number back too."""
    first = request(db).n
    with pytest.raises(KeyError), db.transaction():
        numbers.next_number(db)
        raise KeyError
    with db.transaction():
        with pytest.raises(KeyError), db.savepoint():
            numbers.next_number(db)
            raise KeyError
        second = numbers.next_number(db)
    assert (first, second) == (1, 2)


def test_one_occasion_may_touch_several_tickets(db: Database) -> None:
    """A late reply opens one and links the other: both logs name the same occasion."""
    old, new = request(db), request(db)
    with db.transaction():
        occasion = journal(db, "mail-arrived", START, "r", data={"inbox": 5}, n=new.n)
        for ticket in (old, new):
            after = replace(ticket, version=2, linked=(old.n + new.n - ticket.n,))
            change = Change(after, [("linked", None, {"n": after.linked[0]})], stages=[CountedEvent("new")])
            record(db, ticket, change, occasion)
    assert {archive.events_of(db, n)[-1].occasion for n in (old.n, new.n)} == {occasion.id}


def test_a_reply_to_any_letter_finds_the_ticket(db: Database) -> None:
    """Its Message-ID is known from the moment the letter is decided, before it is sent."""
    ticket = request(db, [letter("<ack@x>"), letter("<told@x>", "announcement", [BUDI])])
    found = tickets.find(db, ["<none@x>", "<told@x>", "<ack@x>", "<told@x>"])
    assert found == [("<told@x>", ticket.n, "announcement"), ("<ack@x>", ticket.n, "acknowledgement")]


def test_letters_to_the_customer_belong_to_the_conversation(db: Database) -> None:
    """Those to colleagues do not."""
    ticket = request(db, [letter("<ack@x>"), letter("<told@x>", "announcement", [BUDI])])
    assert messages.of_customer(db, ticket.n) == ["<ack@x>"]


def test_a_letter_may_belong_to_no_ticket(db: Database) -> None:
    """A digest, an alarm to the admin."""
    with db.transaction():
        letter_id = post(db, letter("<digest@x>", "digest", [BUDI]), START)
    found = outbox.by_message_id(db, "<digest@x>")
    assert found is not None
    assert (found.id, found.ticket, found.kind, found.recipients) == (letter_id, None, "digest", (BUDI.email,))
    assert tickets.find(db, ["<digest@x>"]) == []


# -- looking tickets up -----------------------------------------------------------------------------------------------


def test_a_ticket_is_named_by_number_or_n(db: Database) -> None:
    """As written comes first; then n; `#` and brackets as people write them."""
    first = request(db)
    assert first.number == "0001"
    assert [tickets.by_number(db, text) for text in ("0001", "#0001", "[#0001]", " 1 ")] == [1, 1, 1, 1]
    assert [tickets.by_number(db, text) for text in ("2", "x", "", "9" * 40, "¹")] == [None] * 5


def test_alarms_ring_in_order(db: Database) -> None:
    """Due is what has passed, longest ago first; None never rings."""
    request(db, alarm=later(hours=2))
    request(db, alarm=later(hours=1))
    request(db, alarm=later(hours=3))
    request(db)
    assert tickets.due(db, later(hours=2)) == [2, 1]
    assert tickets.due(db, later(hours=9), limit=1) == [2]
    assert tickets.due(db, START) == []
    assert tickets.next_alarm(db) == later(hours=1)


def test_alarms_of_other_rules_are_stale(db: Database) -> None:
    """Only of what still goes; `set_alarm` freshens one unless it has changed meanwhile."""
    one, two = request(db), request(db)
    change(db, two, ("closed", "Dewi", {}), status=Status.CLOSED)
    assert tickets.stale_alarms(db, "rules-1") == []
    assert tickets.stale_alarms(db, "rules-2") == [one.n]
    with db.transaction():
        assert tickets.set_alarm(db, one, later(hours=5), "rules-2")
        assert not tickets.set_alarm(db, replace(one, version=9), None, "rules-3")
    assert tickets.stale_alarms(db, "rules-2") == []
    assert tickets.due(db, later(hours=5)) == [one.n]


def test_owners_who_are_operators_no_longer(db: Database) -> None:
    """Compared to the letter; what is over is left alone."""
    mine, his, over, _ = (request(db) for _ in range(4))
    claim(db, mine, "Sari", START)
    claim(db, his, "Budi", START)
    change(db, claim(db, over, "Budi", START), ("closed", "Dewi", {}), status=Status.CLOSED)
    assert [n for n, _ in tickets.owned_by_none_of(db, ["Sari"])] == [his.n]


def test_a_customers_open_tickets(db: Database) -> None:
    """By any of his addresses, also one learnt later; newest first; not what is over."""
    first, second, over = request(db), request(db), request(db)
    change(db, first, ("customer-wrote", None, {}), customer=(ANI.key, "home@mail.example"))
    change(db, over, ("closed", "Dewi", {}), status=Status.CLOSED)
    assert tickets.open_of_customer(db, "ANI@mail.example") == [second.n, first.n]
    assert tickets.open_of_customer(db, "home@mail.example") == [first.n]


def test_listing_has_the_fields_that_stay(db: Database) -> None:
    """interfaces.md fixes their names; what is over is left out unless asked for."""
    request(db, category="pulsa", linked=(4,))
    claim(db, request(db), "Budi", later(hours=1))
    change(db, request(db), ("closed", "Dewi", {}), status=Status.CLOSED, closed_at=later(hours=2))
    rows = tickets.listing(db)
    assert rows[0] == {
        "number": "0001",
        "n": 1,
        "status": "new",
        "subject": "pulsa",
        "requester": ANI.email,
        "owner": None,
        "category": "pulsa",
        "priority": "normal",
        "opened_at": "2026-11-02T01:00:00+00:00",
        "claimed_at": None,
        "first_answered_at": None,
        "closed_at": None,
        "breaches": 0,
        "linked": [4],
        "held": [],
    }
    assert [row["n"] for row in rows] == [1, 2]
    assert [row["n"] for row in tickets.listing(db, everything=True)] == [1, 2, 3]
    assert [row["n"] for row in tickets.listing(db, status="closed")] == [3]
    assert [row["n"] for row in tickets.listing(db, owner="budi")] == [2]


# -- crashes ----------------------------------------------------------------------------------------------------------

_STEPS = """
from mailflow.store.engine import database; from mailflow.store.mail import inbox
def slowed(real):
    def slowly(self, sql, params=()):
        if self.in_transaction:
            say(sql[:30].replace(chr(10), ' ')); sys.stdin.readline()
        return real(self, sql, params)
    return slowly
for way in ('execute', 'many', 'each'):
    setattr(database.Database, way, slowed(getattr(database.Database, way)))
request(db, [letter('<1@x>'), letter('<2@x>', 'announcement', [BUDI])])
say('committed'); sys.stdin.readline()
"""


@pytest.mark.parametrize("steps", [0, 1, 3, 5, 7, 8])
def test_a_killed_process_leaves_nothing_half(filed: Database, tmp_path: Path, steps: int) -> None:
    """kill -9 before any statement of the transaction: the desk is as before, and works on."""
    child = process(_STEPS, tmp_path)
    assert child.stdin is not None
    assert child.stdout is not None
    for _ in range(steps):
        assert child.stdout.readline() != "committed\n"
        child.stdin.write("\n")
        child.stdin.flush()
    child.stdout.readline()
    child.kill()
    child.communicate()
    counted = [filed.value(f"SELECT count(*) FROM {t}") for t in ("ticket", "event", "letter", "thread", "occasion")]
    assert counted == [0] * 5
    assert request(filed).n == 1


def test_a_commit_survives_the_kill(filed: Database, tmp_path: Path) -> None:
    """Ticket, log and letters are all there."""
    child = process(_STEPS, tmp_path)
    assert child.stdin is not None
    assert child.stdout is not None
    while child.stdout.readline() != "committed\n":
        child.stdin.write("\n")
        child.stdin.flush()
    child.kill()
    child.communicate()
    assert tickets.load(filed, 1) is not None
    assert len(archive.events_of(filed, 1)) == 1
    assert outbox.waiting(filed) == 2
