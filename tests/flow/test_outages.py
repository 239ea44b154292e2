"""Alarms: the admin hears once when something is out of order for too long, and once when it is in order again."""

from __future__ import annotations

from collections.abc import Callable
from email import message_from_bytes
from time import monotonic

import pytest

from mailflow import app
from mailflow.flow.daemon import Daemon
from mailflow.flow.health import symptoms
from mailflow.flow.health.alerts import alarm
from mailflow.flow.health.outages import JUMP, PARKED_PAUSE, Outages
from mailflow.flow.intake.receive import read_to_end
from mailflow.flow.settle import worker
from mailflow.store.health import watching, workers
from mailflow.store.mail import outbox
from tests.flow.conftest import Office
from tests.servers import SmtpSink

QUARTER = 900.0  # alarm_after
DOWN = "smtp+insecure://127.0.0.1:1: connection refused"


class Guard:
    """A daemon that is not started: its troubles are made by hand, and its time passes when told to."""

    def __init__(self, desk: Office) -> None:
        self.desk = desk
        self.daemon: Daemon = app.daemon(desk.parts)
        self.server = self.daemon._circuit
        self.later = 0.0
        self.outages = Outages(desk.parts, self.daemon.watch.symptoms, lambda: monotonic() + self.later)

    def look(self, after: float = 0.0) -> None:
        self.later += after
        self.outages.look()

    def close(self) -> None:
        workers.forget(self.desk.parts.db, self.daemon._workers)


@pytest.fixture
def guard(desk: Office) -> Guard:
    return Guard(desk)


def alarms(desk: Office) -> list[str]:
    """The topics of the alarms written so far."""
    found = outbox.listing(desk.parts.db, ("waiting", "sent"))
    return [str(letter["subject"]) for letter in found if letter["kind"] == "admin-alert"]


def test_sending_that_is_down_for_a_while_is_told_once_and_so_is_its_end(desk: Office, guard: Guard) -> None:
    """Not at once, not again and again."""
    guard.server.down(DOWN)
    guard.look()
    guard.look(after=QUARTER - 10)
    assert alarms(desk) == []
    guard.look(after=20)
    guard.look(after=QUARTER)
    assert alarms(desk) == ["iDuHelp: sending"]
    guard.server.up()
    guard.look()
    guard.look(after=QUARTER)
    assert alarms(desk) == ["iDuHelp: sending", "iDuHelp: sending: in order again"]
    assert watching.outages(desk.parts.db) == []


def test_what_a_full_disk_kept_from_being_told_is_told_later(desk: Office, guard: Guard) -> None:
    """Neither the outage nor its end is lost or told twice."""
    guard.server.down(DOWN)
    guard.look()
    desk.parts.db.execute("PRAGMA query_only = 1")
    guard.look(after=QUARTER)
    guard.look(after=QUARTER)
    desk.parts.db.execute("PRAGMA query_only = 0")
    assert alarms(desk) == []
    guard.look()
    guard.look(after=QUARTER)
    assert alarms(desk) == ["iDuHelp: sending"]
    guard.server.up()
    guard.look()
    guard.look()
    assert alarms(desk) == ["iDuHelp: sending", "iDuHelp: sending: in order again"]


def test_an_outage_that_ends_soon_is_nobodys_business(desk: Office, guard: Guard) -> None:
    """A restart of the mail server rings no bell."""
    guard.server.down(DOWN)
    guard.look()
    guard.server.up()
    guard.look(after=QUARTER)
    assert alarms(desk) == []


def test_a_mailbox_out_of_reach_is_named_with_its_words(desk: Office, guard: Guard) -> None:
    """And it is over when the mailbox has been read to its end, not before."""
    receiver = guard.daemon._receivers[0]
    receiver._down("login refused for desk")
    guard.look()
    guard.look(after=QUARTER)
    assert alarms(desk) == [f"iDuHelp: read {receiver.name}"]
    assert b"login refused for desk" in outbox.data(desk.parts.db, 1)
    receiver.loop.up()
    guard.look()
    assert len(alarms(desk)) == 1
    receiver.caught_up = True
    guard.look()
    assert alarms(desk)[1] == f"iDuHelp: read {receiver.name}: in order again"


