"""Finished letters: read back with the standard library's strict parser, as any reader's client would."""

from __future__ import annotations

import email
import email.policy
import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from email.header import decode_header, make_header
from email.message import EmailMessage
from pathlib import Path
from typing import cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core.finished import Finished
from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import kind_of
from mailflow.core.message import Address
from mailflow.core.rules import Desk
from mailflow.core.ticket import Ticket
from mailflow.errors import GiveUp
from mailflow.mail import identity
from mailflow.mail.compose import Kit, Threading, compose, subject_line
from mailflow.mail.facts import LETTERS, samples_of
from mailflow.mail.multipart import File, Files
from mailflow.mail.templates import Templates
from mailflow.mail.writing import clean_text, one_line, wire_address

CANNED = Path(__file__).resolve().parents[2] / "templates" / "canned"
TEMPLATES = Templates(CANNED, CANNED, "id")
SECRET = b"a desk's secret"
NOW = datetime(2026, 11, 2, 3, tzinfo=UTC)
DESK = Desk("iDuHelp! Offline", "iduhelp@desk.example", list="operator@lists.desk.example")
ANI = Address("ani@mail.example", "Ani")
BUDI = Address("budi@desk.example", "Budi")
KIT = Kit(TEMPLATES, DESK, SECRET, "k3v9x2", NOW, "https://survey.example/?ticket={number}&key={token}")
TICKET = Ticket(n=12, number="12", token="s3cret", subject="Pulsa belum masuk", requester=ANI, owner="Budi")
ANSWER = Letter("answer", (ANI,), body="Coba lagi ya.\n", author="Budi")
CLOSED = Letter("closed", (ANI,), facts={"operator": "Budi"}, survey=True)


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    assert TEMPLATES.load() == []


def read(finished: Finished) -> EmailMessage:
    """Parsed strictly, after checking what must hold for every letter's bytes."""
    data = finished.data
    assert b"\0" not in data
    assert data.count(b"\n") == data.count(b"\r\n") == data.count(b"\r")
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))
    assert data.isascii()
    message = cast(EmailMessage, email.message_from_bytes(data, policy=email.policy.default))
    assert not message.defects
    assert not [defect for part in message.walk() for defect in part.defects]
    names = [name.lower() for name in message]
    assert len(names) == len(set(names))
    return message


def body(message: EmailMessage) -> str:
    part = message.get_body(("plain",))
    assert part is not None
    return cast(EmailMessage, part).get_content().replace("\r\n", "\n")


def raw_header(finished: Finished, name: str) -> str:
    """Unfolded and decoded by the older, simpler reader, which joins encoded words as RFC 2047 §6.2 says."""
    value = email.message_from_bytes(finished.data, policy=email.policy.compat32)[name]
    return str(make_header(decode_header(re.sub(r"\r?\n(?=[ \t])", "", value))))


# ---- headers


def test_the_receipt_is_a_complete_letter() -> None:
    """Every header interfaces.md names, once."""
    facts = samples_of("claim-receipt")[0]
    facts = {name: facts[name] for name in LETTERS["claim-receipt"]}
    letter = Letter("claim-receipt", (BUDI,), facts=facts, reply_to="everyone")
    finished = compose(letter, TICKET, Threading("<q@mail.example>", ("<q@mail.example>",)), KIT)
    message = read(finished)
    assert finished.sender == "iduhelp@desk.example"
    assert finished.recipients == ("budi@desk.example",)
    assert b'From: "iDuHelp! Offline" <iduhelp@desk.example>\r\n' in finished.data
    assert message["To"].addresses[0].addr_spec == "budi@desk.example"
    assert [a.addr_spec for a in message["Reply-To"].addresses] == [ANI.email, DESK.list, DESK.address]
    assert message["Subject"] == finished.subject == "Re: [#12] Pulsa belum masuk"
    assert message["Date"].datetime == NOW
    assert str(message["Date"]).endswith("+0700")
    assert message["Message-ID"] == finished.message_id
    assert identity.verify(SECRET, finished.message_id) == 12
    assert message["In-Reply-To"] == "<q@mail.example>"
    root, stand_in = (
        identity.root_id(SECRET, 12, "desk.example"),
        identity.stand_in(SECRET, finished.message_id, "desk.example"),
    )
    assert str(message["References"]).split() == [root, "<q@mail.example>", stand_in]
    assert message["Auto-Submitted"] == "auto-replied"
    assert message["X-Auto-Response-Suppress"] == "All"
    assert identity.is_loop_mark(SECRET, message["X-Mailflow-Loop"])
    assert body(message) == finished.text
    assert "offline nomor 12, Operator Budi" in body(message)


