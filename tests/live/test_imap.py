"""ImapSource against Dovecot, directly and over a network that fails."""

from __future__ import annotations

import smtplib
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from time import monotonic
from typing import Any

import pytest

from mailflow.clock import SettableClock
from mailflow.credentials import Credentials
from mailflow.errors import TryLater
from mailflow.mail.sources import MailboxOptions
from mailflow.mail.sources.imap import ImapSource
from tests.live.dovecot import PASSWORD, UNICODE, Dovecot, closing_client
from tests.mail.sources.conformance import Inbox, MailBox, MailBoxConformance, Reader, mail, until
from tests.proxy import Proxy

pytestmark = pytest.mark.live


class Account(MailBox):
    """A user's INBOX, over TLS or by way of a proxy."""

    def __init__(self, dovecot: Dovecot, user: str, proxy: Proxy | None = None) -> None:
        self.dovecot, self.user, self.proxy = dovecot, user, proxy

    def options(self) -> MailboxOptions:
        url = f"imaps://{self.user}@127.0.0.1:{self.dovecot.imaps_port}/INBOX"
        if self.proxy:
            url = f"imap+insecure://{self.user}@127.0.0.1:{self.proxy.port}/INBOX"
        return MailboxOptions("imap", url, Credentials(PASSWORD, self.dovecot.cafile), timeout=10)

    def put(self, *mails: bytes) -> None:
        self.dovecot.fill(self.user, mails)

    def present(self) -> list[bytes]:
        return self._fetched("INBOX", "ALL")

    def unread(self) -> list[bytes]:
        return self._fetched("INBOX", "UNSEEN")

    def moved(self, folder: str) -> list[bytes]:
        return self._fetched(folder, "ALL")

    def remove(self, raw: bytes) -> None:
        with closing_client(self.dovecot.login(self.user)) as client:
            for uid, fetched in client.fetch(client.search("ALL"), ["BODY.PEEK[]"]).items():
                if fetched[b"BODY[]"] == raw:
                    client.delete_messages([uid])
                    client.expunge([uid])

    def _fetched(self, folder: str, which: str) -> list[bytes]:
        with closing_client(self.dovecot.login(self.user)) as client:
            client.select_folder(folder, readonly=True)
            found = client.fetch(client.search(which), ["BODY.PEEK[]"])
            return [found[uid][b"BODY[]"] for uid in sorted(found)]


class TestDovecot(MailBoxConformance):
    """What every source must do, over TLS."""

    @pytest.fixture
    def box(self, dovecot: Dovecot, user: str) -> Account:
        return Account(dovecot, user)

    def break_box(self, box: Account) -> None:
        box.dovecot.stop()

    def mend_box(self, box: Account) -> None:
        box.dovecot.start()


class TestDovecotWithoutExtensions(MailBoxConformance):
    """The same with a server that cannot IDLE or MOVE."""

    @pytest.fixture
    def box(self, dovecot: Dovecot, user: str) -> Iterator[Account]:
        with Proxy(dovecot.imap_port) as proxy:
            proxy.strip = (b" IDLE", b" MOVE", b" LITERAL+")
            yield Account(dovecot, user, proxy)

    def test_arriving_mail_wakes_the_one_who_waits(self, box: Account, reader: Any) -> None:  # type: ignore[override]
        """Nobody tells, so the safety poll has to."""
        polling = Reader(box, poll=0.5)
        polling.read()
        box.put(mail(1))
        assert polling.source.wait(10)
        assert polling.read() == [1]
        polling.source.close()

    def break_box(self, box: Account) -> None:
        assert box.proxy
        box.proxy.cut_after = 300

    def mend_box(self, box: Account) -> None:
        assert box.proxy
        box.proxy.cut_after = None


@pytest.fixture
def proxy(dovecot: Dovecot) -> Iterator[Proxy]:
    with Proxy(dovecot.imap_port) as proxy:
        yield proxy


@pytest.fixture
def box(dovecot: Dovecot, user: str, proxy: Proxy) -> Account:
    return Account(dovecot, user, proxy)