def test_a_mail_that_cannot_be_had_is_told(desk: Office, guard: Guard) -> None:
    """The others come in, so nobody would notice; it is over when it came, or is gone."""
    receiver = guard.daemon._receivers[0]
    receiver.caught_up = True
    receiver.mails.down("1 cannot be had and are asked for again: UID 2")
    guard.look()
    guard.look(after=QUARTER)
    assert alarms(desk) == [f"iDuHelp: mails of {receiver.name}"]
    assert b"UID 2" in outbox.data(desk.parts.db, 1)
    assert "UID 2" in guard.daemon.watch.status()
    receiver.mails.up()
    guard.look()
    assert alarms(desk)[1] == f"iDuHelp: mails of {receiver.name}: in order again"
    assert guard.daemon.watch.status().startswith("running")


def test_a_mailbox_another_daemon_reads_is_no_outage(desk: Office, guard: Guard) -> None:
    """It is that daemon's to tell of."""
    guard.daemon._receivers[0]._down("another daemon reads it", stands_by=True)
    guard.look()
    guard.look(after=QUARTER)
    assert alarms(desk) == []


def test_the_second_way_out_is_used_directly(desk: Office, guard: Guard) -> None:
    """The outbox is what is dead: the alarm does not wait in it."""
    with SmtpSink() as relay:
        desk.write_rules({"alarm": {"smtp": relay.url}})
        guard.server.down(DOWN)
        guard.look()
        guard.look(after=QUARTER)
        [letter] = relay.wait_for(1)
        guard.server.up()
        guard.look()
        relay.wait_for(2)
    assert letter.rcpts == ("admin@desk.example",)
    message = message_from_bytes(letter.data)
    assert message["Subject"] == "iDuHelp: sending"
    assert message["Auto-Submitted"] == "auto-generated"
    assert alarms(desk) == []


@pytest.mark.parametrize("break_it", [lambda relay: relay.stop(), lambda relay: relay.refuse("admin@desk.example")])
def test_a_second_way_out_that_fails_too_leaves_the_alarm_in_the_outbox(
    desk: Office, guard: Guard, break_it: Callable[[SmtpSink], None]
) -> None:
    """It arrives when either works again."""
    with SmtpSink() as relay:
        desk.write_rules({"alarm": {"smtp": relay.url}})
        break_it(relay)
        guard.server.down(DOWN)
        guard.look()
        guard.look(after=QUARTER)
    assert alarms(desk) == ["iDuHelp: sending"]


def test_a_restart_tells_nothing_twice_and_knows_when_it_is_over(desk: Office, guard: Guard) -> None:
    """The new process needs a letter that leaves: that none was refused yet proves nothing."""
    guard.server.down(DOWN)
    guard.look()
    guard.look(after=QUARTER)
    guard.close()
    fresh = Guard(desk)
    fresh.look()
    fresh.look(after=QUARTER)
    assert len(alarms(desk)) == 1
    fresh.server.down(DOWN)
    fresh.look(after=QUARTER)
    assert len(alarms(desk)) == 1
    fresh.server.up()
    fresh.look()
    assert alarms(desk)[1:] == ["iDuHelp: sending: in order again"]


def test_an_outage_goes_on_over_a_restart(desk: Office, guard: Guard) -> None:
    """A daemon that is restarted every ten minutes does not put the alarm off for ever."""
    guard.server.down(DOWN)
    guard.look()
    desk.sql("UPDATE outage SET since = since - ?", QUARTER)
    guard.close()
    fresh = Guard(desk)
    fresh.server.down(DOWN)
    fresh.look()
    assert alarms(desk) == ["iDuHelp: sending"]


