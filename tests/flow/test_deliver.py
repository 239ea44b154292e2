"""T3: leases, retries and their end; each recipient has a fate of his own."""

from __future__ import annotations

import logging

import pytest

from mailflow.clock import machine_now
from mailflow.core.finished import Finished
from mailflow.flow.deliver import MOST_TRIES, RETRY_SECONDS, Circuit, deliver
from mailflow.mail.transports import Sent
from mailflow.store.mail import outbox
from tests.flow.conftest import Office


def relayed_answer(desk: Office) -> None:
    """Ani asked with Joko in Cc; Budi's answer is about to leave for both."""
    desk.write_rules({"announce": "operators"})
    desk.mail("ani", to="desk", cc="joko")
    desk.look()
    desk.mail("budi", body="Silakan periksa.", reply_to="announcement")


def test_only_who_was_deferred_gets_it_again(desk: Office) -> None:
    """Nobody receives a letter twice because another's server was busy."""
    relayed_answer(desk)
    desk.sink.defer("joko@mail.example")
    desk.look()
    desk.sink.forgive("joko@mail.example")
    desk.due_now()
    desk.look()
    answers = [letter.received for letter in desk.world if letter.kind == "answer"]
    assert [received.rcpts for received in answers] == [("ani@mail.example",), ("joko@mail.example",)]
    assert answers[0].data == answers[1].data


def test_who_is_refused_is_told_of_although_the_other_got_it(desk: Office) -> None:
    """Owner and PIC hear of the one address; the letter counts as sent."""
    relayed_answer(desk)
    desk.sink.refuse("joko@mail.example")
    desk.look()
    assert desk.kinds().count("letter-failed") == 2
    assert outbox.counts(desk.parts.db).get("failed") is None


def test_a_colleagues_dead_address_is_told_once_a_day(desk: Office) -> None:
    """It fails once for every ticket; the tickets all know."""
    desk.write_rules({"announce": "operators"})
    desk.sink.refuse("budi@desk.example")
    for number in range(3):
        desk.mail("ani", f"Pertanyaan {number}", f"Nomor {number}?")
        desk.look()
        desk.look()
    told = [letter.received.rcpts for letter in desk.world if letter.kind == "letter-failed"]
    assert told
    assert len(told) == len(set(told))
    failed = desk.parts.db.value("SELECT count(*) FROM event WHERE kind = 'letter-undelivered'")
    assert failed == 3


def test_the_first_retry_comes_within_a_minute_and_later_ones_wait_longer(desk: Office) -> None:
    """interfaces.md promises the minute; the rest spares a server in trouble."""
    desk.mail("ani")
    waits = []
    for _ in range(5):
        desk.sink.defer_next()
        desk.due_now()
        begun = machine_now()
        desk.look()
        due = outbox.next_due(desk.parts.db, begun)
        assert due is not None
        waits.append(due - begun)
    assert waits[0] <= 60
    assert [round(wait) for wait in waits] == list(RETRY_SECONDS[:5])


def test_a_letter_nobody_takes_is_given_up_and_the_pic_hears_of_it(desk: Office) -> None:
    """It ends in a state a person can list, not in an endless queue."""
    desk.mail("ani")
    desk.sink.defer("ani@mail.example")
    for _ in range(MOST_TRIES):
        desk.due_now()
        desk.look()
    [failed] = outbox.listing(desk.parts.db, ("failed",))
    assert (failed["kind"], failed["tries"]) == ("acknowledgement", MOST_TRIES)
    assert [str(letter) for letter in desk.world] == ["letter-failed to dewi@desk.example"]


def test_a_letter_the_server_kept_without_saying_so_comes_again_with_the_same_bytes(desk: Office) -> None:
    """The connection died after DATA: its Message-ID lets the reader's server see that it is one letter."""
    desk.mail("ani")
    desk.sink.drop_next(kept=True)
    desk.look()
    desk.due_now()
    desk.look()
    first, second = desk.sink.letters
    assert first.data == second.data


def test_a_server_that_is_down_is_asked_once_and_complained_of_once(
    desk: Office, caplog: pytest.LogCaptureFixture
) -> None:
    """A hundred waiting letters are no hundred log lines; all of them wait."""
    caplog.set_level(logging.INFO, logger="mailflow")
    for number in range(5):
        desk.mail("ani", f"Pertanyaan {number}", f"Nomor {number}")
    desk.sink.stop()
    desk.look()
    desk.due_now()
    desk.look()
    assert outbox.waiting(desk.parts.db) == 5
    assert sum("not-sending" in record.getMessage() for record in caplog.records) == 1
    desk.sink.start()
    desk.due_now()
    desk.look()
    assert outbox.waiting(desk.parts.db) == 0
    assert sum("sending again" in record.getMessage() for record in caplog.records) == 1


def test_what_another_daemon_has_sent_closes_the_circuit(desk: Office) -> None:
    """Else the one whose try failed calls the server down for days, while no letter waits."""
    desk.mail("ani")
    desk.sink.stop()
    desk.look()
    assert desk._server.words
    desk.sink.start()
    desk.due_now()
    deliver(desk.parts, desk._worker, desk._transport, Circuit())
    deliver(desk.parts, desk._worker, desk._transport, desk._server)
    assert not desk._server.words