def test_starttls_is_used_and_verified(dovecot: Dovecot, user: str) -> None:
    url = f"imap://{user}@127.0.0.1:{dovecot.imap_port}/INBOX"
    clock = SettableClock(datetime(2026, 11, 21, tzinfo=UTC))
    source = ImapSource(MailboxOptions("imap", url, Credentials(PASSWORD, dovecot.cafile)), Inbox(), clock)
    assert "0 mails in INBOX (STARTTLS, logged in as" in source.probe()
    for scheme, port in (("imap", dovecot.imap_port), ("imaps", dovecot.imaps_port)):
        untrusted = MailboxOptions("imap", f"{scheme}://{user}@127.0.0.1:{port}/INBOX", Credentials(PASSWORD))
        with pytest.raises(TryLater, match="certificate is not trusted"):
            ImapSource(untrusted, Inbox(), clock).probe()


def test_starttls_stripped_on_the_way_sends_no_password(dovecot: Dovecot, user: str, proxy: Proxy) -> None:
    proxy.strip = (b" STARTTLS",)
    options = MailboxOptions(
        "imap", f"imap://{user}@127.0.0.1:{proxy.port}/INBOX", Credentials(PASSWORD, dovecot.cafile)
    )
    with pytest.raises(TryLater, match="offers no STARTTLS"):
        ImapSource(options, Inbox(), SettableClock(datetime(2026, 11, 21, tzinfo=UTC))).probe()


def test_a_wrong_password_is_called_that(box: Account) -> None:
    with pytest.raises(TryLater, match=r"login refused for desk\d+: .*Authentication failed"):
        Reader(box, ours=Credentials("wrong")).read()


def test_a_password_outside_ascii_is_no_obstacle(dovecot: Dovecot) -> None:
    options = MailboxOptions(
        "imap", f"imaps://unicode@127.0.0.1:{dovecot.imaps_port}", Credentials(UNICODE, dovecot.cafile)
    )
    source = ImapSource(options, Inbox(), SettableClock(datetime(2026, 11, 21, tzinfo=UTC)))
    assert "logged in as unicode" in source.probe()
    with pytest.raises(TryLater, match="login refused for unicode"):
        ImapSource(
            replace(options, ours=replace(options.ours, password="räucher")),
            Inbox(),
            SettableClock(datetime(2026, 11, 21, tzinfo=UTC)),
        ).probe()


def test_mail_delivered_by_lmtp_wakes_idle_within_two_seconds(box: Account) -> None:
    reader = Reader(box)
    reader.read()
    assert not reader.source.wait(0.2)  # IDLE is under way
    woken: list[bool] = []
    waiting = threading.Thread(target=lambda: woken.append(reader.source.wait(30)))
    waiting.start()
    with smtplib.LMTP("127.0.0.1", box.dovecot.lmtp_port, "sender.example") as client:
        client.sendmail("ani@example.org", [f"{box.user}@desk.example"], mail(1))
    delivered = monotonic()
    waiting.join(30)
    assert woken == [True]
    assert monotonic() - delivered < 2
    assert reader.read() == [1]
    reader.source.close()


def test_a_thousand_mails_are_read_at_a_go(box: Account) -> None:
    box.put(*(mail(number, size=4000) for number in range(1000)))
    reader = Reader(box)
    begun = monotonic()
    assert reader.read() == [200] * 5
    assert monotonic() - begun < 5
    assert reader.inbox.raws == [mail(number, size=4000) for number in range(1000)]
    reader.source.close()


def test_a_folder_made_anew_is_read_from_its_beginning(box: Account) -> None:
    def fill(subject: int) -> None:
        with closing_client(box.dovecot.login(box.user)) as client:
            client.create_folder("Desk")
            client.multiappend("Desk", [mail(subject), mail(subject + 1)])

    fill(1)
    options = box.options()
    where = options.where.replace("INBOX", "Desk")
    reader = Reader(box, where=where)
    assert reader.read() == [2]
    with closing_client(box.dovecot.login(box.user)) as client:
        client.delete_folder("Desk")
    fill(3)
    reader.source.close()
    assert reader.read() == [2]
    assert len({arrival.uidvalidity for arrival in reader.inbox.arrivals}) == 2
    assert reader.inbox.raws == [mail(1), mail(2), mail(3), mail(4)]
    reader.source.close()


