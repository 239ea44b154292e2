"""A PIN is taken out: no byte of the database has it, every proof is as it was."""

from __future__ import annotations

import re
import sqlite3
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from mailflow.clock import machine_now
from mailflow.core.occasions import CommandGiven, SurveyAnswered
from mailflow.errors import CannotDo
from mailflow.flow.admin import rebuild
from mailflow.flow.admin.verify import verify
from mailflow.flow.admin.verify_chain import verify_chain
from mailflow.flow.settle.redacting import Removal, remove_typed
from mailflow.flow.ticket.survey import vote
from mailflow.flow.ticket.typed_command import carry_out
from mailflow.mail.redacting import redacted
from mailflow.store.engine.fields import unpack
from mailflow.store.mail import outbox
from tests.conservation import conservation
from tests.flow.conftest import Office
from tests.flow.test_erase import whole_database
from tests.flow.test_lock import watched

PIN, PASSWORD = "739164", "Kucing Hitam 88"
FOOTER = b"_______________________________________________\r\nMilis iDuHelp\r\n"
COPIED = (
    b"From: Ani <ani@mail.example>\r\nTo: iduhelp@desk.example\r\nMessage-ID: <twice@mail.example>\r\n"
    b"Date: Mon, 02 Nov 2026 09:00:00 +0700\r\nSubject: Pulsa\r\n\r\nPIN saya 739164, pulsa belum masuk.\r\n"
)
ENCODED = (
    b"From: Ani <ani@mail.example>\r\nTo: iduhelp@desk.example\r\nMessage-ID: <enc@mail.example>\r\n"
    b"Subject: =?utf-8?B?UElOIHNheWEgNzM5MTY0?=\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/alternative; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    b"UElOIHNheWEgNzM5MTY0LCBueWEK\r\n"
    b"--b\r\nContent-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"<p>PIN saya 73=\r\n9164, nya =E9</p>\r\n--b--\r\n"
)


@pytest.fixture
def busy(desk: Office) -> Office:
    """Ani's ticket with a PIN in all places, and another of hers, linked, that quotes it."""
    desk.mail("Ani", f"PIN {PIN}", f"PIN saya {PIN}, sandi {PASSWORD}. Belum masuk.")
    desk.look()
    desk.mail("Budi", reply_to="acknowledgement", to="list", body="")
    desk.look()
    desk.mail("Budi", reply_to="claim-receipt", to="desk", body=f"Halo Bu, PIN {PIN} jangan dikirim lewat email ya.")
    desk.look()
    desk.mail("Ani", reply_to="answer", body=f"Maaf. Tapi {PIN} itu masih saya pakai.")
    desk.look()
    desk.mail("Ani", "Lain lagi", f"Kartu saya hilang. PIN-nya {PIN}.")
    desk.look()
    return desk


def gone(desk: Office, *words: str) -> None:
    remove_typed(desk.parts, "1", Removal(0, 1, words or (PIN, PASSWORD), "Budi"))


def test_no_byte_has_it(busy: Office) -> None:
    """Not in tickets, events, journal, messages, mails, letters, packed or not, nor in what a backup copies."""
    assert PIN in whole_database(busy) and PASSWORD.lower() in whole_database(busy)
    gone(busy)
    assert PIN not in whole_database(busy)
    assert PASSWORD.lower() not in whole_database(busy)
    busy.parts.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert PIN.encode() not in (busy.home / "mailflow.db").read_bytes()
    copy = busy.home / "copy.db"
    with sqlite3.connect(busy.home / "mailflow.db") as here, sqlite3.connect(copy) as there:
        here.backup(there)
    assert PIN.encode() not in Path(copy).read_bytes()


def test_proofs_stay(busy: Office) -> None:
    """verify folds, doctor is content, rebuild says that it cannot compare; the digests of what was there are kept."""
    gone(busy)
    assert [*verify(busy.parts.db), *verify_chain(busy.parts.db)] == []
    assert conservation(busy.parts.db, busy.clock.now(), machine_now()) == []
    found = rebuild.verify(busy.parts)
    assert (found.ok, found.expired) == (True, {1, 2})
    kept = busy.parts.db.value("SELECT data FROM event WHERE kind = 'redacted' AND ticket_n = 1")
    assert len(re.findall(r"[0-9a-f]{64}", kept)) >= 3


def test_rebuild_compares_what_is_left_with_its_log(busy: Office) -> None:
    """A row that was changed by hand is found on a ticket that has lost words, too."""
    gone(busy)
    with busy.parts.db.transaction():
        busy.parts.db.execute("UPDATE ticket SET owner = 'Sari' WHERE n = 2")
    found = rebuild.verify(busy.parts)
    assert [(one.n, one.field, one.stored) for one in found.differences] == [(2, "column owner", "Sari")]


def test_a_letter_nobody_took_is_proven_without_it(busy: Office) -> None:
    """It may yet be sent: its words go, and the chain says so before and after."""
    busy.sink.refuse_next("554 5.6.0 this server takes no such letters")
    busy.mail("Ani", reply_to="answer", body=f"PIN saya masih {PIN}.")
    busy.look()
    (failed,) = (letter["id"] for letter in outbox.listing(busy.parts.db, ("failed",)))
    gone(busy)
    assert [*verify_chain(busy.parts.db)] == []
    with busy.parts.db.transaction():
        outbox.retry(busy.parts.db, failed)
    gone(busy, "masuk")
    assert [*verify_chain(busy.parts.db)] == []
    busy.look()
    assert outbox.listing(busy.parts.db, ("failed",)) == [] == [*verify_chain(busy.parts.db)]


