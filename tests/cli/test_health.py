"""doctor and verify: what is wrong is found, and what is right is left in peace."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from mailflow.clock import machine_now
from mailflow.flow.admin import doctor
from mailflow.store.engine.opening import open_database
from mailflow.store.health import watching, workers
from tests.cli.desk import Desk, typed


def change(desk: Desk, sql: str) -> None:
    """What must never happen, done by hand."""
    with closing(sqlite3.connect(desk.home / "mailflow.db")) as db, db:
        db.execute(sql)


def faults(desk: Desk, *words: str) -> list[str]:
    found = desk.json("doctor", *words, status=1)
    assert found["ok"] is False
    return [finding["what"] for finding in found["findings"] if finding["level"] == "fault"]


def test_a_desk_in_good_health(answered: Desk) -> None:
    """Exit status 0; notes do not make it ill."""
    found = answered.json("doctor")
    assert found["ok"] is True
    assert {finding["level"] for finding in found["findings"]} == {"note"}
    assert "this desk is well" in answered.type("doctor").out


def test_parked_mail_and_lost_outcomes_are_faults(answered: Desk) -> None:
    """Conservation: nothing may be without an end."""
    answered.mail("desk", "form", "x")
    answered.once()
    assert any("parked" in what for what in faults(answered))
    change(answered, "DELETE FROM inbox_raw WHERE inbox_id = 1")
    assert any("bytes or outcome are missing" in what for what in faults(answered))
    assert "FAULT" in answered.type("doctor", status=1).out


def test_operators_behind_a_list(asked: Desk) -> None:
    """A list that writes itself into From costs them their rights; doctor says which, and what to do."""
    heads = "X-Original-From: budi@desk.example\nList-Id: <x.desk.example>\n"
    file = asked.mail("ani", "Re: Pulsa", "ya", headers=heads)
    file.write_bytes(file.read_bytes().replace(b"From: Ani <ani@mail.example>", b"From: Budi via X <x@desk.example>"))
    asked.once()
    told = [finding["what"] for finding in asked.json("doctor", "--offline")["findings"] if finding["check"] == "lists"]
    assert len(told) == 1
    assert "x@desk.example" in told[0] and "trust.lists" in told[0]


def test_servers_that_do_not_answer(desk: Desk) -> None:
    """Named, unless --offline."""
    desk.edit("  maildir: var/out", "  smtp: smtp+insecure://127.0.0.1:1  #")
    assert any("127.0.0.1" in what for what in faults(desk))
    assert desk.json("doctor", "--offline")["ok"] is True


def test_mail_that_lies_in_a_mailbox(asked: Desk) -> None:
    """Waiting for the next run it is a note; an hour while a daemon runs it is a fault."""
    asked.mail("ani", "Lain", "belum diambil")
    found = asked.json("doctor")
    assert any("1 mail in maildir:var/in has not been taken in yet" in f["what"] for f in found["findings"])
    assert found["ok"] is True
    assert len(asked.json("list")["tickets"]) == 1  # looked at, not taken in
    db = open_database("sqlite:///mailflow.db", asked.home)
    workers.register(db, machine_now())
    db.close()
    found = asked.json("doctor")
    assert any("running on" in finding["what"] for finding in found["findings"])


def test_broken_rules_and_letters_are_findings(asked: Desk) -> None:
    """A doctor comes when things are broken: what can be examined is."""
    (asked.home / "templates" / "canned" / "closed.id.txt").write_text("Subject: x\n\n{{ nobody }}\n")
    assert any("closed.id.txt" in what for what in faults(asked))
    asked.edit("claim: any-reply", "claim: any-repyl")
    assert any("rules.yaml" in what for what in faults(asked))


def test_a_clock_that_went_back(asked: Desk) -> None:
    """Something recorded in the future says so."""
    change(asked, "UPDATE occasion SET at = '2199-01-01T00:00:00.000000Z'")
    assert any("clock" in what for what in faults(asked))


def test_a_disk_that_is_nearly_full(asked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Little room is a note, hardly any is a fault, and the folder is named."""
    monkeypatch.setattr(doctor, "SOME_DISK", 2**70)
    assert any(str(asked.home) in f["what"] for f in asked.json("doctor")["findings"] if f["check"] == "disk")
    monkeypatch.setattr(doctor, "LITTLE_DISK", 2**70)
    assert any("make room" in what for what in faults(asked))


