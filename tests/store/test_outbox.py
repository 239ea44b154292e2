"""The outbox: every letter in a named state, every recipient with the server's own words."""

from __future__ import annotations

import json

import pytest

from mailflow.core.message import Address
from mailflow.errors import CannotDo
from mailflow.store.admin import retention
from mailflow.store.desk.record import OutboxEntry, post
from mailflow.store.engine.database import Database
from mailflow.store.health import workers
from mailflow.store.mail import outbox
from tests.store.desk import ANI, BUDI, START, finished, later, letter, request

NOW = 1_000_000.0
SARI = Address("sari@desk.example", "Sari")


def posted(
    db: Database, *message_ids: str, to: tuple[Address, ...] = (ANI,), not_before: float | None = None
) -> list[int]:
    with db.transaction():
        return [post(db, letter(i, to=to, not_before=not_before), START) for i in message_ids]


def state(db: Database, letter_id: int) -> str:
    return str(db.value("SELECT state FROM letter WHERE id = ?", (letter_id,)))


def report(db: Database, letter_id: int, retry_at: float = NOW + 60, **results: outbox.Result) -> outbox.Reported:
    """ani=("sent", "250"): by the first part of the recipient's address."""
    known = {p.email.partition("@")[0]: p.email for p in (ANI, BUDI, SARI)}
    with db.transaction():
        return outbox.report(db, letter_id, {known[n]: r for n, r in results.items()}, START, retry_at)


def test_a_letter_is_taken_with_its_exact_bytes(db: Database) -> None:
    """What was finished is what is sent, however often."""
    request(db, [letter("<1@x>")])
    (due,) = outbox.take(db, "w", NOW)
    assert (due.letter.message_id, due.kind, due.ticket) == ("<1@x>", "acknowledgement", 1)
    assert (due.letter.recipients, due.letter.sender, due.tries) == ((ANI.email,), "desk@desk.example", 0)
    assert due.letter.data == b"Subject: [#1] pulsa\r\n\r\nterima kasih\r\n"


def test_what_everybody_got_is_written_down_together(db: Database) -> None:
    """Like `report`; a letter given up meanwhile stays dropped."""
    one, two = posted(db, "<1@x>", "<2@x>", to=(ANI, BUDI))
    with db.transaction():
        outbox.drop(db, two, "no longer wanted")
        fates: dict[str, outbox.Result] = {ANI.email: ("sent", "250 ok"), BUDI.email: ("sent", "250 ok")}
        outbox.all_sent(db, {one: fates, two: fates}, START)
    assert (state(db, one), state(db, two)) == ("sent", "dropped")
    results = json.loads(db.value("SELECT results FROM letter WHERE id = ?", (one,)))
    assert results == {person.email: {"state": "sent", "words": "250 ok"} for person in (ANI, BUDI)}
    assert outbox.take(db, "w", NOW) == []


def test_letters_go_in_the_order_they_were_written(db: Database) -> None:
    """Bounded by number and bytes, never empty."""
    ids = posted(db, "<1@x>", "<2@x>", "<3@x>")
    assert [due.id for due in outbox.take(db, "w", NOW, limit=2)] == ids[:2]
    assert [due.id for due in outbox.take(db, "w", NOW, max_bytes=1)] == ids[:1]


def test_one_statement_for_many_writes_what_report_writes(db: Database) -> None:
    """Both ways to say that everybody has got a letter leave the same row."""
    one, two = posted(db, "<1@x>", "<2@x>", to=(ANI, BUDI))
    fates: dict[str, outbox.Result] = {ANI.email: ("sent", "250 ok"), BUDI.email: ("sent", "250 ok")}
    with db.transaction():
        outbox.all_sent(db, {one: fates}, START)
        outbox.report(db, two, fates, START, NOW)
    sql = "SELECT state, results, sent_at, worker, not_before, tries FROM letter ORDER BY id"
    quick, long = db.execute(sql).fetchall()
    assert quick == long


def test_a_letter_is_in_one_pair_of_hands(db: Database) -> None:
    """Until that worker is dead; then it is sent again, with the same Message-ID."""
    one, two = workers.register(db, NOW), workers.register(db, NOW)
    posted(db, "<1@x>")
    assert outbox.take(db, one, NOW)
    assert not outbox.take(db, two, NOW)
    assert outbox.take(db, two, NOW + 21)[0].letter.message_id == "<1@x>"


