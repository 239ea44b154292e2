"""Mail of programs that set no sign a client would: it opens no ticket, claims nothing and reaches no customer."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from mailflow.store.desk import tickets
from mailflow.store.mail import arrivals, inbox
from tests.flow.conftest import Office

_uids = itertools.count(1)


def arrive(desk: Office, raw: str, envelope_from: str | None = None) -> None:
    """A mail as a listener stores it."""
    arrival = Arrival(f"{next(_uids)}", raw.encode(), desk, envelope_from)
    arrivals.put(desk.parts.db, [arrival], desk.clock.now())
    desk.look()


class Arrival:
    """What a listener hands over."""

    mailbox, uidvalidity, oversize, not_before = "lmtp:127.0.0.1:8024", "", 0, None
    envelope_to = ("iduhelp@desk.example",)

    def __init__(self, uid: str, raw: bytes, desk: Office, envelope_from: str | None) -> None:
        self.uid, self.raw, self.envelope_from = uid, raw, envelope_from
        self.arrived_at = desk.clock.now()


BY_HAND = "MIME-Version: 1.0\nUser-Agent: Mozilla Thunderbird\nContent-Type: text/plain; charset=utf-8\n"
NOTICE = """From: Ani <ani@mail.example>
To: iduhelp@desk.example
Subject: Terima kasih atas email Anda
Message-ID: <{id}@mail.example>
{client}
Saya membalas setelah hari Senin.
"""


def test_a_null_envelope_sender_opens_no_ticket(desk: Office) -> None:
    """`MAIL FROM:<>` through a server that writes no Return-Path: as automatic as one that does."""
    arrive(desk, NOTICE.format(id="a", client=BY_HAND), envelope_from="")
    assert desk.rows()[-1]["outcome"] == "automatic"
    assert desk.numbers() == []
    assert desk.kinds() == []


def test_any_other_envelope_sender_does(desk: Office) -> None:
    """The same mail from a person."""
    arrive(desk, NOTICE.format(id="b", client=BY_HAND), envelope_from="ani@mail.example")
    assert desk.rows()[-1]["outcome"] == "request"
    assert "acknowledgement" in desk.kinds()


def test_debians_vacation_answers_the_acknowledgement_and_opens_nothing(desk: Office) -> None:
    """It writes To and Subject; the server adds the rest. Only the subject tells."""
    desk.mail("ani", "Pulsa belum masuk")
    desk.look()
    arrive(
        desk,
        "Received: by mail.example (Postfix, from userid 1000)\n\tid 4F; Mon, 2 Nov 2026 09:00:05 +0700\n"
        "To: iduhelp@desk.example\nSubject: away from my mail\nMessage-Id: <4F@mail.example>\n"
        "Date: Mon, 2 Nov 2026 09:00:05 +0700\nFrom: ani@mail.example (Ani)\n\nSaya kembali hari Senin.\n",
        envelope_from="ani@mail.example",
    )
    assert desk.rows()[-1]["outcome"] == "automatic"
    assert desk.numbers() == [1]
    assert desk.kinds() == ["acknowledgement"]


def test_procmails_autoresponder_takes_no_ticket(desk: Office) -> None:
    """`formail -rt -A "X-Loop: budi@desk.example"` with a sentence, from Budi's own address, proven: no answer."""
    desk.mail("ani", "Pulsa belum masuk")
    desk.look()
    announced = desk.world[-1].message
    arrive(
        desk,
        "Authentication-Results: mail.example; dmarc=pass header.from=desk.example\n"
        "Received: by mail.example (Postfix, from userid 1001)\n\tid 4G; Mon, 2 Nov 2026 09:00:05 +0700\n"
        f"To: iduhelp@desk.example\nSubject: Re: Re: {announced['Subject']}\nReferences: {announced['Message-ID']}\n"
        f"In-Reply-To: {announced['Message-ID']}\nX-Loop: budi@desk.example\nMessage-Id: <4G@desk.example>\n"
        "Date: Mon, 2 Nov 2026 09:00:05 +0700\nFrom: budi@desk.example (Budi)\n\nSurat Anda saya terima.\n",
    )
    assert desk.rows()[-1]["outcome"] == "automatic"
    ticket = tickets.load(desk.parts.db, 1)
    assert ticket is not None
    assert ticket.owner is None
    assert desk.kinds() == ["acknowledgement"]


@pytest.mark.parametrize(
    ("loop", "outcome"),
    [
        ("Budi.Home@desk.example", "automatic"),
        ("Budi <budi.home@desk.example>", "automatic"),
        ("it@desk.example", "claim"),
    ],
)
def test_an_autoresponder_may_name_another_address_of_its_operator(desk: Office, loop: str, outcome: str) -> None:
    """His procmail runs where his mail is forwarded to. X-Loop of somebody else, such as a list, says nothing."""
    desk.write_rules(
        {"operators": [{"name": "Budi", "address": "budi@desk.example", "also": "budi.home@desk.example"}]}
    )
    desk.mail("ani", "Pulsa belum masuk")
    desk.look()
    announced = desk.world[-1].message
    arrive(
        desk,
        "Authentication-Results: mail.example; dmarc=pass header.from=desk.example\n"
        f"To: iduhelp@desk.example\nSubject: Re: {announced['Subject']}\nIn-Reply-To: {announced['Message-ID']}\n"
        f"X-Loop: {loop}\nMessage-Id: <4G@desk.example>\nMIME-Version: 1.0\nDate: Mon, 2 Nov 2026 09:00:05 +0700\n"
        "From: Budi <budi@desk.example>\n\nSaya ambil.\n",
    )
    assert desk.rows()[-1]["outcome"] == outcome


