"""Renders the letters the core decided on to finished bytes for the outbox: first looks up thread, attachments and
conversation of all of them, then writes them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from mailflow.core.addressed import Addressed, addressed
from mailflow.core.confirmations import ACTS
from mailflow.core.held import HELD
from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.core.occasions import LetterFailed
from mailflow.core.rules import Desk
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say
from mailflow.errors import GiveUp
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.files import Enclosed, MailInHand, enclosed
from mailflow.flow.ticket.introduced import with_customer
from mailflow.flow.ticket.search_hits import with_hits
from mailflow.flow.ticket.ticket_list import with_list
from mailflow.flow.ticket.transcript import with_transcript
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.compose import Kit, Threading, finish
from mailflow.store.desk.record import OutboxEntry, post
from mailflow.store.mail import departures, messages, reply_tokens

log = logging.getLogger("mailflow")


@dataclass(frozen=True, slots=True)
class Draft:
    """A letter with everything its bytes are made of."""

    known: Addressed
    thread: Threading
    kit: Kit
    enclosure: Enclosed


def written(
    parts: Parts, letters: Sequence[Addressed], mail: MailInHand | None, enclosure: Enclosed | None = None
) -> tuple[list[OutboxEntry], list[LetterFailed]]:
    """The letters as they will be sent, and sent again; and those that cannot be: without a recipient, or no version of
    the template can be rendered. `enclosure`: what goes along, where that is not the mail's."""
    done, failed, author = [], [], parts.rules.desk.name
    for draft in _drafts(parts, letters, mail, enclosure):
        try:
            done.append((draft, finish(draft.known, draft.thread, draft.kit)))
        except GiveUp as error:
            letter, ticket = draft.known.letter, draft.known.ticket
            log.error("not-written letter=%s ticket=%s: %s", letter.kind, ticket.number, error)
            failed.append(LetterFailed(letter.kind, letter.to[0].email, str(error), number=ticket.version))
    return [
        OutboxEntry(
            draft.known.letter.kind,
            finished,
            draft.known.letter.to,
            draft.known.letter.cc,
            to_customer=draft.known.to_customer,
            author=Address(draft.kit.desk.address, draft.known.letter.author or author),
            attachments=draft.enclosure.listed(),
            version=draft.known.ticket.version or None,
            asks=draft.known.letter.asks,
            about=draft.known.letter.about,
            due_at=draft.known.letter.due_at,
        )
        for draft, finished in done
    ], failed


def _drafts(
    parts: Parts, letters: Sequence[Addressed], mail: MailInHand | None, enclosure: Enclosed | None
) -> list[Draft]:
    """Reads what the letters need of the database."""
    filed: dict[int, list[str]] = {}
    for n in {known.ticket.n for known in letters if known.ticket.version > 1}:
        filed[n] = messages.of_customer(parts.db, n)
    return [_draft(parts, known, filed.get(known.ticket.n, []), mail, enclosure) for known in letters]


def _draft(parts: Parts, known: Addressed, filed: list[str], mail: MailInHand | None, given: Enclosed | None) -> Draft:
    """`filed`: Message-IDs of the ticket that its customer has."""
    rules, ticket, now = parts.rules, known.ticket, parts.clock.now()
    enclosure = given or enclosed(parts, known.letter, ticket, mail)
    kit = Kit(
        templates=parts.templates,
        desk=rules.desk,
        secret=parts.secret,
        random=parts.token(),
        date=known.letter.due_at or now,
        survey_link=rules.survey_link,
        survey_by_mail=rules.survey_by_mail,
        files=enclosure.files,
        pictures=enclosure.pictures,
        edition=_edition(parts, known.letter, ticket),
        claim=rules.claim,
    )
    named = _naming(known.letter, enclosure, rules.desk, is_cut=mail is not None and mail.is_cut)
    letter = _honest(named, now)
    if known.kind.retells or letter.kind == HELD:
        letter = with_transcript(parts, letter, ticket)
    letter = with_hits(parts, with_list(parts, _with_runbook(parts, letter, ticket)))
    if known.kind.data and rules.data:
        from mailflow.flow.ticket.request_data import with_data  # 25 ms that desks without `data:` need not wait

        letter = with_data(parts, letter, ticket, mail)
    if known.kind.introduces:
        letter = with_customer(parts, letter, ticket, mail)
    thread = _partys_thread(parts, known) if letter.party else _thread(known, filed, mail)
    known = known if letter is known.letter else replace(known, letter=letter)
    return Draft(known, thread, kit, enclosure)


