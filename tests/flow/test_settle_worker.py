"""T2 in batches: one mail that fails disturbs no other, and is parked where a person can list it."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import pytest

from mailflow.clock import machine_now, machine_time
from mailflow.core.message import Message, OurAddresses
from mailflow.errors import Conflict
from mailflow.flow.deliver import Circuit, deliver
from mailflow.flow.intake.receive import read_to_end
from mailflow.flow.settle import reading as parsing
from mailflow.flow.settle import worker as settling
from mailflow.mail.understand import understand
from mailflow.store.desk import tickets
from mailflow.store.health import workers
from mailflow.store.mail import inbox, outbox
from tests.flow.conftest import Office

both = pytest.mark.parametrize(  # PostgreSQL tells of an error long after its statement, amid another mail
    "desk", ["sqlite", pytest.param("postgres", marks=pytest.mark.live)], indirect=True
)


@both
def test_one_poison_mail_does_not_stop_the_queue(desk: Office) -> None:
    """The mails before and after it become tickets; it waits with its traceback and takes no number."""
    desk.break_tickets("Racun")
    for subject in ("Satu", "Racun", "Dua"):
        desk.mail("ani", subject)
    desk.look()
    assert [(row["state"], row["outcome"]) for row in desk.rows()] == [
        ("done", "request"),
        ("waiting", None),
        ("done", "request"),
    ]
    assert "poisoned" in desk.rows()[1]["reason"]
    assert desk.rows()[1]["reason"].startswith("Traceback")
    assert desk.numbers() == [1, 2]


@pytest.mark.live
@pytest.mark.parametrize("desk", ["postgres"], indirect=True)
def test_a_damaged_place_stops_only_the_mail_it_belongs_to(desk: Office) -> None:
    """An error in our own words that is heard at the very end, when it might be anybody's."""
    desk.damage_outcomes("Racun")
    for subject in ("Satu", "Racun", "Dua"):
        desk.mail("ani", subject)
    desk.look()
    assert [row["outcome"] for row in desk.rows()] == ["request", None, "request"]
    assert "damaged" in desk.rows()[1]["reason"]
    assert desk.numbers() == [1, 2]


@both
def test_nothing_of_a_failed_mail_remains(desk: Office) -> None:
    """Its savepoint takes back the ticket, the events, the letters and the journal together."""
    desk.break_tickets("Racun")
    desk.mail("ani", "Racun")
    desk.look()
    counts = [
        desk.parts.db.value(f"SELECT count(*) FROM {table}") for table in ("ticket", "event", "letter", "occasion")
    ]
    assert counts == [0, 0, 0, 0]
    assert desk.world == []


@both
def test_a_mail_that_fails_five_times_is_parked_with_its_traceback(desk: Office) -> None:
    """Then a person must look; the queue and the other mails go on."""
    desk.break_tickets("Racun")
    desk.mail("ani", "Racun")
    states = []
    for _ in range(settling.MOST_TRIES):
        desk.due_now()
        desk.look()
        states.append(desk.rows()[0]["state"])
    assert states == ["waiting"] * 4 + ["parked"]
    assert "Traceback" in desk.rows()[0]["reason"]


@both
def test_a_parked_mail_that_is_retried_after_the_repair_becomes_what_it_is(desk: Office) -> None:
    """`mailflow inbox retry` gives it all its tries again."""
    desk.break_tickets("Racun")
    desk.mail("ani", "Racun")
    for _ in range(settling.MOST_TRIES):
        desk.due_now()
        desk.look()
    desk.mend_tickets()
    with desk.parts.db.transaction():
        inbox.retry(desk.parts.db, desk.rows()[0]["id"])
    desk.look()
    assert desk.rows()[0]["outcome"] == "request"
    assert desk.kinds() == ["acknowledgement"]


def test_retries_of_a_failing_mail_wait_longer_each_time(desk: Office) -> None:
    """A fault that lasts a minute costs no mail."""
    desk.break_tickets("Racun")
    desk.mail("ani", "Racun")
    waits = []
    for _ in range(settling.MOST_TRIES - 1):
        desk.due_now()
        begun = machine_now()
        desk.look()
        waits.append(desk.parts.db.value("SELECT not_before FROM inbox") - begun)
    assert all(later > earlier for earlier, later in pairwise(waits))
    assert waits[0] >= 2


