"""What a colleague's mail shows of his presence: a vacation reply that he is away, a mail of his own hand that he is
here. Nobody's vacation reply is mistaken twice: its text is remembered (core/absence.py)."""

from __future__ import annotations

from mailflow.core.absence import Absence, Presence, by_hand, by_notice, text_digest, with_text
from mailflow.core.rules import Person
from mailflow.core.stand_ins import colleague
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import COLLEAGUES, Case
from mailflow.flow.ticket import presence
from mailflow.flow.ticket.answered import answered_ids
from mailflow.mail.away import away_in_words, says_absent
from mailflow.mail.nature import RECEIPT
from mailflow.store.desk import presences
from mailflow.store.mail import outbox

_AUTOMATIC = "automatic"
# natures of what is no reply of an autoresponder, whatever words it has: "Accepted: rapat cuti bersama"
_NO_REPLY = (
    "calendar",
    "delivery",
    "complaint",
    "notice of a list",
    "subject of a machine",
    "words of a read",
    RECEIPT,
)
_NOT_BY_HAND = frozenset({_AUTOMATIC, "bounce", "echo", "history", "duplicate", "quarantined"})


def note_presence(parts: Parts, case: Case, outcome: str) -> None:
    """Writer. What the mail, which has ended with `outcome`, shows of its author."""
    person = _person(case)
    if person is not None and outcome == _AUTOMATIC:
        _by_program(parts, case, person)
    elif person is not None and case.author.proven and outcome not in _NOT_BY_HAND and not case.message.automatic:
        _by_hand(parts, case, person)


def _by_program(parts: Parts, case: Case, person: Person) -> None:
    """He is away, if his automatic reply says so and is his beyond doubt."""
    text = _text(case)
    if (
        case.message.nature_reason.startswith(_NO_REPLY)
        or not says_absent(case.message.subject, text)
        or not _is_his(parts, case, person)
    ):
        return
    before = presences.of(parts.db, person.address)
    absence = Absence(person.name, case.row.arrived_at, how="inferred", notice=text_digest(text))
    after = by_notice(before, absence)
    if before.word is not None and before.word.covers(case.row.arrived_at):  # known already
        after = with_text(before, absence.notice)
    _keep(parts, case, person, before, after)
    if after.word == absence:
        presence.tell(parts, person, absence)


def _by_hand(parts: Parts, case: Case, person: Person) -> None:
    before = presences.of(parts.db, person.address)
    after = by_hand(before, case.row.arrived_at)
    if away_in_words(case.message.reply_text):
        after = with_text(after, text_digest(_text(case)))
    _keep(parts, case, person, before, after)


def is_known_notice(parts: Parts, case: Case) -> bool:
    """The same words of absence as in an earlier mail of this colleague: a program writes them, whatever its headers
    say."""
    person = _person(case)
    if person is None or case.message.automatic or not away_in_words(case.message.reply_text):
        return False
    return text_digest(_text(case)) in presences.of(parts.db, person.address).seen


def _person(case: Case) -> Person | None:
    if case.author.role not in COLLEAGUES or case.form is not None or case.row.released_by:
        return None
    return colleague(case.author.name or "", case.rules)


def _text(case: Case) -> str:
    return case.message.reply_text or case.message.text


def _is_his(parts: Parts, case: Case, person: Person) -> bool:
    """His server vouches for it, or it replies to a letter of ours that only he got: nobody else knows its id."""
    if case.author.proven:
        return True
    letters = (outbox.by_message_id(parts.db, one) for one in answered_ids(case.message))
    own = [address.casefold() for address in person.addresses]
    return any(letter is not None and set(map(str.casefold, letter.recipients)) <= set(own) for letter in letters)


def _keep(parts: Parts, case: Case, person: Person, before: Presence, after: Presence) -> None:
    if after != before:
        presence.note(parts, person, after, case.cause())