def test_when_the_server_is_back_all_that_waited_for_it_leaves(desk: Office) -> None:
    """Their own pauses have grown to an hour: nobody waits that long after "sending again". Tries in vain do not count
    twice."""
    for number in range(3):
        desk.mail("ani", f"Pertanyaan {number}", f"Nomor {number}")
    desk.sink.stop()
    for _ in range(6):
        desk.due_now()
        desk.look()
    assert {letter["tries"] for letter in outbox.listing(desk.parts.db)} == {6}
    desk.sink.start()
    desk.mail("joko")
    desk.look()
    assert outbox.waiting(desk.parts.db) == 0
    assert desk.kinds().count("acknowledgement") == 4


def test_a_letter_the_server_died_of_is_not_hurried(desk: Office) -> None:
    """Else it would be tried, and the server lost, every time another letter has left."""
    desk.mail("ani")
    desk.sink.drop_next()
    desk.look()
    desk.mail("joko")
    desk.look()
    [letter] = outbox.listing(desk.parts.db)
    assert (letter["to"], letter["tries"]) == (["ani@mail.example"], 1)
    due = outbox.next_due(desk.parts.db, machine_now())
    assert due is not None
    assert due > machine_now() + RETRY_SECONDS[0] / 2


@pytest.mark.parametrize("reply", ["550 5.4.5 Daily user sending limit exceeded", "550 5.1.8 bad outbound sender"])
def test_a_quota_that_is_used_up_is_a_server_that_is_down(desk: Office, reply: str) -> None:
    """Nothing fails, nobody is told of letters that failed, and when it is over everything leaves."""
    desk.mail("ani")
    desk.mail("joko")
    for _ in range(3):
        desk.sink.script.sender.extend([reply] * 4)
        desk.due_now()
        desk.look()
        assert outbox.counts(desk.parts.db).keys() == {"waiting"}
        assert reply in desk._server.words
    desk.sink.script.sender.clear()
    desk.due_now()
    desk.look()
    assert outbox.counts(desk.parts.db).keys() == {"sent"}
    assert set(desk.kinds()) == {"acknowledgement"}
    assert not desk._server.words


def test_a_refused_recipient_does_not_prove_that_a_blocked_account_may_send_again(desk: Office) -> None:
    """The account is blocked at the end of DATA, and recipients are asked before: only a taken letter tells."""
    desk.mail("ani")
    desk.mail("joko")
    for _ in range(3):
        desk.sink.script.data.extend(["550 5.4.5 Daily user sending limit exceeded"] * 4)
        desk.due_now()
        desk.look()
        assert desk._server.words
        desk.sink.defer("joko@mail.example")
    desk.sink.forgive("joko@mail.example")
    desk.sink.script.data.clear()
    desk.due_now()
    desk.look()
    assert not desk._server.words
    assert outbox.counts(desk.parts.db).keys() == {"sent"}


def test_a_refusal_grows_no_younger_while_nothing_is_sent(desk: Office) -> None:
    """Another daemon that has sent since knows better: the admin is not told of a new outage again and again."""
    desk.mail("ani")
    desk.sink.script.sender.extend(["550 5.4.5 Daily user sending limit exceeded"] * 2)
    desk.look()
    heard = desk._server.loop.heard
    assert desk._server.words
    desk.look()
    assert desk._server.loop.heard == heard


def test_a_refused_recipient_ends_no_outage_that_another_daemon_has_seen() -> None:
    """Only a letter that was taken proves that our account may send."""
    circuit = Circuit()
    circuit.down("connection refused")
    assert circuit.up(accepted=False)
    assert not circuit.words
    assert circuit.proved == 0.0


def test_one_letter_the_server_takes_amiss_keeps_no_other_back(desk: Office) -> None:
    """What sounds like a ban of the desk may be about the letter: the next one tells."""
    desk.mail("ani")
    desk.mail("joko")
    desk.sink.refuse_next("554 5.7.1 Client host rejected: it says too much")
    desk.look()
    assert outbox.counts(desk.parts.db) == {"sent": 1, "waiting": 1}
    assert not desk._server.words
    assert len(desk._server.doubtful) == 1


def test_a_server_that_comes_and_goes_is_not_stormed(desk: Office) -> None:
    """The second time within five minutes letters wait for their own next try."""
    desk.mail("ani")
    for back in (True, False):
        desk.sink.stop()
        desk.mail("joko", f"Kapan {back}", f"Buka {back}?")
        desk.look()
        desk.sink.start()
        desk.mail("rina", f"Di mana {back}", f"Kantor {back}?")
        desk.look()
        assert (outbox.waiting(desk.parts.db) == 0) is back


class Broken:
    """A transport with a fault of ours in it."""

    name = "broken"
    at_once = 1

    def send(self, letter: Finished) -> Sent:
        raise RuntimeError("a fault of ours")

    def send_many(self, letters: list[Finished]) -> list[Sent | Exception]:
        raise RuntimeError("a fault of ours")

    def probe(self) -> str:
        return self.name

    def close(self) -> None: ...


def test_a_fault_in_the_transport_loses_no_letter(desk: Office) -> None:
    """They wait, with the fault's words, and go out once it works."""
    desk.mail("ani")
    desk.running = True
    real, desk._transport = desk._transport, Broken()
    desk.look()
    [letter] = outbox.listing(desk.parts.db)
    assert "a fault of ours" in str(letter["results"])
    desk._transport = real
    desk.due_now()
    desk.look()
    assert desk.kinds() == ["acknowledgement"]


def test_nothing_due_means_nothing_done(desk: Office) -> None:
    """An idle loop opens no connection."""
    assert deliver(desk.parts, desk._worker, desk._transport, Circuit()) == 0
    assert desk.sink.connections == 0
