"""Listener: what is particular to mail that is handed over. What every source must do is in conformance.py."""

from __future__ import annotations

import errno
import smtplib
import socket
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from mailflow.clock import SettableClock
from mailflow.core.arrival import Arrival
from mailflow.errors import TryLater
from mailflow.mail.sources.lmtp import Listener, disk_is_full
from mailflow.mail.sources.rights import Rights
from tests.mail.sources.conformance import Inbox, mail

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DESK = "desk@desk.example"
Open = Callable[..., Listener]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def listener(inbox: Inbox) -> Iterator[Open]:
    opened: list[Listener] = []

    def start(kind: str = "lmtp", **options: object) -> Listener:
        settings: dict[str, object] = {"store": inbox.store, "clock": SettableClock(NOON)} | options
        where = str(settings.pop("where", "127.0.0.1:0"))
        opened.append(Listener(kind, where, **settings))  # type: ignore[arg-type]
        opened[-1].start()
        return opened[-1]

    yield start
    for one in opened:
        one.close()


class Sender:
    """Speaks line by line."""

    def __init__(self, listener: Listener) -> None:
        self._sock = socket.create_connection(("127.0.0.1", listener.port), timeout=10)
        self._file = self._sock.makefile("rb")
        self.greeting = self.answer()

    def answer(self) -> str:
        """One answer, of however many lines."""
        lines = []
        while True:
            line = self._file.readline().decode().rstrip("\r\n")
            lines.append(line)
            if line[3:4] != "-":
                return "\n".join(lines)

    def send(self, data: bytes) -> None:
        self._sock.sendall(data)

    def say(self, line: str | bytes) -> str:
        self.send((line if isinstance(line, bytes) else line.encode()) + b"\r\n")
        return self.answer()

    def envelope(self, *recipients: str, hello: str = "LHLO", sender: str = "ani@example.org") -> list[str]:
        answers = [self.say(f"{hello} sender.example"), self.say(f"MAIL FROM:<{sender}>")]
        return answers + [self.say(f"RCPT TO:<{recipient}>") for recipient in recipients]

    def data(self, raw: bytes) -> str:
        assert self.say("DATA").startswith("354")
        return self.say(raw + b".")

    def __enter__(self) -> Sender:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._sock.close()


def test_the_envelope_and_the_moment_are_recorded(listener: Open, inbox: Inbox) -> None:
    with Sender(listener()) as sender:
        sender.envelope(DESK, "desk+abc@desk.example")
        sender.data(mail(1))
    [arrival] = inbox.arrivals
    assert arrival.envelope_from == "ani@example.org"
    assert arrival.envelope_to == (DESK, "desk+abc@desk.example")
    assert (arrival.arrived_at, arrival.uidvalidity, arrival.mailbox) == (NOON, "", "lmtp:127.0.0.1:0")


def test_lmtp_answers_once_for_each_recipient_that_was_accepted(listener: Open) -> None:
    with Sender(listener(accepts=lambda address: address == DESK)) as sender:
        assert (
            sender.envelope(DESK, "other@desk.example", DESK)[3]
            == "550 5.1.1 <other@desk.example> is not received here"
        )
        assert sender.data(mail(1)) == "250 2.0.0 stored"
        assert sender.answer() == "250 2.0.0 stored"
        assert sender.say("NOOP").startswith("250")


def test_smtp_answers_once(listener: Open, inbox: Inbox) -> None:
    with Sender(listener("smtp")) as sender:
        sender.envelope(DESK, "x@desk.example", hello="EHLO")
        assert sender.data(mail(1)) == "250 2.0.0 stored"
        assert sender.say("NOOP") == "250 OK"
    assert len(inbox.arrivals) == 1


@pytest.mark.parametrize("kind", ["lmtp", "smtp"])
@pytest.mark.parametrize("malformed", ["a@", "<a@>", "<a@[IPv6:::1", "<@>", "<ani@mail.example> SIZE=²"])
def test_a_malformed_address_is_refused_for_good(listener: Open, kind: str, malformed: str) -> None:
    """Not for now: its sender would try again for days."""
    with Sender(listener(kind)) as sender:
        sender.say("LHLO a.example" if kind == "lmtp" else "EHLO a.example")
        assert sender.say(f"MAIL FROM:{malformed}")[:3] in ("501", "553")
        assert sender.say("MAIL FROM:<ani@mail.example>").startswith("250")
        assert sender.say(f"RCPT TO:{malformed}")[:3] in ("501", "553")


