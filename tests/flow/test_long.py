"""What senders make absurdly long: an index of PostgreSQL takes no key over 2,704 bytes, and no mail may fail of it."""

from __future__ import annotations

import random
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.flow.admin.verify import verify
from mailflow.store.mail import inbox, outbox
from tests.flow.conftest import Office

LONG = "".join(random.Random(5).choices(string.ascii_lowercase + string.digits, k=5000))  # nothing packs it smaller
TEXT = "Pulsa saya belum masuk sejak pagi."


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.live)])
def desk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Office]:
    """On either database."""
    with Office(tmp_path) as office:
        if request.param == "postgres":
            office.write_rules({"database": request.getfixturevalue("postgres").new_desk()})
        office.start()
        yield office


def mail(text: str = TEXT, **heads: str) -> bytes:
    fields = {
        "From": "Ani <ani@mail.example>",
        "To": "operator@lists.desk.example",
        "Subject": "Pulsa",
        "Message-ID": "<one@mail.example>",
        **{name.replace("_", "-"): value for name, value in heads.items()},
    }
    return "".join(f"{name}: {value}\r\n" for name, value in fields.items()).encode() + f"\r\n{text}\r\n".encode()


HEADS = {
    "Message-ID": {"Message_ID": f"<{LONG}@mail.example>"},
    "Message-ID beyond ASCII": {"Message_ID": f"<{chr(0x1F600) * 800}@mail.example>"},
    "Message-ID without brackets": {"Message_ID": f"{LONG}@mail.example"},
    "Message-ID with blanks": {"Message_ID": "<" + " ".join(f"{LONG[i : i + 90]}@x" for i in range(0, 5000, 90)) + ">"},
    "In-Reply-To": {"In_Reply_To": f"<{LONG}@mail.example>", "References": f"<{LONG}@mail.example>"},
    "References without brackets": {"References": f"{LONG}@mail.example {LONG[::-1]}@mail.example"},
    "address": {"From": f"Ani <{LONG}@mail.example>"},
    "domain": {"From": f"Ani <ani@{LONG}.example>"},
    "name": {"From": f"{LONG} <ani@mail.example>"},
    "Reply-To": {"Reply_To": f"<{LONG}@mail.example>"},
    "Cc": {"Cc": f"<{LONG}@mail.example>"},
    "subject": {"Subject": LONG},
    "thread index": {"Thread_Index": LONG},
    "list": {"List_Id": f"<{LONG}.example>", "Sender": f"<{LONG}@mail.example>"},
    "text in one word": {"text": LONG * 40},
}


@pytest.mark.parametrize("what", HEADS)
def test_nothing_fails_of_its_length(desk: Office, what: str) -> None:
    """It becomes a ticket, its letters leave, and its copy is recognised as one."""
    for _ in range(2):
        desk.put(mail(**HEADS[what]), "mailbox1")
        desk.look()
    counts = inbox.counts(desk.parts.db)
    assert (counts.get("done:request"), counts.get("done:duplicate"), counts["parked"]) == (1, 1, 0), desk.rows()
    assert list(verify(desk.parts.db)) == []
    assert outbox.waiting(desk.parts.db) == 0


def test_a_long_id_still_says_which_mail_it_is(desk: Office) -> None:
    """A reply to it finds the conversation; another long id with the same beginning does not."""
    asked = f"<{LONG}@mail.example>"
    desk.put(mail(Message_ID=asked), "mailbox1")
    desk.put(mail("Soal lain sama sekali: kapan libur?", Message_ID=f"<{LONG}@x.example>", Subject="Libur"), "mailbox1")
    desk.look()
    assert desk.numbers() == [1, 2]
    reply = mail("Masih belum masuk juga.", Message_ID="<two@mail.example>", Subject="Re: apa", In_Reply_To=asked)
    desk.put(reply, "mailbox1")
    desk.look()
    assert desk.numbers() == [1, 2]
    assert [row["ticket"] for row in desk.rows()] == [1, 2, 1]


def test_the_name_of_a_mail_in_its_mailbox_may_be_as_long_as_a_file_name(desk: Office) -> None:
    """A Maildir's names have at most 255 bytes; IMAP numbers its mails."""
    folder = desk.home / "var" / "in"
    desk.put(mail(), "mailbox1")
    [file] = (folder / "new").iterdir()
    file.rename(folder / "new" / (LONG[:240] + ".host"))
    desk.look()
    assert inbox.counts(desk.parts.db)["done:request"] == 1