@pytest.mark.parametrize("after", [100, 1000, 5_000, 40_000, 200_000, 700_000])
def test_a_connection_that_dies_anywhere_loses_nothing_and_doubles_nothing(box: Account, after: int) -> None:
    """100 bytes are in the login, 1000 in the listing, the rest inside literals of one batch or another: there the next
    connection goes on, in the order of the folder."""
    assert box.proxy
    mails = [mail(number, size=2000) for number in range(450)]
    box.put(*mails)
    reader = Reader(box)
    box.proxy.cut_after = after
    if after < 5_000:
        with pytest.raises(TryLater, match=rf"^127\.0\.0\.1:{box.proxy.port}: "):
            reader.read()
    reader.read()
    assert reader.inbox.raws == mails
    reader.source.close()


def test_a_server_that_falls_silent_is_left_after_the_timeout(box: Account) -> None:
    assert box.proxy
    box.put(mail(1))
    reader = Reader(box, timeout=0.5)
    reader.read()
    box.proxy.hanging = True
    box.put(mail(2))
    with pytest.raises(TryLater, match="no answer in time"):
        reader.read()
    box.proxy.hanging = False
    assert reader.read() == [1]
    reader.source.close()


@pytest.mark.parametrize("how", ["reset", "bye"])
def test_idle_notices_the_end_of_its_connection_at_once(box: Account, how: str) -> None:
    assert box.proxy
    reader = Reader(box)
    reader.read()
    assert not reader.source.wait(0.1)
    caught: list[TryLater] = []

    def wait() -> None:
        try:
            reader.source.wait(30)
        except TryLater as error:
            caught.append(error)

    waiting = threading.Thread(target=wait)
    waiting.start()
    begun = monotonic()
    if how == "bye":
        box.proxy.say(b"* BYE Server shutting down.\r\n")
    else:
        box.proxy.cut()
    waiting.join(30)
    assert monotonic() - begun < 5
    assert "waiting for mail" in str(caught[0])
    box.put(mail(1))
    assert reader.read() == [1]
    reader.source.close()


def test_a_server_that_is_down_at_the_start_is_read_when_it_is_up(box: Account) -> None:
    box.put(mail(1))
    box.dovecot.stop()
    reader = Reader(box)
    try:
        with pytest.raises(TryLater):
            reader.read()
    finally:
        box.dovecot.start()
    assert reader.read() == [1]
    reader.source.close()


def test_a_person_who_works_in_the_mailbox_hides_nothing(box: Account) -> None:
    """Opens, moves and expunges while batches are fetched: only what is gone is gone."""
    box.put(*(mail(number) for number in range(600)))
    reader = Reader(box, after="seen")
    with closing_client(box.dovecot.login(box.user)) as person:
        for batch in reader.source.fetch():
            reader.inbox.store(batch)
            reader.source.done(batch)
            uids = person.search("ALL")
            person.add_flags(uids[-50:], ["\\Seen"])
            person.move(uids[-10:-5], "Archive")
            person.delete_messages(uids[100:105])
            person.expunge(uids[100:105])
        person.noop()
        left = {fetched[b"BODY[]"] for fetched in person.fetch(person.search("ALL"), ["BODY.PEEK[]"]).values()}
    until(reader, len(reader.inbox.arrivals))
    assert left <= set(reader.inbox.raws)
    assert len(reader.inbox.raws) == len(set(reader.inbox.raws))
    reader.source.close()


def test_a_mail_with_every_byte_imap_allows(box: Account) -> None:
    raw = b"Subject: x\r\n\r\n" + bytes(byte for byte in range(1, 256) if byte not in (10, 13)) * 50 + b"\r\n"
    box.put(raw)
    reader = Reader(box)
    reader.read()
    assert reader.inbox.raws == [raw]
    reader.source.close()
