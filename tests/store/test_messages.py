"""Mails on tickets: filed, recognised when they come twice, and threaded under."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.message import Address, Attachment, Message
from mailflow.store.desk import tickets
from mailflow.store.engine.database import Database
from mailflow.store.mail import arrivals, inbox, messages
from tests.store.desk import ANI, START, Mail, later, letter, request

DESK = Address("desk@desk.example")


def filed(db: Database, n: int, message_id: str, at: datetime = START, kind: str = "mail") -> None:
    with db.transaction():
        mail = Message(message_id, sender=ANI, to=(DESK,), subject="pulsa", text="halo")
        messages.file_message(db, n, mail, at=at, kind=kind)


def ended(
    db: Database, uid: str, message_id: str, digest: str, outcome: str = "automatic", at: datetime = START
) -> int:
    (inbox_id,) = arrivals.put(db, [Mail(uid, at)], START)
    with db.transaction():
        inbox.finish(db, inbox_id, outcome, START, message_id=message_id, digest=digest)
    return inbox_id


def test_a_reply_to_a_filed_mail_finds_its_ticket(db: Database) -> None:
    """Also when the same mail was filed on two tickets: the younger first."""
    one, two = request(db), request(db)
    filed(db, one.n, "<a@x>")
    filed(db, two.n, "<a@x>")
    filed(db, one.n, "<b@x>", kind="customer-mail")
    assert tickets.find(db, ["<b@x>", "<a@x>"]) == [
        ("<b@x>", one.n, "customer-mail"),
        ("<a@x>", two.n, "mail"),
        ("<a@x>", one.n, "mail"),
    ]


def test_a_mail_without_an_id_is_filed_all_the_same(db: Database) -> None:
    """It only cannot be replied to."""
    filed(db, request(db).n, "")
    assert tickets.find(db, [""]) == []


def test_the_thread_is_told_oldest_first(db: Database) -> None:
    """For References; the newest when there are too many; letters to the customer among them."""
    ticket = request(db, [letter("<ack@x>")], at=later(hours=1))
    filed(db, ticket.n, "<2@x>", later(hours=2), "customer-mail")
    filed(db, ticket.n, "<0@x>", START, "customer-mail")
    assert messages.of_customer(db, ticket.n) == ["<0@x>", "<ack@x>", "<2@x>"]
    assert messages.of_customer(db, ticket.n, limit=2) == ["<ack@x>", "<2@x>"]


def test_what_the_customer_has_names_no_colleagues_mail(db: Database) -> None:
    """His own mails and our letters to him."""
    ticket = request(db, [letter("<ack@x>")], at=later(hours=1))
    filed(db, ticket.n, "<0@x>", START, "customer-mail")
    filed(db, ticket.n, "<note@private>", later(hours=2), "colleague-mail")
    assert messages.of_customer(db, ticket.n) == ["<0@x>", "<ack@x>"]


def test_attachments_are_kept_as_values(db: Database) -> None:
    """What `show` tells of them."""
    n = request(db).n
    with db.transaction():
        files = (Attachment(1, "a.png", "image/png", 5),)
        messages.file_message(db, n, Message("<1@x>", attachments=files, date=later(hours=-1)), at=START)
    assert '"name":"a.png"' in db.value("SELECT attachments FROM message")


def test_the_same_id_and_words_is_a_copy(db: Database) -> None:
    """Wherever the first went, also when it is on no ticket."""
    first = ended(db, "1", "<a@x>", "d1", "quarantined")
    assert messages.duplicate_of(db, "<a@x>", "d1") == messages.Earlier(first, None, "quarantined")


def test_a_reused_id_with_other_words_is_a_new_mail(db: Database) -> None:
    """Broken senders reuse theirs (mail.md 5.2)."""
    ended(db, "1", "<a@x>", "d1")
    assert messages.duplicate_of(db, "<a@x>", "d2") is None


def test_without_an_id_the_words_decide(db: Database) -> None:
    """A second fetch finds it again (mail.md 5.4); one with an id is another mail."""
    first = ended(db, "1", "", "d1")
    found = messages.duplicate_of(db, "", "d1")
    assert found is not None
    assert found.inbox_id == first
    assert messages.duplicate_of(db, "<b@x>", "d1") is None
    assert messages.duplicate_of(db, "", "") is None


def test_a_gateways_copy_with_another_id_counts_within_a_window(db: Database) -> None:
    """mail.md 5.3: the same words under a new id, shortly after."""
    ended(db, "1", "<a@x>", "d1", at=START)
    assert messages.duplicate_of(db, "<b@y>", "d1", since=later(minutes=-10)) is not None
    assert messages.duplicate_of(db, "<b@y>", "d1", since=later(minutes=10)) is None


def test_only_what_has_ended_and_was_first_counts(db: Database) -> None:
    """A copy points to the first, not to another copy; a mail still waiting is nobody's first."""
    first = ended(db, "1", "<a@x>", "d1", "quarantined")
    ended(db, "2", "<a@x>", "d1", "duplicate")
    found = messages.duplicate_of(db, "<a@x>", "d1")
    assert found is not None
    assert found.inbox_id == first
    with db.transaction():
        inbox.retry(db, first)
    assert messages.duplicate_of(db, "<a@x>", "d1") is None
