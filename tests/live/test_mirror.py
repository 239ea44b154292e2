"""`mirror:` on a real Dovecot: what a mail program shows of the tickets."""

from __future__ import annotations

import email
import email.policy
import sqlite3
from contextlib import closing
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.cli.desk import Desk
from tests.live.dovecot import Dovecot, closing_client, desk_of

pytestmark = pytest.mark.live


@pytest.fixture
def desk(dovecot: Dovecot, user: str, tmp_path: Path) -> Desk:
    """A home whose one mailbox is the user's INBOX, with mirror."""
    entry = dovecot.entry(user).replace(", since: all}", ", since: all, mirror: {folders: 'Tiket/{owner}'}}")
    return desk_of(tmp_path / "desk", entry)


def _mail(sender: str, number: int, text: str, answers: str = "") -> bytes:
    mail = EmailMessage(policy=email.policy.SMTP)
    mail["From"], mail["To"], mail["Subject"] = sender, "iduhelp@desk.example", "Pulsa"
    mail["Message-ID"], mail["Date"] = f"<m{number}@x.example>", "Mon, 02 Nov 2026 09:00:00 +0700"
    if answers:
        mail["In-Reply-To"] = answers
    mail.set_content(text)
    return mail.as_bytes()


def _announced(desk: Desk, nth: int = -1) -> str:
    files = sorted((desk.home / "var" / "out" / "new").iterdir())
    letters = [email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files]
    return str([one for one in letters if "budi@" in str(one["To"])][nth]["Message-ID"])


def _keywords(dovecot: Dovecot, user: str, folder: str = "INBOX") -> list[list[str]]:
    """Of each mail, ours and a person's."""
    with closing_client(dovecot.login(user)) as client:
        client.select_folder(folder, readonly=True)
        found = client.fetch(client.search("ALL"), ["FLAGS"])
        return [sorted(f.decode() for f in one[b"FLAGS"] if f.startswith(b"$")) for _, one in sorted(found.items())]


def _folders(dovecot: Dovecot, user: str) -> dict[str, int]:
    """{folder of copies: mails in it}"""
    with closing_client(dovecot.login(user)) as client:
        names = [name for flags, _, name in client.list_folders("", "Tiket/*") if rb"\Noselect" not in flags]
        return {name: client.folder_status(name, ["MESSAGES"])[b"MESSAGES"] for name in names}


def test_the_mailbox_shows_how_tickets_stand(desk: Desk, dovecot: Dovecot, user: str) -> None:
    """New, whose, waiting, closed; copies move along; again changes nothing, and what a person flags stays."""
    dovecot.deliver(user, _mail("Ani <ani@mail.example>", 1, "Belum masuk."))
    desk.once()
    assert _keywords(dovecot, user) == [["$mf_new"]]
    assert _folders(dovecot, user) == {"Tiket/belum-diambil": 1}
    with closing_client(dovecot.login(user)) as client:
        client.add_flags(client.search("ALL"), ["$Penting", r"\Flagged"])
    dovecot.deliver(user, _mail("Budi <budi@desk.example>", 2, "Sudah kami kirim ulang.", _announced(desk)))
    for _ in range(3):
        desk.once()
    shown = ["$mf_owner_budi", "$mf_waiting"]
    assert _keywords(dovecot, user) == [["$Penting", *shown], shown]
    assert _folders(dovecot, user) == {"Tiket/Budi": 2, "Tiket/belum-diambil": 0}
    assert _keywords(dovecot, user, "Tiket/Budi")[1] == ["$mf_copy", *shown]
    dovecot.deliver(user, _mail("Ani <ani@mail.example>", 3, "Masih belum masuk.", "<m1@x.example>"))
    desk.once()
    assert _keywords(dovecot, user, "Tiket/Budi")[1] == ["$mf_copy", "$mf_owner_budi"]
    desk.type("close", "1", "--force", "--as", "Dewi")
    desk.once()
    assert _keywords(dovecot, user) == [["$Penting", "$mf_closed"], ["$mf_closed"], ["$mf_closed"]]
    assert _folders(dovecot, user) == {"Tiket/Budi": 0, "Tiket/belum-diambil": 0}
    assert [ticket["status"] for ticket in desk.json("list", "--all")["tickets"]] == ["closed"]


