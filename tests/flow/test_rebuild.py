"""rebuild --verify finds what today's code and rules would do otherwise, and nothing else. That an honest desk leads to
itself again is proven by every script (tests/scripts)."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from mailflow.core import operators
from mailflow.flow.admin import rebuild
from mailflow.flow.admin.rebuild import Findings
from mailflow.store.desk import tickets
from mailflow.store.health import health
from tests.flow.conftest import Office


@pytest.fixture
def worked(desk: Office) -> Office:
    """Ani asks, Budi claims and answers, nobody reacts for a week; Joko asks and nobody cares."""
    desk.mail("Ani")
    desk.look()
    desk.mail("Budi", reply_to="acknowledgement", to="list", body="")
    desk.look()
    desk.mail("Budi", reply_to="claim-receipt", to="Ani, desk", body="Sudah kami periksa.")
    desk.look()
    desk.pass_time(desk.clock.now() + timedelta(days=2))
    desk.mail("Joko", subject="KRS", body="Kapan dibuka?")
    desk.look()
    desk.pass_time(desk.clock.now() + timedelta(days=5))
    return desk


def again(desk: Office) -> Findings:
    return rebuild.verify(desk.parts)


def data(desk: Office, kind: str) -> list[dict[str, Any]]:
    rows = desk.parts.db.execute("SELECT data FROM occasion WHERE kind = ? ORDER BY id", (kind,))
    return [json.loads(row[0]) for row in rows]


def test_an_honest_desk_leads_to_itself(worked: Office) -> None:
    """And nothing is written down by comparing."""
    before = (health.newest_record(worked.parts.db), len(worked.world))
    found = again(worked)
    assert found.ok
    assert (found.tickets, found.mails, found.too_old, found.expired) == (2, 4, set(), set())
    assert found.occasions == worked.parts.db.value("SELECT count(*) FROM occasion")
    assert (health.newest_record(worked.parts.db), len(worked.world)) == before


def test_an_event_of_a_version_that_wrote_less_is_no_difference(worked: Office) -> None:
    """A field that is younger than the row has its default, in both lives."""
    rows = worked.parts.db.execute("SELECT id, data FROM event WHERE kind = 'answered'").fetchall()
    for event, text in rows:
        older = {name: value for name, value in json.loads(text).items() if name != "claims"}
        worked.sql("UPDATE event SET data = ? WHERE id = ?", json.dumps(older), event)
    assert rows
    assert again(worked).ok


def test_the_journal_holds_what_a_decision_needs(worked: Office) -> None:
    """Number and token of what began, the random parts of its letters, how a mail was classified, who commanded."""
    began = data(worked, "mail-arrived")[0]
    ticket = tickets.load(worked.parts.db, 1)
    assert ticket is not None
    assert (began["number"], began["token"], began["inbox"]) == (ticket.number, ticket.token, 1)
    assert len(began["tokens"]) == 1
    assert began["as"] == {
        "role": "customer",
        "nature": "human",
        "language": "id",
        "category": "pulsa-tidak-masuk",
        "acknowledge": True,
    }
    claimed = data(worked, "mail-arrived")[1]["as"]
    assert (claimed["author"], claimed["proven"], claimed["empty"]) == ("Budi", True, True)


def test_code_that_decides_otherwise_is_found(worked: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first moment of each ticket is named; what follows from it is not told again."""
    monkeypatch.setattr(operators, "no_answer", lambda *_: None)
    found = again(worked)
    assert [(one.n, one.mail, one.field, one.stored) for one in found.differences] == [(1, 2, "events", "claimed")]
    assert found.differences[0].rules_changed is False
    assert found.tickets == 1  # ticket 2 is the same to its end