def test_of_twenty_claims_by_two_workers_exactly_one_gets_the_receipt(desk: Office) -> None:
    """The first to arrive wins, whichever worker decides it; nineteen are told who it was."""
    desk.mail("ani")
    desk.look()
    for number in range(20):
        desk.mail("sari" if number % 2 else "budi", body="", reply_to="acknowledgement", to="list")
    for mailbox in desk._mailboxes:
        read_to_end(desk.parts, mailbox.source)
    start = threading.Barrier(2)
    failures: list[BaseException] = []

    def work() -> None:
        try:
            worker = workers.register(desk.parts.db, machine_now())
            start.wait(10)
            settling.drain(desk.parts, worker)
        except BaseException as error:  # the test's own thread reports it
            failures.append(error)
        finally:
            desk.parts.db.close_thread()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    desk.look()
    told = desk.kinds()
    assert (told.count("claim-receipt"), told.count("claim-taken")) == (1, 10)  # the winner's own nine say nothing new
    ticket = tickets.load(desk.parts.db, 1)
    assert ticket is not None
    assert ticket.owner == "Budi"  # his was the first to arrive
    assert desk.faults() == []


ASKED = "<asked@mail.example>"


@both
def test_a_claim_that_came_before_its_request_is_decided_by_its_arrival_when_that_comes(desk: Office) -> None:
    """His mailbox was read before hers. Nobody who claims a second later gets it, and nobody waits for a next try."""
    desk.mail("budi", body="", **{"in-reply-to": ASKED, "subject": "Re: Pulsa", "to": "list"})
    _settle(desk)
    assert desk.rows()[0]["state"] == "waiting"
    desk.clock.advance(timedelta(seconds=1))
    desk.mail("ani", "Pulsa", **{"message-id": ASKED})
    desk.clock.advance(timedelta(seconds=1))
    desk.mail("sari", body="", **{"in-reply-to": ASKED, "subject": "Re: Pulsa", "to": "list"})
    _settle(desk)
    assert [row["outcome"] for row in desk.rows()] == ["claim", "request", "claim"]
    assert desk.parts.db.value("SELECT owner FROM ticket") == "Budi"


def _settle(desk: Office) -> None:
    for mailbox in desk._mailboxes:
        read_to_end(desk.parts, mailbox.source)
    worker = workers.register(desk.parts.db, machine_now())
    settling.drain(desk.parts, worker)


def _held_request(desk: Office) -> None:
    """Ani's request is held as spam; all operators had it by the list."""
    desk.mail("ani", "Pulsa", **{"message-id": ASKED, "x-spam-flag": "YES"})
    desk.look()


def _claim(desk: Office, operator: str, *, answers: str = ASKED, references: str = ASKED) -> None:
    heads = {"in-reply-to": answers, "references": references}
    desk.mail(operator, "Re: Pulsa", body="", **heads)


def _until_parked(desk: Office) -> None:
    for _ in range(settling.PATIENCE + 1):
        desk.due_now()
        desk.look()
    assert desk.rows()[-1]["state"] == "parked"


def _released_as_sari_claims(desk: Office) -> str | None:
    """Dewi lets the request out, and before the desk looks Sari's claim comes. Whose the ticket is then."""
    with desk.parts.db.transaction():
        inbox.release(desk.parts.db, desk.rows()[0]["id"], "Dewi")
    _claim(desk, "sari")
    desk.look()
    ticket = tickets.load(desk.parts.db, 1)
    return ticket.owner if ticket else None


def test_a_claim_parked_with_its_request_goes_before_a_later_one(desk: Office) -> None:
    """The request is let out when the later claim is in the same hands: the first to arrive wins."""
    _held_request(desk)
    _claim(desk, "budi")
    _until_parked(desk)
    assert _released_as_sari_claims(desk) == "Budi"


def test_a_claim_deep_in_a_held_conversation_goes_before_a_later_one(desk: Office) -> None:
    """Whatever colleagues have said in between, what the parked claim goes back to is the request."""
    _held_request(desk)
    between = [f"<{number}.note@elsewhere.example>" for number in range(9)]
    _claim(desk, "budi", answers=between[-1], references=" ".join((ASKED, *between)))
    _until_parked(desk)
    assert _released_as_sari_claims(desk) == "Budi"


def test_two_parked_claims_are_decided_in_the_order_they_came(desk: Office) -> None:
    """Which of them names the request first makes no difference."""
    _held_request(desk)
    between = [f"<{number}.note@elsewhere.example>" for number in range(9)]
    _claim(desk, "budi", answers=between[-1], references=" ".join((ASKED, *between)))
    _claim(desk, "sari")
    _until_parked(desk)
    assert _released_as_sari_claims(desk) == "Budi"


@dataclass
class Race:
    """Budi's claim is in the first worker's hands, Sari's later one in the second's."""

    desk: Office
    first: str
    second: str
    offset: float = 0.0  # seconds the machine has slept

    def now(self) -> float:
        return time.time() + self.offset

    def second_works(self, meanwhile: Callable[[], None]) -> None:
        """It drains; `meanwhile` happens when it has Sari's claim in hand and has looked whether it may be settled."""
        turns = itertools.count()

        def stop() -> bool:
            if next(turns) == 2:  # before taking, before looking, before looking again
                meanwhile()
            return False

        settling.drain(self.desk.parts, self.second, stop=stop)

    def owner(self) -> str | None:
        ticket = tickets.load(self.desk.parts.db, 1)
        return ticket.owner if ticket else None


