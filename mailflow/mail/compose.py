"""Letter + ticket → finished bytes with a fixed Message-ID: what is stored in the outbox and sent, however often.

Subject: Re: [#12] Pulsa belum masuk         the customer's words, our tag once      (mail.md 4.5)
From: "Budi via iDuHelp! Offline" <desk>     a person's words; else the desk's name   (mail.md 12.1, 12.2)
From: "iDuHelp! Offline (pengingat)" <desk>   and what it is, where it is no letter to answer from
References: root, thread …, its stand-in     every client shows one conversation      (RFC 5322 §3.6.4, mail.md 4.3)
Auto-Submitted: auto-generated               on everything no person wrote            (RFC 3834 §5, mail.md 1.11)
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote as url_quote
from zoneinfo import ZoneInfo

from mailflow.core.addressed import Addressed, addressed
from mailflow.core.finished import Finished
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.letter import LETTERS_WITHIN, Letter
from mailflow.core.message import Address
from mailflow.core.preview import harmless, preview
from mailflow.core.rules import Desk
from mailflow.core.subject_prefix import BEFORE_SUBJECT, REPLY
from mailflow.core.ticket import Ticket
from mailflow.core.wording import no_subject, say
from mailflow.errors import GiveUp
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail import identity, unsubscribing, writing
from mailflow.mail.appended import asking_for_digit, to_many, with_survey
from mailflow.mail.canned import Rendered
from mailflow.mail.facts import completed, view_of
from mailflow.mail.letters_within import letters_within
from mailflow.mail.party_subject import party_subject
from mailflow.mail.sandbox import CUT_MARK
from mailflow.mail.templates import Templates

if TYPE_CHECKING:
    from mailflow.mail.multipart import File, Files

MOST_REFERENCES = 20
LONGEST_SUBJECT = 300  # characters; the whole subject is in the ticket
LONGEST_DOUBTFUL = 80  # of a subject with a link in it, in a letter nobody wrote
LONGEST_GREETING = 60  # characters of a name
LONGEST_FACT = 40_000  # characters of any one text given to a template: letters must stay small on slow connections

_PLAIN_TEXT = b"Content-Type: text/plain; charset=utf-8\r\n"
_NO_NAME = LazyPattern(r"://|www\.|[@<>]|\w\.\w{2,}/|\w{3}\.\w{2}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Threading:
    """A letter's place in its reader's conversation: ids with brackets, oldest first."""

    in_reply_to: str | None = None
    references: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kit:
    """Everything that is not in letter and ticket: the desk's settings, and this letter's time, random part and
    attachments."""

    templates: Templates
    desk: Desk
    secret: bytes
    random: str  # makes the Message-ID unique
    date: datetime  # aware
    survey_link: str | None = None  # rules.survey.link, with {number} and {token}
    survey_by_mail: bool = False  # without a link the closing letter asks for a digit by reply
    files: Files | None = None  # attachments, for a letter that has any
    pictures: tuple[File, ...] = ()  # within its HTML
    # of the personal reply token of the letter's only reader; None: letters of no ticket have no token
    edition: str | None = None
    claim: Literal["any-reply", "empty-only"] = "any-reply"  # rules.claim: what an announcement asks for


def compose(letter: Letter, ticket: Ticket, thread: Threading, kit: Kit) -> Finished:
    """As `finish`, for a letter of which nothing is known beside the ticket."""
    return finish(addressed(letter, ticket), thread, kit)


def finish(known: Addressed, thread: Threading, kit: Kit) -> Finished:
    """The letter as bytes. Recipients whose address cannot be written are left out; `recipients` are those who remain.

    Raises GiveUp when no recipient remains, or no version of its template can be rendered.
    """
    letter, ticket = known.letter, known.ticket
    to = _writable(letter.to)
    others = _writable(letter.cc) if letter.cc else ()
    cc = tuple(person for person in others if person.key not in {reader.key for reader in to})
    if not to:
        raise GiveUp(f"no address of {', '.join(a.email for a in letter.to)!r} can be written to")
    words = _words(known, kit)
    if letter.party:
        theirs = str(letter.facts.get("their_number") or "")
        subject = party_subject(words.subject, theirs, reply=thread.in_reply_to is not None)
    else:
        subject = subject_line(words.subject, ticket.number if ticket.n else "", kit.desk.number)
    message_id = identity.mint(kit.secret, ticket.n, kit.random, _domain(kit.desk))
    text = writing.clean_text(words.text)
    head = b"".join(_headers(known, thread, kit, _Head(to, cc, subject, message_id)))
    files = kit.files if letter.files != "none" else None
    if files is not None or words.html is not None:
        from mailflow.mail.multipart import multipart_body  # imports email.message, which few letters need

        boundary = f"=_{message_id.strip('<>').partition('@')[0]}"
        body = multipart_body(text, words.html, files, boundary, kit.pictures)
    else:
        transfer, data = writing.encoded_body(text)
        body = _PLAIN_TEXT + f"Content-Transfer-Encoding: {transfer}\r\n\r\n".encode() + data
    recipients = tuple(person.email for person in (*to, *cc))
    end = files.end if files is not None else b""
    return Finished(message_id, _sender(kit, message_id, recipients), recipients, head + body, subject, text, end)


def _sender(kit: Kit, message_id: str, recipients: tuple[str, ...]) -> str:
    """The envelope sender: the desk, where bounces are read; with desk.plus an address of this letter alone. Not to the
    operators' list: some list managers know their members by the envelope."""
    desk = kit.desk
    to_list = desk.list is not None and desk.list.casefold() in map(str.casefold, recipients)
    return identity.bounce_address(kit.secret, desk.address, message_id) if desk.plus and not to_list else desk.address