@pytest.mark.parametrize("kind", ["verify-address", "report", "morning-list", "digest", "chat-reply"])
def test_a_letter_of_no_ticket_is_known_behind_a_relay(kind: str) -> None:
    """Its stand-in is in References, as in those of tickets: a reply shows it, whatever Message-ID a relay gave."""
    facts = {name: next(iter(samples_of(kind)))[name] for name in LETTERS[kind]}
    finished = compose(Letter(kind, (ANI,), language="id", facts=facts), Ticket(), Threading(), KIT)
    stand_in = identity.stand_in(SECRET, finished.message_id, "desk.example")
    assert stand_in and str(read(finished)["References"]).split() == [stand_in]


@pytest.mark.parametrize("kind", sorted(set(LETTERS) - {"survey-line"}))
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_letter_parses_and_reads_back(kind, language) -> None:
    """Automatic, threaded, tagged once, the words whole."""
    for sample in samples_of(kind):
        facts = {name: sample[name] for name in LETTERS[kind]}
        finished = compose(Letter(kind, (ANI,), language=language, facts=facts), TICKET, Threading(), KIT)
        message = read(finished)
        assert body(message) == finished.text
        assert str(message["Subject"]).count("[#12]") == 1
        assert message["Auto-Submitted"] == kind_of(kind).auto
        assert (message["Precedence"] == "bulk") is (kind_of(kind).auto is not None)


def test_a_relayed_answer_is_a_persons_mail_without_his_address() -> None:
    """From the desk in the operator's name; no Auto-Submitted (RFC 3834 §5); his address nowhere (mail.md 12.2)."""
    finished = compose(replace(ANSWER, cc=(Address("tu@mail.example"),)), TICKET, Threading(), KIT)
    message = read(finished)
    assert b'From: "Budi via iDuHelp! Offline" <iduhelp@desk.example>\r\n' in finished.data
    assert message["Auto-Submitted"] is None
    assert message["Precedence"] is None
    assert message["X-Auto-Response-Suppress"] is None
    assert message["X-Mailflow-Loop"] is not None
    assert message["Cc"] == "tu@mail.example"
    assert finished.recipients == ("ani@mail.example", "tu@mail.example")
    assert body(message) == "Coba lagi ya.\n"
    assert b"budi@" not in finished.data


def test_a_letter_of_no_ticket_has_no_tag_and_no_root() -> None:
    """The alarm to the admin; its id verifies as number 0, and so does its stand-in, all there is in References."""
    letter = Letter("admin-alert", (Address("admin@desk.example"),), facts={"topic": "Templat rusak", "text": "x"})
    finished = compose(letter, Ticket(), Threading(), KIT)
    message = read(finished)
    assert message["Subject"] == "iDuHelp! Offline: Templat rusak"
    assert identity.stood_for(SECRET, str(message["References"]), "desk.example") == finished.message_id
    assert identity.verify(SECRET, finished.message_id) == 0


@pytest.mark.parametrize(
    ("subject", "line"),
    [
        ("Re: Pulsa", "Re: [#12] Pulsa"),
        ("Pulsa", "[#12] Pulsa"),
        ("Re: Re: RE[2]: Bls: AW: SV : Pulsa", "Re: [#12] Pulsa"),
        ("Re: [#12] Re: [#12] Pulsa", "Re: [#12] Pulsa"),
        ("[#7] Re: Pulsa [#9]", "Re: [#12] Pulsa"),
        ("Re: Fwd: Re: Pulsa", "Re: [#12] Fwd: Re: Pulsa"),
        ("Re: [TSEL] Reset: kata sandi", "Re: [#12] [TSEL] Reset: kata sandi"),
        ("Re: Pulsa\r\nBcc: x@y", "Re: [#12] Pulsa Bcc: x@y"),
        ("Re:", "Re: [#12]"),
        ("Re：Pulsa", "Re: [#12] Pulsa"),
    ],
)
def test_a_subject_keeps_the_words_and_carries_one_tag(subject, line) -> None:
    """mail.md 4.5."""
    assert subject_line(subject, "12", "{n}") == line
    assert subject_line(line, "12", "{n}") == line