POSTFIX = (
    "Authentication-Results: mail.example; dmarc=pass header.from=desk.example\n"
    "Received: by mail.example (Postfix, from userid 1001)\n\tid 4G; Mon, 2 Nov 2026 09:00:05 +0700\n"
)


def formail(desk: Office, kind: str, *, words: str = "", keeps: bool = False) -> str:
    """What procmail 3.22's `formail -r` makes of the newest letter of this kind, keeping its text (`-kb`) or not; the
    rest is Postfix's."""
    letter = next(one.message for one in reversed(desk.world) if one.kind == kind)
    text = letter.get_content() if keeps else ""
    return (
        f"{POSTFIX}To: iduhelp@desk.example\nSubject: Re: {letter['Subject']}\nReferences: {letter['References']} "
        f"{letter['Message-ID']}\nIn-Reply-To: {letter['Message-ID']}\nMessage-Id: <4H@desk.example>\n"
        f"Date: Mon, 2 Nov 2026 09:00:05 +0700\nFrom: budi@desk.example (Budi)\n\n{words}{text}"
    )


@pytest.mark.parametrize("words", ["", "Surat Anda saya terima.\n\n", "I will answer soon.\n"])
@pytest.mark.parametrize("keeps", [True, False])
def test_formail_without_x_loop_takes_no_ticket_and_answers_nobody(desk: Office, words: str, keeps: bool) -> None:
    """`formail -r` and `-rkb`, with a sentence or without: by its "Re: Re:"."""
    desk.write_rules({"announce": "operators"})
    desk.mail("ani", "Pulsa belum masuk", to="desk")
    desk.look()
    arrive(desk, formail(desk, "announcement", words=words, keeps=keeps))
    ticket = tickets.load(desk.parts.db, 1)
    assert ticket is not None
    assert (desk.rows()[-1]["outcome"], ticket.owner) == ("automatic", None)
    assert "answer" not in desk.kinds()


def test_formail_that_repeats_a_letter_at_once_is_no_answer_whatever_its_subject(desk: Office) -> None:
    """A letter without "Re:" in its subject gets only one: its own words, unquoted, within seconds, tell."""
    desk.write_rules({"announce": "operators"})
    desk.mail("ani", "Pulsa belum masuk", to="desk")
    desk.look()
    raw = formail(desk, "announcement", keeps=True).replace("Subject: Re: Re:", "Subject: Re:")
    arrive(desk, raw)
    assert desk.rows()[-1]["outcome"] == "automatic"


PLAIN = (
    "Authentication-Results: mail.example; dmarc=pass header.from={house}\n"
    "Received: from pc.{house} by mail.example with ESMTP id 4H; Mon, 2 Nov 2026 09:00:05 +0700\n"
    "Date: Mon, 2 Nov 2026 09:00:05 +0700\nFrom: {sender}\nTo: iduhelp@desk.example\nSubject: {subject}\n"
    "References: {id}\nIn-Reply-To: {id}\nMessage-Id: <4I@{house}>\n{more}\n{body}"
)
FORMS = {
    "as it is": (lambda body: body, ""),
    "with a notice": (lambda body: f"Saya sedang cuti sampai Jumat.\n\n{body}", ""),
    "blanks at line ends are lost": (lambda body: "\n".join(line.rstrip() for line in body.split("\n")), ""),
    "named plain text": (lambda body: body, "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"),
    "another X-Loop": (lambda body: body, "X-Loop: procmail@pc.example\n"),
    "junk": (lambda body: body, "Precedence: list\n"),
}


def plain(desk: Office, kind: str, sender: str, form: str, subject: str = "Re: {}") -> str:
    """The same, sent by a program that puts the header in ordinary order."""
    letter = next(one.message for one in reversed(desk.world) if one.kind == kind)
    body = letter.as_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")[2].decode()
    makes, more = FORMS[form]
    house = sender.rpartition("@")[2].rstrip(">")
    told = {"house": house, "id": letter["Message-ID"], "subject": subject.format(letter["Subject"])}
    return PLAIN.format(**told, sender=sender, more=more, body=makes(body))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("subject", ["Re: {}", "{}", "Auto"])