def subject_line(subject: str, number: str, number_format: str) -> str:
    """`subject` with at most one reply prefix and the tag of `number` ("" for none) exactly once, after the prefix."""
    subject = subject[: LONGEST_SUBJECT * 4]
    bare = clean_subject(subject, number_format)
    reply = "Re: " if REPLY.match(" ".join(subject.split())) or _tag_first(subject, number_format) else ""
    tag = f"{identity.subject_tag(number)} " if number else ""
    return f"{reply}{tag}{bare}".strip()


def clean_subject(subject: str, number_format: str) -> str:
    """The customer's subject: without tags and leading `Re:` of any language, one line, of limited length."""
    bare = identity.without_tags(writing.one_line(subject[: LONGEST_SUBJECT * 4]), number_format)
    bare = BEFORE_SUBJECT.sub("", bare, 1)
    return bare if len(bare) <= LONGEST_SUBJECT else bare[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _tag_first(subject: str, number_format: str) -> bool:
    """`[#12] Re: …`: a prefix after a tag is a reply prefix too."""
    return REPLY.match(identity.without_tags(subject[: LONGEST_SUBJECT * 4], number_format)) is not None


# ---- words


def _words(known: Addressed, kit: Kit) -> Rendered:
    """Subject and text, from the template or the person, with the survey link where it belongs."""
    letter, ticket = known.letter, known.ticket
    language = letter.language or kit.desk.language
    subject = _shown_subject(known, kit) or no_subject(kit.desk.spoken(language))
    link = survey_link(ticket, kit) if letter.survey else ""
    if letter.body is not None:
        words = Rendered(f"Re: {subject}", letter.body, language=language)
    elif letter.leaving is not None:
        base = _context(replace(letter, kind=letter.canned), ticket, kit, subject, link)
        words = to_many(letter.canned, language, base, letter.leaving.page, kit.templates)
    else:
        words = kit.templates.render(letter.kind, language, _context(letter, ticket, kit, subject, link))
    if link:
        return with_survey(words, link, kit.templates, kit.desk)
    return asking_for_digit(words, kit.templates, kit.desk) if letter.survey and kit.survey_by_mail else words


def _shown_subject(known: Addressed, kit: Kit) -> str:
    """The customer's subject. An automatic letter may reach someone who never wrote it, so links in it are not
    clickable, and with a link it is cut short."""
    subject = clean_subject(known.ticket.subject, kit.desk.number)
    if known.letter.body is not None or (known.ticket.n and known.internal):
        return subject
    return subject if harmless(subject) == subject else preview(subject, LONGEST_DOUBTFUL)


def _context(letter: Letter, ticket: Ticket, kit: Kit, subject: str, link: str) -> dict[str, object]:
    """The template's variables: desk, ticket, recipient, and the letter's facts at top level."""
    facts = completed(letter.kind, {name: _bounded(value) for name, value in letter.facts.items()})
    base = {
        "desk": kit.desk,
        "ticket": view_of(ticket, subject, LONGEST_FACT),
        "recipient": Address(letter.to[0].email, _greetable(letter.to[0].name)),
        "survey_link": link,
        "reply_to": letter.reply_to,
        "claim": kit.claim,
    }
    if letter.kind == "suggest-close" and not facts["closing_text"]:
        # the core has no templates: the text to send is rendered here, in the customer's language
        fits = "closing-satisfied" if facts["solved"] else "closing-no-feedback"
        own = base | {"recipient": ticket.requester or Address("")} | completed(fits, {})
        own["operator"] = ticket.owner
        closing = kit.templates.render(fits, ticket.language or kit.desk.language, own)
        facts["closing_text"] = closing.text.strip()
    if letter.facts.get(LETTERS_WITHIN):
        facts |= letters_within(letter.facts, base, kit.templates, letter.language or kit.desk.language)
    return base | facts


def _greetable(name: str) -> str:
    """A name to greet with, "" if it is none: a forged sender must not put a link into our acknowledgement."""
    plain = writing.one_line(name)
    return "" if len(plain) > LONGEST_GREETING or _NO_NAME.search(plain) else plain


def _bounded(value: object) -> object:
    return value[:LONGEST_FACT] + CUT_MARK if isinstance(value, str) and len(value) > LONGEST_FACT else value


def survey_link(ticket: Ticket, kit: Kit) -> str:
    """The ticket's survey link, "" without `survey.link`. Its key is none of the tokens that occur in headers."""
    number = url_quote(ticket.number, safe="")
    key = identity.survey_key(kit.secret, ticket.token)
    link = (kit.survey_link or "").replace("{number}", number).replace("{token}", key)
    return link.replace("{n}", str(ticket.n))  # our own page


# ---- headers


@dataclass(frozen=True, slots=True)
class _Head:
    """What was worked out for this letter's headers: readers that can be written to, subject, Message-ID."""

    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str
    message_id: str


def _headers(known: Addressed, thread: Threading, kit: Kit, head: _Head) -> Iterator[bytes]:
    """Every header except those of the body."""
    letter, ticket, desk = known.letter, known.ticket, kit.desk
    yield writing.addresses("From", (Address(desk.address, _from_name(known, desk)),))
    yield writing.addresses("To", head.to)
    if head.cc:
        yield writing.addresses("Cc", head.cc)
    yield _reply_to(letter, ticket, kit, head)
    yield writing.unstructured("Subject", head.subject)
    yield _date(kit.date.replace(microsecond=0), desk.timezone)
    yield writing.tokens("Message-ID", [head.message_id])
    yield from _threading(letter, ticket, thread, kit, head.message_id)
    if known.auto is not None:
        yield writing.token("Auto-Submitted", known.auto)
        yield writing.token("X-Auto-Response-Suppress", "All")
        yield writing.token("Precedence", "bulk")  # the only sign that procmail and vacation(1) know
    if letter.leaving is not None:
        yield from unsubscribing.headers(letter.leaving, desk)
    yield writing.tokens("X-Mailflow-Loop", [identity.loop_mark(kit.secret), head.message_id])
    yield writing.token("MIME-Version", "1.0")


def _from_name(known: Addressed, desk: Desk) -> str:
    """`Budi via iDuHelp`, `iDuHelp (pengingat)`, `iDuHelp`: whose words it contains, or what kind of letter it is,
    since all letters of a ticket are listed under one subject."""
    letter, tag = known.letter, known.kind.tag
    if letter.author:
        return f"{letter.author} via {desk.name}"
    return f"{desk.name} ({say(tag, desk.spoken(letter.language))})" if tag else desk.name


@lru_cache(maxsize=16)  # of the same second: 1.8 % of requests (bench/caches.py)
def _date(second: datetime, timezone: str) -> bytes:
    return writing.token("Date", format_datetime(second.astimezone(ZoneInfo(timezone))))


def _threading(letter: Letter, ticket: Ticket, thread: Threading, kit: Kit, message_id: str) -> Iterator[bytes]:
    """In-Reply-To and References: the ticket's root first, then the newest ids of the thread, the parent, and the
    letter's stand-in, in case a relay gives it another Message-ID: a reply has the stand-in right before the new
    id."""
    parent = thread.in_reply_to or letter.answers
    if parent is not None and writing.is_message_id(parent):
        yield writing.tokens("In-Reply-To", [parent])
    else:
        parent = None
    known = dict.fromkeys([i for i in thread.references if i != parent and writing.is_message_id(i)])
    chain = [*known, *([parent] if parent else [])]
    domain = _domain(kit.desk)
    stand_in = identity.stand_in(kit.secret, message_id, domain) or ""
    if letter.party:
        chain = [*chain[-(MOST_REFERENCES - 1) :], stand_in]
    elif ticket.n:
        root = identity.root_id(kit.secret, ticket.n, domain)
        chain = [root, *[i for i in chain if i != root][-(MOST_REFERENCES - 2) :], stand_in]
    else:
        chain = [*chain, stand_in]
    if chain:
        yield writing.tokens("References", chain[-MOST_REFERENCES:])


def _reply_to(letter: Letter, ticket: Ticket, kit: Kit, head: _Head) -> bytes:
    """The desk; with desk.plus its token address, which is personal if the letter has a single reader; or everyone."""
    desk = kit.desk
    if letter.reply_to == "everyone":
        customer = ticket.answer_to or ticket.requester
        people = [customer, *letter.readers, Address(desk.list) if desk.list else None]
        people.append(Address(desk.address, desk.name))
        return writing.addresses("Reply-To", _writable(tuple(p for p in people if p)))
    if not (desk.plus and (ticket.n or kit.edition is not None)):
        return writing.addresses("Reply-To", (Address(desk.address, desk.name),))
    alone = head.to[0].email if len(head.to) == 1 and not head.cc else ""
    address = identity.reply_address(kit.secret, desk.address, ticket.n, alone, kit.edition or "")
    return writing.addresses("Reply-To", (Address(address, desk.name),))


def _writable(people: tuple[Address, ...]) -> tuple[Address, ...]:
    """Those whose address can be written in a header, in that form; each once."""
    found: dict[str, Address] = {}
    for person in people:
        email = writing.wire_address(person.email)
        if email is not None:
            found.setdefault(email.casefold(), person if email == person.email else Address(email, person.name))
    return tuple(found.values())


def _domain(desk: Desk) -> str:
    return desk.address.rpartition("@")[2]  # asked for each letter: not by way of core
