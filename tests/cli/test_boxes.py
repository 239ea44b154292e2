"""inbox and outbox: what waits, what is set aside, and what a person may do about it."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import click
import pytest

from mailflow.cli import boxes
from mailflow.cli.common import HOME
from mailflow.errors import CannotDo
from mailflow.store.engine.database import Database
from tests.cli.desk import Desk


@pytest.fixture
def troubled(desk: Desk) -> Desk:
    """1 is spam and quarantined, 2 is from the desk's own address and parked."""
    desk.mail("ani", "murah", "beli sekarang", headers="X-Spam-Flag: YES\n")
    desk.mail("desk", "form", "Nama: Ani")
    desk.once()
    return desk


def test_inbox_lists_what_is_set_aside_with_its_reason(troubled: Desk) -> None:
    """Parked and quarantined mails, who wrote them and about what."""
    mails = troubled.json("inbox")["mails"]
    assert [(m["id"], m["state"], m["outcome"], m["from"], m["subject"]) for m in mails] == [
        (1, "done", "quarantined", "ani@mail.example", "murah"),
        (2, "parked", None, "iduhelp@desk.example", "form"),
    ]
    assert mails[0]["arrived_at"].endswith("+07:00")
    said = troubled.type("inbox").out
    assert "marked as spam" in said
    assert "no form in rules.yaml finds a customer" in said


def test_inbox_show_is_the_mail_as_it_came(troubled: Desk) -> None:
    """Byte for byte, so that it can be piped into explain."""
    raw = (troubled.home / "var" / "in" / "new" / "1700000000.1.test").read_bytes()
    shown = troubled.type("inbox", "show", "1")
    assert shown.out.encode().replace(b"\r\n", b"\n") == raw.replace(b"\r\n", b"\n")
    assert troubled.json("inbox", "show", "1")["size"] == len(raw)
    assert "no mail 9" in troubled.type("inbox", "show", "9", status=1).err


def test_a_quarantined_mail_is_let_out_by_release(troubled: Desk) -> None:
    """The next run takes it for what it is; it is not caught a second time."""
    said = troubled.type("inbox", "release", "1")
    assert "mail 1 is let out" in said.out
    assert "no mailflow is running" in said.err
    troubled.once()
    assert [t["subject"] for t in troubled.json("list")["tickets"]] == ["murah"]


def test_retry_judges_again_and_vouches_for_nobody(troubled: Desk) -> None:
    """What looked like spam still does; what has ended otherwise cannot be let out."""
    troubled.type("inbox", "retry", "1")
    troubled.once()
    assert troubled.json("list")["tickets"] == []
    assert [m["state"] for m in troubled.json("inbox")["mails"]] == ["done", "parked"]
    troubled.type("inbox", "drop", "1", "--why", "x")
    assert "cannot be released: it is done (dropped)" in troubled.type("inbox", "release", "1", status=1).err


def test_a_parked_mail_is_tried_again_under_the_rules_in_force(troubled: Desk) -> None:
    """Where it still names nobody it is parked again; a mail that does is a request."""
    forms = "# forms:\n#   - from: iduhelp@desk.example\n#     customer: {reply_to: true}\n"
    troubled.edit(forms, forms.replace("# ", "").replace("#", ""))
    troubled.mail("desk", "form", "Pulsa belum masuk", headers="Reply-To: Ani <ani@mail.example>\n")
    troubled.type("inbox", "retry", "2")
    troubled.once()
    assert [m["id"] for m in troubled.json("inbox")["mails"]] == [1, 2]  # there is still no address in it
    assert [t["requester"] for t in troubled.json("list")["tickets"]] == ["ani@mail.example"]


def test_a_dropped_mail_keeps_its_reason(troubled: Desk) -> None:
    """And who gave it."""
    troubled.type("inbox", "drop", "2", "--why", "no address", "--as", "Dewi")
    [dropped] = troubled.json("inbox", "list", "--outcome", "dropped")["mails"]
    assert (dropped["id"], dropped["reason"]) == (2, "no address (Dewi)")


