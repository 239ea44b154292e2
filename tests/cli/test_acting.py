"""close, reopen, assign, release, discard, note: typed commands go through the one door."""

from __future__ import annotations

from unittest.mock import ANY

import pytest

from mailflow.clock import machine_now
from mailflow.store.engine.opening import open_database
from mailflow.store.health import workers
from tests.cli.desk import Desk


def test_close_sends_the_letter_that_fits(answered: Desk) -> None:
    """The letter waits in the outbox; without a daemon that is said. Another close sends nothing, and fails."""
    said = answered.type("close", "1")
    assert "closed #1" in said.out
    assert "closing-satisfied to ani@mail.example" in said.out
    assert "no mailflow is running" in said.err
    before = answered.letters()
    again = answered.type("close", "1", status=1)
    assert again.out == ""
    assert "closed already" in again.err
    assert answered.letters() == before


def test_close_as_json(answered: Desk) -> None:
    """The ticket as `list` has it, the letters, what was refused, and whether somebody will send them."""
    done = answered.json("close", "1", "99", "--as", "Dewi", status=1)
    assert [(t["n"], t["status"]) for t in done["tickets"]] == [(1, "closed")]
    assert done["letters"] == [{"ticket": 1, "kind": "closing-satisfied", "to": ["ani@mail.example"]}]
    assert [refused["ticket"] for refused in done["refused"]] == ["99"]
    assert done["daemon"] is False
    assert done["closed"] == [1]
    assert done["errors"] == [{"n": "99", "message": "there is no ticket 99", "remedy": ANY}]


def test_what_was_not_closed_as_json(asked: Desk) -> None:
    """Each ticket by its n, with what is wrong and what to do."""
    told = asked.json("close", "1", status=1)
    (error,) = told["errors"]
    assert (told["closed"], error["n"]) == ([], 1)
    assert error["message"].startswith("the customer waits since ")
    assert error["remedy"] == "mailflow close --force closes it all the same"


