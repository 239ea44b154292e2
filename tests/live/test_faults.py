"""Everything around a running daemon breaks, one thing after the other, on SQLite and on PostgreSQL: it keeps running,
loses nothing, says nothing twice, recovers alone, says each change once, and `doctor` sees it while it lasts."""

from __future__ import annotations

import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from mailflow.clock import machine_now, machine_time
from mailflow.mail.sources import imap_fetch
from mailflow.store.engine import postgres_session, sqlite
from mailflow.store.engine.opening import open_database
from mailflow.store.mail import inbox, outbox
from tests.live.ward import Ward, hurry
from tests.servers import SmtpSink, make_certificate

pytestmark = pytest.mark.live

REFUSED = b"TAG NO [UNAVAILABLE] the disk of the server is away\r\n"
QUOTA = b"TAG NO [OVERQUOTA] the folder is full\r\n"


@dataclass(frozen=True)
class Case:
    """`breaks` and `mends` the world; meanwhile the doctor finds a fault with these words in it, and the log says that
    something is down, and at the end that it is up, once each."""

    name: str
    breaks: Callable[[Ward], None]
    mends: Callable[[Ward], None]
    doctor: str
    down: str = "not reading"
    up: str = "reading imap"


def answers(prefix: str, reply: bytes) -> tuple[Callable[[Ward], None], Callable[[Ward], None]]:
    """An IMAP server that answers a command so, to connections opened from now on."""

    def breaks(ward: Ward) -> None:
        ward.imap.answer[prefix] = reply
        ward.line.cut()

    return breaks, lambda ward: ward.imap.answer.clear()


def greets(ward: Ward) -> None:
    ward.imap.greeting = b"* BYE too many connections\r\n"
    ward.imap.push(b"* BYE shutting down\r\n")
    ward.line.cut()


def greets_well(ward: Ward) -> None:
    ward.imap.greeting = b"* OK ready\r\n"


def resets_inside_a_literal(ward: Ward) -> None:
    def before(command: str) -> None:
        if command.startswith("UID FETCH") and "BODY" in command:
            ward.line.cut_after = 90

    ward.imap.before = before


def fetches_again(ward: Ward) -> None:
    ward.imap.before = lambda command: None
    ward.line.cut_after = None


def hangs(ward: Ward) -> None:
    ward.line.hanging = True


def goes_on(ward: Ward) -> None:
    ward.line.hanging = False
    ward.line.cut()


READING = [
    Case("refused", lambda ward: ward.line.refuse(), lambda ward: ward.line.accept(), "refused"),
    Case("reset inside a literal", resets_inside_a_literal, fetches_again, "reading: the server ended"),
    Case("BYE", greets, greets_well, "too many connections"),
    Case("NO to the login", *answers("LOGIN", REFUSED), "login refused"),
    Case("NO to the search", *answers("UID SEARCH", REFUSED), "disk of the server"),
    Case("the folder is gone", *answers("EXAMINE", b"TAG NO [NONEXISTENT] no such folder\r\n"), "no such folder"),
    Case("hung", hangs, goes_on, "no answer in time"),
]


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    hurry(monkeypatch)


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest) -> str:
    """The URL of a new one."""
    if request.param == "sqlite":
        return "sqlite:///mailflow.db"
    return str(request.getfixturevalue("postgres").new_desk())


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def ward(tmp_path: Path, caplog: pytest.LogCaptureFixture, database: str) -> Callable[..., Ward]:
    caplog.set_level("INFO", logger="mailflow")
    return lambda **given: Ward(tmp_path / "home", database, lambda: caplog.get_records("call"), **given)


@pytest.mark.parametrize("case", READING, ids=lambda case: case.name)
def test_a_mailbox_that_fails(ward: Callable[..., Ward], case: Case) -> None:
    """What comes meanwhile is taken in afterwards; the way out goes on."""
    with ward() as desk:
        desk.ask(1)
        desk.answered(1)
        desk.imap.wait_idle()
        case.breaks(desk)
        desk.ask(2)
        desk.seen_by_the_doctor(case.doctor)
        case.mends(desk)
        desk.ask(3)
        desk.comes_through(1, 2, 3)
        changes = desk.changes()
    assert [line.startswith(case.down) for line in changes] == [True, False], changes
    assert changes[1].startswith(case.up)