def test_two_daemons_tell_once(desk: Office, guard: Guard) -> None:
    """Whoever finds it mended ends it; the other's old trouble is no new outage, a new one is."""
    other = Guard(desk)
    for daemon in (guard, other):
        daemon.server.down(DOWN)
        daemon.look()
        daemon.look(after=QUARTER)
    assert alarms(desk) == ["iDuHelp: sending"]
    other.server.up()
    other.look()
    guard.look()
    guard.look(after=QUARTER)
    assert alarms(desk)[1:] == ["iDuHelp: sending: in order again"]
    guard.later = 0.0
    guard.outages._ended.clear()
    guard.server.down(DOWN)
    guard.look()
    assert [outage.subject for outage in watching.outages(desk.parts.db)] == ["sending"]


def test_a_disk_full_for_a_moment_makes_no_two_daemons_tell(desk: Office, guard: Guard) -> None:
    """Without `alarm:`: who cannot store that he tells it tells nobody, and asks again at his next round."""
    other = Guard(desk)
    for daemon in (guard, other):
        daemon.server.down(DOWN)
        daemon.look()
    desk.parts.db.execute("PRAGMA query_only = 1")
    guard.look(after=QUARTER)
    desk.parts.db.execute("PRAGMA query_only = 0")
    other.look(after=QUARTER)
    guard.look()
    assert alarms(desk) == ["iDuHelp: sending"]


def test_an_outage_that_ends_with_the_full_disk_is_told_with_its_end(desk: Office, guard: Guard) -> None:
    """It lasted, and the admin is told of it: late rather than never."""
    desk.parts.db.execute("PRAGMA query_only = 1")
    guard.server.down(DOWN)
    guard.look()
    guard.look(after=QUARTER)
    guard.server.up()
    guard.look()
    desk.parts.db.execute("PRAGMA query_only = 0")
    guard.look()
    assert alarms(desk) == ["iDuHelp: sending", "iDuHelp: sending: in order again"]


def test_a_database_that_cannot_be_written_keeps_no_alarm_back(desk: Office, guard: Guard) -> None:
    """Then this process remembers by itself, and tells the database when it can."""
    with SmtpSink() as relay:
        desk.write_rules({"alarm": {"smtp": relay.url}})
        desk.parts.db.execute("PRAGMA query_only = ON")
        guard.server.down(DOWN)
        guard.look()
        guard.look(after=QUARTER)
        guard.look(after=QUARTER)
        assert len(relay.wait_for(1)) == 1
        desk.parts.db.execute("PRAGMA query_only = OFF")
        guard.look()
        [outage] = watching.outages(desk.parts.db)
        assert outage.told is not None
        guard.server.up()
        guard.look()
        assert [message_from_bytes(letter.data)["Subject"] for letter in relay.wait_for(2)] == [
            "iDuHelp: sending",
            "iDuHelp: sending: in order again",
        ]


def test_parked_mail_is_told_of_at_most_once_an_hour(desk: Office, guard: Guard) -> None:
    """With its errors; one fault may park hundreds."""
    desk.mail("desk", "Aneh", "dari diri sendiri")
    desk.look()
    guard.look()
    desk.mail("desk", "Aneh lagi", "dari diri sendiri juga")
    desk.look()
    guard.look()
    assert alarms(desk) == ["iDuHelp: parked mail: 1"]
    [letter] = [row for row in outbox.listing(desk.parts.db, ("waiting", "sent")) if row["kind"] == "admin-alert"]
    assert b"own address" in outbox.data(desk.parts.db, letter["id"])
    guard.look(after=PARKED_PAUSE)
    assert alarms(desk)[1:] == ["iDuHelp: parked mail: 2"]
    guard.look(after=PARKED_PAUSE)
    assert len(alarms(desk)) == 2