def test_an_outage_is_caught_up_and_people_may_tidy_up(desk: Desk, dovecot: Dovecot, user: str) -> None:
    """While the server is down nothing is lost; a copy that a person removes or moves is not fought over."""
    dovecot.deliver(user, _mail("Ani <ani@mail.example>", 1, "Belum masuk."))
    desk.once()
    with closing_client(dovecot.login(user)) as client:
        client.create_folder("Arsip")
        client.select_folder("Tiket/belum-diambil")
        client.move(client.search("ALL"), "Arsip")
    dovecot.stop()
    assert desk.type("assign", "1", "Budi").status == 0
    desk.type("run", "--once", status=1)
    dovecot.start()
    desk.once()
    assert _keywords(dovecot, user) == [["$mf_owner_budi"]]
    assert _folders(dovecot, user) == {"Tiket/Budi": 1, "Tiket/belum-diambil": 0}
    with closing_client(dovecot.login(user)) as client:
        assert client.folder_status("Arsip", ["MESSAGES"])[b"MESSAGES"] == 1


def test_a_kill_between_the_copy_and_the_note_doubles_nothing(desk: Desk, dovecot: Dovecot, user: str) -> None:
    """As after a kill: nothing is noted as shown, and a mail still bears the mark that its copy takes along."""
    dovecot.deliver(user, _mail("Ani <ani@mail.example>", 1, "Belum masuk."))
    desk.once()
    with closing(sqlite3.connect(desk.home / "mailflow.db")) as db, db:
        assert db.execute("DELETE FROM meta WHERE key LIKE 'mirror %'").rowcount == 1
    with closing_client(dovecot.login(user)) as client:
        client.add_flags(client.search("ALL"), ["$mf_copy"])
    desk.once()
    assert _keywords(dovecot, user) == [["$mf_new"]]
    assert _folders(dovecot, user) == {"Tiket/belum-diambil": 1}


def test_a_further_copy_shows_what_the_first_does(desk: Desk, dovecot: Dovecot, user: str) -> None:
    """At once, though a duplicate is no event, and with each change; an automatic mail too. Spam bears no keyword."""
    request = _mail("Ani <ani@mail.example>", 1, "Belum masuk.")
    dovecot.deliver(user, request)
    desk.once()
    dovecot.deliver(user, request)
    desk.once()
    assert _keywords(dovecot, user) == [["$mf_new"]] * 2
    notice = _mail("Ani <ani@mail.example>", 2, "Saya sedang cuti.", "<m1@x.example>")
    dovecot.deliver(user, b"Auto-Submitted: auto-replied\r\n" + notice)
    dovecot.deliver(user, b"X-Spam-Flag: YES\r\n" + _mail("Obat <obat@spam.example>", 3, "Murah!"))
    desk.once()
    assert _keywords(dovecot, user) == [["$mf_new"]] * 3 + [[]]
    assert desk.type("assign", "1", "Budi").status == 0
    desk.once()
    assert _keywords(dovecot, user) == [["$mf_owner_budi"]] * 3 + [[]]


def test_what_a_person_moves_or_flags_changes_nothing(desk: Desk, dovecot: Dovecot, user: str) -> None:
    """Keywords of ours set or taken off by hand, mails moved away: no ticket changes, no letter is written, and with
    the ticket's next event the keywords are right again."""
    dovecot.deliver(user, _mail("Ani <ani@mail.example>", 1, "Belum masuk."))
    dovecot.deliver(user, _mail("Joko <joko@mail.example>", 2, "Kuota hilang."))
    desk.once()
    before, letters = desk.json("list", "--all"), len(list((desk.home / "var" / "out" / "new").iterdir()))
    with closing_client(dovecot.login(user)) as client:
        first, second = client.search("ALL")
        client.remove_flags([first], ["$mf_new"])
        client.add_flags([first], ["$mf_closed", "$mf_owner_sari", rb"\Seen", rb"\Answered"])
        client.create_folder("Selesai")
        client.move([second], "Selesai")
    desk.once()
    assert desk.json("list", "--all") == before
    assert len(list((desk.home / "var" / "out" / "new").iterdir())) == letters
    for n in ("1", "2"):
        assert desk.type("assign", n, "Budi").status == 0
    desk.once()
    assert _keywords(dovecot, user) == [["$mf_owner_budi"]]
    assert _keywords(dovecot, user, "Selesai") == [["$mf_new"]]