def test_a_mail_the_server_does_not_give(ward: Callable[..., Ward], monkeypatch: pytest.MonkeyPatch) -> None:
    """NO to one FETCH is no outage: the others go on, the mail is named and asked for again, and both changes are said
    once."""
    monkeypatch.setattr(imap_fetch, "ASK_AGAIN", 1.0)
    with ward() as desk:
        desk.ask(1)
        desk.answered(1)
        desk.imap.refuse.add(2)
        desk.ask(2)
        desk.ask(3)
        desk.answered(1, 3)
        desk.seen_by_the_doctor("mails of imap://desk@127.0.0.1")
        assert [fault for fault in desk.faults() if fault.endswith("1 cannot be had and are asked for again: UID 2")]
        desk.imap.refuse.clear()
        desk.comes_through(1, 2, 3)
        assert desk.changes() == []
        told = [line for line in desk.all_said() if "UID 2" in line]
    assert [line.split(" UID 2 ")[0] for line in told] == ["left", "got"], told


def test_a_new_uidvalidity(ward: Callable[..., Ward]) -> None:
    """The server numbers its mails anew: all are read again, none is a second request, nobody is written to twice."""
    with ward() as desk:
        desk.ask(1)
        desk.ask(2)
        desk.answered(1, 2)
        with desk.imap.lock:
            desk.imap.inbox.uidvalidity = 7
            for number, mail in enumerate(desk.imap.inbox.mails, 100):
                mail.uid = number
            desk.imap.inbox.uidnext = 102
        desk.imap.cut()
        desk.ask(3)
        desk.answered(1, 2, 3)
        desk.until(lambda: inbox.counts(desk.parts.db).get("done:duplicate") == 2)
        desk.nothing_is_lost(1, 2, 3)
        desk.well()
        assert desk.changes() == []
        assert sum("UIDVALIDITY" in line for line in desk.all_said()) == 1


def test_a_quota_keeps_no_mail_from_being_answered(ward: Callable[..., Ward]) -> None:
    """`after: move:Done` into a full folder: what can be read is read and answered; the rest is made up for."""
    with ward(mailbox={"after": "move:Done"}) as desk:
        desk.imap._server.owner.folders["Done"] = type(desk.imap.inbox)()
        desk.ask(1)
        desk.until(lambda: not desk.imap.inbox.mails)
        desk.imap.answer["UID MOVE"] = QUOTA
        desk.ask(2)
        desk.seen_by_the_doctor("OVERQUOTA")
        desk.ask(3)
        desk.answered(1, 2, 3)
        desk.imap.answer.clear()
        desk.until(lambda: not desk.imap.inbox.mails)
        desk.well()
        desk.nothing_is_lost(1, 2, 3)
        changes = desk.changes()
    assert [line.split(" imap")[0] for line in changes] == ["not reading", "reading"], changes
    assert "OVERQUOTA" in changes[0]


def test_a_human_in_the_same_mailbox(ward: Callable[..., Ward]) -> None:
    """Reading, flagging, moving and expunging while mailflow reads: what was there long enough is taken in, the rest is
    no error."""
    with ward() as desk:
        desk.ask(1)
        desk.answered(1)

        def before(command: str) -> None:
            """Between the search and the fetch somebody reads the first mail and throws the second away."""
            if command.startswith("UID FETCH") and len(desk.imap.inbox.mails) >= 3:
                desk.imap.inbox.mails[0].flags.add("\\Seen")
                desk.imap.expunge(2)
                desk.imap.before = lambda command: None

        desk.imap.before = before
        with desk.imap.lock:
            desk.ask(2)
            desk.ask(3)
        desk.answered(1, 3)
        with desk.imap.lock:  # the third is moved away, and back again
            moved = desk.imap.inbox.mails[-1]
            desk.imap.expunge(3)
            desk.imap.append(moved.raw)
        desk.until(lambda: inbox.counts(desk.parts.db).get("done:duplicate") == 1)
        desk.imap.expunge(1, 4)
        desk.ask(4)
        desk.answered(1, 3, 4)
        desk.nothing_is_lost(1, 3, 4)
        desk.well()
        assert desk.changes() == []


# -- the way out


def stops(ward: Ward) -> None:
    ward.sink.stop()


def starts(ward: Ward) -> None:
    ward.sink.start()


def many(act: Callable[[SmtpSink], None], times: int = 200) -> Callable[[Ward], None]:
    """The sink does so again and again."""

    def breaks(ward: Ward) -> None:
        for _ in range(times):
            act(ward.sink)

    return breaks


