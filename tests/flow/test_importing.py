"""What was brought in keeps every promise of the desk: proofs, figures, erasure, redaction, retention, on both
databases."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from mailflow.clock import machine_now
from mailflow.flow.admin import erase, rebuild
from mailflow.flow.admin.importing import ImportCounts, Wish, bring_in_all
from mailflow.flow.admin.verify import verify
from mailflow.flow.settle.redacting import Removal, remove_typed
from mailflow.mail.archives import found
from mailflow.store.admin import retention
from mailflow.store.desk import tickets
from mailflow.store.read.search import asked, search
from tests.conservation import conservation
from tests.flow.conftest import Office
from tests.flow.test_erase import whole_database

BOTH = pytest.mark.parametrize("desk", ["sqlite", pytest.param("postgres", marks=pytest.mark.live)], indirect=True)


def mail(number: int, sender: str, to: str, text: str, refers: str = "") -> str:
    reply = f"In-Reply-To: {refers}\n" if refers else ""
    return (
        f"From x@mail.example Mon Jan  4 01:00:00 2021\nFrom: {sender}\nTo: {to}\nSubject: Pulsa lama\n"
        f"Date: Mon, 4 Jan 2021 08:{number:02}:00 +0700\nMessage-ID: <old{number}@mail.example>\n{reply}\n{text}\n\n"
    )


OLD = (
    mail(1, "Rina <rina@kampus.example>", "iduhelp@desk.example", "PIN saya 739164, pulsa belum masuk.")
    + mail(2, "Budi <budi@desk.example>", "rina@kampus.example", "Sudah kami cek.", "<old1@mail.example>")
    + mail(3, "Joko <joko@kampus.example>", "iduhelp@desk.example", "Kapan KRS dibuka?")
)  # fmt: skip


def bring(desk: Office, text: str = OLD) -> ImportCounts:
    archive = desk.home / "lama.mbox"
    archive.write_text(text)
    seen = lambda done, of: None  # noqa: E731
    return bring_in_all(desk.parts, partial(found.archives, [archive]), Wish(), seen, seen)


def is_proven(desk: Office) -> bool:
    """The log proves the rows, nothing is lost, deciding again leads to the same."""
    assert list(verify(desk.parts.db)) == []
    assert conservation(desk.parts.db, desk.clock.now(), machine_now()) == []
    return rebuild.verify(desk.parts).ok


def test_what_was_not_read_yet_is_a_request_all_the_same(desk: Office) -> None:
    """The archive is a copy of the desk's own mailbox, with a mail of this morning: its author gets his number."""
    uid = desk.mail("Ani", body="Pulsa saya belum masuk.")
    (lies,) = (path for path in desk.home.glob("var/**/new/*") if path.name == uid)
    assert bring(desk, OLD + f"From x@mail.example Mon Jan  4 01:00:00 2021\n{lies.read_text()}\n").imported == 4
    desk.look()
    assert desk.outcome(uid)[0] == "request"
    assert "acknowledgement" in desk.kinds()
    assert is_proven(desk)


@BOTH
def test_old_mail_beside_new(desk: Office) -> None:
    """Found together, proven together; the second time there is nothing to bring in."""
    desk.mail("Ani", body="Pulsa saya belum masuk.")
    desk.look()
    counts = bring(desk)
    assert (counts.imported, counts.tickets) == (3, 2)
    assert search(desk.parts.db, asked(desk.parts.db, ["pulsa", "belum", "masuk"])).total == 2
    assert bring(desk).imported == 0
    assert is_proven(desk)


def test_an_operators_reply_to_an_old_mail_reaches_nobody(desk: Office) -> None:
    """The old ticket is over; what he writes into it is kept, and no clock begins."""
    bring(desk)
    desk.mail("Budi", subject="Re: Pulsa lama", body="Catatan saya.", in_reply_to="<old1@mail.example>", to="desk")
    desk.look()
    ticket = tickets.load(desk.parts.db, 1)
    assert ticket is not None
    assert (ticket.status, ticket.clocks) == ("closed", {})
    assert not any("kampus.example" in one.message.decode("latin-1") for one in desk.world if one.kind == "answer")
    assert is_proven(desk)


def test_an_erased_customer_does_not_come_back(desk: Office) -> None:
    """Not even with the same archive; every proof holds."""
    bring(desk)
    assert erase.erase(desk.parts, "rina@kampus.example", dry_run=False).tickets == (1,)
    (desk.home / "lama.mbox").unlink()
    assert "rina" not in whole_database(desk)
    assert bring(desk).imported == 0
    assert "rina" not in whole_database(desk)
    assert is_proven(desk)


def test_a_redacted_word_is_gone(desk: Office) -> None:
    """From the old mail, the ticket, its log and the journal; it does not come back."""
    bring(desk)
    remove_typed(desk.parts, "1", Removal(0, 1, ("739164",), "Budi"))
    assert "739164" not in whole_database(desk)
    assert bring(desk).imported == 0
    assert is_proven(desk)


def test_bytes_that_are_no_longer_kept(desk: Office) -> None:
    """Retention counts from the import, not from the mail's own date; what expired is not replayed."""
    bring(desk)
    db, now = desk.parts.db, desk.clock.now()
    assert retention.old_mails(db, "raw", now - timedelta(days=1), 9) == []
    with db.transaction():
        retention.expire_mails(db, retention.old_mails(db, "raw", now + timedelta(days=1), 1), now)
    assert is_proven(desk)
    assert bring(desk).imported == 0