def test_a_letter_with_a_beginning_waits_for_it(db: Database) -> None:
    """`not_before` is machine time."""
    posted(db, "<1@x>", not_before=NOW + 5)
    assert not outbox.take(db, "w", NOW)
    assert outbox.take(db, "w", NOW + 5)


def test_sent_is_the_end(db: Database) -> None:
    """With the moment and the server's words."""
    (letter_id,) = posted(db, "<1@x>")
    assert report(db, letter_id, ani=("sent", "250 queued as 5")) == outbox.Reported("sent")
    assert not outbox.take(db, "w", NOW)
    (row,) = outbox.listing(db, ["sent"])
    assert row["results"] == {ANI.email: {"state": "sent", "words": "250 queued as 5"}}
    assert row["sent_at"] == "2026-11-02T01:00:00+00:00"


def test_only_the_deferred_recipient_is_tried_again(db: Database) -> None:
    """Who has it does not get it twice; who was refused is named at once."""
    (letter_id,) = posted(db, "<1@x>", to=(ANI, BUDI, SARI))
    reported = report(
        db, letter_id, ani=("sent", "250"), budi=("later", "450 greylisted"), sari=("failed", "550 unknown")
    )
    assert reported == outbox.Reported("waiting", ((SARI.email, "550 unknown"),))
    assert not outbox.take(db, "w", NOW + 59)
    (due,) = outbox.take(db, "w", NOW + 60)
    assert (due.letter.recipients, due.tries) == ((BUDI.email,), 1)
    assert report(db, letter_id, budi=("sent", "250")) == outbox.Reported("sent")


def test_refused_by_all_has_failed(db: Database) -> None:
    """And is listed for a person."""
    (letter_id,) = posted(db, "<1@x>")
    assert report(db, letter_id, ani=("failed", "550 no")) == outbox.Reported("failed", ((ANI.email, "550 no"),))
    assert [row["id"] for row in outbox.listing(db)] == [letter_id]
    assert outbox.counts(db) == {"failed": 1}


def test_a_recipient_the_server_did_not_name_waits(db: Database) -> None:
    """No answer about somebody is no answer: he is tried again."""
    (letter_id,) = posted(db, "<1@x>", to=(ANI, BUDI))
    assert report(db, letter_id, ani=("sent", "250")).state == "waiting"
    assert outbox.take(db, "w", NOW + 60)[0].letter.recipients == (BUDI.email,)


def test_a_server_that_is_down_defers_all(db: Database) -> None:
    """The letters wait; without counting when the fault is not theirs."""
    ids = posted(db, "<1@x>", "<2@x>")
    with db.transaction():
        outbox.defer(db, ids[:1], "no connection", NOW + 10)
        outbox.defer(db, ids[1:], "no connection", NOW + 20, counted=False)
    assert outbox.next_due(db, NOW) == NOW + 10
    assert [due.tries for due in outbox.take(db, "w", NOW + 20)] == [1, 0]
    assert outbox.listing(db)[0]["results"] == {ANI.email: {"state": "later", "words": "no connection"}}


def test_giving_up_fails_those_who_have_not_got_it(db: Database) -> None:
    """Too old, or malformed: whoever has it keeps it."""
    (letter_id,) = posted(db, "<1@x>", to=(ANI, BUDI))
    report(db, letter_id, ani=("sent", "250"), budi=("later", "450"))
    with db.transaction():
        reported = outbox.fail(db, letter_id, "given up after 5 days", START)
    assert reported == outbox.Reported("sent", ((BUDI.email, "given up after 5 days"),))


def test_a_late_report_changes_no_end(db: Database) -> None:
    """A worker that lost its lease speaks after another has sent it."""
    (letter_id,) = posted(db, "<1@x>")
    report(db, letter_id, ani=("sent", "250"))
    assert report(db, letter_id, ani=("failed", "550")) == outbox.Reported("sent")
    with db.transaction():
        outbox.defer(db, [letter_id], "late", NOW)
        assert outbox.fail(db, letter_id, "late", START) == outbox.Reported("sent")
    assert state(db, letter_id) == "sent"