def test_what_has_ended_otherwise_is_left_alone(asked: Desk) -> None:
    """Each id by itself; one that is refused makes the exit status 1."""
    said = asked.type("inbox", "retry", "1", status=1)
    assert "cannot be retried: it is done (request)" in said.err
    done = asked.json("inbox", "drop", "1", "77", "--why", "x", status=1)
    assert done["dropped"] == []
    assert [refused["id"] for refused in done["refused"]] == [1, 77]


def test_outbox_lists_waiting_letters_and_drops_them(answered: Desk) -> None:
    """Waiting ones by themselves; a dropped letter can be retried."""
    answered.type("close", "1")
    [letter] = answered.json("outbox")["letters"]
    assert (letter["kind"], letter["to"], letter["state"]) == ("closing-satisfied", ["ani@mail.example"], "waiting")
    assert letter["created_at"].endswith("+07:00")
    number = str(letter["id"])
    shown = answered.type("outbox", "show", number).out
    assert "Subject: Re: [#1] Pulsa belum masuk" in shown
    answered.type("outbox", "drop", number)
    assert answered.json("outbox") == {"letters": []}
    answered.once()
    assert [one["id"] for one in answered.json("outbox", "list", "--state", "dropped")["letters"]] == [letter["id"]]
    answered.type("outbox", "retry", number)
    answered.once()
    assert "already been sent" in answered.type("outbox", "drop", number, status=1).err
    assert "already been sent" in answered.type("outbox", "retry", number, status=1).err


def test_letters_that_cannot_leave_say_why(desk: Desk) -> None:
    """The server's last words, or why there were none."""
    desk.edit("  maildir: var/out", "  smtp: smtp+insecure://127.0.0.1:1  #")
    desk.mail("ani", "Pulsa", "belum masuk")
    desk.type("run", "--once", "--quiet", status=1)
    assert "127.0.0.1" in desk.type("outbox").out


def test_all_parked_mails_are_retried_at_once_but_none_let_out_of_quarantine(troubled: Desk) -> None:
    """After the admin has mended what parked them; spam takes a look at each."""
    assert troubled.json("inbox", "retry", "--all") == {"retried": [2], "refused": []}
    troubled.once()
    assert troubled.json("inbox", "list")["mails"][0]["outcome"] == "quarantined"
    assert [m["tries"] for m in troubled.json("inbox")["mails"]] == [0, 0]


