"""Every source against what every source must do. IMAP runs here against a server of our own, in tests/live against
Dovecot."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.credentials import Credentials
from mailflow.mail.sources import MailboxOptions, Source
from mailflow.mail.sources.lmtp import Listener
from tests.imap_server import Folder, ImapServer
from tests.mail.sources.conformance import Box as AnyBox
from tests.mail.sources.conformance import MailBox, MailBoxConformance, Reader, SourceConformance


class Folders(MailBox):
    """A Maildir, written to as an MDA does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0

    def options(self) -> MailboxOptions:
        return MailboxOptions("maildir", str(self.folder))

    def put(self, *mails: bytes) -> None:
        for part in ("tmp", "new", "cur"):
            (self.folder / part).mkdir(parents=True, exist_ok=True)
        for raw in mails:
            self.count += 1
            name = f"{self.count:09}.M1P1.host"
            (self.folder / "tmp" / name).write_bytes(raw)
            (self.folder / "tmp" / name).rename(self.folder / "new" / name)

    def present(self) -> list[bytes]:
        return self._read(self.folder, "*/*")

    def unread(self) -> list[bytes]:
        return self._read(self.folder, "new/*")

    def moved(self, folder: str) -> list[bytes]:
        return self._read(self.folder / f".{folder}", "cur/*")

    def remove(self, raw: bytes) -> None:
        for path in self.folder.glob("*/*"):
            if path.is_file() and path.read_bytes() == raw:
                path.unlink()

    def _read(self, folder: Path, pattern: str) -> list[bytes]:
        paths = sorted((path for path in folder.glob(pattern) if path.is_file()), key=lambda path: path.name)
        return [path.read_bytes() for path in paths]


class TestMaildir(MailBoxConformance):
    @pytest.fixture
    def box(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
        monkeypatch.setattr("mailflow.mail.sources.maildir.COARSE", 0.1)  # this file system's clock is fine
        box = Folders(tmp_path / "in")
        box.put()  # somebody else's folder must be there
        return box

    def break_box(self, box: Folders) -> None:
        (box.folder / "cur").rename(box.folder / "cur.away")
        (box.folder / "cur").write_text("not a folder")

    def mend_box(self, box: Folders) -> None:
        (box.folder / "cur").unlink()
        (box.folder / "cur.away").rename(box.folder / "cur")


class Account(MailBox):
    """An account on the IMAP server of the tests."""

    def __init__(self, server: ImapServer) -> None:
        self.server = server

    def options(self) -> MailboxOptions:
        return MailboxOptions("imap", self.server.url, Credentials(self.server.password), timeout=10)

    def put(self, *mails: bytes) -> None:
        with self.server.lock:
            self.server.append(*mails)
            for stored in self.server.inbox.mails[-len(mails) :]:
                stored.date = now()

    def present(self) -> list[bytes]:
        return [mail.raw for mail in self.server.inbox.mails]

    def unread(self) -> list[bytes]:
        return [mail.raw for mail in self.server.inbox.mails if not mail.flags]

    def moved(self, folder: str) -> list[bytes]:
        return [mail.raw for mail in self.server.folders.get(folder, Folder()).mails]

    def remove(self, raw: bytes) -> None:
        self.server.expunge(*(mail.uid for mail in self.server.inbox.mails if mail.raw == raw))


class TestImap(MailBoxConformance):
    @pytest.fixture(params=["everything", "no IDLE, MOVE or LITERAL+"])
    def box(self, request: pytest.FixtureRequest) -> Iterator[Account]:
        capabilities = () if request.param == "everything" else ("IMAP4rev1", "UIDPLUS")
        with ImapServer(*capabilities) as server:
            yield Account(server)

    def test_arriving_mail_wakes_the_one_who_waits(self, box: Account, reader: Reader) -> None:  # type: ignore[override]
        """Without IDLE nobody tells, so the safety poll has to."""
        polling = Reader(box, poll=0.3)
        super().test_arriving_mail_wakes_the_one_who_waits(box, polling)
        polling.source.close()

    def break_box(self, box: Account) -> None:
        box.server.answer["UID FETCH"] = b"* BYE shutting down\r\n"

    def mend_box(self, box: Account) -> None:
        box.server.answer.clear()


class Port(AnyBox):
    """A sender with a queue of its own, as every MTA has."""

    refuses_oversize = True

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.queue: list[bytes] = []
        self.listener: Listener

    def options(self) -> MailboxOptions:
        return MailboxOptions(self.kind, "127.0.0.1:0")

    def opened(self, source: Source) -> None:
        assert isinstance(source, Listener)
        self.listener = source

    def put(self, *mails: bytes) -> None:
        self.queue.extend(mails)
        self.retry()

    def retry(self) -> None:
        make = smtplib.LMTP if self.kind == "lmtp" else smtplib.SMTP
        with make("127.0.0.1", self.listener.port, "sender.example") as client:
            waiting, self.queue = self.queue, []
            for raw in waiting:
                try:
                    client.sendmail("ani@example.org", ["desk@desk.example"], raw, ["BODY=8BITMIME"])
                except smtplib.SMTPResponseException as error:
                    if error.smtp_code < 500:
                        self.queue.append(raw)


@pytest.mark.parametrize("kind", ["lmtp", "smtp"])
class TestListener(SourceConformance):
    @pytest.fixture
    def box(self, kind: str) -> Port:
        return Port(kind)


def now() -> str:
    from datetime import datetime, timedelta, timezone

    moment = datetime.now(timezone(timedelta(hours=7)))
    return moment.strftime('"%d-%b-%Y %H:%M:%S %z"')
