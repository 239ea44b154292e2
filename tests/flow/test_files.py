"""The files of a mail: taken out once and in time, however many they are and however many letters take them along."""

from __future__ import annotations

import time

import pytest

from mailflow.flow.intake.receive import read_to_end
from mailflow.flow.settle import worker
from tests.flow.conftest import Office

CPU_SECONDS = 1.5  # it takes a tenth; taking the mail apart again for each file took eighteen
OPERATORS = [{"name": f"Petugas{n}", "address": f"petugas{n}@desk.example"} for n in range(10)]


def mail(count: int, size: int = 3, *, kind: str = "application/octet-stream") -> bytes:
    """Ani's request with that many files of so many bytes."""
    head = (
        "From: Ani <ani@mail.example>\nTo: iduhelp@desk.example\nSubject: Pulsa\nMessage-ID: <many@mail.example>\n"
        "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=B\n\n--B\n\nBelum masuk.\n"
    )
    file = (
        f"--B\nContent-Type: {kind}\nContent-Disposition: attachment; filename=bukti{{}}.dat\n"
        f"Content-Transfer-Encoding: base64\n\n{'QUJD' * (size // 3)}\n"
    )
    text = head + "".join(map(file.format, range(count))) + "--B--\n"
    return text.replace("\n", "\r\n").encode()


def decided(desk: Office, raw: bytes) -> float:
    """The CPU seconds it takes until the letters lie in the outbox."""
    desk.put(raw, "mailbox1")
    for mailbox in desk._mailboxes:
        read_to_end(desk.parts, mailbox.source)
    began = time.process_time()
    worker.drain(desk.parts, desk._worker)
    return time.process_time() - began


@pytest.mark.parametrize("kind", ["application/octet-stream", "text/plain", "message/rfc822"])
def test_many_small_files_are_taken_out_in_time(desk: Office, kind: str) -> None:
    """480 files hold nobody up, although ten operators get them all."""
    desk.write_rules({"announce": "operators", "operators": OPERATORS})
    assert decided(desk, mail(480, kind=kind)) < CPU_SECONDS
    desk.look()
    assert len(list(desk.world[-1].message.iter_attachments())) == 480


def test_a_thousand_files_cost_no_more_than_the_bound_on_parts(desk: Office) -> None:
    """Beyond the 500 parts that are read nothing is added: the next customer waits no longer."""
    desk.write_rules({"announce": "operators"})
    assert decided(desk, mail(1_000)) < CPU_SECONDS
    desk.look()
    assert "sisa lampirannya (email ini memuat lebih dari 500 bagian" in desk.world[-1].text


def test_files_of_one_mail_are_stored_once_for_all_letters(desk: Office) -> None:
    """Ten operators get a megabyte each, and the database does not grow by ten."""
    desk.write_rules({"announce": "operators", "operators": OPERATORS})
    desk.put(mail(1, 1_000_000), "mailbox1")
    desk.look()
    assert desk.parts.db.value("SELECT count(*) FROM letter_files") == 1
    sizes = {len(letter.received.data) > 1_000_000 for letter in desk.world if letter.kind == "announcement"}
    assert sizes == {True}


def test_large_files_are_named_to_colleagues_and_not_copied(desk: Office) -> None:
    """Two megabytes are copied by default, more is named with its size."""
    desk.write_rules({"announce": "operators"})
    desk.put(mail(1, 2_400_000), "mailbox1")
    desk.look()
    announcement = desk.world[-1]
    assert announcement.kind == "announcement"
    assert not announcement.message.is_multipart()
    assert "bukti0.dat (2,4 MB)" in announcement.text


def test_files_together_stay_below_what_servers_take(desk: Office) -> None:
    """Each may be copied, but not all of them in one letter: the rest is named."""
    desk.write_rules({"announce": "operators"})
    desk.put(mail(9, 1_800_000), "mailbox1")
    desk.look()
    announcement = desk.world[-1]
    assert len(list(announcement.message.iter_attachments())) == 8
    assert "bukti8.dat (1,8 MB)" in announcement.text


def test_a_receipt_without_the_mail_it_would_copy_from_is_written_all_the_same(desk: Office) -> None:
    """After `retention` the bytes of the request are gone, and what has gone is not promised."""
    desk.write_rules({"announce": "operators"})
    desk.put(mail(1), "mailbox1")
    desk.look()
    desk.sql("DELETE FROM inbox_raw")
    desk.sql("UPDATE inbox SET expired_at = done_at")
    desk.mail("budi", body="", reply_to="announcement")
    desk.look()
    assert desk.world[-1].kind == "claim-receipt"
    assert not desk.world[-1].message.is_multipart()
    assert "bukti0" not in desk.world[-1].text