def test_a_bounce_takes_it_back(db: Database) -> None:
    """For that recipient, whatever the case he is written in; the letter has failed when nobody has it."""
    (letter_id,) = posted(db, "<1@x>", to=(ANI, BUDI))
    report(db, letter_id, ani=("sent", "250"), budi=("sent", "250"))
    with db.transaction():
        outbox.bounced(db, letter_id, "ANI@mail.example", "5.1.1 unknown")
    assert state(db, letter_id) == "sent"
    with db.transaction():
        outbox.bounced(db, letter_id, BUDI.email, "5.1.1 unknown")
    assert state(db, letter_id) == "failed"


def test_retry_and_drop_by_hand(db: Database) -> None:
    """What failed can be sent again to those who lack it, or be given up; what was sent is sent."""
    (letter_id,) = posted(db, "<1@x>", to=(ANI, BUDI))
    report(db, letter_id, ani=("sent", "250"), budi=("failed", "550"))
    with db.transaction():
        outbox.retry(db, letter_id)
    (due,) = outbox.take(db, "w", NOW)
    assert due.letter.recipients == (BUDI.email,)
    with db.transaction():
        outbox.drop(db, letter_id)
    assert state(db, letter_id) == "dropped"
    assert not outbox.take(db, "w", NOW)
    with db.transaction():
        outbox.retry(db, letter_id)
    report(db, letter_id, budi=("sent", "250"))
    with db.transaction():
        for act in (outbox.retry, outbox.drop):
            with pytest.raises(CannotDo, match="already been sent"):
                act(db, letter_id)
        with pytest.raises(CannotDo, match="no letter 99"):
            outbox.retry(db, 99)


def test_next_due_tells_when_to_look_again(db: Database) -> None:
    """Now, later, or never; what somebody alive holds is his affair."""
    assert outbox.next_due(db, NOW) is None
    posted(db, "<1@x>", not_before=NOW + 30)
    assert outbox.next_due(db, NOW) == NOW + 30
    posted(db, "<2@x>")
    assert outbox.next_due(db, NOW) == NOW
    outbox.take(db, workers.register(db, NOW), NOW)
    assert outbox.next_due(db, NOW) == NOW + 30


def test_the_flood_limit_counts_letters_of_a_kind_to_a_reader(db: Database) -> None:
    """Sent or not, since a moment, whatever the case of the address."""
    request(db, [letter("<1@x>")], at=START)
    request(db, [letter("<2@x>"), letter("<3@x>", "announcement", [BUDI])], at=later(hours=2))
    assert outbox.sent_to_since(db, "acknowledgement", "ANI@mail.example", START) == 2
    assert outbox.sent_to_since(db, "acknowledgement", ANI.email, later(hours=1)) == 1
    assert outbox.sent_to_since(db, "announcement", ANI.email, START) == 0


# -- files that several letters take along


def with_files(message_id: str, files: bytes) -> OutboxEntry:
    return OutboxEntry("announcement", finished(message_id, files), (ANI,))


def shared_rows(db: Database) -> int:
    return int(db.value("SELECT count(*) FROM letter_files"))


def test_files_of_several_letters_are_stored_once(db: Database) -> None:
    """Twenty operators get the picture, and the disk holds it once; each letter leaves whole."""
    files = b"--b\r\npicture\r\n" * 1000
    request(db, [with_files("<1@x>", files), with_files("<2@x>", files), letter("<3@x>")])
    assert shared_rows(db) == 1
    whole = finished("<1@x>", files).data
    assert [due.letter.data == whole for due in outbox.take(db, "w", NOW)] == [True, True, False]
    assert outbox.data(db, 2) == whole
    assert db.value("SELECT size FROM letter WHERE id = 2") == len(whole)


def test_shared_files_go_with_the_last_letter(db: Database) -> None:
    """`retention` and erasure take a letter's bytes; another that has the same files keeps them."""
    files, other = b"picture" * 1000, b"drawing" * 1000
    request(db, [with_files("<1@x>", files), with_files("<2@x>", files), with_files("<3@x>", other)])
    with db.transaction():
        retention.expire_letters(db, [1], START)
    assert shared_rows(db) == 2
    assert outbox.data(db, 2).endswith(files)
    with db.transaction():
        retention.expire_letters(db, [2], START)
    assert shared_rows(db) == 1
    assert outbox.data(db, 3).endswith(other)