def behaves(ward: Ward) -> None:
    ward.sink.script.data.clear()
    ward.sink.script.sender.clear()
    ward.sink.script.before_data.clear()
    ward.sink.release()


SENDING = [
    Case("refused", stops, starts, "refused", "not-sending", "sending again"),
    Case("421 at MAIL", many(lambda sink: sink.shut_down_next()), behaves, "421", "not-sending", "sending again"),
    Case("421 at DATA", many(lambda sink: sink.script.before_data.append("421 4.3.2 going down")), behaves,
         "421", "not-sending", "sending again"),
    Case("dropped after DATA", many(lambda sink: sink.drop_next()), behaves,
         "perhaps after", "not-sending", "sending again"),
    Case("dropped after DATA was kept", many(lambda sink: sink.drop_next(kept=True)), behaves,
         "perhaps after", "not-sending", "sending again"),
    Case("hung", many(lambda sink: sink.hang_next(), 3), behaves, "no answer", "not-sending", "sending again"),
]  # fmt: skip


@pytest.mark.parametrize("case", SENDING, ids=lambda case: case.name)
def test_a_mail_server_that_fails(ward: Callable[..., Ward], case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters wait, mail is taken in all the same; afterwards each leaves, a doubtful one under the same Message-ID."""
    monkeypatch.setattr("tests.live.ward.ANSWER_SECONDS", 0.3)
    with ward() as desk:
        desk.ask(1)
        desk.answered(1)
        desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
        case.breaks(desk)
        desk.ask(2)
        desk.seen_by_the_doctor(case.doctor)
        desk.until(lambda: inbox.counts(desk.parts.db)["done:request"] == 2)
        case.mends(desk)
        desk.ask(3)
        desk.answered(1, 2, 3)
        desk.nothing_is_lost(1, 2, 3)
        desk.well()
        changes = desk.changes()
    assert [line.startswith(case.down) for line in changes] == [True, False], changes
    assert changes[1].startswith(case.up)


WAIT = ("450 4.2.1 greylisted", "451 4.3.0 not now", "452 4.2.2 over quota")
FAIL = ("550 5.1.1 no such mailbox", "552 5.2.2 too big")


@pytest.mark.parametrize("reply", [*WAIT, *FAIL, "421 4.7.0 too much for him"])
def test_a_server_that_does_not_want_one_recipient_of_many(ward: Callable[..., Ward], reply: str) -> None:
    """An answer goes to the customer and to whom he had in Cc, who is refused: the customer has it at once and once.
    Temporary: the other gets it later. For good: owner and PIC hear of it. 421 is the server going away, for all."""
    with ward() as desk:
        desk.ask(1, cc="c9@mail.example")
        desk.answered(1)
        desk.until(lambda: desk.reached()["budi@desk.example"])
        desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
        before = desk.reached()
        desk.sink.refuse("c9@mail.example", reply)
        desk.answer(1)
        if reply in FAIL:
            desk.until(lambda: desk.reached()["dewi@desk.example"] == before["dewi@desk.example"] + 1)
            desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
            expected = 0
        elif reply in WAIT:
            desk.until(lambda: desk.reached()["c1@mail.example"] == 2)
            desk.seen_by_the_doctor("has waited for", level="note")
            expected = 1
        else:
            desk.seen_by_the_doctor("421 4.7.0")
            assert desk.reached()["c1@mail.example"] == 1
            expected = 1
        desk.sink.forgive("c9@mail.example")
        desk.until(lambda: desk.reached()["c9@mail.example"] == before["c9@mail.example"] + expected)
        desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
        desk.well()
        reached = [who for sent in desk.sink.letters for who in sent.rcpts]
        assert reached.count("c1@mail.example") == 2  # the acknowledgement and the answer: no copy more
        changes = [line.split(":")[0] for line in desk.changes()]
    assert changes == (["not-sending", "sending again"] if reply.startswith("421") else [])


@pytest.mark.parametrize(
    ("reply", "when", "fate"),
    [
        ("450 4.2.1 greylisted", "RCPT", "waits"),
        ("451 4.3.0 not now", "DATA", "waits"),
        ("452 4.2.2 over quota", "RCPT", "waits"),
        ("550 5.1.1 no such mailbox", "RCPT", "fails"),
        ("552 5.2.2 too big", "DATA", "fails"),
    ],
)
def test_a_server_that_does_not_want_one_letter(ward: Callable[..., Ward], reply: str, when: str, fate: str) -> None:
    """The server is up, so nothing is down: that letter alone waits, or fails and the PIC hears of it."""
    with ward() as desk:
        desk.ask(1)
        desk.answered(1)
        desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
        if when == "RCPT":
            desk.sink.refuse("c2@mail.example", reply)
        else:
            desk.sink.refuse_next(reply)
        desk.ask(2)
        desk.ask(3)
        desk.answered(1, 3)
        if fate == "waits":
            desk.sink.forgive("c2@mail.example")
            desk.answered(1, 2, 3)
            desk.nothing_is_lost(1, 2, 3)
            desk.well()
        else:
            desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
            desk.seen_by_the_doctor("could not be delivered, of which owner and PIC were told", "note")
            assert outbox.counts(desk.parts.db)["failed"] == 1
            assert desk.reached()["dewi@desk.example"] == 1  # who hears of it
        assert desk.changes() == []


@pytest.mark.parametrize("words", ["certificate", "offers no STARTTLS"])
def test_a_server_that_cannot_be_talked_to_in_secret(ward: Callable[..., Ward], tmp_path: Path, words: str) -> None:
    """Another's certificate, or none: nothing is sent in clear or to a stranger; it goes on when the right server is
    back."""
    right, wrong = tmp_path / "right", tmp_path / "wrong"
    for folder in (right, wrong):
        folder.mkdir()
    certificates = make_certificate(right), make_certificate(wrong) if words == "certificate" else None
    desk = ward(outgoing={"smtp": "later"})
    desk.sink = SmtpSink(tls=certificates[0])
    with desk.sink:
        desk._rules["outgoing"] = {"smtp": desk.sink.url, "cafile": str(certificates[0][0])}
    with desk:
        desk.ask(1)
        desk.answered(1)
        desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
        sent = len(desk.sink.letters)
        desk.sink.stop()
        desk.sink._tls = certificates[1]
        desk.sink.start()
        desk.ask(2)
        desk.seen_by_the_doctor(words)
        assert len(desk.sink.letters) == sent
        desk.sink.stop()
        desk.sink._tls = certificates[0]
        desk.sink.start()
        desk.answered(1, 2)
        desk.nothing_is_lost(1, 2)
        desk.well()
        changes = desk.changes()
    assert [line.partition(":")[0] for line in changes] == ["not-sending", "sending again"]


# -- the database and its disk


@contextmanager
def small_disk(place: Path) -> Iterator[Callable[[bool], None]]:
    """A file system of 4 MB, and what fills it or makes room again. Who may not mount one gets a limit on the size of
    files instead, which SQLite meets in the same way."""
    place.mkdir()
    if _mount(place):
        try:
            yield lambda full: _fill(place / "filler") if full else (place / "filler").unlink()
        finally:
            subprocess.run(["umount", "-l", str(place)], check=True)
        return
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    try:
        yield lambda full: resource.setrlimit(resource.RLIMIT_FSIZE, (4096, before[1]) if full else before)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def _mount(place: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)]
    return os.geteuid() == 0 and subprocess.run(command, check=False, capture_output=True).returncode == 0


def _fill(file: Path) -> None:
    with file.open("wb", buffering=0) as filler, suppress(OSError):
        while True:
            filler.write(bytes(4096))


@on_sqlite
@pytest.mark.parametrize("mounts", [True, False], ids=["a small disk", "a limit on files"])
def test_a_full_disk(ward: Callable[..., Ward], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mounts: bool) -> None:
    """Mail stays on its server until there is room again. What is full only for this process nobody else can see: then
    the daemon's own line tells it."""
    if not mounts:
        monkeypatch.setattr(os, "geteuid", lambda: 1)
    with small_disk(tmp_path / "home") as full, ward() as desk:
        desk.ask(1)
        desk.answered(1)
        desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
        full(True)
        desk.ask(2)
        desk.until(lambda: "disk of the database" in desk.daemon.watch.status())
        nothing_free = any("0 MB are free" in fault for fault in desk.faults())
        assert nothing_free or not os.path.ismount(tmp_path / "home")
        full(False)
        desk.ask(3)
        desk.answered(1, 2, 3)
        desk.until(lambda: all(not loop.trouble for loop in desk.daemon.loops.all))
        desk.nothing_is_lost(1, 2, 3)
        assert not any("0 MB are free" in fault for fault in desk.faults())
        desk.said_once("disk of the database")


def test_a_locked_database(ward: Callable[..., Ward], database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody's shell holds the lock to decide: nothing is lost, nothing happens twice."""
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.5)
    monkeypatch.setattr(postgres_session, "_SETTINGS", f"{postgres_session._SETTINGS}; SET lock_timeout = '500ms'")
    with ward() as desk:
        desk.ask(1)
        desk.answered(1)
        desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
        with closing(open_database(database, desk.home)) as other, other.transaction():
            desk.ask(2)
            desk.until(lambda: any("is busy" in line for line in desk.said()))
            desk.seen_by_the_doctor("is busy")
        desk.ask(3)
        desk.comes_through(1, 2, 3)
        desk.said_once("is busy")


@on_sqlite
def test_a_database_that_may_not_be_written(ward: Callable[..., Ward]) -> None:
    """As after a remount: SQLite itself refuses, on every connection."""
    with ward() as desk:
        desk.ask(1)
        desk.answered(1)
        desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
        connections = [connection for _, connection in desk.parts.db.engine._connections._open]
        for connection in connections:
            connection.execute("PRAGMA query_only = ON")
        desk.ask(2)
        desk.until(lambda: any("read-only" in line for line in desk.said()))
        desk.seen_by_the_doctor("read-only")
        for connection in connections:
            connection.execute("PRAGMA query_only = OFF")
        desk.ask(3)
        desk.comes_through(1, 2, 3)
        desk.said_once("read-only")


# -- time


@pytest.mark.parametrize("jump", [2 * 3600.0, -2 * 3600.0, 400 * 86400.0])
def test_a_clock_that_jumps_and_is_set_right(ward: Callable[..., Ward], jump: float) -> None:
    """Mail and letters go on, both before it is corrected and after; the admin hears of both jumps. The doctor sees
    what was written down in the future: while the clock is behind, or from when it has been ahead on."""
    offset = [0.0]
    with machine_time(lambda: real_time() + offset[0]), ward(clock=MachineClock()) as desk:
        desk.ask(1)
        desk.answered(1)
        desk.sink.stop()
        desk.ask(2)
        desk.until(lambda: desk.daemon._circuit.words)
        offset[0] = jump
        desk.until(lambda: any("clock jumped" in line for line in desk.said()))
        desk.sink.start()
        desk.ask(3)
        desk.answered(1, 3)
        assert any("in the future" in fault for fault in desk.faults()) is (jump < 0)
        offset[0] = 0.0
        desk.until(lambda: sum("clock jumped" in line for line in desk.said()) == 2)
        desk.ask(4)
        desk.answered(1, 2, 3, 4)
        desk.until(lambda: desk.reached()["admin@desk.example"] == 2)
        desk.nothing_is_lost(1, 2, 3, 4)
        assert [fault.partition(":")[0] for fault in desk.faults()] == ([] if jump < 0 else ["clock"])
        assert sum("jumped" in line and "alarm" not in line for line in desk.changes()) == 2


class MachineClock:
    """Desk time is the machine's, as in production."""

    def now(self) -> datetime:
        return datetime.fromtimestamp(machine_now(), UTC)


def real_time() -> float:
    """Machine time as nobody sets it."""
    return datetime.now(UTC).timestamp()


@pytest.mark.parametrize("eve", [datetime(2026, 3, 28, 9, 30, tzinfo=UTC), datetime(2026, 10, 24, 9, 30, tzinfo=UTC)])
def test_daylight_saving(ward: Callable[..., Ward], eve: datetime) -> None:
    """24 hours are 24 hours over the night in which the clocks change; the reminder rings once."""
    berlin = {"address": "desk@desk.example", "timezone": "Europe/Berlin"}
    with ward(start=eve, desk=berlin) as desk:
        desk.ask(1)
        desk.answered(1)
        desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
        before = desk.reached()["budi@desk.example"]
        for minutes in (23 * 60 + 50, 9):
            desk.desk_time.advance(timedelta(minutes=minutes))
            desk.daemon.tick()
        assert outbox.waiting(desk.parts.db) == 0
        assert desk.reached()["budi@desk.example"] == before
        desk.desk_time.advance(timedelta(minutes=2))
        desk.until(lambda: desk.reached()["budi@desk.example"] == before + 1)
        desk.desk_time.advance(timedelta(hours=2))
        desk.daemon.tick()
        desk.until(lambda: outbox.waiting(desk.parts.db) == 0)
        assert desk.reached()["budi@desk.example"] == before + 1
        desk.well()
        assert desk.changes() == []
