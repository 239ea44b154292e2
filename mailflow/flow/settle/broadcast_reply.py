"""What comes back to a letter to many: a customer leaves, a program answers, a person thanks. Anything else a person
writes is a request, which knows what it answers."""

from __future__ import annotations

from datetime import datetime, timedelta

from mailflow.core.broadcasts import key_in
from mailflow.core.letter import Letter
from mailflow.core.meaning import Meaning
from mailflow.core.message import Nature
from mailflow.core.opening import is_persons
from mailflow.core.people import is_robot
from mailflow.core.replies.customer import read
from mailflow.core.replies.leaving import leaves
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import OF_NO_TICKET, Case, Settled
from mailflow.flow.settle.no_person import is_hasty_notice, is_programs_reply
from mailflow.flow.ticket import letter_limits
from mailflow.flow.ticket.render import post_alone
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.away import away_in_words
from mailflow.mail.language import language_of
from mailflow.mail.nature import COMPLAINT
from mailflow.mail.unsubscribing import signed
from mailflow.store.desk import broadcasts, register
from mailflow.store.desk.broadcasts import BroadcastMail, Returned
from mailflow.store.mail.messages import is_known

LEFT = "unsubscribed"  # the letter
_LATELY = timedelta(days=14)  # so long a notice that names no mail may be about a letter of ours
_COURTESY = frozenset({Meaning.THANKS, Meaning.ACKNOWLEDGEMENT})


@dataclass(frozen=True, slots=True)
class ComesBack:
    """A mail about a letter to many that asks for nothing."""

    mail: BroadcastMail
    what: Returned
    reason: str
    by_click: bool = False  # a mail program wrote it, and nobody waits for an answer


def comes_back(parts: Parts, case: Case) -> ComesBack | None:
    """Nothing else is to be done about it: no ticket. Of most mails it is known at once that it is none."""
    message = case.message
    if message.nature is Nature.BOUNCE or case.form is not None:
        return None
    if "unsubscribe" in message.subject.casefold() and (found := _clicked(parts, case)):
        return found
    if case.ticket is not None:
        return _leaves_again(parts, case)
    by_header = message.nature in (Nature.AUTOMATIC, Nature.ECHO)
    if case.broadcast is None:
        return _lately(parts, case) if by_header else None
    mail, _ = case.broadcast
    if message.nature_reason == COMPLAINT:
        return _leaving(mail, by_click=True)
    if by_header or _is_programs(parts, case):
        return ComesBack(mail, "automatic_at", f"an automatic reply to broadcast {mail.broadcast}")
    if message.nature is not Nature.HUMAN or message.files:
        return None
    return _says(parts, case, mail)


def end_coming_back(parts: Parts, case: Case, found: ComesBack) -> Settled:
    """Who leaves is told once, unless a button of his mail program did it."""
    if found.what == "automatic_at":
        broadcasts.came_back(parts.db, found.mail, found.what, case.row.arrived_at)
        return Settled("automatic", None, found.reason)
    if found.what == "replied_at":
        broadcasts.came_back(parts.db, found.mail, found.what, case.row.arrived_at)
    elif leave(parts, found.mail, case.row.arrived_at) and not found.by_click:
        _tell(parts, case)
    return Settled("note", None, found.reason)


# -- what it says


def _clicked(parts: Parts, case: Case) -> ComesBack | None:
    """By the key in the subject, whoever sends it."""
    found = signed(parts.secret, key_in(case.message.subject))
    return None if found is None else _leaving(BroadcastMail(*found), by_click=True)


def _leaves_again(parts: Parts, case: Case) -> ComesBack | None:
    """A request has already come of the letter, and the next reply to the letter says that its reader wants no more."""
    if case.broadcast is None or case.message.nature is not Nature.HUMAN or case.message.files:
        return None
    nearest = next((one for one in case.marks.refers_to if one in case.marks.ids or is_known(parts.db, one)), None)
    if case.marks.ids.get(nearest or "") != OF_NO_TICKET:
        return None  # it replies to what was written since
    found = _says(parts, case, case.broadcast[0])
    return found if found is not None and found.what == "unsubscribed_at" else None


def _leaving(mail: BroadcastMail, *, by_click: bool) -> ComesBack:
    return ComesBack(mail, "unsubscribed_at", f"no more broadcasts, after broadcast {mail.broadcast}", by_click)


def _is_programs(parts: Parts, case: Case) -> bool:
    """Without any header that says so."""
    notice = not case.message.files and away_in_words(case.message.reply_text)
    return notice or is_hasty_notice(parts, case) or is_programs_reply(parts, case)


def _lately(parts: Parts, case: Case) -> ComesBack | None:
    """A notice that names no mail, from somebody who had one, under its subject."""
    sender = case.message.sender
    if sender is None:
        return None
    found = broadcasts.lately(parts.db, sender.email, case.row.arrived_at - _LATELY)
    if found is None or found[1].subject.casefold() not in case.message.subject.casefold():
        return None
    return ComesBack(found[0], "automatic_at", f"an automatic reply to broadcast {found[0].broadcast}")


def _says(parts: Parts, case: Case, mail: BroadcastMail) -> ComesBack | None:
    """A person's own words: no more of these, from an address of the customer; or thanks, or nothing at all."""
    words, sender = case.message.reply_text, case.message.sender
    names = (parts.rules.desk.name, sender.name if sender else "")
    if leaves(words, names) and _is_his(parts, case, mail):
        return _leaving(mail, by_click=False)
    if not words.strip() or read(words, names).meaning in _COURTESY:
        return ComesBack(mail, "replied_at", f"a thank-you for broadcast {mail.broadcast}")
    return None


def _is_his(parts: Parts, case: Case, mail: BroadcastMail) -> bool:
    customer = register.by_ids(parts.db, [mail.customer]).get(mail.customer)
    return customer is not None and case.message.sender is not None and case.message.sender.key in customer.addresses


# -- what follows


def leave(parts: Parts, mail: BroadcastMail, at: datetime) -> bool:
    """Writer. No more letters to many for the customer of this one. False: he got none already, or is gone."""
    if not broadcasts.has_row(parts.db, mail):
        return False
    broadcasts.came_back(parts.db, mail, "unsubscribed_at", at)
    return register.unsubscribe(parts.db, mail.customer, at)


def _tell(parts: Parts, case: Case) -> None:
    message, to = case.message, case.message.sender
    if to is None or is_robot(to.email) or not is_persons(message, released=False):
        return
    if letter_limits.take(parts, letter_limits.limits_of(parts, to, to)) is None:
        known = register.by_address(parts.db, to.email)
        language = (known.language if known else None) or language_of(message.reply_text) or parts.rules.desk.language
        post_alone(parts, Letter(LEFT, (to,), language=language), message.subject, case.mail)