def test_a_mail_without_subject_gets_words_for_one() -> None:
    """In the letter's language; an endless one is cut."""
    bare = compose(ANSWER, replace(TICKET, subject=" Re: "), Threading(), KIT)
    assert read(bare)["Subject"] == "Re: [#12] (tanpa judul)"
    english = compose(replace(ANSWER, language="en"), replace(TICKET, subject=""), Threading(), KIT)
    assert read(english)["Subject"] == "Re: [#12] (no subject)"
    assert len(compose(ANSWER, replace(TICKET, subject="pulsa " * 2000), Threading(), KIT).subject) < 330


def test_the_thread_is_capped_folded_and_free_of_junk() -> None:
    """Root first, the newest ids, the parent, what stands for the letter; what is no id is left out (mail.md 4.9)."""
    junk = ("no brackets", "<a b@c>", "<x\r\nBcc: y@z>", "<" + "x" * 3000 + "@y>", "<ü@y>")
    ids = tuple(f"<{i}.{'a' * 40}@mail.example>" for i in range(50))
    finished = compose(ANSWER, TICKET, Threading(ids[-1], (*junk, *ids, *ids)), KIT)
    references = str(read(finished)["References"]).split()
    assert references[:-1] == [identity.root_id(SECRET, 12, "desk.example"), *ids[-18:]]
    assert identity.stood_for(SECRET, references[-1], "desk.example") == finished.message_id
    assert read(finished)["In-Reply-To"] == ids[-1]
    assert all(len(line) <= 78 for line in finished.data.split(b"\r\n\r\n")[0].split(b"\r\n"))
    assert read(compose(ANSWER, TICKET, Threading("junk <x>\r\nBcc: z@z"), KIT))["In-Reply-To"] is None


def test_each_letter_is_sent_from_an_address_of_its_own_where_the_desk_has_plus_addresses() -> None:
    """From is the plain one; the operators' list, which may look its members up by the envelope, gets that, too."""
    kit = replace(KIT, desk=replace(DESK, plus=True))
    finished = compose(ANSWER, TICKET, Threading(), kit)
    assert identity.bounced_id(SECRET, finished.sender) == finished.message_id
    assert finished.sender.startswith("iduhelp+") and finished.sender.endswith("@desk.example")
    assert f"<{DESK.address}>" in read(finished)["From"]
    assert DESK.list is not None
    for reader in (DESK.list, DESK.list.upper()):
        assert compose(replace(ANSWER, to=(Address(reader),)), TICKET, Threading(), kit).sender == DESK.address


def test_reply_to_carries_a_token_where_the_desk_has_plus_addresses() -> None:
    """The reader's own when he alone gets the letter, the ticket's when others read along; none under `everyone`."""
    kit = replace(KIT, desk=replace(DESK, plus=True))

    def reply_to(letter: Letter, ticket: Ticket = TICKET) -> str:
        return read(compose(letter, ticket, Threading(), kit))["Reply-To"].addresses[-1].addr_spec

    alone = reply_to(ANSWER)
    assert identity.verify_reply_address(SECRET, alone) == 12
    assert identity.reply_address_is_of(SECRET, alone, ANI.email)
    shared = reply_to(replace(ANSWER, cc=(BUDI,)))
    assert identity.verify_reply_address(SECRET, shared) == 12
    assert not identity.reply_address_is_of(SECRET, shared, ANI.email)
    assert reply_to(replace(ANSWER, reply_to="everyone")) == DESK.address
    assert reply_to(ANSWER, Ticket()) == DESK.address


def test_everyone_is_customer_list_and_desk_as_far_as_there_are_such() -> None:
    """Answers go to `answer_to`; a desk without list, a ticket without requester."""

    def reply_to(ticket: Ticket, desk: Desk) -> list[str]:
        message = read(compose(replace(ANSWER, reply_to="everyone"), ticket, Threading(), replace(KIT, desk=desk)))
        return [a.addr_spec for a in message["Reply-To"].addresses]

    assert reply_to(replace(TICKET, answer_to=Address("form@mail.example")), DESK)[0] == "form@mail.example"
    assert reply_to(replace(TICKET, requester=None), DESK) == [DESK.list, DESK.address]
    assert reply_to(TICKET, replace(DESK, list=None)) == [ANI.email, DESK.address]


# ---- hostile values


