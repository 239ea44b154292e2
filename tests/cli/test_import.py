"""`mailflow import`: the history of before can be found and shown, and nobody hears of it."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.desk import ROOT, Desk

LINE = "From x@mail.example Mon Jan  4 01:00:00 2021\n"


def mail(
    number: int, sender: str = "ani@mail.example", to: str = "iduhelp@desk.example", subject: str = "Pulsa",
    refers: str = "", more: str = "", text: str = "Pulsa saya belum masuk sejak kemarin.",
) -> str:  # fmt: skip
    reply = f"References: {refers}\n" if refers else ""
    return (
        f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: Mon, 4 Jan 2021 08:{number:02}:00 +0700\n"
        f"Message-ID: <old{number}@mail.example>\n{reply}{more}\n{text}\n"
    )


def mbox(folder: Path, *mails: str, name: str = "arsip.mbox") -> str:
    path = folder / name
    path.write_text("".join(f"{LINE}{one}\n" for one in mails), encoding="utf-8")
    return str(path)


TALK = (
    mail(1),
    mail(
        2, "budi@desk.example", "ani@mail.example", "Re: Pulsa", "<old1@mail.example>", text="Sudah kami cek, Bu Ani."
    ),
    mail(3, subject="Re: Pulsa", refers="<old1@mail.example> <old2@mail.example>", text="Terima kasih, sudah masuk."),
    mail(4, "joko@mail.example", subject="KRS", text="Kapan KRS dibuka?"),
)


def test_conversations_become_closed_tickets(desk: Desk, tmp_path: Path) -> None:
    """Who asked, when it began and ended, each mail with its outcome; the second run brings in nothing."""
    old = mbox(tmp_path, *TALK)
    told = desk.json("import", old)
    assert (told["mails"], told["imported"], told["tickets"], told["known"]) == (4, 4, 2, 0)
    ticket = desk.json("show", "1")
    assert ticket["ticket"]["status"] == "closed"
    assert ticket["ticket"]["imported"] is True
    assert ticket["ticket"]["requester"] == "ani@mail.example"
    assert ticket["ticket"]["opened_at"].startswith("2021-01-04T08:01")
    assert ticket["ticket"]["closed_at"].startswith("2021-01-04T08:03")
    assert [one["outcome"] for one in ticket["messages"]] == ["imported"] * 3
    assert [one["kind"] for one in ticket["events"]] == ["imported"]
    again = desk.json("import", old)
    assert (again["imported"], again["tickets"], again["known"]) == (0, 0, 4)


def test_the_order_in_the_archive_means_nothing(desk: Desk, tmp_path: Path) -> None:
    """Answers before their question, in several files: the same tickets with the same numbers."""
    files = [mbox(tmp_path, one, name=f"{place}.mbox") for place, one in enumerate(reversed(TALK))]
    assert desk.json("import", *files)["tickets"] == 2
    assert [one["subject"] for one in desk.json("list", "--all")["tickets"]] == ["Pulsa", "KRS"]


def test_nobody_hears_of_it(desk: Desk, tmp_path: Path) -> None:
    """No letter, no reminder however late it is, and only one figure counts it."""
    desk.type("import", mbox(tmp_path, *TALK))
    desk.once()
    assert list((desk.home / "var" / "out").rglob("*.*")) == []
    report = desk.json("report")
    counted = {name: report[name] for name in ("opened", "closed", "reopened", "imported")}
    assert counted == {"opened": 0, "closed": 0, "reopened": 0, "imported": 2}
    assert report["customers"] == report["categories"] == []
    assert not any(report["states"].values())


def test_it_can_be_found_shown_and_exported(desk: Desk, tmp_path: Path) -> None:
    """By words, by the customer's address, by Message-ID; the mails leave as they came."""
    desk.type("import", mbox(tmp_path, *TALK))
    assert [one["number"] for one in desk.json("search", "krs", "dibuka")["hits"]] == ["2"]
    assert [one["n"] for one in desk.json("show", "ani@mail.example")["tickets"]] == [1]
    assert desk.json("show", "<old2@mail.example>")["ticket"]["n"] == 1
    desk.type("export", "1", "--format", "eml", "--output", str(tmp_path / "keluar"))
    assert sorted(one.read_text() for one in (tmp_path / "keluar").iterdir()) == sorted(TALK[:3])


@pytest.mark.parametrize(
    ("name", "begins"),
    [("1.mbox", b"From "), ("1.MBOX", b"From "), ("1.zip", b"PK"), ("1.html", b"<!doctype"), ("1", b"<!doctype")],
)
def test_an_export_is_what_its_name_says(desk: Desk, tmp_path: Path, name: str, begins: bytes) -> None:
    """Without --format: a page under the name of a mailbox would be opened by nothing."""
    desk.type("import", mbox(tmp_path, *TALK))
    out = tmp_path / name
    desk.type("export", "1", "--output", str(out))
    assert out.read_bytes().startswith(begins)


