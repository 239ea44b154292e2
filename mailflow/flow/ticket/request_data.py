"""The data of a request, for the letters that show them and for `show`: from the log, and from the mail in hand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from mailflow.core.finders.past_words import WrittenAt
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.letter import Letter
from mailflow.core.letter_kinds import kind_of
from mailflow.core.mail_data import new_words, subject_words
from mailflow.core.parties import Shown
from mailflow.core.people import is_customer, same
from mailflow.core.request_data import DataValue, NewWords, data_of, missing, value_words
from mailflow.core.request_labels import label_of
from mailflow.core.rules import DataField
from mailflow.core.search.repeated import unquoted
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.files import MailInHand
from mailflow.lazy_dataclasses import replace
from mailflow.mail.quoting.tail import without_signature
from mailflow.mail.quoting.text import new_words as typed
from mailflow.store.desk import tickets
from mailflow.store.engine.database import Database
from mailflow.store.read import said
from mailflow.store.read.said import RecordedWords

_MARKED = LazyPattern(r"^\s{0,4}>", re.MULTILINE)
_THIS_MAIL = ""  # the one being decided is not in the log yet, and needs no name


def with_data(parts: Parts, letter: Letter, ticket: Ticket, mail: MailInHand | None) -> Letter:
    """The letter with the data of its ticket's request, where its kind shows them."""
    shows = kind_of(letter.kind).data
    named = letter.facts.get("ask")
    asked = named if isinstance(named, tuple) else ()
    fields = tuple(one for one in parts.rules.data if shows == "all" or one.confirm or one.name in asked)
    if not shows or not fields:
        return letter
    zone = ZoneInfo(parts.rules.desk.timezone)
    found = data_of(_all_said(parts.db, ticket, mail, parts.clock.now(), zone), fields)
    language = parts.rules.desk.spoken(letter.language)
    sure = [one for one in found.values() if shows == "all" or (one.value is not None and one.field.confirm)]
    facts: dict[str, object] = {"data": [_shown(value, parts, language) for value in sure]}
    if shows == "all":
        facts["data_missing"] = [label_of(field, language) for field in missing(fields, found)]
    else:
        facts["ask"] = [label_of(field, language) for field in missing(fields, found) if field.name in asked]
    return replace(letter, facts={**letter.facts, **facts})


def sure_words(parts: Parts, ticket: Ticket, mail: MailInHand | None) -> Shown:
    """(name, value in words) of each field of which the mails, that in hand among them, say one thing for sure; in the
    desk's language."""
    desk, fields = parts.rules.desk, parts.rules.data
    found = data_of(_all_said(parts.db, ticket, mail, parts.clock.now(), ZoneInfo(desk.timezone)), fields)
    sure = ((name, one) for name, one in found.items() if one.value is not None)
    return tuple(
        (name, value_words(one.value, one.field, desk.timezone, desk.language))
        for name, one in sure
        if one.value is not None
    )


def data_on(db: Database, n: int, fields: Sequence[DataField], zone: tzinfo) -> Mapping[str, DataValue]:
    """What the mails of ticket `n` say of each field."""
    ticket = tickets.load(db, n) if fields else None
    return data_of(_recorded(db, _numbers(db, ticket), zone), fields) if ticket is not None else {}


def _all_said(db: Database, ticket: Ticket, mail: MailInHand | None, now: datetime, zone: tzinfo) -> list[NewWords]:
    """`now`: for a mail in hand of which nobody knows when it arrived."""
    recorded = _recorded(db, _numbers(db, ticket), zone) if ticket.n else []
    if mail is None:
        return recorded
    sender = mail.message.sender
    by_customer = ticket.version <= 1 or (sender is not None and is_customer(ticket, sender.email))
    words = new_words(mail.message, mail.arrived_at or now, zone, by_customer=by_customer, place=_THIS_MAIL)
    begins = [subject_words(mail.message.subject, words)] if ticket.version <= 1 else []
    return [*recorded, *begins, words]


def _numbers(db: Database, ticket: Ticket) -> tuple[int, ...]:
    """The ticket, and those of the same customer that went into it: nobody else's data are this request's."""
    joined = [tickets.load(db, n) for n in ticket.merged_from]
    return (ticket.n, *(one.n for one in joined if one is not None and _same_customer(one, ticket)))


def _same_customer(one: Ticket, other: Ticket) -> bool:
    return bool(one.requester and other.requester and same(one.requester.email, other.requester.email))


def _recorded(db: Database, numbers: Sequence[int], zone: tzinfo) -> list[NewWords]:
    """Oldest first."""
    found = [one for n in numbers for one in _of_ticket(db, n, zone)]
    return sorted(found, key=lambda one: one.arrival.at) if len(numbers) > 1 else found


def _own(said: RecordedWords) -> str:
    """What colleagues read keeps a quotation of what never came here, and the signature; its author says neither."""
    words = unquoted(typed(said.text).text) if _MARKED.search(said.text) else said.text
    return without_signature(words, (said.author,)) if said.by_customer else words


def _of_ticket(db: Database, n: int, zone: tzinfo) -> list[NewWords]:
    """Oldest first; the request's subject before its text."""
    found = [
        NewWords(
            f"mail {one.mail}" if one.mail else "a note",
            WrittenAt(one.at, zone),
            _own(one),
            one.files,
            one.by_customer,
        )
        for one in said.on_ticket(db, n)
    ]
    ticket = tickets.load(db, n) if found and found[0].by_customer else None
    return found if ticket is None else [subject_words(ticket.subject, found[0]), *found]


def _shown(value: DataValue, parts: Parts, language: str) -> dict[str, object]:
    """For the template."""
    timezone = parts.rules.desk.timezone
    words = [
        value_words(one, value.field, timezone, language) for one in (value.value, *value.candidates) if one is not None
    ]
    return {
        "label": label_of(value.field, language),
        "value": words[0] if value.value is not None else "",
        "candidates": tuple(words) if value.value is None else (),
        "found": value.found,
    }
