"""What the journal stores of an occasion: everything needed to decide it again (`mailflow rebuild`).

    tokens      the random parts drawn for its letters, in order
    number, token    of the ticket it opened
    as          a mail, as it was classified: role, nature, what it replies to … (its bytes are in the inbox, by id)
    name, actor, args, force     a command
    letter, recipient, words, number    a letter that failed
    owner       when time has passed: of the ticket into which this one was merged
    answers     numbers of the answers whose moment has come
    score, road, comment, consent     a vote
    nested      caused by another occasion, whose replay causes it again

Time, the ticket's n and the fingerprint of the rules are columns. Rows of old versions have no `tokens` and cannot be
replayed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mailflow.core.occasions import (
    AnswerDue,
    CommandGiven,
    LetterFailed,
    MailArrived,
    Occasion,
    SurveyAnswered,
    TimePassed,
)
from mailflow.core.ticket import Ticket


def entry(
    ticket: Ticket, occasion: Occasion, told: Mapping[str, object], tokens: Sequence[str], nested: bool
) -> dict[str, object]:
    """The data of an occasion's row. `ticket` is its state before, `told` the data of the cause (inbox id …)."""
    data = {**told, **_of(occasion), "tokens": list(tokens)}
    if ticket.version == 0:
        data |= {"number": ticket.number, "token": ticket.token}
    if nested:
        data["nested"] = True
    return data


def _of(occasion: Occasion) -> dict[str, object]:
    match occasion:
        case MailArrived():
            return {"as": _classified(occasion)}
        case CommandGiven():
            given = {"name": occasion.name, "actor": occasion.actor, "args": dict(occasion.args)}
            data: dict[str, object] = {"data": [list(one) for one in occasion.data]} if occasion.data else {}
            hinted = {"hints": [list(one) for one in occasion.hints]} if occasion.hints else {}
            return {**given, "force": occasion.force, **data, **hinted}
        case LetterFailed():
            said = {"letter": occasion.letter, "recipient": occasion.recipient, "words": occasion.words}
            more = {"named": occasion.named, "again": occasion.again, "number": occasion.number}
            return said | {name: value for name, value in more.items() if value}
        case TimePassed():
            return {"owner": occasion.owner} if occasion.owner else {}
        case AnswerDue():
            return {"answers": list(occasion.numbers)}
        case SurveyAnswered():
            vote: dict[str, object] = {"score": occasion.score, "road": occasion.road}
            return vote | {"comment": occasion.comment, "consent": occasion.consent}  # by mail: its entry has the rest
        case _:
            return {}


def _classified(mail: MailArrived) -> dict[str, object]:
    """Names and booleans, never texts; default values are left out."""
    found = {
        "role": mail.author.role.value,
        "author": mail.author.name,
        "proven": mail.author.proven,
        "nature": mail.message.nature.value,
        "empty": mail.message.is_empty,
        "answers": mail.answers,
        "closing": mail.closing,
        "commands": [name for name, _ in mail.commands],
        "language": mail.language,
        "category": mail.category,
        "assign": mail.assign,
        "discard": mail.discard,
        "acknowledge": mail.acknowledge,
        "form": mail.form,
        "forwarded_by": mail.forwarded_by,
    }
    return {name: value for name, value in found.items() if value not in (None, False, "", [])}