def test_letters_that_wait_too_long(answered: Desk) -> None:
    """An hour is a fault, a moment is a note."""
    answered.type("close", "1")
    assert answered.json("doctor")["ok"] is True
    change(answered, "UPDATE letter SET created_at = '2026-01-01T00:00:00.000000Z' WHERE state = 'waiting'")
    assert any("has waited for" in what for what in faults(answered))


def test_verify_proves_an_honest_desk(answered: Desk) -> None:
    """Every ticket is what its log says."""
    answered.type("note", "1", "x")
    answered.type("close", "1")
    answered.type("reopen", "1")
    answered.type("assign", "1", "Sari")
    found = answered.json("verify")
    assert (found["ok"], found["tickets"], found["differences"], found["chain"]["faults"]) == (True, 1, [], [])
    told = answered.type("verify").out
    assert "proves 1 ticket" in told and f"head {found['chain']['head']}" in told


def test_verify_compares_the_chain_with_a_head_somebody_kept(answered: Desk) -> None:
    """A saved mail, or a text; of a head the chain never had, and of a file without one, it says so."""
    head, file = answered.json("verify")["chain"]["head"], answered.home / "digest.eml"
    file.write_text(f"Subject: Ringkasan\n\nhead {head}\n")
    assert answered.json("verify", "--heads", str(file))["ok"]
    file.write_text(f"Subject: Ringkasan\n\nhead {head[:-8]}{'0' * 8}\n")
    assert "was mailed as" in answered.type("verify", "--heads", str(file), status=1).out
    file.write_text("Subject: Ringkasan\n\nhalo\n")
    assert "has no line" in answered.type("verify", "--heads", str(file), status=1).err


def test_verify_finds_what_the_chain_proves(answered: Desk) -> None:
    """A mail's bytes are no ticket's, and yet nobody changes them unnoticed."""
    change(answered, "UPDATE inbox SET arrived_at = '2026-11-02T00:00:00.000000Z' WHERE id = 1")
    found = answered.json("verify", status=1)
    assert (found["differences"], [fault["where"] for fault in found["chain"]["faults"]]) == ([], ["mail 1"])


def test_verify_since_a_head_looks_at_what_came_after(answered: Desk) -> None:
    """Of a desk that grew by a note; what lies before is not looked at, and a head still to come is refused."""
    change(answered, "UPDATE inbox SET arrived_at = '2026-11-02T00:00:00.000000Z' WHERE id = 1")
    before = answered.json("verify", status=1)["chain"]["head"].partition(" ")[0]
    found = answered.json("verify", "--since", before)
    assert (found["ok"], found["tickets"], found["chain"]["since"]) == (True, 0, int(before))
    answered.type("note", "1", "x")
    assert answered.json("verify", "--since", before)["tickets"] == 1
    assert f"what came after head {before}" in answered.type("verify", "--since", before).out
    change(answered, "UPDATE event SET data = '{}' WHERE kind = 'note-added'")
    assert answered.json("verify", "--since", before, status=1)["chain"]["faults"]
    assert "there is no head 9999 yet" in answered.type("verify", "--since", "9999", status=1).err