@pytest.fixture
def race(desk: Office) -> Iterator[Race]:
    desk.mail("ani")
    desk.look()
    found = Race(desk, *(workers.register(desk.parts.db, machine_now()) for _ in range(2)))
    with machine_time(found.now):
        desk.mail("budi", body="", reply_to="acknowledgement", to="list")
        read_to_end(desk.parts, desk._mailboxes[0].source)
        assert len(inbox.take(desk.parts.db, found.first, machine_now())) == 1
        desk.mail("sari", body="", reply_to="acknowledgement", to="list")
        read_to_end(desk.parts, desk._mailboxes[0].source)
        yield found


def test_a_worker_waits_for_the_one_that_holds_an_earlier_mail(race: Race) -> None:
    """First come, first served, although the second worker has the later claim in its hands already."""
    race.second_works(meanwhile=lambda: settling.drain(race.desk.parts, race.first) and None)
    assert race.owner() == "Budi"


@pytest.mark.parametrize("end", ["killed", "stopped"])
def test_who_waits_for_a_worker_that_ends_takes_its_mail_over_first(
    race: Race, end: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The earlier claim still wins, decided by the one that waited, which reads no mail twice."""
    read: list[str] = []

    def reading(raw: bytes, ours: OurAddresses, **known: bool) -> Message:
        message = understand(raw, ours, **known)
        read.append(message.sender.email if message.sender else "")
        return message

    monkeypatch.setattr(parsing, "understand", reading)

    def ends() -> None:
        if end == "stopped":
            workers.forget(race.desk.parts.db, [race.first])
        else:
            race.offset = 25.0
            workers.beat(race.desk.parts.db, [race.second], machine_now())

    race.second_works(meanwhile=ends)
    assert race.owner() == "Budi"
    assert [row["outcome"] for row in race.desk.rows()] == ["request", "claim", "claim"]
    assert read == ["sari@desk.example", "budi@desk.example"]


def test_what_was_taken_over_is_not_settled_again(desk: Office) -> None:
    """A worker that slept for longer than its heart counts wakes with a mail in hand that another has settled since:
    it says so, and changes nothing."""
    desk.mail("ani")
    read_to_end(desk.parts, desk._mailboxes[0].source)
    slow = workers.register(desk.parts.db, machine_now())
    turns = itertools.count()

    def stop() -> bool:
        if next(turns) == 1:  # it has taken and understood the mail
            with machine_time(lambda: time.time() + 25.0):
                assert settling.drain(desk.parts, workers.register(desk.parts.db, machine_now())) == 1
        return False

    with pytest.raises(Conflict):
        settling.drain(desk.parts, slow, stop=stop)
    assert [(row["outcome"], row["ticket"]) for row in desk.rows()] == [("request", 1)]
    desk.look()
    assert desk.kinds().count("acknowledgement") == 1


def test_what_a_dead_worker_held_is_taken_over(desk: Office) -> None:
    """Twenty seconds without a heartbeat, and somebody else decides the mail."""
    dead = workers.register(desk.parts.db, machine_now() - 25)
    alive = workers.register(desk.parts.db, machine_now())
    desk.mail("ani")
    read_to_end(desk.parts, desk._mailboxes[0].source)
    assert len(inbox.take(desk.parts.db, dead, machine_now() - 25)) == 1
    assert settling.drain(desk.parts, alive) == 1


def test_a_letter_is_sent_by_one_of_two_workers(desk: Office) -> None:
    """What one has taken the other does not see, while the first lives."""
    desk.mail("ani")
    read_to_end(desk.parts, desk._mailboxes[0].source)
    first, second = (workers.register(desk.parts.db, machine_now()) for _ in range(2))
    settling.drain(desk.parts, first)
    assert len(outbox.take(desk.parts.db, first, machine_now())) == 1
    assert deliver(desk.parts, second, desk._transport, Circuit()) == 0
    assert deliver(desk.parts, first, desk._transport, Circuit()) == 1
    assert len(desk.sink.letters) == 1


def test_a_stop_ends_the_work_after_what_is_in_hand(desk: Office) -> None:
    """A backlog of thousands does not keep the daemon from stopping; what was claimed is anybody's again."""
    for number in range(300):
        desk.mail(f"ani{number}@mail.example", f"Pertanyaan {number}", f"Nomor {number}")
    read_to_end(desk.parts, desk._mailboxes[0].source)
    worker = workers.register(desk.parts.db, machine_now())
    answers = iter([False, False, True, True])
    settled = settling.drain(desk.parts, worker, stop=lambda: next(answers))
    assert 0 < settled < 300
    workers.forget(desk.parts.db, [worker])
    settling.drain(desk.parts, desk._worker)
    assert desk.numbers() == list(range(1, 301))