def test_rules_that_decide_otherwise_are_found(worked: Office) -> None:
    """Another ladder: the alarm rings at another time; the difference says that the rules were others."""
    worked.write_rules({"reminders": {"claim": [{"after": "30h", "letter": "reminder-claim", "to": "operators"}]}})
    found = again(worked)
    assert {one.n for one in found.differences} == {1, 2}  # the promise in the acknowledgement is another, too
    assert all(one.rules_changed for one in found.differences)
    assert "promised_at" in found.differences[0].today


def test_rules_that_classify_otherwise_are_found(worked: Office) -> None:
    """A category is part of the ticket."""
    worked.write_rules({"rules": [{"when": {"subject": "KRS"}, "then": {"category": "akademik"}}]})
    found = again(worked)
    assert [(one.n, one.field) for one in found.differences] == [(1, "events"), (2, "events")]
    assert "akademik" in found.differences[1].today


def test_a_mail_that_is_understood_otherwise_is_found(worked: Office) -> None:
    """What was filed of it then, and what today's code reads in its bytes."""
    worked.sql("UPDATE message SET subject = 'Pulza' WHERE inbox_id = 1")
    worked.sql("UPDATE message SET text = 'x' WHERE inbox_id = 4")
    worked.sql("UPDATE inbox SET digest = 'other' WHERE id = 2")
    found = again(worked)
    assert found.differences == []
    told = {(one.mail, one.field.split()[0]): one.stored for one in found.mail_differences}
    assert told == {(1, "subject"): "Pulza", (2, "digest"): "other", (4, "text"): "x"}


def test_what_was_done_behind_the_desks_back_is_found(worked: Office) -> None:
    """An event, a letter, a field of the ticket that nothing led to."""
    worked.sql("UPDATE event SET data = json_set(data, '$.operator', 'Sari') WHERE kind = 'claimed'")
    assert "Sari" in again(worked).differences[0].stored
    worked.sql("UPDATE event SET data = json_set(data, '$.operator', 'Budi') WHERE kind = 'claimed'")
    worked.sql(
        "UPDATE letter SET recipients = '[\"mallory@mail.example\"]' WHERE kind = 'acknowledgement' AND ticket_n = 2"
    )
    worked.sql("UPDATE ticket SET state = json_set(state, '$.category', 'x') WHERE n = 1")
    found = again(worked)
    assert [(one.n, one.field) for one in found.differences] == [(1, "category"), (2, "letters")]
    assert "mallory" in found.differences[1].stored


def test_rows_of_earlier_versions_are_too_old_and_no_difference(worked: Office) -> None:
    """They say less than a decision needs; their tickets are named, the others compared."""
    worked.sql("UPDATE occasion SET data = json_remove(data, '$.tokens') WHERE ticket_n = 1")
    found = again(worked)
    assert (found.ok, found.too_old, found.tickets) == (True, {1}, 1)


def test_mails_that_are_no_longer_kept_are_no_difference(worked: Office) -> None:
    """Retention took their bytes: the ticket is compared as far as they reach."""
    worked.sql("DELETE FROM inbox_raw WHERE inbox_id = 2")
    found = again(worked)
    assert (found.ok, found.expired, found.tickets) == (True, {1}, 1)


def test_code_that_fails_is_a_difference_and_stops_nothing(worked: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """The mail is named with the error."""

    def broken(*_: object) -> bool:
        raise KeyError("oops")

    monkeypatch.setattr(operators, "no_answer", broken)
    found = again(worked)
    assert [(one.mail, one.field) for one in found.mail_differences] == [(2, "outcome")]
    assert "oops" in found.mail_differences[0].today
    assert found.tickets == 1


def test_unfinished_mail_is_nobodys_difference(worked: Office) -> None:
    """Parked, waiting and dropped mails have no decision to repeat."""
    worked.mail("desk", to="desk")
    worked.look()
    worked.mail("Rina", **{"X-Spam-Flag": "YES"})
    worked.look()
    worked.sql("UPDATE inbox SET outcome = 'dropped' WHERE outcome = 'quarantined'")
    assert again(worked).ok