@pytest.mark.parametrize(
    ("sql", "field"),
    [
        ("UPDATE ticket SET state = json_set(state, '$.owner', 'Sari')", "owner"),
        ("UPDATE ticket SET owner = 'Sari'", "column owner"),
        ("UPDATE ticket SET status = 'closed'", "column status"),
        ("UPDATE ticket SET closed_at = '2026-11-02T00:00:00.000000Z'", "column closed_at"),
        ("UPDATE ticket SET state = json_set(state, '$.rung', json('[\"answer:24h\"]'))", "rung"),
        ("DELETE FROM event WHERE seq = 3", "status"),
        ("UPDATE event SET kind = 'never-heard-of' WHERE seq = 2", "event 2"),
        ("UPDATE event SET data = '{}' WHERE seq = 2", "event 2"),
    ],
)
def test_verify_finds_what_was_changed_behind_its_back(answered: Desk, sql: str, field: str) -> None:
    """Exit status 1; the field is named with what the row says and what the log proves."""
    change(answered, sql)
    found = answered.json("verify", status=1)
    assert found["ok"] is False
    assert field in [difference["field"] for difference in found["differences"]]
    assert "#1" in answered.type("verify", status=1).out


def test_the_doctor_names_the_loop_that_hangs_and_the_one_that_cannot_work(asked: Desk) -> None:
    """Daemons, their loops and ages; a dead daemon's loops are no news."""
    now = machine_now()
    db = open_database("sqlite:///mailflow.db", asked.home)
    worker = workers.register(db, now)
    fine = watching.Noted(worker, "ring", 1.0, 120.0, "", 0.0)
    hangs = watching.Noted(worker, "process", 300.0, 120.0, "", 0.0)
    down = watching.Noted(worker, "read imap://x", 2.0, 90.0, "connection refused", 600.0)
    watching.note_loops(db, worker, [fine, hangs, down], now)
    db.close()
    said = faults(asked)
    assert next(what for what in said if "hangs" in what).startswith("process hangs on ")
    assert next(what for what in said if "refused" in what).startswith("read imap://x on ")
    notes = [f["what"] for f in asked.json("doctor", status=1)["findings"] if f["check"] == "loops"]
    assert any("ring 1 s" in note or "ring 2 s" in note for note in notes)
    change(asked, "UPDATE worker SET heartbeat = heartbeat - 60")
    assert asked.json("doctor")["ok"] is True


def test_rebuild_tells_what_would_go_otherwise(answered: Desk) -> None:
    """Exit status 1 with the moment; 0 and figures when all is the same."""
    answered.type("close", "1")
    answered.once()
    found = answered.json("rebuild", "--verify")
    assert (found["ok"], found["tickets"], found["differences"], found["too_old"]) == (True, 1, [], [])
    assert "all the same" in answered.type("rebuild", "--verify").out
    answered.edit("    then: {category: pulsa-tidak-masuk}", "    then: {category: lain}")
    found = answered.json("rebuild", "--verify", status=1)
    assert [one["n"] for one in found["differences"]] == [1]
    said = answered.type("rebuild", "--verify", status=1).out
    assert "ticket 1, mail 1: events" in said
    assert "not the same" in said


def test_simulate_tells_what_other_rules_would_have_done(answered: Desk, tmp_path: Path) -> None:
    """Category, letters and owner of a ticket that was opened; nothing is changed."""
    mine = answered.home / "rules.yaml"
    found = answered.json("simulate", "--rules", str(mine), "--since", "90d")
    assert (found["differences"], found["mails"] > 0) == ([], True)
    other, text = tmp_path / "new.yaml", mine.read_text(encoding="utf-8")
    changed = "    then: {category: lain, assign: Sari, acknowledge: false, priority: high}"
    other.write_text(text.replace("    then: {category: pulsa-tidak-masuk}", changed), encoding="utf-8")
    before = answered.json("show", "1")
    found = answered.json("simulate", "--rules", str(other), "--since", "90d")
    told = {one["what"]: (one["then"], one["under"]) for one in found["differences"]}
    assert told["category"] == ("pulsa-tidak-masuk", "lain")
    assert told["owner"] == ("none", "Sari")
    assert told["letters"] == ("acknowledgement", "no acknowledgement")
    assert told["priority"] == ("normal", "high")
    assert answered.json("show", "1") == before
    said = answered.type("simulate", "--rules", str(other)).out
    assert re.search(r"ticket 1, \d{4}-\d\d-\d\d \d\d:\d\d WIB: ", said), said
    assert answered.json("simulate", "--rules", str(other), "--since", "2099-01-01")["differences"] == []
    assert "write 90d" in answered.type("simulate", "--rules", str(other), "--since", "kemarin", status=2).err


