"""Copies of what was sent: each message once, whatever happened between the copy and the note of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from mailflow.credentials import Credentials
from mailflow.errors import TryLater
from mailflow.mail.sent import MaildirSent
from mailflow.mail.sent_imap import ImapSent
from tests.imap_server import ImapServer

AT = datetime(2026, 11, 2, 3, tzinfo=UTC)
ID = "<1.abc@desk.example>"
LETTER = b"Message-ID: <1.abc@desk.example>\r\nSubject: [#1] Pulsa\r\n\r\nSudah kami proses.\r\n"


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with ImapServer() as server:
        yield server


def sent(server: ImapServer, folder: str = "Terkirim") -> ImapSent:
    return ImapSent(server.url, Credentials(server.password), folder, timeout=5.0)


def test_a_copy_is_there_once_and_read(server: ImapServer) -> None:
    """The folder is made, the mail has its moment; a second time, on a fresh connection too, nothing is added."""
    folder = sent(server)
    assert folder.keep(ID, LETTER, AT)
    assert not folder.keep(ID, LETTER, AT)
    folder.close()
    again = sent(server)
    assert not again.keep(ID, LETTER, AT)
    again.close()
    [mail] = server.folders["Terkirim"].mails
    assert (mail.raw, mail.flags) == (LETTER, {"\\Seen"})
    assert "02-Nov-2026" in mail.date
    assert server.folders["INBOX"].mails == []


def test_a_folder_below_inbox_is_found(server: ImapServer) -> None:
    """Courier's namespace: the name gets its prefix."""
    server.prefix = "INBOX."
    server.capabilities = (*server.capabilities, "NAMESPACE")
    folder = sent(server, "Sent")
    assert folder.keep(ID, LETTER, AT)
    folder.close()
    assert len(server.folders["INBOX.Sent"].mails) == 1


def test_a_server_that_refuses_is_named_and_tried_again(server: ImapServer) -> None:
    """The next try connects anew."""
    folder = sent(server)
    server.answer["APPEND"] = b"TAG NO [OVERQUOTA] mailbox is full\r\n"
    with pytest.raises(TryLater, match=r"keeping a copy in Terkirim: .*OVERQUOTA"):
        folder.keep(ID, LETTER, AT)
    server.answer.clear()
    assert folder.keep(ID, LETTER, AT)
    folder.close()


def test_a_connection_that_died_meanwhile_is_replaced(server: ImapServer) -> None:
    """It says so once; nothing is doubled."""
    folder = sent(server)
    folder.keep(ID, LETTER, AT)
    server.cut()
    with pytest.raises(TryLater):
        folder.keep(ID, LETTER, AT)
    assert not folder.keep(ID, LETTER, AT)
    folder.close()


def test_a_maildir_has_it_once_wherever_a_reader_has_put_it(tmp_path: Path) -> None:
    """Read, with further flags: it is the same."""
    folder = MaildirSent(tmp_path / "sent", "sent")
    assert folder.keep(ID, LETTER, AT)
    [file] = (tmp_path / "sent" / "cur").iterdir()
    assert (file.read_bytes(), file.stat().st_mtime, file.name[-4:]) == (LETTER, AT.timestamp(), ":2,S")
    file.rename(file.with_name(file.name.replace(":2,S", ":2,FS")))
    assert not folder.keep(ID, LETTER, AT)
    assert "copies of answers" in folder.probe()


def test_a_maildir_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """Something else has the name of its folder."""
    (tmp_path / "sent").write_text("")
    with pytest.raises(TryLater, match="sent_folder maildir:sent"):
        MaildirSent(tmp_path / "sent", "sent").keep(ID, LETTER, AT)