def test_only_a_pic_closes(answered: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither an operator, nor a name nobody has, nor root; whom `login:` names does."""
    proposes = answered.type("close", "1", "--as", "Budi", status=1)
    assert "an operator proposes it: mail /selesai" in proposes.err
    assert "only a PIC closes" in answered.type("close", "1", "--as", "Orang", "--force", status=1).err
    monkeypatch.setenv("USER", "root")
    monkeypatch.setenv("LOGNAME", "root")
    assert "only a PIC closes" in answered.type("close", "1", status=1).err
    monkeypatch.setenv("USER", "dlestari")
    monkeypatch.setenv("LOGNAME", "dlestari")
    assert "only a PIC closes" in answered.type("close", "1", status=1).err
    rules = answered.home / "rules.yaml"
    rules.write_text(rules.read_text().replace("{name: Dewi,", "{name: Dewi, login: dlestari,"))
    answered.type("close", "1")
    (closed,) = [event for event in answered.json("show", "1")["events"] if event["kind"] == "closed"]
    assert closed["actor"] == "Dewi"


def test_a_living_daemon_is_known(answered: Desk) -> None:
    """Then nobody need be told to start one."""
    db = open_database("sqlite:///mailflow.db", answered.home)
    workers.register(db, machine_now())
    db.close()
    said = answered.type("close", "1")
    assert said.err == ""


def test_close_takes_several_and_does_each_that_can_be_done(asked: Desk) -> None:
    """One that is refused leaves the others closed, and the exit status 1. A number named twice is closed once."""
    asked.mail("ani", "Lain lagi", "Ada soal lain tentang akun.")
    asked.once()
    asked.type("discard", "2", "--why", "twice")
    said = asked.type("close", "1", "1", "2", "--force", status=1)
    assert said.out.count("closed #1") == 1
    assert "2: this ticket was discarded" in said.err


def test_close_with_a_letter_by_name(answered: Desk) -> None:
    """Any canned response to a customer, the admin's own too; a misspelt one is answered with the nearest."""
    own = answered.home / "templates" / "canned" / "bye-now.id.txt"
    own.write_text("Subject: Re: {{ ticket.subject }}\n\nDadah.\n")
    wrong = answered.type("close", "1", "--letter", "by-now", status=1)
    assert "did you mean 'bye-now'?" in wrong.err
    colleagues = answered.type("close", "1", "--letter", "reminder-claim", status=1)
    assert "no letter to a customer" in colleagues.err
    assert answered.json("show", "1")["ticket"]["status"] == "waiting"
    answered.type("close", "1", "--letter", "bye-now", "--note", "said goodbye")
    assert answered.letters()[-1] == "bye-now"
    [event] = [e for e in answered.json("show", "1")["events"] if e["kind"] == "closed"]
    assert (event["letter"], event["note"], event["actor"]) == ("bye-now", "said goodbye", "Dewi")


def test_close_is_refused_when_the_customer_wrote_since(answered: Desk) -> None:
    """--force insists."""
    answered.mail("budi", "Re: Pulsa belum masuk", "/selesai", answers="<2@budi>")
    answered.once()
    answered.mail("ani", "Re: Pulsa belum masuk", "Belum, masih sama saja.", answers="<2@budi>")
    answered.once()
    said = answered.type("close", "1", status=1)
    assert "customer wrote after the closing statement" in said.err
    assert answered.json("show", "1")["ticket"]["status"] == "open"
    answered.type("close", "1", "--force")


def test_a_close_whose_letter_cannot_be_written_closes_nothing(answered: Desk) -> None:
    """A ticket changed and its letter not sent must never happen."""
    broken = "Subject: x\n\n{% if ticket.n == 1 %}{{ 1 / 0 }}{% endif %}Halo\n"
    for language in ("id", "en"):
        (answered.home / "templates" / "canned" / f"bye-now.{language}.txt").write_text(broken)
    said = answered.type("close", "1", "--letter", "bye-now", status=1)
    assert "cannot be written" in said.err
    assert answered.json("show", "1")["ticket"]["status"] == "waiting"


def test_who_acts(answered: Desk) -> None:
    """The login name, or --as; a colleague's name is spelt as rules.yaml does."""
    answered.type("note", "1", "called", "him")
    answered.type("note", "1", "again", "--as", "SARI")
    answered.type("note", "1", "more", "--as", "somebody else")
    notes = [e for e in answered.json("show", "1")["events"] if e["kind"] == "note-added"]
    assert [(e["actor"], e["text"]) for e in notes] == [
        ("Dewi", "called him"), ("Sari", "again"), ("somebody else", "more"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("escalate", "1"),
        ("release", "1"),
        ("category", "1", "pulsa-tidak-masuk"),
        ("assign", "1", "Sari"),
        ("priority", "1", "high"),
        ("snooze", "1", "besok"),
        ("discard", "1", "--why", "spam"),
        ("split", "1", "--mail", "1"),
        ("redact", "1", "--mail", "1", "--words", "pulsa"),
    ],
)
def test_nobody_acts_under_a_name_that_is_none(answered: Desk, words: tuple[str, ...]) -> None:
    """`--as` names a colleague of rules.yaml; the nearest is suggested, and nothing changes."""
    before = answered.json("show", "1")["events"]
    said = answered.type(*words, "--as", "Bdui", status=1).err
    assert "no colleague 'Bdui'" in said and "Budi" in said
    assert answered.json("show", "1")["events"] == before


def test_a_note_from_stdin(asked: Desk) -> None:
    """TEXT - reads it; an empty one is wrong usage."""
    asked.type("note", "1", "-", stdin="from a file\nof two lines\n")
    [note] = [e for e in asked.json("show", "1")["events"] if e["kind"] == "note-added"]
    assert note["text"] == "from a file\nof two lines"
    asked.type("note", "1", "-", stdin=" \n", status=2)


def test_assign_and_release(asked: Desk) -> None:
    """Handing a ticket on; unknown operators are answered with the nearest."""
    assert "did you mean 'Sari'?" in asked.type("assign", "1", "Sary", status=1).err
    assert "to Sari" in asked.type("assign", "1", "sari").out
    assert asked.json("show", "1")["ticket"]["owner"] == "Sari"
    assert "owns this ticket already" in asked.type("assign", "1", "Sari", status=1).err
    asked.type("release", "1", "--why", "ill")
    assert asked.json("show", "1")["ticket"]["owner"] is None
    assert asked.json("show", "1")["ticket"]["status"] == "new"


def test_discard_and_reopen(asked: Desk) -> None:
    """Discarding needs its reason; reopening undoes it."""
    asked.type("discard", "1", status=2)
    before = asked.letters()
    assert "no letter" in asked.type("discard", "1", "--why", "spam").out
    assert asked.letters() == before
    assert asked.json("show", "1")["ticket"]["status"] == "discarded"
    asked.type("reopen", "1")
    assert asked.json("show", "1")["ticket"]["status"] == "new"
    assert "still new" in asked.type("reopen", "1", status=1).err


@pytest.mark.parametrize("words", [["close"], ["assign", "1"], ["note", "1"], ["reopen"], ["inbox", "drop", "1"]])
def test_what_is_missing_is_wrong_usage(asked: Desk, words: list[str]) -> None:
    """Exit status 2, before anything is opened."""
    assert "Missing" in asked.type(*words, status=2).err