def test_the_desk_goes_on(busy: Office) -> None:
    """The conversation is answered as before, and what is still to be sent is sent without it."""
    gone(busy)
    busy.pass_time(busy.clock.now() + timedelta(hours=1))
    busy.mail("Budi", reply_to="customer-wrote", to="desk", body="Halo Bu, kartunya sudah kami blokir.")
    busy.look()
    assert busy.kinds()[-1] == "answer"
    assert [*verify(busy.parts.db), *verify_chain(busy.parts.db)] == []


def test_nothing_else_is_touched(busy: Office) -> None:
    """A longer number that contains it, other words, codes and names."""
    busy.mail("Ani", reply_to="answer", body=f"Nomor saya 08{PIN}12.")
    busy.look()
    gone(busy)
    assert f"08{PIN}12" in whole_database(busy)
    assert "belum masuk" in whole_database(busy)


@pytest.mark.parametrize("words", [("12",), (), ("tidak ada di sana",), ("x" * 300,)])
def test_what_is_not_there_changes_nothing(busy: Office, words: tuple[str, ...]) -> None:
    """Too short, none, or not in that mail."""
    before = whole_database(busy)
    with pytest.raises(CannotDo):
        remove_typed(busy.parts, "1", Removal(0, 1, words, "Budi"))
    assert whole_database(busy) == before


@pytest.mark.parametrize("first", [COPIED, COPIED + FOOTER], ids=["as sent", "with a footer"])
@pytest.mark.parametrize("second", [COPIED, COPIED + FOOTER], ids=["as sent", "with a footer"])
def test_a_further_copy_does_not_bring_it_back(desk: Office, first: bytes, second: bytes) -> None:
    """It comes by another way after the words are gone: a duplicate, without bytes and without a trace of them."""
    desk.put(first, "mailbox1")
    desk.look()
    gone(desk, PIN)
    sent = len(desk.world)
    desk.put(second, "mailbox2")
    desk.look()
    assert [row["outcome"] for row in desk.rows()] == ["request", "duplicate"]
    assert len(desk.world) == sent
    assert PIN not in whole_database(desk)
    assert conservation(desk.parts.db, desk.clock.now(), machine_now()) == []


def test_another_mail_with_its_id_is_still_another(desk: Office) -> None:
    """A client that uses a Message-ID twice loses no mail, and its bytes stay."""
    desk.put(COPIED, "mailbox1")
    desk.look()
    gone(desk, PIN)
    other = COPIED.replace(b"PIN saya 739164, pulsa belum masuk.", b"Kartu hilang semalam, tolong blokir.")
    desk.put(other, "mailbox2")
    desk.look()
    assert [row["outcome"] for row in desk.rows()][1] != "duplicate"


def test_a_pin_cannot_be_guessed_from_what_is_kept(busy: Office) -> None:
    """Of a mail that is known but for its six digits no kept digest is the plain one."""
    raw = busy.parts.db.value("SELECT data FROM inbox_raw WHERE inbox_id = 1")
    digest = busy.parts.db.value("SELECT digest FROM inbox WHERE id = 1")
    gone(busy)
    kept = whole_database(busy)
    assert digest not in kept
    assert sha256(unpack(raw)).hexdigest() not in kept


def test_mails_are_parsed_without_the_lock(busy: Office) -> None:
    """Every mail of the tickets is parsed, and taken apart, before anything is written."""
    with watched(busy) as found:
        gone(busy)
    assert found and not any(found)


def test_encoded_texts_are_found() -> None:
    """Base64, quoted-printable with a soft line break, an encoded subject; the rest is as it was."""
    new = redacted(ENCODED, re.compile(r"(?<!\w)739164(?!\w)"))
    assert new is not None
    from mailflow.core.message import OurAddresses
    from mailflow.mail.understand import understand

    message = understand(new, OurAddresses(desk=("iduhelp@desk.example",)))
    assert (message.subject, message.text.strip()) == ("PIN saya [***]", "PIN saya [***], nya")
    assert message.message_id == "<enc@mail.example>"
    assert b"NzM5MTY0" not in new and b"9164" not in new
    assert new.count(b"\n") == new.count(b"\r\n")
    assert redacted(ENCODED, re.compile("nowhere")) == ENCODED


def test_a_vote_does_not_bring_it_back(busy: Office) -> None:
    """Its comment, from the page or by link, is kept without the words."""
    gone(busy)
    carry_out(busy.parts, "1", CommandGiven("close", "Dewi", force=True))
    assert vote(busy.parts, 1, SurveyAnswered(2, "page", f"Kok {PIN} diminta?")) is not None
    assert PIN not in whole_database(busy)
    assert "kok [***] diminta?" in whole_database(busy)  # which is in lower case


def test_what_comes_back_is_taken_out_where_it_is(busy: Office) -> None:
    """Linked tickets lost it with the first: a later mail touches its own alone, and one that has not heard of it."""
    gone(busy)
    removals = "SELECT ticket_n, actor FROM event WHERE kind = 'redacted' ORDER BY id"
    assert busy.parts.db.execute(removals).fetchall() == [(1, "Budi"), (2, "Budi")]
    busy.mail("Ani", reply_to="answer", body=f"Sekali lagi: {PIN}.")
    busy.look()
    assert busy.parts.db.execute(removals).fetchall()[2:] == [(1, "mailflow")]
    busy.mail("Ani", "Yang ketiga", "Internet saya mati.")
    busy.look()
    busy.mail("Ani", reply_to="answer", body=f"Yang itu: {PIN}.")
    busy.look()
    assert busy.parts.db.execute(removals).fetchall()[3:] == [(1, "mailflow"), (3, "mailflow")]
    assert PIN not in whole_database(busy)