def test_what_a_daemon_has_decided_meanwhile_is_no_failure(troubled: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """`--all` lists the mails first; one may have ended when its turn comes. A mail that was named is refused."""
    listed = iter([(1, 2), (2,)])

    def act(db: Database, n: int) -> None:
        if n == 1:
            raise CannotDo("mail 1 cannot be retried: it is done (request)")

    errand = boxes.Errand("mail", "dropped", "is dropped", act)
    with click.Context(click.Command("drop")) as context:
        context.meta[HOME] = troubled.home
        boxes.each(lambda _: next(listed), errand, as_json=False)
        assert capsys.readouterr().out == "mail 2 is dropped\n"
        with pytest.raises(click.exceptions.Exit):
            boxes.each((1, 2), errand, as_json=False)


def test_all_letters_in_trouble_are_retried_at_once(desk: Desk) -> None:
    """Those that failed and those that wait for a server; not those a person has dropped, nor any twice."""
    desk.edit("  maildir: var/out", "  smtp: smtp+insecure://127.0.0.1:1  #")
    desk.mail("ani", "Pulsa", "belum masuk")
    desk.type("run", "--once", "--quiet", status=1)
    letters = [letter["id"] for letter in desk.json("outbox")["letters"]]
    desk.type("outbox", "drop", str(letters[0]), "--why", "she has called", "--as", "Dewi")
    [dropped] = desk.json("outbox", "list", "--state", "dropped")["letters"]
    assert [fate["words"] for fate in dropped["results"].values()] == ["she has called (Dewi)"]
    assert desk.json("outbox", "retry", "--all")["retried"] == letters[1:]
    assert "she has called" not in str(desk.json("outbox"))
    desk.type("outbox", "retry", str(letters[0]))
    assert len(desk.json("outbox")["letters"]) == len(letters)


def test_retry_needs_to_be_told_which(troubled: Desk) -> None:
    """No id and no --all is a slip, both is one too; --all with nothing to do is none."""
    for box in ("inbox", "outbox"):
        assert "say --all" in troubled.type(box, "retry", status=2).err
        assert "not both" in troubled.type(box, "retry", "1", "--all", status=2).err
    assert "there is no letter to be retried" in troubled.type("outbox", "retry", "--all").err


def test_what_is_no_longer_kept_is_listed_all_the_same(troubled: Desk) -> None:
    """Without author and subject; retention counts before it acts."""
    assert "everything is kept" in troubled.type("retention").out
    troubled.edit(
        "# retention: {raw: 2y, letters: 1y, automatic: 90d, spam: 30d, journal: never}",
        "retention: {spam: 1d, raw: 1y}",
    )
    with closing(sqlite3.connect(troubled.home / "mailflow.db")) as db, db:
        db.execute("UPDATE inbox SET done_at = '2026-01-01T00:00:00.000000Z' WHERE id = 1")
    assert troubled.json("retention", "--dry-run") == {"dry_run": True, "removed": {"raw": 0, "spam": 1}, "disk": 0}
    assert "1 mail taken for spam lost its bytes" in troubled.type("retention").out
    [mail] = [mail for mail in troubled.json("inbox")["mails"] if mail["id"] == 1]
    assert (mail["outcome"], mail["from"], mail["subject"]) == ("quarantined", None, "")
    assert "no longer kept" in troubled.type("inbox", "retry", "1", status=1).err
    assert "no longer kept" in troubled.type("inbox", "show", "1", status=1).err


def test_erasing_a_customer_from_the_command_line(answered: Desk) -> None:
    """Refused while she waits for something; counted first; then report says what it said."""
    assert "ticket 1 still goes on" in answered.type("erase-customer", "ani@mail.example", status=1).err
    answered.type("close", "1")
    assert "wait to be sent" in answered.type("erase-customer", "ani@mail.example", status=1).err
    answered.once()
    report = answered.json("report")
    counted = answered.json("erase-customer", "ani@mail.example", "--dry-run")
    assert (counted["tickets"], counted["mails"], counted["dry_run"]) == ([1], 2, True)
    assert "in 1 ticket (1), 2 mails" in answered.type("erase-customer", "ani@mail.example", "--yes").out
    assert answered.json("report") == {**report, "customers": []}  # how much was asked stays, by whom does not
    assert "ani" not in str(answered.json("show", "1")).lower()
    assert answered.json("verify")["ok"]


@pytest.mark.parametrize(
    ("keys", "status", "left"),
    [("y\n", 0, "erased@erased.invalid"), ("n\n", 1, "ani@mail.example"), ("", 1, "ani@mail.example")],
)
def test_erase_customer_asks_first(answered: Desk, keys: str, status: int, left: str) -> None:
    """Only a yes erases; without anybody to ask it says what to write."""
    answered.type("close", "1")
    answered.once()
    said = answered.type("erase-customer", "ani@mail.example", stdin=keys, status=status)
    assert "to be erased: ani@mail.example in 1 ticket (1)" in said.err
    assert answered.json("show", "1")["ticket"]["requester"] == left
    assert status == 0 or "say --yes" in said.err


def test_erase_customer_of_nobody_is_an_error(answered: Desk) -> None:
    """A slip is told with the nearest address, whatever the options; a program says --yes."""
    answered.type("close", "1")
    answered.once()
    for option in ("--yes", "--dry-run"):
        said = answered.type("erase-customer", "anu@mail.exampel", option, status=1)
        assert "nothing here is of anu@mail.exampel: did you mean 'ani@mail.example'?" in said.err
    assert answered.json("erase-customer", "x@y.example", "--yes", status=1)["error"]["remedy"] == ""
    assert "--yes" in answered.json("erase-customer", "ani@mail.example", status=1)["error"]["remedy"]
    assert answered.json("doctor", "--offline")["ok"]
