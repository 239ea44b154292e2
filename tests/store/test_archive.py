"""One ticket's whole story, with the names interfaces.md fixes."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from mailflow.core.message import Message
from mailflow.store.engine.database import Database
from mailflow.store.mail import arrivals, inbox, messages
from mailflow.store.read import archive
from tests.store.desk import ANI, BUDI, START, Mail, change, later, letter, request


def test_the_whole_story(db: Database) -> None:
    """Ticket, events, mails of people with the letters to the customer, letters to colleagues."""
    ticket = request(db, [letter("<ack@x>"), letter("<told@x>", "announcement", [BUDI])], at=START)
    (inbox_id,) = arrivals.put(db, [Mail("1")], START)
    with db.transaction():
        inbox.finish(db, inbox_id, "request", START, ticket.n)
        mail = Message("<1@x>", sender=ANI, to=(BUDI,), cc=(ANI,), subject="pulsa", text="halo")
        messages.file_message(db, ticket.n, mail, at=later(seconds=-5), inbox_id=inbox_id)
    change(db, ticket, ("note-added", "Budi", {"text": "a", "kind": "ignored"}), at=later(hours=1))
    story = archive.show(db, ticket.n, ZoneInfo("Asia/Jakarta"))
    assert story is not None
    assert list(story) == ["ticket", "held", "events", "messages", "letters"]
    assert story["ticket"]["opened_at"] == "2026-11-02T08:00:00+07:00"
    assert story["events"][1] == {
        "seq": 2, "at": "2026-11-02T09:00:00+07:00", "kind": "note-added", "actor": "Budi", "text": "a",
    }  # fmt: skip
    mail, ack = story["messages"]
    assert (mail["at"], mail["direction"], mail["from"]) == ("2026-11-02T07:59:55+07:00", "in", ANI.email)
    assert (mail["to"], mail["cc"], mail["message_id"]) == ([BUDI.email], [ANI.email], "<1@x>")
    assert (mail["outcome"], mail["inbox"], mail["letter"]) == ("request", inbox_id, None)
    assert (ack["direction"], ack["letter"], ack["state"], ack["from"]) == ("out", "acknowledgement", "waiting", None)
    (told,) = story["letters"]
    assert (told["kind"], told["to"], told["state"], told["message_id"]) == (
        "announcement",
        [BUDI.email],
        "waiting",
        "<told@x>",
    )


def test_no_such_ticket(db: Database) -> None:
    """None, and the caller says so."""
    assert archive.show(db, 1) is None
    assert archive.events_of(db, 1) == []
