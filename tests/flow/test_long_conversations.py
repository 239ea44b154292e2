"""Tickets with more mails than are looked at each time."""

from __future__ import annotations

from mailflow.store.desk import tickets
from mailflow.store.mail import said
from tests.flow.conftest import Office

ASKED = "Halo, saya Ani. Mohon bantuannya, pulsa saya belum masuk sejak kemarin pagi."


def test_a_reply_to_the_oldest_mail_that_quotes_it_without_marks(desk: Office) -> None:
    """What it answers is known whatever has been said since: "it works now" is no question."""
    desk.write_rules({"limits": {"mails": {"ticket": {"hour": 100}}}})
    desk.mail("ani", body=ASKED, **{"message-id": "<first@mail.example>"})
    for number in range(said.MOST_MESSAGES + 1):
        desk.mail("ani", "Re: Pulsa", f"Kabar ke-{number}?", **{"in-reply-to": "<first@mail.example>"})
    desk.look()
    heads = {"in-reply-to": "<first@mail.example>"}
    desk.mail("ani", "Re: Pulsa", f"{ASKED}\n\nSudah beres, terima kasih.", **heads)
    desk.look()
    ticket = tickets.load(desk.parts.db, 1)
    assert ticket is not None
    newest = desk.parts.db.value("SELECT data FROM event WHERE kind = 'customer-wrote' ORDER BY id DESC LIMIT 1")
    assert '"meaning":"solved"' in newest
