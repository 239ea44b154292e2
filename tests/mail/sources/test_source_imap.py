"""ImapSource against servers that are rude, broken or merely old. What every source must do is in conformance.py."""

from __future__ import annotations

import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pytest
from imapclient.imap4 import IMAP4WithTimeout

from mailflow.clock import SettableClock, machine_now
from mailflow.credentials import Credentials
from mailflow.errors import TryLater
from mailflow.mail.sources import MailboxOptions
from mailflow.mail.sources.imap import ImapSource
from mailflow.mail.sources.progress import LOOKBACK
from tests.imap_server import ImapServer, Spoilt
from tests.mail.sources.conformance import Inbox, mail

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Desk:
    """A source on a server, and the inbox behind it."""

    def __init__(self, server: ImapServer, inbox: Inbox | None = None, **options: Any) -> None:
        self.server = server
        self.inbox = inbox or Inbox()
        settings = {"where": server.url, "ours": Credentials(server.password), "timeout": 5.0} | options
        self.source = ImapSource(MailboxOptions("imap", **settings), self.inbox, SettableClock(NOON))

    def read(self) -> list[str]:
        uids = []
        for batch in self.source.fetch():
            self.inbox.store(batch)
            self.source.done(batch)
            uids += [arrival.uid for arrival in batch]
        return uids

    def commands(self, begin: str) -> list[str]:
        return [command for command in self.server.commands if command.startswith(begin)]


@pytest.fixture
def server() -> Iterator[ImapServer]:
    with ImapServer() as server:
        yield server


@pytest.fixture
def desk(server: ImapServer) -> Iterator[Desk]:
    desk = Desk(server)
    yield desk
    desk.source.close()


# how much is asked


def test_a_poll_of_a_large_mailbox_is_one_search_and_asks_the_inbox_nothing(desk: Desk, server: ImapServer) -> None:
    server.append(*(mail(number) for number in range(1000)))
    assert len(desk.read()) == 1000
    server.commands.clear()
    desk.inbox.asked = 0
    assert desk.read() == []
    assert server.commands == [f"UID SEARCH UID {1000 - LOOKBACK + 1}:*"]
    assert desk.inbox.asked == 0


def test_a_new_process_asks_about_the_whole_mailbox_once(desk: Desk, server: ImapServer) -> None:
    server.append(*(mail(number) for number in range(1500)))
    desk.read()
    desk.inbox.asked = 0
    restarted = Desk(server, desk.inbox)
    assert restarted.read() == []
    assert desk.inbox.asked == 1500
    assert restarted.read() == []
    assert desk.inbox.asked == 1500
    restarted.source.close()


def test_an_inbox_that_knows_nothing_is_not_asked(desk: Desk, server: ImapServer) -> None:
    server.append(mail(1), mail(2))
    assert desk.read() == ["1", "2"]
    assert desk.inbox.asked == 0