def test_a_disk_that_is_nearly_full_is_told_at_once(
    desk: Office, guard: Guard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And over only when there is some room to spare."""
    free = [symptoms.LITTLE_DISK - 1]
    monkeypatch.setattr(symptoms, "free_bytes", lambda folder: free[0])
    guard.look()
    free[0] = symptoms.LITTLE_DISK + 1
    guard.look()
    assert [topic.split(" on ")[0] for topic in alarms(desk)] == ["iDuHelp: disk"]
    free[0] = symptoms.ENOUGH_DISK + 1
    guard.look()
    assert alarms(desk)[1].endswith("in order again")


def test_a_clock_that_jumped_far_is_told(desk: Office, guard: Guard) -> None:
    """Both ways; a correction of a minute is none."""
    guard.daemon.watch.outages = guard.outages
    for jump in (120.0, JUMP + 1, -JUMP - 1):
        guard.daemon.watch.clock_jumped(jump)
    guard.look()
    assert alarms(desk) == ["iDuHelp: clock", "iDuHelp: clock"]


def test_a_loop_that_hangs_is_told(desk: Office, guard: Guard) -> None:
    """By name, with its host and process; over when it goes on."""
    loop = guard.daemon._receivers[0].loop
    loop.step(allowed=-1.0)
    guard.look()
    [topic] = alarms(desk)
    assert "hangs on" in topic
    loop.step()
    guard.look()
    assert alarms(desk)[1].endswith("in order again")


@pytest.mark.parametrize(
    ("topic", "words"),
    [
        ("sending", "Pengiriman email berhenti"),
        ("sending: in order again", "Tidak ada yang perlu dilakukan"),
        ("read imap://mail.example/INBOX", "tidak bisa dibaca"),
        ("read sending.example: in order again", "Sudah pulih"),
        ("disk on desk", "kosongkan ruang"),
        ("process hangs on desk (pid 7)", "jalankan ulang"),
        ("working", "terus mencoba"),
        ("parked mail: 3", "menunggu Anda"),
        ("clock", "Jam komputer"),
    ],
)
def test_every_alarm_says_what_has_stopped_and_what_to_do(desk: Office, topic: str, words: str) -> None:
    """In the desk's language, above the technical words; and how many letters wait."""
    alarm(desk.parts, topic, "451 4.3.0 try later")
    desk.look()
    text = desk.world[-1].text
    assert words in text
    assert "Tidak ada email yang menunggu dikirim." in text
    assert f"({topic}):" in text
    assert "451 4.3.0 try later" in text


def test_an_alarm_counts_the_letters_that_wait(desk: Office) -> None:
    """The admin sees how much depends on it."""
    desk.mail("ani")
    for mailbox in desk._mailboxes:
        read_to_end(desk.parts, mailbox.source)
    worker.drain(desk.parts, desk._worker)
    alarm(desk.parts, "sending", "451 4.3.0 try later")
    desk.look()
    assert "Email yang menunggu dikirim: 1." in desk.world[-1].text


def test_a_login_a_person_must_renew_is_told_at_once_and_once(desk: Office, guard: Guard) -> None:
    """One consent that was withdrawn stops mailbox, letters and copies: one alarm with the command, and one end."""
    words = "desk@contoso.example: microsoft grants no login (log in again: mailflow login desk@contoso.example)"
    loops = [guard.server.loop, *(loop for loop in guard.daemon.loops.all if loop.name.startswith("read "))]
    for loop in loops:
        loop.down(words, "desk@contoso.example")
    assert len(loops) > 1
    for _ in range(3):
        guard.look(after=QUARTER)
    [topic] = alarms(desk)
    assert topic == f"iDuHelp: login of desk@contoso.example on {symptoms.HERE}"
    [alert] = [one["id"] for one in outbox.listing(desk.parts.db, ("waiting",)) if one["kind"] == "admin-alert"]
    assert "mailflow login desk@contoso.example" in message_from_bytes(outbox.data(desk.parts.db, alert)).as_string()
    for loop in loops:
        loop.up()
    guard.look()
    assert alarms(desk) == [topic, f"{topic}: in order again"]