@pytest.mark.parametrize("line", [b"VRFY (\xe2", b"\xe2\xff x", b"NOOP \xff", b"HELP \xff"])
def test_bytes_that_are_no_text_are_answered(listener: Open, line: bytes) -> None:
    """And the session goes on."""
    with Sender(listener("smtp")) as sender:
        sender.say("EHLO a.example")
        assert sender.say(line)[:1] in "25"
        assert sender.say("NOOP").startswith("250")


def test_the_null_sender_is_accepted_and_recorded_as_empty(listener: Open, inbox: Inbox) -> None:
    with Sender(listener()) as sender:
        sender.envelope(DESK, sender="")
        sender.data(mail(1))
    assert inbox.arrivals[0].envelope_from == ""


def test_nothing_is_said_about_versions(listener: Open) -> None:
    with Sender(listener("smtp")) as sender:
        said = sender.greeting + sender.say("EHLO x") + sender.say("HELP") + sender.say("NONSENSE")
    assert said.startswith(f"220 {socket.gethostname()} ESMTP mailflow")
    assert not any(word in said for word in ("Python", "aiosmtpd", "1.4"))


def test_what_lmtp_must_offer_is_offered(listener: Open) -> None:
    with Sender(listener()) as sender:
        offered = sender.say("LHLO x")
        assert all(word in offered for word in ("PIPELINING", "8BITMIME", "SMTPUTF8", "SIZE 40000000"))
        assert sender.say("EHLO x").startswith("500")


def test_pipelined_commands_are_answered_in_order(listener: Open, inbox: Inbox) -> None:
    with Sender(listener()) as sender:
        sender.send(
            b"LHLO x\r\nMAIL FROM:<a@b.example> BODY=8BITMIME\r\nRCPT TO:<c@d.example>\r\nDATA\r\n"
            + mail(1)
            + b".\r\nQUIT\r\n"
        )
        answers = [sender.answer()[:3] for _ in range(6)]
    assert answers == ["250", "250", "250", "354", "250", "221"]
    assert inbox.raws == [mail(1)]


def test_smuggled_ends_of_data_are_text(listener: Open, inbox: Inbox) -> None:
    with Sender(listener("smtp")) as sender:
        sender.envelope(DESK, hello="EHLO")
        sender.data(b"a\n.\nb\n.\r\nc\r.\rd\r\n")
    assert inbox.raws == [b"a\n.\nb\n.\r\nc\r.\rd\r\n"]


def test_addresses_outside_ascii_and_none_at_all(listener: Open, inbox: Inbox) -> None:
    with Sender(listener()) as sender:
        sender.say("LHLO x")
        assert sender.say("MAIL FROM:<añi@example.org> SMTPUTF8").startswith("250")
        assert sender.say("RCPT TO:<désk@desk.example>").startswith("250")
        assert sender.say(b"RCPT TO:<caf\xe9@desk.example>").startswith("553")
        assert sender.say("RCPT TO:<>").startswith("553")
        sender.data(mail(1))
    assert inbox.arrivals[0].envelope_to == ("désk@desk.example",)
    assert inbox.arrivals[0].envelope_from == "añi@example.org"


@pytest.mark.parametrize(
    ("error", "reply"),
    [
        (RuntimeError("the database is away"), "451 4.3.0"),
        (TryLater("locked"), "451 4.3.0"),
        (OSError(errno.ENOSPC, "No space left on device"), "452 4.3.1"),
        (RuntimeError("database or disk is full"), "452 4.3.1"),
    ],
)
def test_what_is_not_stored_stays_with_the_sender(listener: Open, error: Exception, reply: str) -> None:
    def refuse(batch: list[Arrival]) -> None:
        raise error

    with Sender(listener(store=refuse)) as sender:
        sender.envelope(DESK, DESK)
        assert sender.data(mail(1)).startswith(reply)
        assert sender.answer().startswith(reply)
        assert sender.say("NOOP").startswith("250")