def test_simulate_says_when_a_mail_would_have_been_no_ticket(answered: Desk, tmp_path: Path) -> None:
    """The outcome, too; a broken file is told with its line."""
    other, text = tmp_path / "new.yaml", (answered.home / "rules.yaml").read_text(encoding="utf-8")
    other.write_text(text.replace("    then: {category: pulsa-tidak-masuk}", "    then: {kind: transaction}"))
    found = answered.json("simulate", "--rules", str(other))
    assert ("outcome", "request", "transaction") in [(d["what"], d["then"], d["under"]) for d in found["differences"]]
    told = answered.type("simulate", "--rules", str(other)).out
    assert re.search(r"reminders: promised by \d{4}-\d\d-\d\d \d\d:\d\d WIB \|", told), told
    other.write_text(text.replace("    then: {category: pulsa-tidak-masuk}", "    then: {kind: keluhan}"))
    said = typed("simulate", "--rules", str(other), "--home", str(answered.home))
    assert said.status != 0
    assert said.err.startswith("new.yaml:")
    assert "is no kind of mail" in said.err


def test_rebuild_alone_says_what_to_say(answered: Desk) -> None:
    """Nothing is ever replaced by a replay."""
    said = answered.type("rebuild", status=2).err
    assert "mailflow rebuild --verify" in said
    assert "mailflow restore" in said


BOUNCE = """\
From: MAILER-DAEMON@mail.example
To: iduhelp@desk.example
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce@mail.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

No such user here.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example

Final-Recipient: rfc822; ani@mail.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user here
--b
Content-Type: text/rfc822-headers

Message-ID: {message_id}
--b--
"""


def test_a_bounce_that_people_were_told_of_keeps_nobody_red(asked: Desk) -> None:
    """Until owner and PIC have their letter it is a fault, then a note; the outbox lists it until somebody drops it."""
    [letter] = [m for m in asked.json("show", "1")["messages"] if m["letter"] == "acknowledgement"]
    bounce = BOUNCE.format(message_id=letter["message_id"]).replace("\n", "\r\n")
    (asked.home / "var" / "in" / "new" / "1700000000.bounce.test").write_bytes(f"Return-Path: <>\r\n{bounce}".encode())
    asked.once()
    found = asked.json("doctor")
    assert any("of which owner and PIC were told: 1; see `mailflow outbox`" in f["what"] for f in found["findings"])
    assert [row["state"] for row in asked.json("outbox")["letters"]] == ["failed"]
    change(asked, "UPDATE letter SET state = 'waiting', sent_at = NULL WHERE kind = 'letter-failed'")
    assert any("1 letter could not be delivered: 1;" in what for what in faults(asked))


def test_a_proof_is_written_and_checked(answered: Desk) -> None:
    """For the ticket people name; without a digest it says that no head was mailed yet."""
    file = answered.home / "1.zip"
    found = answered.json("proof", "1", "--output", str(file))
    assert (found["ok"], found["covered"], found["changed"]) == (True, False, [])
    assert file.stat().st_size > 1000 and "verify.py" in found["files"]


def test_a_proof_of_what_was_changed_says_so(answered: Desk) -> None:
    """It is written all the same, with exit status 1."""
    change(answered, "UPDATE event SET actor = 'Sari' WHERE seq = 1")
    file = answered.home / "1.zip"
    said = answered.type("proof", "1", "--output", str(file), status=1)
    assert "langkah 1 / step 1: diubah / was changed" in said.err and file.exists()
