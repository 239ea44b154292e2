"""MaildirTransport: letters as files, durable before they are seen."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from mailflow.core.finished import Finished
from mailflow.credentials import Credentials
from mailflow.errors import GiveUp, TryLater
from mailflow.mail.transports import OutgoingOptions, Sent, Transport, maildir, open_transport
from mailflow.mail.transports.maildir import MaildirTransport
from mailflow.mail.transports.smtp import SmtpTransport


def letter(number: int, *recipients: str, body: bytes = b"Halo\r\n") -> Finished:
    data = f"Message-ID: <{number}@desk.example>\r\n\r\n".encode() + body
    return Finished(f"<{number}@desk.example>", "desk@desk.example", recipients or ("ani@example.org",), data)


def written(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in (folder / "new").iterdir())


def test_a_letter_is_a_file_below_its_envelope(tmp_path: Path) -> None:
    sent = MaildirTransport(tmp_path).send(letter(1, "ani@example.org", "budi@example.org"))
    assert written(tmp_path) == [
        b"Return-Path: <desk@desk.example>\r\nX-Envelope-To: ani@example.org,\r\n budi@example.org\r\n" + letter(1).data
    ]
    assert {who: outcome.state for who, outcome in sent.outcomes.items()} == {
        "ani@example.org": "sent",
        "budi@example.org": "sent",
    }
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_letter_sent_again_replaces_itself(tmp_path: Path) -> None:
    transport = MaildirTransport(tmp_path)
    transport.send(letter(1))
    transport.send(letter(1))
    transport.send_many([letter(1), letter(1), letter(2)])
    assert len(written(tmp_path)) == 2


def test_nothing_is_seen_before_it_is_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    sync: Callable[[list[str], Path], None] = maildir._sync

    def watch(files: list[str], folder: Path) -> None:
        seen.append(len(list((tmp_path / "new").iterdir())))
        sync(files, folder)

    monkeypatch.setattr(maildir, "_sync", watch)
    MaildirTransport(tmp_path).send_many([letter(number) for number in range(10)])
    assert seen == [0]
    assert len(written(tmp_path)) == 10


def test_without_syncfs_each_file_is_synced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(maildir, "_syncfs", lambda folder: False)
    MaildirTransport(tmp_path).send_many([letter(number) for number in range(10)])
    assert len(written(tmp_path)) == 10


def test_a_letter_that_cannot_be_written_down_does_not_stop_the_others(tmp_path: Path) -> None:
    results = MaildirTransport(tmp_path).send_many([letter(1), letter(2, "a@b\r\nBcc: x@y"), letter(3)])
    assert [type(result) for result in results] == [Sent, GiveUp, Sent]
    assert len(written(tmp_path)) == 2


def test_a_folder_that_cannot_be_written_is_for_later(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("not a folder")
    transport = MaildirTransport(tmp_path / "out", name="maildir:out")
    with pytest.raises(TryLater, match="maildir:out: "):
        transport.send(letter(1))
    with pytest.raises(TryLater, match="maildir:out: "):
        transport.probe()
    assert all(isinstance(result, TryLater) for result in transport.send_many([letter(1), letter(2)]))


def test_probing_makes_the_folder(tmp_path: Path) -> None:
    assert "letters are written" in MaildirTransport(tmp_path / "a" / "b").probe()
    assert (tmp_path / "a" / "b" / "new").is_dir()


def test_no_letters_are_no_trouble(tmp_path: Path) -> None:
    assert MaildirTransport(tmp_path).send_many([]) == []


@pytest.mark.skipif(sys.platform != "linux", reason="syncfs is Linux")
def test_a_backlog_is_synced_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """334 letters/s were measured with a sync for each, 16,000 with one."""
    synced: list[int] = []
    monkeypatch.setattr(os, "fsync", synced.append)
    MaildirTransport(tmp_path).send_many([letter(number) for number in range(500)])
    assert len(synced) == 1  # the directory; the files by syncfs


def test_the_table_opens_what_the_rules_name(tmp_path: Path) -> None:
    folder: Transport = open_transport(OutgoingOptions("maildir", "var/out"), tmp_path)
    folder.send(letter(1))
    assert len(written(tmp_path / "var" / "out")) == 1
    assert folder.name == "maildir:var/out"
    server = open_transport(OutgoingOptions("smtp", "smtp://desk@mail.example", Credentials("secret")), tmp_path)
    assert isinstance(server, SmtpTransport)
    assert server.name == "smtp://desk@mail.example:587"
    assert "secret" not in repr(OutgoingOptions("smtp", "smtp://desk@mail.example", Credentials("secret")))
    with pytest.raises(ValueError, match="only for this machine"):
        open_transport(OutgoingOptions("smtp", "smtp+insecure://mail.example"), tmp_path)


def test_letters_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    """Whatever the umask; they hold what customers wrote."""
    before = os.umask(0)
    try:
        MaildirTransport(tmp_path).send(letter(1))
    finally:
        os.umask(before)
    [written] = (tmp_path / "new").iterdir()
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