def test_a_full_disk_is_recognised_behind_other_errors() -> None:
    inner = OSError(errno.EDQUOT, "Disk quota exceeded")
    outer = RuntimeError("could not store")
    outer.__cause__ = inner
    assert disk_is_full(outer)
    assert not disk_is_full(RuntimeError("no"))


def test_a_mail_over_the_limit_is_refused_for_good(listener: Open, inbox: Inbox) -> None:
    with Sender(listener("smtp", mail_bytes=1000)) as sender:
        assert sender.say("EHLO x")
        assert sender.say("MAIL FROM:<a@b.example> SIZE=2000").startswith("552")
        sender.envelope(DESK, hello="EHLO")
        assert sender.data(mail(1, size=2000)).startswith("552")
    assert inbox.arrivals == []


def test_one_mail_that_cannot_be_stored_does_not_take_the_others_with_it(listener: Open) -> None:
    """Mails that wait together are stored together, and if that fails one by one."""
    kept: list[bytes] = []
    sizes: list[int] = []
    busy, go = threading.Event(), threading.Event()

    def store(batch: list[Arrival]) -> None:
        sizes.append(len(batch))
        busy.set()
        assert go.wait(10)
        if any(b"mail 2" in arrival.raw for arrival in batch):
            raise RuntimeError("poison")
        kept.extend(arrival.raw for arrival in batch)

    here = listener(store=store)
    senders = [Sender(here) for _ in range(4)]
    for sender in senders:
        sender.envelope(DESK)
        sender.say("DATA")
    senders[0].send(mail(0) + b".\r\n")
    assert busy.wait(10)
    for number in (1, 2, 3):
        senders[number].send(mail(number) + b".\r\n")
    with Sender(here) as other:  # others are served while one is being stored
        assert other.say("LHLO x").startswith("250")
        assert other.say("NOOP").startswith("250")
    go.set()
    answers = [sender.answer()[:3] for sender in senders]
    for sender in senders:
        sender.__exit__()
    assert answers == ["250", "250", "451", "250"]
    assert sorted(kept) == [mail(0), mail(1), mail(3)]
    assert sizes[0] == 1


def test_a_sender_that_leaves_in_the_middle_leaves_nothing_behind(listener: Open, inbox: Inbox) -> None:
    here = listener()
    with Sender(here) as sender:
        sender.envelope(DESK)
        sender.say("DATA")
        sender.send(b"Subject: half")
    with Sender(here) as sender:
        sender.envelope(DESK)
        sender.data(mail(1))
    assert inbox.raws == [mail(1)]