def _with_runbook(parts: Parts, letter: Letter, ticket: Ticket) -> Letter:
    """The receipt with the steps there are for its category; each is sent by one line."""
    if letter.kind != "claim-receipt" or not ticket.category:
        return letter
    steps = parts.templates.runbook(ticket.category, letter.language or parts.rules.desk.language)
    shown = tuple({"number": number, "title": one.title or one.description} for number, one in steps)
    return replace(letter, facts={**letter.facts, "runbook": shown}) if shown else letter


def _edition(parts: Parts, letter: Letter, ticket: Ticket) -> str | None:
    """Of the token in a letter to one colleague, where it proves who replies."""
    reader = letter.to[0].email
    if "token" not in parts.rules.trust.operators or len(letter.to) > 1 or not parts.rules.may_be_proven(reader):
        return None
    return reply_tokens.edition(parts.db, reader, ticket.n)


def _naming(letter: Letter, enclosure: Enclosed, desk: Desk, *, is_cut: bool) -> Letter:
    """The letter with the names of the attachments sent along, and of those left out. `is_cut`: the mail has more than
    are read."""
    copied = [file.name for file in enclosure.copied()]
    if not copied and not enclosure.left_out:
        return letter
    language = desk.spoken(letter.language)
    named = [*enclosure.named(language), *([say("more-parts", language)] if is_cut else [])]
    return replace(letter, facts={**letter.facts, "files": copied, "not_copied": named})


def _honest(letter: Letter, now: datetime) -> Letter:
    """The letter without a promise for a time that has passed: the mail was in the mailbox while mailflow was not
    running. A question says until when its answer counts."""
    if letter.asks is not None:
        return replace(letter, facts={**letter.facts, "until": now + ACTS[letter.asks.name].lasts})
    promised = letter.facts.get("promised_at")
    if not isinstance(promised, datetime) or promised > now:
        return letter
    return replace(letter, facts={**letter.facts, "promised_at": None})


def _thread(known: Addressed, filed: list[str], mail: MailInHand | None) -> Threading:
    """In-Reply-To and References."""
    if known.ticket.n == 0:
        return Threading(mail.message.message_id or None) if mail else Threading()
    ids = [*filed, *([known.follows] if known.follows and known.follows not in filed else [])]
    parent = known.answers or (ids[-1] if ids else None)
    references = [*ids, *([known.answers] if known.answers and known.answers not in ids else [])]
    return Threading(parent, tuple(references))


def _partys_thread(parts: Parts, known: Addressed) -> Threading:
    """A thread of its own: our letters to that party and its mails, none of the customer's."""
    party = next((one for one in known.ticket.parties if one.number == known.letter.party), None)
    ours = departures.ids_to(parts.db, known.ticket.n, known.letter.to[0].email)
    theirs = party.ids if party is not None else ()
    parent = theirs[-1] if theirs else ours[-1] if ours else None
    return Threading(parent, tuple(dict.fromkeys((*ours[:1], *theirs, *ours[-1:]))))


def post_alone(
    parts: Parts,
    letter: Letter,
    subject: str = "",
    mail: MailInHand | None = None,
    enclosure: Enclosed | None = None,
) -> str:
    """Writer. A letter that belongs to no ticket (alarm to the admin, refusal of a mail that changed nothing), perhaps
    in reply to `mail` under its subject. Returns its Message-ID; "" when it cannot be rendered."""
    entries, _ = written(parts, [addressed(letter, Ticket(subject=subject))], mail, enclosure)
    for entry in entries:
        post(parts.db, entry, parts.clock.now())
    return entries[0].letter.message_id if entries else ""