def test_a_folder_larger_than_a_search_window_is_listed_in_windows(
    desk: Desk, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailflow.mail.sources.imap_list.WINDOW", 4)
    server.append(*(mail(number) for number in range(10)))
    assert desk.read() == [str(uid) for uid in range(1, 11)]
    assert desk.commands("UID SEARCH") == ["UID SEARCH 7:10", "UID SEARCH 3:6", "UID SEARCH 1:2"]


def test_mails_expunged_between_two_windows_hide_nothing(
    desk: Desk, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailflow.mail.sources.imap_list.WINDOW", 4)
    server.append(*(mail(number) for number in range(10)))
    server.before = lambda command: server.expunge(1, 2) if command == "UID SEARCH 3:6" else None
    assert desk.read() == [str(uid) for uid in range(3, 11)]


def test_a_mail_that_shows_up_below_the_newest_is_not_missed(desk: Desk, server: ImapServer) -> None:
    server.append(mail(1), uid=300)
    server.append(mail(2), uid=302)
    assert desk.read() == ["300", "302"]
    server.append(mail(3), uid=301)
    assert desk.read() == ["301"]


def test_a_change_of_uidvalidity_means_reading_everything_again(
    desk: Desk, server: ImapServer, caplog: pytest.LogCaptureFixture
) -> None:
    server.append(mail(1), mail(2))
    desk.read()
    server.inbox.uidvalidity = 2
    desk.source.close()
    assert desk.read() == ["1", "2"]
    assert [arrival.uidvalidity for arrival in desk.inbox.arrivals] == ["1", "1", "2", "2"]
    assert "UIDVALIDITY changed" in caplog.text
    assert desk.read() == []


def test_keep_opens_the_folder_read_only(desk: Desk, server: ImapServer) -> None:
    desk.read()
    assert desk.commands("SELECT") == []


# what servers answer


def test_a_lost_arrival_date_is_now(desk: Desk, server: ImapServer) -> None:
    server.append(mail(1))
    server.inbox.mails[0].date = "NIL"
    desk.read()
    assert desk.inbox.arrivals[0].arrived_at == NOON


def test_the_arrival_date_keeps_its_zone(desk: Desk, server: ImapServer) -> None:
    server.append(mail(1))
    server.inbox.mails[0].date = '"17-Nov-2026 09:30:00 +0700"'
    desk.read()
    assert desk.inbox.arrivals[0].arrived_at == datetime(2026, 11, 17, 2, 30, tzinfo=UTC)


@pytest.mark.parametrize("how", ["refuse", "omit", "nil"])
def test_a_damaged_mail_does_not_stop_the_others_and_is_not_forgotten(
    desk: Desk, server: ImapServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    server.append(*(mail(number) for number in range(5)))
    setattr(server, how, {3})
    assert desk.read() == ["1", "2", "4", "5"]
    assert desk.read() == []
    monkeypatch.setattr("mailflow.mail.sources.imap_fetch.ASK_AGAIN", -1.0)
    assert desk.read() == []
    assert caplog.text.count("left UID 3") == 1
    assert desk.source.left_out() == ["UID 3"]
    setattr(server, how, set())
    restarted = Desk(server, desk.inbox)
    assert restarted.read() == ["3"]
    restarted.source.close()


def test_a_mail_that_could_not_be_had_ends_as_such(
    desk: Desk, server: ImapServer, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level("INFO", logger="mailflow")
    monkeypatch.setattr("mailflow.mail.sources.imap_fetch.ASK_AGAIN", -1.0)
    server.append(*(mail(number) for number in range(3)))
    server.refuse = {1, 3}
    assert desk.read() == ["2"]
    assert desk.source.left_out() == ["UID 1", "UID 3"]
    server.refuse = {3}
    assert desk.read() == ["1"]
    server.expunge(3)
    assert desk.read() == []
    assert desk.source.left_out() == []
    assert caplog.text.count("got UID 1") == caplog.text.count("UID 3, which") == 1


def test_a_damaged_mail_does_not_make_every_poll_long(
    desk: Desk, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.append(*(mail(number) for number in range(500)))
    server.refuse = {3}
    assert len(desk.read()) == 499
    server.commands.clear()
    assert desk.read() == []
    assert server.commands == [f"UID SEARCH UID {500 - LOOKBACK + 1}:*"]
    monkeypatch.setattr("mailflow.mail.sources.imap_fetch.Fetcher.refuses", lambda self, uid: False)
    assert desk.read() == []
    server.refuse = set()
    assert desk.read() == ["3"]
    assert desk.read() == []


SPOILT = {
    "closed in the literal": Spoilt(lambda raw: b"* NUMBER FETCH (UID? BODY[] {%d}\r\n" % len(raw) + raw[:20]),
    "closed after the literal": Spoilt(lambda raw: b"* NUMBER FETCH (UID? BODY[] {%d}\r\n" % len(raw) + raw),
    "closed instead": Spoilt(lambda raw: b""),
    "bye": Spoilt(lambda raw: b"* BYE internal error\r\n"),
    "silent in the literal": Spoilt(
        lambda raw: b"* NUMBER FETCH (UID? BODY[] {%d}\r\n" % len(raw) + raw[:20], "silence"
    ),
    "silent at the size": Spoilt(lambda raw: b"", "silence", facts=True),
    "too small a size": Spoilt(
        lambda raw: b"* NUMBER FETCH (UID? BODY[] {%d}\r\n" % (len(raw) - 30) + raw + b")\r\n", "on"
    ),
    "too large a size": Spoilt(
        lambda raw: b"* NUMBER FETCH (UID? BODY[] {%d}\r\n" % (len(raw) + 30) + raw + b")\r\n", "on"
    ),
    "an immense size": Spoilt(lambda raw: b"* NUMBER FETCH (UID? BODY[] {9%018d}\r\n" % 0 + raw + b")\r\n", "on"),
    "a size of no machine": Spoilt(lambda raw: b"* NUMBER FETCH (UID? BODY[] {9%030d}\r\n" % 0 + raw + b")\r\n", "on"),
    "the rest without a frame": Spoilt(
        lambda raw: b"* NUMBER FETCH (UID? BODY[] {%d}\r\n" % len(raw) + raw + b")\r\n FLAGS (\\Seen))\r\n", "on"
    ),
    "a line without an end": Spoilt(lambda raw: b'* NUMBER FETCH (UID? BODY[] "' + b"x" * 1_100_000 + b'")\r\n', "on"),
}  # fmt: skip


@pytest.mark.parametrize("spoilt", SPOILT.values(), ids=SPOILT.keys())
@pytest.mark.parametrize("restarts", [False, True], ids=["daemon", "cron"])
def test_a_mail_at_which_the_connection_breaks_stops_no_other(
    server: ImapServer,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
    spoilt: Spoilt,
    restarts: bool,
) -> None:
    """At the third time it is left and named; all others have been read by then, and later ones are."""
    desk, got = Desk(server, timeout=0.2), list[str]()
    server.append(*(mail(number) for number in range(5)))
    server.spoilt[3] = spoilt
    for _ in range(3):
        with suppress(TryLater):
            for batch in desk.source.fetch():
                desk.inbox.store(batch)
                desk.source.done(batch)
                got += [arrival.uid for arrival in batch]
        if restarts:
            desk.source.close()
            desk = Desk(server, desk.inbox, timeout=0.2)
    server.append(mail(6))
    got += desk.read()
    assert sorted(got) == ["1", "2", "4", "5", "6"]
    assert [name.partition(" (")[0] for name in desk.source.left_out()] == ["UID 3"]
    assert caplog.text.count("left UID 3") == 1
    server.commands.clear()
    assert desk.read() == []
    assert not desk.commands("UID FETCH")
    server.spoilt.clear()
    monkeypatch.setattr("mailflow.mail.sources.imap.machine_now", lambda: machine_now() + 601)
    assert desk.read() == ["3"]
    assert desk.source.left_out() == []
    assert desk.inbox.suspects == {(desk.source.name, "1"): {}}
    desk.source.close()


def test_several_such_mails_stop_no_other(server: ImapServer) -> None:
    """Six in a row, and nothing else in the folder at first: not told from a server that gives nothing."""
    desk = Desk(server, timeout=0.2)
    server.append(*(mail(number) for number in range(6)))
    server.spoilt = dict.fromkeys(range(1, 7), SPOILT["closed instead"])
    for _ in range(5):
        with pytest.raises(TryLater):
            desk.read()
    assert desk.source.left_out() == []
    server.append(mail(7))
    with suppress(TryLater):
        desk.read()
    assert [arrival.uid for arrival in desk.inbox.arrivals] == ["7"]
    with suppress(TryLater):
        desk.read()
    assert len(desk.source.left_out()) == 6
    server.expunge(2, 3)
    assert desk.read() == []
    assert len(desk.source.left_out()) == 4
    desk.source.close()


def test_a_server_that_lists_nothing_is_asked_in_another_way(desk: Desk, server: ImapServer) -> None:
    """EXISTS says how many there must be (pymap 0.36 finds none by number)."""
    server.append(*(mail(number) for number in range(3)))
    server.blind = {"search"}
    assert desk.read() == ["1", "2", "3"]
    assert len(list(desk.source.uids())) == 3
    server.append(mail(4))
    assert desk.read() == ["4"]
    server.blind = {"search", "latest"}
    server.append(mail(5))
    assert desk.read() == ["5"]


def test_a_server_that_lists_in_several_lines_is_read(desk: Desk, server: ImapServer) -> None:
    """RFC 3501 §7.2.5 does not say that there is one; imapclient takes two for an error, and no mail was read."""
    server.append(*(mail(number) for number in range(3)))
    server.blind = {"line"}
    assert desk.read() == ["1", "2", "3"]
    assert len(list(desk.source.uids())) == 3
    server.append(mail(4), mail(5))
    assert desk.read() == ["4", "5"]


def test_a_server_that_names_no_mail_at_all_is_said_to(desk: Desk, server: ImapServer) -> None:
    """Never a mailbox silently unread."""
    server.append(*(mail(number) for number in range(3)))
    server.blind = {"search", "latest", "fetch"}
    with pytest.raises(TryLater, match="counts 3 mails and names 0 of them"):
        desk.read()


def test_a_folder_begins_as_the_server_wants_it(server: ImapServer, caplog: pytest.LogCaptureFixture) -> None:
    """`after: move:Processed` on a Courier, whose folders begin with INBOX.: tried by `check --connect`, too."""
    caplog.set_level("INFO", logger="mailflow")
    server.capabilities = ("IMAP4rev1", "UIDPLUS", "MOVE", "NAMESPACE")
    server.prefix = "INBOX."
    desk = Desk(server, after="move:Processed")
    assert "after: move:INBOX.Processed" in desk.source.probe()
    assert caplog.text.count("created the folder INBOX.Processed") == 1
    server.append(mail(1))
    assert desk.read() == ["1"]
    assert len(server.folders["INBOX.Processed"].mails) == 1
    desk.source.close()


def test_a_folder_that_cannot_be_made_is_told_before_mail_comes(
    server: ImapServer, caplog: pytest.LogCaptureFixture
) -> None:
    """And nobody says it was made."""
    caplog.set_level("INFO", logger="mailflow")
    server.prefix = "INBOX."  # no NAMESPACE
    with pytest.raises(TryLater, match=r"after: move:Processed: .*Invalid mailbox name"):
        Desk(server, after="move:Processed").source.probe()
    assert "created" not in caplog.text


@pytest.mark.parametrize("zone", ["+9900", "-2500", "+0000"])
def test_an_arrival_in_no_zone_on_earth_or_in_the_future_is_now(desk: Desk, server: ImapServer, zone: str) -> None:
    """Nothing a person wrote may seem to come after our answer to it."""
    server.append(mail(1))
    server.inbox.mails[0].date = f'"17-Nov-2031 09:30:00 {zone}"'
    assert desk.read() == ["1"]
    assert desk.inbox.arrivals[0].arrived_at == NOON


def test_a_server_that_gives_no_mail_at_all_is_for_later(desk: Desk, server: ImapServer) -> None:
    server.append(*(mail(number) for number in range(10)))
    server.refuse = set(range(1, 11))
    with pytest.raises(TryLater, match="refuses to give any mail"):
        desk.read()
    server.refuse = set()
    assert len(desk.read()) in (6, 10)  # those refused by name have to wait a while


def test_a_mail_expunged_while_it_is_fetched_is_no_trouble(desk: Desk, server: ImapServer) -> None:
    server.append(*(mail(number) for number in range(3)))
    server.before = lambda command: server.expunge(2) if "BODY.PEEK" in command else None
    assert desk.read() == ["1", "3"]
    assert desk.read() == []


@pytest.mark.parametrize(
    ("command", "answer", "words"),
    [
        ("UID FETCH", b"* BYE shutting down\r\n", "reading: the server ended the connection"),
        ("EXAMINE", b"TAG NO [NONEXISTENT] no such folder\r\n", "opening INBOX: .*no such folder"),
        ("UID SEARCH", b"TAG NO too busy\r\n", "listing: .*too busy"),
        ("UID SEARCH", b"TAG BAD what\r\n", "listing: .*what"),
        ("UID SEARCH", b"* SEARCH one two\r\nTAG OK done\r\n", "listing: .*"),
        ("UID FETCH", b"* 1 FETCH (UID 1 RFC822.SIZE {20}\r\n* BYE\r\n", "reading: .*"),
        ("LOGIN", b"* BYE too many connections\r\n", "logging in: the server ended the connection .*too many"),
    ],
)
def test_every_answer_that_does_not_help_is_for_later_and_told_with_host_and_words(
    server: ImapServer, command: str, answer: bytes, words: str
) -> None:
    server.append(mail(1))
    server.answer[command] = answer
    desk = Desk(server, timeout=0.5)
    with pytest.raises(TryLater, match=rf"^127\.0\.0\.1:{server.port}: {words}"):
        desk.read()
    server.answer.clear()
    assert desk.read() == ["1"]
    desk.source.close()


def test_a_server_that_says_bye_at_once_is_for_later(server: ImapServer) -> None:
    server.greeting = b"* BYE come back tomorrow\r\n"
    with pytest.raises(TryLater, match="come back tomorrow"):
        Desk(server).read()


def test_a_server_that_hangs_is_left_after_the_timeout(server: ImapServer) -> None:
    server.append(mail(1))
    server.answer["UID FETCH"] = b""
    desk = Desk(server, timeout=0.3)
    with pytest.raises(TryLater, match="no answer in time"):
        desk.read()
    server.answer.clear()
    assert desk.read() == ["1"]
    desk.source.close()


def test_a_connection_lost_between_two_reads_is_for_later_and_then_forgotten(desk: Desk, server: ImapServer) -> None:
    desk.read()
    server.cut()
    server.append(mail(1))
    with pytest.raises(TryLater):
        desk.read()
    assert desk.read() == ["1"]


def test_a_server_that_is_down_is_named(server: ImapServer) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
    with pytest.raises(TryLater, match=rf"127\.0\.0\.1:{port}: connecting: connection refused"):
        Desk(server, where=f"imap+insecure://desk@127.0.0.1:{port}/INBOX").read()


def test_a_refused_login_is_called_that_and_keeps_the_password_to_itself(server: ImapServer) -> None:
    desk = Desk(server, ours=Credentials("wrong-secret"))
    with pytest.raises(TryLater, match=r"login refused for desk: .*Invalid credentials") as caught:
        desk.source.probe()
    assert "wrong-secret" not in str(caught.value)


def test_without_starttls_no_password_is_sent(server: ImapServer) -> None:
    desk = Desk(server, where=f"imap://desk@127.0.0.1:{server.port}/INBOX")
    with pytest.raises(TryLater, match="offers no STARTTLS"):
        desk.read()
    assert desk.commands("LOGIN") == []


def test_a_folder_without_uidvalidity_cannot_be_read(server: ImapServer) -> None:
    server.answer["EXAMINE"] = b"* 0 EXISTS\r\nTAG OK\r\n".replace(b"OK", b"OK done")
    with pytest.raises(TryLater, match="no UIDVALIDITY"):
        Desk(server).read()


@pytest.mark.parametrize("what", ["where", "ours", "after"])
def test_control_characters_never_reach_the_server(server: ImapServer, what: str) -> None:
    bad = {
        "where": f"imap+insecure://desk@127.0.0.1:{server.port}/IN%0D%0AX",
        "after": "move:A\r\nB",
        "ours": Credentials("a\nb"),
    }
    with pytest.raises(ValueError, match="control character"):
        Desk(server, **{what: bad[what]})


# after


def test_without_uidplus_deleted_mails_stay_marked_and_that_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    with ImapServer("IMAP4rev1") as server:
        desk = Desk(server, after="delete")
        for number in (1, 2):
            server.append(mail(number))
            desk.read()
        assert [sorted(stored.flags) for stored in server.inbox.mails] == [["\\Deleted"], ["\\Deleted"]]
        assert caplog.text.count("no UIDPLUS") == 1
        assert desk.read() == []
        desk.source.close()


def test_without_move_and_uidplus_no_mail_is_copied_twice() -> None:
    with ImapServer("IMAP4rev1") as server:
        desk = Desk(server, after="move:Done")
        server.append(mail(1))
        desk.read()
        desk.source.close()
        restarted = Desk(server, desk.inbox, after="move:Done")
        assert restarted.read() == []
        assert [stored.raw for stored in server.folders["Done"].mails] == [mail(1)]
        restarted.source.close()


def test_what_done_could_not_do_is_done_by_the_next_fetch(server: ImapServer) -> None:
    desk = Desk(server, after="delete")
    server.append(mail(1))
    server.answer["UID STORE"] = b"TAG NO not now\r\n"
    with pytest.raises(TryLater, match=r"after: delete: .*not now"):
        desk.read()
    server.answer.clear()
    assert desk.read() == []
    assert server.inbox.mails == []
    desk.source.close()


def test_a_start_with_delete_removes_no_mail_stored_long_ago(server: ImapServer) -> None:
    keeping = Desk(server)
    server.append(*(mail(number) for number in range(500)))
    keeping.read()
    keeping.source.close()
    deleting = Desk(server, keeping.inbox, after="delete")
    deleting.read()
    assert len(server.inbox.mails) == 300
    deleting.source.close()


# waiting


def test_without_idle_the_safety_poll_says_when_to_look(caplog: pytest.LogCaptureFixture) -> None:
    with ImapServer("IMAP4rev1") as server:
        desk = Desk(server, poll=0.3)
        desk.read()
        assert not desk.source.wait(0.05)
        assert desk.source.wait(10)
        desk.source.close()


def test_with_idle_the_safety_poll_says_when_to_look_too(server: ImapServer) -> None:
    desk = Desk(server, poll=0.3)
    desk.read()
    assert desk.source.wait(10)
    desk.source.close()


def test_many_short_waits_are_one_idle(desk: Desk, server: ImapServer) -> None:
    desk.read()
    for _ in range(5):
        assert not desk.source.wait(0.02)
    assert desk.commands("IDLE") == ["IDLE"]
    server.append(mail(1))
    assert desk.source.wait(5)
    assert desk.read() == ["1"]


def test_mail_that_arrives_while_idle_is_being_left_is_not_slept_over(desk: Desk, server: ImapServer) -> None:
    desk.read()
    assert not desk.source.wait(0.02)
    server.append(mail(1), mail(2))
    assert desk.read() == ["1", "2"]


def test_mail_announced_beside_another_answer_is_not_slept_over(desk: Desk, server: ImapServer) -> None:
    server.append(mail(1))

    def arrive(command: str) -> None:
        if "BODY.PEEK" in command:
            server.before = lambda command: None
            server.append(mail(2))
            server.answer["UID FETCH"] = b"* 1 FETCH (UID 1 BODY[] {%d}\r\n%s)\r\n* 2 EXISTS\r\nTAG OK done\r\n" % (
                len(mail(1)),
                mail(1),
            )

    server.before = arrive
    assert desk.read() == ["1"]
    server.answer.clear()
    assert desk.source.wait(10)
    assert desk.commands("IDLE") == []
    assert desk.read() == ["2"]


def test_an_announcement_in_the_same_segment_as_idling_is_heard(desk: Desk, server: ImapServer) -> None:
    desk.read()
    server.idling = b"+ idling\r\n* 1 EXISTS\r\n"
    begun = monotonic()
    assert desk.source.wait(20)
    assert monotonic() - begun < 5


def test_an_announcement_in_two_segments_is_heard(desk: Desk, server: ImapServer) -> None:
    desk.read()
    heard: list[bool] = []
    waiting = threading.Thread(target=lambda: heard.append(desk.source.wait(20)))
    waiting.start()
    server.wait_idle()
    server.push(b"* OK still here\r\n* 1 EXI")
    threading.Timer(0.1, server.push, [b"STS\r\n"]).start()
    waiting.join(20)
    assert heard == [True]


def test_chatter_is_not_mail(desk: Desk, server: ImapServer) -> None:
    desk.read()
    server.idling = b"+ idling\r\n* OK still here\r\n* 1 EXPUNGE\r\n* 1 FETCH (FLAGS (\\Seen))\r\n"
    assert not desk.source.wait(0.2)


@pytest.fixture
def as_since_python_3_14(monkeypatch: pytest.MonkeyPatch) -> None:
    """imaplib reads from the socket into a list of its own, and its `file` must not be touched."""

    def read(self: Any, size: int) -> bytes:
        while sum(map(len, self._readbuf)) < size and (some := self.sock.recv(100)):
            self._readbuf.append(some)
        whole = b"".join(self._readbuf)
        self._readbuf = [whole[size:]]
        return whole[:size]

    def readline(self: Any) -> bytes:
        while b"\n" not in b"".join(self._readbuf) and (some := self.sock.recv(100)):
            self._readbuf.append(some)
        return read(self, b"".join(self._readbuf).find(b"\n") + 1)

    for name, value in {"_readbuf": [], "read": read, "readline": readline}.items():
        monkeypatch.setattr(IMAP4WithTimeout, name, value, raising=False)


@pytest.mark.usefixtures("as_since_python_3_14")
@pytest.mark.parametrize("told", [b"* 1 EXISTS\r\n", b"* OK still here\r\n* 1 EXISTS\r\n", b"* BYE\r\n", b""])
def test_idle_with_the_imaplib_of_python_3_14(desk: Desk, server: ImapServer, told: bytes) -> None:
    desk.read()
    desk.source._client._imap.file.close()  # type: ignore[union-attr]
    server.idling += told
    if told.endswith(b"EXISTS\r\n"):
        assert desk.source.wait(20)
        return
    waiting = threading.Timer(0.1, server.cut)
    waiting.start()
    with pytest.raises(TryLater, match="waiting for mail"):
        desk.source.wait(20)
    waiting.join()


@pytest.mark.parametrize("how", ["bye", "cut"])
def test_a_connection_that_ends_while_idling_is_for_later_at_once(desk: Desk, server: ImapServer, how: str) -> None:
    desk.read()
    caught: list[str] = []

    def wait() -> None:
        try:
            desk.source.wait(20)
        except TryLater as error:
            caught.append(str(error))

    waiting = threading.Thread(target=wait)
    waiting.start()
    server.wait_idle()
    begun = monotonic()
    if how == "bye":
        server.push(b"* BYE autologout\r\n")
    else:
        server.cut()
    waiting.join(20)
    assert monotonic() - begun < 5
    assert "waiting for mail" in caught[0]
    server.append(mail(1))
    assert desk.read() == ["1"]


def test_idle_is_renewed_before_servers_hang_up(
    desk: Desk, server: ImapServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mailflow.mail.sources.idle.RENEW", 0.1)
    desk.read()
    assert not desk.source.wait(0.35)
    assert len(desk.commands("IDLE")) >= 3


def test_an_idle_the_server_refuses_is_for_later(desk: Desk, server: ImapServer) -> None:
    desk.read()
    server.answer["IDLE"] = b"TAG NO not today\r\n"
    with pytest.raises(TryLater, match="waiting for mail"):
        desk.source.wait(5)


def test_nothing_secret_is_logged(desk: Desk, server: ImapServer, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="mailflow")
    server.append(b"Subject: x\r\n\r\nthe body\r\n")
    desk.read()
    ours = [record.getMessage() for record in caplog.records if record.name.startswith("mailflow")]
    assert not any("the body" in line for line in ours)
    assert not any(server.password in record.getMessage() for record in caplog.records)


def test_a_refused_login_says_where_its_password_is_written(server: ImapServer) -> None:
    desk = Desk(server, ours=Credentials("wrong-secret", password_place="rules.yaml:42, ${IMAP} of .env"))
    with pytest.raises(TryLater, match=r"\(its password: rules\.yaml:42, \$\{IMAP\} of \.env\)"):
        desk.source.probe()


def test_tls_at_a_port_without_says_which_scheme_to_write(server: ImapServer) -> None:
    desk = Desk(server, where=server.url.replace("imap+insecure", "imaps"))
    with pytest.raises(TryLater, match=r"this port does not begin with TLS: use imap:// for it, or imaps:// with"):
        desk.source.probe()