def test_there_is_an_end_to_how_many_may_connect(listener: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mailflow.mail.sources.lmtp.SESSIONS", 2)
    here = listener()
    with Sender(here), Sender(here) as second:
        with Sender(here) as third:
            assert third.greeting.startswith("421 4.3.2")
        assert second.say("LHLO x").startswith("250")


def test_a_port_somebody_has_is_said(listener: Open) -> None:
    """Whether it is another daemon's, who would take the mail in, a lock of ours tells before."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(TryLater, match="another program listens there already"):
            listener(where=f"127.0.0.1:{port}")


def test_an_address_that_is_not_ours_is_for_later(listener: Open) -> None:
    with pytest.raises(TryLater, match=r"lmtp:192\.0\.2\.1:0: "):
        listener(where="192.0.2.1:0")


def test_closing_lets_what_is_being_stored_be_stored_and_answered(listener: Open) -> None:
    kept: list[Arrival] = []
    busy, go = threading.Event(), threading.Event()

    def store(batch: list[Arrival]) -> None:
        busy.set()
        assert go.wait(10)
        kept.extend(batch)

    here = listener(store=store)
    with Sender(here) as sender:
        sender.envelope(DESK)
        sender.say("DATA")
        sender.send(mail(1) + b".\r\n")
        assert busy.wait(10)
        closing = threading.Thread(target=here.close)
        closing.start()
        go.set()
        assert sender.answer() == "250 2.0.0 stored"
        closing.join(10)
    assert len(kept) == 1
    assert not closing.is_alive()


def test_a_closed_listener_takes_no_mail_and_opens_again(listener: Open, inbox: Inbox) -> None:
    here = listener()
    port = here.port
    here.close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))
    assert list(here.fetch()) == []
    with smtplib.LMTP("127.0.0.1", here.port, "x") as client:
        client.sendmail("a@b.example", [DESK], mail(1))
    assert inbox.raws == [mail(1)]


def test_recipients_that_are_not_ours_are_refused_by_name(listener: Open, inbox: Inbox) -> None:
    """550 for each of them; the others get the mail. Nothing is ever relayed, and nobody shall think so."""
    with Sender(listener(accepts=lambda address: address.endswith("@desk.example"))) as sender:
        sender.say("LHLO client.example")
        sender.say("MAIL FROM:<ani@example.org>")
        assert sender.say("RCPT TO:<korban@foreign.example>").startswith("550 5.1.1 <korban@foreign.example>")
        assert sender.say(f"RCPT TO:<{DESK}>").startswith("250")
        assert sender.data(mail(1)).startswith("250")
    assert [arrival.envelope_to for arrival in inbox.arrivals] == [(DESK,)]


@pytest.mark.parametrize(
    ("peer", "allow", "admitted"),
    [
        (("127.0.0.1", 5), (), True),
        (("::1", 5, 0, 0), (), True),
        (("::ffff:127.0.0.1", 5, 0, 0), (), True),
        (("192.0.2.7", 5), (), False),
        (("192.0.2.7", 5), ("192.0.2.0/24",), True),
        (("::ffff:192.0.2.7", 5, 0, 0), ("192.0.2.7",), True),
        (("198.51.100.1", 5), ("192.0.2.0/24", "fd00::/8"), False),
        (("fe80::1%eth0", 5, 0, 2), ("fe80::/10",), True),
        (("", 5), ("0.0.0.0/0",), False),
        (None, ("0.0.0.0/0",), False),
    ],
)
def test_who_may_hand_in_mail(peer: object, allow: tuple[str, ...], admitted: bool) -> None:
    """This machine, and the networks the admin names; whoever cannot be placed may not."""
    rights = Rights.of(None, allow)
    assert rights.admits(peer) is admitted


def test_a_stranger_is_sent_away_at_the_door(listener: Open, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before he can say anything."""
    monkeypatch.setattr(Rights, "admits", lambda *_: False)
    with Sender(listener()) as sender:
        assert sender.greeting.startswith("554 5.7.1")
        assert sender.answer() == ""


def test_only_lmtp_and_smtp_are_spoken(inbox: Inbox) -> None:
    with pytest.raises(ValueError, match="lmtp or smtp"):
        Listener("pop3", "127.0.0.1:0", inbox.store, SettableClock(NOON))


def test_what_was_handed_over_lies_nowhere_else(listener: Open, inbox: Inbox) -> None:
    """There is nothing to compare the inbox with."""
    assert list(listener().uids()) == []


def test_that_mail_cannot_be_stored_is_said_once(
    listener: Open, inbox: Inbox, caplog: pytest.LogCaptureFixture
) -> None:
    """However long the database is away and however many try; and how often, when it is back."""
    caplog.set_level("INFO", logger="mailflow")
    away = True

    def store(batch: list[Arrival]) -> None:
        if away:
            raise TryLater("the database is away")
        inbox.store(batch)

    with Sender(listener(store=store)) as sender:
        for number in range(3):
            sender.envelope(DESK)
            assert sender.data(mail(number)).startswith("451 4.3.0")
        away = False
        sender.envelope(DESK)
        assert sender.data(mail(4)).startswith("250")
    [first, last] = caplog.messages[1:]  # after that it listens
    assert first.startswith("refuses mail on lmtp:127.0.0.1:")
    assert first.endswith(" for now: the database is away")
    assert last.endswith("again; it was refused for now 3 times")