@settings(max_examples=300)
@given(st.text(max_size=200), st.text(max_size=60), st.text(max_size=60), st.text(max_size=500))
def test_any_words_survive_and_none_break_out(subject, name, author, text) -> None:
    """Whatever characters subject, names and text have: no header ends early, and what was said is read back."""
    letter = Letter("answer", (Address("ani@mail.example", name),), body=text, author=author or None)
    finished = compose(letter, replace(TICKET, subject=subject), Threading(), KIT)
    message = read(finished)
    assert {name.lower() for name in message} == {
        *("from", "to", "reply-to", "subject", "date", "message-id", "references", "x-mailflow-loop"),
        *("mime-version", "content-type", "content-transfer-encoding"),
    }
    head = finished.data.split(b"\r\n\r\n")[0].split(b"\r\n")
    assert all(len(line) <= 78 for line in head)
    assert raw_header(finished, "Subject") == finished.subject
    assert message["To"].addresses[0].addr_spec == "ani@mail.example"
    assert message["From"].addresses[0].addr_spec == DESK.address
    shown = re.sub(r"\s", "", message["To"].addresses[0].display_name)  # 3.11 keeps blanks between encoded words
    assert shown == re.sub(r"\s", "", one_line(name))
    assert body(message) == finished.text == clean_text(text)


@pytest.mark.parametrize(
    "address",
    ["", "ani", "@x.example", "ani@", "a b@c.d", "a@b\r\nB: x@y", "a@b>,<c@d", "a@b@c", "a@" + "x" * 300, "\ud800@b.c"],
)
def test_an_address_that_cannot_be_written_is_left_out_or_given_up(address) -> None:
    """Never half a header; the others get their letter."""
    assert wire_address(address) is None
    finished = compose(replace(ANSWER, cc=(Address(address), BUDI)), TICKET, Threading(), KIT)
    assert finished.recipients == (ANI.email, BUDI.email)
    assert b'Cc: "Budi" <budi@desk.example>\r\n' in finished.data
    with pytest.raises(GiveUp):
        compose(replace(ANSWER, to=(Address(address),)), TICKET, Threading(), KIT)


def test_unusual_but_valid_addresses_are_kept() -> None:
    """Quoted local parts, dots, plus, literals; IDN domains in A-labels; the envelope says the same."""
    for address, wire in {
        '"ani lestari"@mail.example': None,
        "ani..x.@mail.example": None,
        "ani+x=y/z@[192.0.2.1]": None,
        "ani@pérez.example": "ani@xn--prez-bpa.example",
    }.items():
        finished = compose(replace(ANSWER, to=(Address(address, "Ani"),)), TICKET, Threading(), KIT)
        assert finished.recipients == (wire or address,)
        assert f"<{wire or address}>".encode() in finished.data


def test_an_address_that_needs_smtputf8_is_left_to_the_transport() -> None:
    """RFC 6531: written as UTF-8, not refused here (mail.md 12.7)."""
    finished = compose(replace(ANSWER, to=(Address("añi@mail.example"),)), TICKET, Threading(), KIT)
    assert finished.recipients == ("añi@mail.example",)
    assert "To: añi@mail.example".encode() in finished.data


def test_one_reader_is_written_to_once() -> None:
    """To twice in another case, and in Cc again."""
    letter = replace(ANSWER, to=(ANI, Address("ANI@mail.example")), cc=(Address("Ani@mail.example"),))
    finished = compose(letter, TICKET, Threading(), KIT)
    assert finished.recipients == ("ani@mail.example",)
    assert read(finished)["Cc"] is None


# ---- bodies


def test_files_come_along_with_safe_names_and_types() -> None:
    """Only when the letter takes them; hostile names, types and content ids are tamed (mail.md 10.3, 11.5, 12.5)."""
    files = tuple(File(*file) for file in (
        ("bukti ä.png", "image/png", b"\x89PNG\r\n", "logo@x"),
        ("../../etc/passwd", "text/plain; x", b"a\n.\nb\n", "a>\r\nBcc: x"),
        ("surat.eml", "message/rfc822", b"Subject: x\r\n\r\ny", ""),
        ("a\r\nBcc: x@y.pdf", "application/pdf", b"", ""),
        ("n" * 400 + ".pdf", "application/pdf", b"%PDF", ""),
        ("", "multipart/mixed", b"x", ""),
    ))  # fmt: skip
    kit = replace(KIT, files=Files(files, "=_unforeseen"))
    assert not read(compose(ANSWER, TICKET, Threading(), kit)).is_multipart()
    finished = compose(replace(ANSWER, files="mail", body="Terlampir – ya"), TICKET, Threading(), kit)
    message = read(finished)
    assert body(message) == "Terlampir – ya\n"
    parts = list(message.iter_attachments())
    assert [part.get_filename() for part in parts] == [
        *("bukti ä.png", "passwd", "surat.eml", "a Bcc: x@y.pdf"),
        *("n" * 146 + ".pdf", "file"),
    ]
    assert [part.get_payload(decode=True) for part in parts] == [file.content for file in files]
    plain = "application/octet-stream"
    assert [p.get_content_type() for p in parts] == ["image/png", plain, plain, *["application/pdf"] * 2, plain]
    assert [part["Content-ID"] for part in parts] == ["<logo@x>", None, None, None, None, None]
    assert compose(replace(ANSWER, files="mail"), TICKET, Threading(), kit).data == (
        compose(replace(ANSWER, files="mail"), TICKET, Threading(), kit).data
    )  # the same letter is the same bytes