def test_the_desk_stays_proven(desk: Desk, tmp_path: Path) -> None:
    """The log proves the tickets, deciding everything again leads to the same, nothing is lost or stuck."""
    desk.mail("ani", "Kuota", "Kuota saya habis.")
    desk.once()
    desk.type("import", mbox(tmp_path, *TALK))
    desk.type("verify")
    assert desk.json("rebuild", "--verify")["ok"] is True
    assert "this desk is well" in desk.type("doctor").out


def test_a_reply_opens_a_new_ticket_linked_with_the_old(desk: Desk, tmp_path: Path) -> None:
    """However soon it comes; the old one stays as it was."""
    desk.type("import", mbox(tmp_path, *TALK))
    desk.mail("ani", "Re: Pulsa", "Sekarang hilang lagi, tolong dicek.", answers="<old2@mail.example>")
    desk.once()
    new = desk.json("show", "3")["ticket"]
    assert (new["status"], new["linked"]) == ("new", [1])
    assert desk.json("show", "1")["ticket"]["status"] == "closed"
    assert desk.json("rebuild", "--verify")["ok"] is True


def test_an_old_ticket_is_not_reopened(desk: Desk, tmp_path: Path) -> None:
    """Its clocks and figures would be those of years ago."""
    desk.type("import", mbox(tmp_path, *TALK))
    said = desk.type("reopen", "1", "--as", "dewi", status=1)
    assert "archive" in said.err


def test_what_the_desk_has_is_not_brought_in(desk: Desk, tmp_path: Path) -> None:
    """Neither the mails it received nor the letters it wrote; what else belongs to them is linked with their ticket."""
    file = desk.mail("ani", "Pulsa belum masuk", "Pulsa saya belum masuk.", message_id="<here@mail.example>")
    received = file.read_bytes()
    desk.once()
    tree = tmp_path / "lama"
    tree.mkdir()
    (tree / "a.eml").write_bytes(received.replace(b"From: Ani", b"X-Folder: Sent\r\nFrom: Ani"))
    for place, letter in enumerate((desk.home / "var" / "out" / "new").iterdir()):
        (tree / f"{place}.eml").write_bytes(letter.read_bytes())
    (tree / "z.eml").write_text(mail(9, "lama@mail.example", refers="<here@mail.example>"))
    told = desk.json("import", str(tree))
    assert (told["imported"], told["tickets"]) == (1, 1)
    assert told["known"] >= 3
    assert desk.json("show", "2")["ticket"]["linked"] == [1]


def test_second_copies_are_one_mail(desk: Desk, tmp_path: Path) -> None:
    """In the folder of sent mail, from a list, without a Message-ID: once."""
    bare = mail(5).replace("Message-ID: <old5@mail.example>\n", "")
    copies = [mail(1), "X-Mozilla-Status: 0001\n" + mail(1), mail(1), bare, "Status: RO\n" + bare]
    told = desk.json("import", mbox(tmp_path, *copies))
    assert (told["mails"], told["imported"], told["known"], told["tickets"]) == (5, 2, 3, 2)


def test_a_later_archive_continues_an_old_ticket(desk: Desk, tmp_path: Path) -> None:
    """It grows, and is over when its last mail was written."""
    desk.type("import", mbox(tmp_path, *TALK[:2]))
    told = desk.json("import", mbox(tmp_path, *TALK))
    assert (told["imported"], told["tickets"]) == (2, 1)
    ticket = desk.json("show", "1")
    assert len(ticket["messages"]) == 3
    assert ticket["ticket"]["closed_at"].startswith("2021-01-04T08:03")
    assert desk.json("report")["imported"] == 2
    desk.type("verify")
    assert desk.json("rebuild", "--verify")["ok"] is True


def test_numbers_are_kept_when_asked_for(desk: Desk, tmp_path: Path) -> None:
    """As they stand in subjects, also where nothing else joins the mails; a number this desk has given gets a -2."""
    desk.mail("ani", "Kuota", "Kuota saya habis.")
    desk.once()
    old = [
        mail(1, subject="[rt.kampus.example #4711] Pulsa"),
        mail(2, "joko@mail.example", subject="Re: [rt.kampus.example #4711] Pulsa"),
        mail(3, subject="[rt.kampus.example #1] KRS"),
    ]
    desk.type("import", mbox(tmp_path, *old), "--numbers")
    assert [one["number"] for one in desk.json("list", "--all")["tickets"]] == ["1", "4711", "1-2"]
    assert len(desk.json("show", "4711")["messages"]) == 2


def test_what_cannot_be_brought_in_is_named(desk: Desk, tmp_path: Path) -> None:
    """The others go on; the exit status says it."""
    tree = tmp_path / "lama"
    tree.mkdir()
    (tree / "a.eml").write_text(mail(1))
    (tree / "foto.bin").write_bytes(b"\0\1\2")
    mbox(tree, mail(2), "X: y\n\n", name="dua.mbox")
    (tree / "rusak.gz").write_bytes(b"\x1f\x8b\x08")
    told = desk.json("import", str(tree), status=1)
    assert told["imported"] == 3
    assert {one["why"] for one in told["named"]} == {"not-mail", "unreadable"}


