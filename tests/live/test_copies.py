"""`sent_folder` and `attachments.copy_up_to` on a real server: what lies in the folders, and what a letter weighs."""

from __future__ import annotations

import email
import email.policy
import zlib
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.live.dovecot import Dovecot, closing_client, desk_of

pytestmark = pytest.mark.live

FOLDER = (
    "Tiket/Terkirim é & arsip"  # a hierarchy, letters outside ASCII and an ampersand: modified UTF-7 (RFC 3501 5.1.3)
)


@pytest.fixture
def desk(dovecot: Dovecot, user: str, tmp_path: Path) -> Desk:
    """A home whose one mailbox is the user's INBOX."""
    desk = desk_of(tmp_path / "desk", dovecot.entry(user))
    desk.edit("undo_within: 0s", f"sent_folder: '{FOLDER}'\nattachments: {{copy_up_to: 100kB}}\nundo_within: 0s")
    desk.once()  # from here on answers are copied
    return desk


def _mail(sender: str, subject: str, text: str, answers: str = "", **files: int) -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, "iduhelp@desk.example", subject
    mail["Message-ID"], mail["Date"] = (
        f"<{zlib.crc32((sender + text).encode())}@x.example>",
        "Mon, 02 Nov 2026 09:00:00 +0700",
    )
    if answers:
        mail["In-Reply-To"] = answers
    mail.set_content(text)
    for name, size in files.items():
        mail.add_attachment(b"%" * size, maintype="application", subtype="pdf", filename=f"{name}.pdf")
    return mail.as_bytes()


def _letters(desk: Desk) -> list[EmailMessage]:
    files = sorted((desk.home / "var" / "out" / "new").iterdir())
    return [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]  # type: ignore[misc]


def _to(desk: Desk, address: str) -> list[EmailMessage]:
    return [letter for letter in _letters(desk) if address in str(letter["To"])]


def _copies(dovecot: Dovecot, user: str) -> list[tuple[bytes, tuple[bytes, ...]]]:
    with closing_client(dovecot.login(user)) as client:
        client.select_folder(FOLDER, readonly=True)
        found = client.fetch(client.search("ALL"), ["BODY.PEEK[]", "FLAGS"])
        return [(one[b"BODY[]"], one[b"FLAGS"]) for one in found.values()]


def test_each_answer_lies_in_the_sent_folder_once_as_it_left(desk: Desk, dovecot: Dovecot, user: str) -> None:
    """Seen, byte for byte; no acknowledgement, no letter to colleagues; the folder is made, and is not read as mail."""
    dovecot.deliver(user, _mail("Ani <ani@mail.example>", "Pulsa", "Belum masuk."))
    desk.once()
    announced = str(_to(desk, "budi@desk.example")[-1]["Message-ID"])
    dovecot.deliver(user, _mail("Budi <budi@desk.example>", "Re: Pulsa", "Sudah kami kirim ulang.", announced))
    for _ in range(3):
        desk.once()
    [(copy, flags)] = _copies(dovecot, user)
    [answer] = [one for one in _to(desk, "ani@mail.example") if "kirim ulang" in one.get_content()]
    assert email.message_from_bytes(copy, policy=email.policy.default)["Message-ID"] == answer["Message-ID"]
    assert b"Sudah kami kirim ulang." in copy
    assert b"\\Seen" in flags
    assert [ticket["status"] for ticket in desk.json("list", "--all")["tickets"]] == ["waiting"]


def test_a_folder_that_is_removed_holds_nothing_up_and_is_made_again(desk: Desk, dovecot: Dovecot, user: str) -> None:
    """A person tidies up between two answers."""
    dovecot.deliver(user, _mail("Ani <ani@mail.example>", "Pulsa", "Belum masuk."))
    desk.once()
    announced = str(_to(desk, "budi@desk.example")[-1]["Message-ID"])
    dovecot.deliver(user, _mail("Budi <budi@desk.example>", "Re: Pulsa", "Mohon tunggu sebentar.", announced))
    desk.once()
    with closing_client(dovecot.login(user)) as client:
        client.delete_folder(FOLDER)
    dovecot.deliver(user, _mail("Budi <budi@desk.example>", "Re: Pulsa", "Sudah kami kirim ulang.", announced))
    desk.once()
    [(copy, _)] = _copies(dovecot, user)
    assert b"Sudah kami kirim ulang." in copy
    assert len([one for one in _to(desk, "ani@mail.example") if one["Subject"] == "Re: [#1] Pulsa"]) == 3


def test_files_above_copy_up_to_are_named_with_their_size_and_the_small_ones_sent(
    desk: Desk, dovecot: Dovecot, user: str
) -> None:
    """The announcement takes 60 kB along and names 300 kB; the operator's own files go to the customer whatever they
    weigh."""
    dovecot.deliver(user, _mail("Ani <ani@mail.example>", "Foto", "Ini fotonya.", kecil=60_000, besar=300_000))
    desk.once()
    announced = _to(desk, "budi@desk.example")[-1]
    assert [part.get_filename() for part in announced.iter_attachments()] == ["kecil.pdf"]
    words = announced.get_body(("plain",))
    assert words is not None
    assert "besar.pdf (300 kB)" in words.get_content()
    answer = _mail(
        "Budi <budi@desk.example>", "Re: Foto", "Ini panduannya.", str(announced["Message-ID"]), panduan=300_000
    )
    dovecot.deliver(user, answer)
    desk.once()
    sent = [one for one in _to(desk, "ani@mail.example") if one.is_multipart()][-1]
    assert [part.get_filename() for part in sent.iter_attachments()] == ["panduan.pdf"]
    assert len(_copies(dovecot, user)[0][0]) > 300_000