def test_an_html_alternative_stands_beside_the_text(tmp_path) -> None:
    """Plain text first; values escaped; the survey link in both."""
    (tmp_path / "closed.id.txt").write_text("Subject: Re: {{ ticket.subject }}\n\nSelesai, {{ recipient.name }}.\n")
    (tmp_path / "closed.id.html").write_text("<html><body><p>Selesai, {{ recipient.name }}.</p></body></html>")
    templates = Templates(tmp_path, CANNED, "id")
    assert templates.load() == []
    letter = replace(CLOSED, to=(Address(ANI.email, "A & 'B'"),))
    message = read(compose(letter, TICKET, Threading(), replace(KIT, templates=templates)))
    assert message.get_content_type() == "multipart/alternative"
    html = cast(EmailMessage, message.get_body(("html",))).get_content()
    assert "A &amp; &#39;B&#39;" in html
    link = f"https://survey.example/?ticket=12&key={identity.survey_key(SECRET, 's3cret')}"
    assert f'href="{link.replace("&", "&amp;")}"' in html
    assert body(message).count(link) == 1


# ---- survey


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("kind", ["closed", "closing-satisfied", "closing-no-feedback"])
def test_the_survey_link_is_in_a_closing_letter_once(kind, language) -> None:
    """Whatever letter the PIC closes with; its key is not the ticket's token."""
    finished = compose(replace(CLOSED, kind=kind, language=language), TICKET, Threading(), KIT)
    key = identity.survey_key(SECRET, "s3cret")
    assert body(read(finished)).count(f"https://survey.example/?ticket=12&key={key}") == 1
    assert b"s3cret" not in finished.data


def test_no_survey_without_a_link_or_in_any_other_letter() -> None:
    """Only the PIC's close adds it."""
    assert "survei" not in compose(CLOSED, TICKET, Threading(), replace(KIT, survey_link=None)).text
    assert "survey.example" not in compose(replace(CLOSED, survey=False), TICKET, Threading(), KIT).text


def test_a_template_may_place_the_link_itself(tmp_path) -> None:
    """Then nothing is appended, and a second mention is taken out."""
    source = "Subject: x\n\nIsi: {{ survey_link }}\nLagi: {{ survey_link }}\n"
    (tmp_path / "survey-line.id.txt").write_text("partial: yes\n\nBagaimana pelayanan kami?\n")
    (tmp_path / "closed.id.txt").write_text(source)
    templates = Templates(tmp_path, CANNED, "id")
    assert templates.load() == []
    text = compose(CLOSED, replace(TICKET, number="2026/7"), Threading(), replace(KIT, templates=templates)).text
    assert text.count("https://survey.example/?ticket=2026%2F7&key=") == 1
    assert "Bagaimana" not in text
    satisfied = replace(CLOSED, kind="closing-satisfied")
    forgotten = compose(satisfied, TICKET, Threading(), replace(KIT, templates=templates))
    assert "Bagaimana pelayanan kami?\nhttps://survey.example/?ticket=12&key=" in forgotten.text
    without = compose(replace(CLOSED, survey=False), TICKET, Threading(), replace(KIT, templates=templates))
    assert without.text == "Isi: \nLagi:\n"


# ---- facts


def test_the_owner_gets_the_closing_text_in_the_customers_language() -> None:
    """The core has no templates: compose renders the text that suggest-close hands over."""
    letter = Letter("suggest-close", (BUDI,), language="id", facts={"arithmetic": ["x"], "closing_text": ""})
    text = compose(letter, replace(TICKET, language="en"), Threading(), KIT).text
    assert "Hello Ani," in text
    assert "we have not heard back from you" in text
    assert "Halo Budi," in text