def test_spam_stays_out_unless_asked_for(desk: Desk, tmp_path: Path) -> None:
    """What a filter has marked opens no ticket, and is named."""
    old = mbox(tmp_path, mail(1), mail(2, "x@spam.example", more="X-Spam-Flag: YES\n"))
    told = desk.json("import", old)
    assert (told["imported"], told["left_out"]) == (1, {"spam": 1})
    assert desk.json("import", old, "--spam")["imported"] == 1


def test_a_path_that_is_not_there_is_no_archive(desk: Desk, tmp_path: Path) -> None:
    """A misspelt name is said before anything happens."""
    said = desk.type("import", mbox(tmp_path, *TALK), str(tmp_path / "arsp.mbox"), status=2)
    assert "arsp.mbox" in said.err
    assert desk.json("list", "--all")["tickets"] == []


def test_a_dry_run_brings_in_nothing(desk: Desk, tmp_path: Path) -> None:
    """It tells what there is."""
    told = desk.json("import", mbox(tmp_path, *TALK), "--dry-run")
    assert (told["mails"], told["conversations"], told["imported"]) == (4, 2, 0)
    assert desk.json("list", "--all")["tickets"] == []


def test_mails_of_nobody_and_of_no_time(desk: Desk, tmp_path: Path) -> None:
    """Without From, Date, Message-ID, or anything but a robot's notice: kept, found, and counted as undated."""
    bare = "Subject: Tanpa apa pun\n\nIsi surat lama.\n"
    robot = mail(3, "MAILER-DAEMON@mx.example", subject="Undelivered Mail", more="Auto-Submitted: auto-replied\n")
    future = mail(4).replace("2021", "2097")
    told = desk.json("import", mbox(tmp_path, bare, robot, future))
    assert (told["imported"], told["undated"]) == (3, 1)
    assert all(one["opened_at"] < "2097" for one in desk.json("list", "--all")["tickets"])
    assert desk.json("search", "surat", "lama")["total"] == 1
    desk.type("verify")


def test_a_long_conversation_is_one_ticket(desk: Desk, tmp_path: Path) -> None:
    """In several steps, so that no transaction grows with it."""
    talk = [
        mail(n % 60, refers="<first@mail.example>", text=f"Lagi {n}").replace("<old", f"<{n}.old") for n in range(259)
    ]
    told = desk.json("import", mbox(tmp_path, *talk))
    assert (told["imported"], told["tickets"]) == (259, 1)
    assert len(desk.json("show", "1")["events"]) == 3


@pytest.mark.parametrize("after", [3, 40])
def test_killed_in_the_middle_it_goes_on(desk: Desk, tmp_path: Path, after: int) -> None:
    """Killed with -9 once it has brought in so many: the next run brings in the rest, and nothing twice."""
    talk = [mail(n % 60, f"c{n}@mail.example", text=f"Surat {n}").replace("<old", f"<{n}.old") for n in range(600)]
    old = mbox(tmp_path, *talk)
    command = [sys.executable, str(ROOT / "cli.py"), "--home", str(desk.home), "import", old]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and brought_in(desk) < after:
            os.sched_yield()
        process.send_signal(signal.SIGKILL)
    before = brought_in(desk)
    assert before < 600
    told = desk.json("import", old)
    assert (told["imported"], told["known"]) == (600 - before, before)
    assert len({one["requester"] for one in desk.json("list", "--all")["tickets"]}) == 600
    desk.type("verify")


def brought_in(desk: Desk) -> int:
    path = desk.home / "mailflow.db"
    if not path.exists():
        return 0
    try:
        with sqlite3.connect(path) as db:
            return int(db.execute("SELECT count(*) FROM inbox WHERE outcome = 'imported'").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_another_desks_tickets(desk: Desk, tmp_path: Path) -> None:
    """One ticket each, with the number it had; the second time nothing."""
    told = [
        {"id": 3, "number": "55003", "title": "Pulsa", "customer": "ani@mail.example"},
        {
            "id": 7,
            "ticket_id": 3,
            "from": "Ani <ani@mail.example>",
            "to": "iduhelp@desk.example",
            "body": "Belum masuk.",
            "created_at": "2021-01-04T01:00:00.000Z",
        },
        {
            "id": 8,
            "ticket_id": 3,
            "from": "Budi",
            "sender": "Agent",
            "body": "Sudah.",
            "created_at": "2021-01-04T02:00:00.000Z",
        },
    ]
    export = tmp_path / "zammad.json"
    export.write_text(json.dumps(told))
    assert desk.json("import", str(export), "--from", "zammad", "--numbers")["tickets"] == 1
    ticket = desk.json("show", "55003")
    assert (ticket["ticket"]["requester"], len(ticket["messages"])) == ("ani@mail.example", 2)
    assert desk.json("import", str(export), "--from", "zammad", "--numbers")["imported"] == 0
    desk.type("verify")
    assert desk.json("rebuild", "--verify")["ok"] is True
