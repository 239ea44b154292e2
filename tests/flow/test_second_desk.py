"""The second tier is a mailflow desk of its own: two desks that write to each other, neither taking the other's number
for its own, nor an acknowledgement for an answer."""

from __future__ import annotations

from pathlib import Path

from tests.escalated import ADDRESS, TIER, by_budi, escalated, home, sent, told
from tests.scripts.desk import Desk, Seen

VENDOR = {
    "desk": {"name": "Rooster", "address": TIER, "list": None},
    "announce": "operators",
    "operators": [{"name": "Tono", "address": "tono@vendor.example"}],
    "pic": None,
    "admin": None,
    "rules": None,
}


def _handed(letter: Seen, to: Desk) -> str:
    """The letter is in the other desk's mailbox, and was read; its name there."""
    uid = to.put(letter.received.data, "mailbox1")
    to.look()
    return uid


def _answers(desk: Desk, letter: Seen, text: str) -> Seen:
    said = str(letter.message["Message-ID"])
    mail = f"From: Tono <tono@vendor.example>\nTo: {TIER}\nSubject: {letter.message['Subject']}\nMIME-Version: 1.0\n"
    mail += f"Message-ID: <tono.{len(desk.world)}@vendor.example>\nIn-Reply-To: {said}\n\n{text}\n"
    desk.put(mail.encode(), "mailbox1")
    desk.look()
    return sent(desk, "answer")


def test_two_desks_talk_and_keep_their_numbers(tmp_path: Path) -> None:
    """Its acknowledgement is no answer; its answer is; its number is quoted; a further form stays on its ticket."""
    with Desk(home(tmp_path, "ours")) as ours, Desk(home(tmp_path, "theirs")) as theirs:
        theirs.write_rules(VENDOR)
        theirs.start()
        form = escalated(ours)
        _handed(form, theirs)
        assert theirs.ticket(1) is not None
        acknowledged = _handed(sent(theirs, "acknowledgement"), ours)
        assert ours.outcome(acknowledged)[0] == "second-tier"
        ticket = ours.ticket(1)
        assert ticket is not None
        assert (ticket.status, ticket.parties[0].their_number) == ("escalated", "[#1]")

        before = len(ours.world)
        answer = _answers(theirs, sent(theirs, "announcement"), "Sudah kami betulkan, silakan dicoba.")
        answered = _handed(answer, ours)
        assert ours.outcome(answered)[0] == "second-tier"
        assert told(ours, before) == [("second-tier-answered", "budi@desk.example")]
        assert "Sudah kami betulkan" in ours.world[-1].text
        ticket = ours.ticket(1)
        assert ticket is not None
        assert ticket.status == "open"

        by_budi(ours, ours.world[-1], "/eskalasi\n\nMasih gagal.")
        further = sent(ours, "second-tier-form")
        assert str(further.message["Subject"]) == "Re: [#1] Eskalasi tiket 1: pulsa-tidak-masuk"
        before = len(theirs.world)
        _handed(further, theirs)
        assert theirs.ticket(2) is None  # not taken for another request
        assert told(theirs, before) == [("customer-wrote", "tono@vendor.example")]


def test_a_form_joins_no_ticket_of_the_same_number(tmp_path: Path) -> None:
    """Our ticket 1 is not theirs, although our desk is the customer of their ticket 1."""
    with Desk(home(tmp_path, "ours")) as ours, Desk(home(tmp_path, "theirs")) as theirs:
        theirs.write_rules(VENDOR)
        theirs.start()
        theirs.put(_question(b"Kapan tagihannya keluar?"), "mailbox1")
        theirs.look()
        form = escalated(ours)
        _handed(form, theirs)
        assert theirs.ticket(2) is not None


def test_their_robots_letters_reopen_nothing(tmp_path: Path) -> None:
    """The other desk asks whether its answer helped, and closes: neither is an answer for us."""
    with Desk(home(tmp_path, "ours")) as ours, Desk(home(tmp_path, "theirs")) as theirs:
        theirs.write_rules(VENDOR)
        theirs.start()
        _handed(escalated(ours), theirs)
        before = len(ours.world)
        for letter in [one for one in theirs.world if one.to == [ADDRESS]]:
            _handed(letter, ours)
        assert told(ours, before) == []


def _question(text: bytes) -> bytes:
    return (
        f"From: iDuHelp <{ADDRESS}>\nTo: {TIER}\nSubject: Tagihan\nMessage-ID: <tagihan@desk.example>\n\n".encode()
        + text
        + b"\n"
    )