def test_long_words_of_others_do_not_blow_up_a_letter() -> None:
    """A fact is bounded; a person's own words that are relayed are not."""
    huge = "kata " * 200_000
    letter = Letter("claim-taken", (BUDI,), facts={"owner": "Sari", "claimed_at": NOW, "text": huge})
    assert len(compose(letter, TICKET, Threading(), KIT).data) < 100_000
    assert len(compose(replace(ANSWER, body=huge), TICKET, Threading(), KIT).text) > 999_000


def test_an_announcement_asks_for_what_the_desk_will_accept() -> None:
    """With `claim: empty-only` nobody is invited to answer right away, in either way of replying."""
    facts = {name: samples_of("announcement")[1][name] for name in LETTERS["announcement"]}
    for kind, right_away in (("announcement", "langsung"), ("customer-wrote", "langsung")):
        for reply_to in ("desk", "everyone"):
            letter = Letter(kind, (BUDI,), facts=facts if kind == "announcement" else {}, reply_to=reply_to)
            ticket = replace(TICKET, owner=None)
            assert right_away in compose(letter, ticket, Threading(), KIT).text
            assert right_away not in compose(letter, ticket, Threading(), replace(KIT, claim="empty-only")).text


def test_a_name_that_is_an_advertisement_is_not_greeted() -> None:
    """An acknowledgement to a forged sender carries nobody's link."""
    for name in ("Menang! https://evil.example/x", "www.evil.example", "evil.example/x", "a@b", "x" * 100):
        letter = Letter("acknowledgement", (Address(ANI.email, name),), facts={"promised_at": None})
        assert compose(letter, TICKET, Threading(), KIT).text.startswith("Halo,\n")
    letter = Letter("acknowledgement", (Address(ANI.email, "Dr. Ani Lestari, S.Kom."),), facts={"promised_at": None})
    assert compose(letter, TICKET, Threading(), KIT).text.startswith("Halo Dr. Ani Lestari, S.Kom.,\n")


def test_what_a_customer_wrote_is_never_expanded() -> None:
    """mail.md 11.10."""
    ticket = replace(TICKET, subject="{{ desk.address }}", question="{{ 7 * 7 }} {% raw %}")
    facts = {"operator": "{{ ticket.number }}", "question": ticket.question, "due_at": None, "files": []}
    finished = compose(Letter("claim-receipt", (BUDI,), facts=facts), ticket, Threading(), KIT)
    assert finished.subject == "Re: [#12] {{ desk.address }}"
    assert "> {{ 7 * 7 }} {% raw %}" in finished.text
    assert "Operator {{ ticket.number }}." in finished.text


def test_composing_is_fast_enough_for_a_backlog() -> None:
    """Two letters per mail at 400 mails a second are 800; asked here is half of that, for a busy machine."""
    facts = {"operator": "Budi", "question": "Pulsa belum masuk – tolong.\n" * 20, "due_at": NOW, "files": []}
    letter = Letter("claim-receipt", (BUDI,), facts=facts, reply_to="everyone")
    thread = Threading("<q@mail.example>", tuple(f"<{i}@mail.example>" for i in range(10)))
    begin = time.perf_counter()
    for _ in range(400):
        compose(letter, TICKET, thread, KIT)
    assert time.perf_counter() - begin < 1


@pytest.mark.parametrize(
    ("kind", "language", "shown"),
    [
        ("reminder-answer", "id", "iDuHelp! Offline (pengingat)"),
        ("reminder-answer", "en", "iDuHelp! Offline (reminder)"),
        ("reminder-answer", "", "iDuHelp! Offline (pengingat)"),
        ("escalation-claim", "id", "iDuHelp! Offline (eskalasi)"),
        ("closing-notice", "en", "iDuHelp! Offline (notice)"),
        ("digest", "id", "iDuHelp! Offline (ringkasan)"),
        ("claim-receipt", "id", "iDuHelp! Offline"),
        ("announcement", "id", "iDuHelp! Offline"),
    ],
)
def test_from_says_what_a_letter_to_colleagues_is(kind, language, shown) -> None:
    """In a list of letters under one subject the receipt is told from what only reminds and tells."""
    facts = samples_of(kind)[0]
    letter = Letter(kind, (BUDI,), language=language, facts={name: facts[name] for name in LETTERS[kind]})
    sender = read(compose(letter, TICKET, Threading(), KIT))["From"].addresses[0]
    assert (sender.display_name, sender.addr_spec) == (shown, DESK.address)