def test_a_letter_repeated_by_an_operators_program_claims_nothing(desk: Office, form: str, subject: str) -> None:
    """`formail -rkb` with the header in the order of people's mail."""
    desk.write_rules({"announce": "operators"})
    desk.mail("ani", "Pulsa belum masuk", to="desk")
    desk.look()
    before = desk.kinds()
    arrive(desk, plain(desk, "announcement", "Budi <budi@desk.example>", form, subject))
    ticket = tickets.load(desk.parts.db, 1)
    assert ticket is not None
    assert (desk.rows()[-1]["outcome"], ticket.owner) == ("automatic", None)
    assert desk.kinds() == before


@pytest.mark.parametrize("form", FORMS)
def test_a_letter_repeated_by_a_customers_program_is_no_reply(desk: Office, form: str) -> None:
    """Nobody hears that she has written: she has not."""
    desk.mail("ani", "Pulsa belum masuk", to="desk")
    desk.look()
    before = desk.kinds()
    arrive(desk, plain(desk, "acknowledgement", "Ani <ani@mail.example>", form))
    assert desk.rows()[-1]["outcome"] == "automatic"
    assert desk.kinds() == before


@pytest.mark.parametrize(
    ("above", "outcome"),
    [
        ("On Mon, 2 Nov 2026, iDuHelp wrote:\n", "claim"),
        ("Saya ambil.\n\nOn Mon, 2 Nov 2026, iDuHelp wrote:\n", "claim"),
        ("Pulsa sudah kami kirim ulang, Bu. Silakan dicek.\n\n----- Original Message -----\n", "answer"),
        ("Pulsa sudah kami kirim ulang, Bu. Silakan dicek.\n\n", "answer"),
    ],
)
def test_what_a_person_writes_above_a_letter_counts(desk: Office, above: str, outcome: str) -> None:
    """A client that marks no line says at least whose words follow; empty, it is the claim it always was. Words that
    speak of no absence are a person's even where it says nothing."""
    desk.write_rules({"announce": "operators"})
    desk.mail("ani", "Pulsa belum masuk", to="desk")
    desk.look()
    raw = plain(desk, "announcement", "Budi <budi@desk.example>", "as it is")
    head, _, body = raw.partition("\n\n")
    arrive(desk, f"{head}\n\n{above}{body}")
    assert desk.rows()[-1]["outcome"] == outcome


def test_a_person_who_answers_empty_within_seconds_claims(desk: Office) -> None:
    """By a client, which says so: the same words, unquoted, are the claim they were."""
    desk.write_rules({"announce": "operators"})
    desk.mail("ani", "Pulsa belum masuk", to="desk")
    desk.look()
    raw = formail(desk, "announcement", keeps=True).replace("Subject: Re: Re:", "Subject: Re:")
    arrive(desk, raw.replace("\n\n", f"\n{BY_HAND}\n", 1))
    assert desk.rows()[-1]["outcome"] == "claim"


def test_our_automatic_letters_say_so_in_the_words_of_old_programs(desk: Office) -> None:
    """procmail's `^FROM_DAEMON` knows Precedence and not Auto-Submitted."""
    desk.mail("ani", "Pulsa belum masuk")
    desk.look()
    letter = desk.world[-1].message
    assert (letter["Auto-Submitted"], letter["Precedence"]) == ("auto-replied", "bulk")


NMH = """Received: by {hop}; Mon, 2 Nov 2026 09:00:05 +0700
From: Ani <ani@mail.example>
To: iDuHelp <iduhelp@desk.example>
Subject: Pulsa belum masuk
MIME-Version: 1.0
Content-Type: text/plain; charset="us-ascii"
Content-ID: <12224.1795962427.1@mail.example>
Date: Mon, 02 Nov 2026 09:00:00 +0700

Pulsa 50 ribu belum masuk.
"""


def test_nmhs_mail_without_message_id_is_one_however_often_it_comes(desk: Office) -> None:
    """nmh leaves the Message-ID to the server, which may leave it out."""
    for hop in ("mx1.desk.example", "mx2.desk.example"):
        arrive(desk, NMH.format(hop=hop))
    assert [row["outcome"] for row in desk.rows()] == ["request", "duplicate"]
    assert desk.kinds().count("acknowledgement") == 1


WRAPPED = (Path(__file__).parents[1] / "mail" / "corpus" / "wrapped-by-spamassassin-with-a-file.eml").read_text("utf-8")


def test_what_spamassassin_wrapped_is_held_and_let_out_as_the_original(desk: Office) -> None:
    """The mark keeps it in quarantine; the ticket has the customer's words, not the filter's report."""
    arrive(desk, WRAPPED.replace("desk@desk.example", "iduhelp@desk.example"))
    row = desk.rows()[-1]
    assert row["outcome"] == "quarantined"
    with desk.parts.db.transaction():
        inbox.release(desk.parts.db, row["id"], "Dewi")
    desk.look()
    assert desk.rows()[-1]["outcome"] == "request"
    assert desk.numbers() == [1]
    filed = "FROM message WHERE inbox_id IS NOT NULL"
    assert desk.parts.db.value(f"SELECT text {filed}").strip() == "Ini buktinya."
    assert "bukti.pdf" in desk.parts.db.value(f"SELECT attachments {filed}")
