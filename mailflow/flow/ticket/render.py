"""Renders a letter the core decided on to finished bytes for the outbox: looks up its thread, attachments and
template."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime

from mailflow.core.confirmations import LASTS
from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import kind_of
from mailflow.core.message import Address, Message
from mailflow.core.people import is_customer
from mailflow.core.ticket import Ticket
from mailflow.errors import GiveUp
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.files import Enclosed, MailInHand, enclosed
from mailflow.flow.ticket.request_data import with_data
from mailflow.flow.ticket.ticket_list import with_list
from mailflow.flow.ticket.transcript import with_transcript
from mailflow.mail.compose import Kit, Threading, compose
from mailflow.store.desk.record import OutboxEntry, post
from mailflow.store.mail import messages, reply_tokens

log = logging.getLogger("mailflow")


def write(parts: Parts, letter: Letter, ticket: Ticket, mail: MailInHand | None) -> OutboxEntry:
    """The letter as it will be sent, and sent again. Raises GiveUp when it has no recipient, or no version of its
    template can be rendered."""
    rules = parts.rules
    enclosure = enclosed(parts, letter, ticket, mail)
    kit = Kit(
        templates=parts.templates,
        desk=rules.desk,
        secret=parts.secret,
        random=parts.token(),
        date=parts.clock.now(),
        survey_link=rules.survey_link,
        survey_by_mail=rules.survey_by_mail,
        files=enclosure.files,
        edition=_edition(parts, letter, ticket),
        claim=rules.claim,
    )
    thread = _thread(parts, letter, ticket, mail.message if mail else None)
    told = _naming(letter, enclosure, letter.language or rules.desk.language)
    told = with_list(parts, with_transcript(parts, _honest(told, kit.date), ticket))
    told = with_data(parts, told, ticket, mail)
    finished = compose(told, ticket, thread, kit)
    return OutboxEntry(
        letter.kind,
        finished,
        letter.to,
        letter.cc,
        to_customer=is_customer(ticket, letter.to[0].email),
        author=Address(rules.desk.address, letter.author or rules.desk.name),
        attachments=enclosure.listed(),
        version=ticket.version or None,
        asks=letter.asks,
        about=letter.about,
    )


def _edition(parts: Parts, letter: Letter, ticket: Ticket) -> str | None:
    """Of the token in a letter to one colleague, where it proves who replies."""
    reader = letter.to[0].email
    if "token" not in parts.rules.trust.operators or len(letter.to) > 1 or not parts.rules.may_be_proven(reader):
        return None
    return reply_tokens.edition(parts.db, reader, ticket.n)


def _naming(letter: Letter, enclosure: Enclosed, language: str) -> Letter:
    """The letter with the names of the attachments sent along, and of those left out."""
    copied = [file.name for file in enclosure.copied()]
    named = enclosure.named(language)
    return replace(letter, facts={**letter.facts, "files": copied, "not_copied": named}) if copied or named else letter


def _honest(letter: Letter, now: datetime) -> Letter:
    """The letter without a promise for a time that has passed: the mail was in the mailbox while mailflow was not
    running. A question says until when its answer counts."""
    if letter.asks is not None:
        return replace(letter, facts={**letter.facts, "until": now + LASTS})
    promised = letter.facts.get("promised_at")
    if not isinstance(promised, datetime) or promised > now:
        return letter
    return replace(letter, facts={**letter.facts, "promised_at": None})


def post_alone(parts: Parts, letter: Letter, subject: str = "", mail: MailInHand | None = None) -> str:
    """Writer. A letter that belongs to no ticket (alarm to the admin, refusal of a mail that changed nothing), perhaps
    in reply to `mail` under its subject. Returns its Message-ID; "" when it cannot be rendered."""
    try:
        entry = write(parts, letter, Ticket(subject=subject), mail)
    except GiveUp as error:
        log.error("not-written letter=%s to=%s: %s", letter.kind, letter.to[0].email, error)
        return ""
    post(parts.db, entry, parts.clock.now())
    return entry.letter.message_id


def _thread(parts: Parts, letter: Letter, ticket: Ticket, message: Message | None) -> Threading:
    """In-Reply-To and References. Letters to customers refer only to mails the customer has: an operator's Message-ID
    would reveal a private domain (mail.md 12.2)."""
    if ticket.n == 0:
        return Threading(message.message_id or None) if message else Threading()
    fresh = ticket.version <= 1
    ids = [] if fresh else messages.of_customer(parts.db, ticket.n)
    in_hand = message.message_id if message is not None else ""
    from_customer = message is not None and message.sender is not None and is_customer(ticket, message.sender.email)
    to_customer = is_customer(ticket, letter.to[0].email)
    colleague = kind_of(letter.kind, to_customer=to_customer).internal and not to_customer
    if in_hand and in_hand not in ids and (from_customer or (fresh and colleague)):
        ids.append(in_hand)
    answers = letter.answers or (in_hand if letter.auto == "auto-replied" and colleague else "")
    parent = answers or (ids[-1] if ids else None)
    references = [*ids, *([answers] if answers and answers not in ids else [])]
    return Threading(parent, tuple(references))
