"""Held answers (interfaces-2.md, `hold`): when an answer is returned instead of relayed, and what its author decides.

An answer that waits for its author stops no clock. It is void when the ticket ends.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from mailflow.core import events as ev
from mailflow.core.commands.ending import CAN_STATE
from mailflow.core.held_reminder import reminder_due
from mailflow.core.holding import HeldAnswer
from mailflow.core.meaning import Meaning
from mailflow.core.occasions import MailArrived
from mailflow.core.operator_reply import OperatorReply, reading
from mailflow.core.replies.questions import asked_in
from mailflow.core.replies.words import THANKS
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.core.when.moment import Unclear, read_moment
from mailflow.lazy_dataclasses import replace

# Why an answer is held (AnswerHeld.why); wording.py has the words.
NOT_OWNER = "held-not-owner"
CUSTOMER_WROTE = "held-customer-wrote"
FOR_WHOM = "held-for-whom"
COMMAND_INSIDE = "command-inside"
MEANWHILE = "held-customer-wrote-meanwhile"  # before an answer that waited had left
# What becomes of a reply to `held`.
SENT, SENT_NEW, NOTED, DROPPED = "held-sent", "held-sent-new", "held-noted", "held-dropped"
SENT_LATER, UNCLEAR_MOMENT = "held-later", "unclear-moment"
GONE, UNCLEAR = "held-gone", "held-unclear"
HELD = "held"  # the letter

_SEND, _NOTE, _DROP = "send", "note", "drop"
WORDS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("kirim", "kirimkan", "send", "sent"), _SEND),
        **dict.fromkeys(("catatan", "catat", "simpan", "note"), _NOTE),
        **dict.fromkeys(("buang", "hapus", "drop", "discard"), _DROP),
    }
)
# Words beside them that change nothing: "kirim saja", "send it please".
_BESIDE = (
    frozenset(
        "saja aja ya yah dong deh tolong silakan silahkan itu jawaban jawabannya ke pelanggan sekarang tetap "
        "it please now anyway the answer to customer just as is terima kasih kak mas mbak pak bu".split()
    )
    | THANKS
)
_PARTS = (",", ";", ":", "-", "–", ".")
_NEVER = frozenset("jangan tidak tak jgn tdk gak nggak not dont never don".split())
_LONGEST_LINE = 60  # characters of a line with one of the words


# -- holding


def held_back(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules) -> str:
    """Why an answer that would be relayed now is held; "" when it may go."""
    if not rules.hold or not reply.relayed:
        return ""
    if ticket.owner not in (None, reply.author):
        return NOT_OWNER
    if reply.reading.unsure:
        return FOR_WHOM
    return CUSTOMER_WROTE if mail.unread else ""


def hold(mail: MailArrived, reply: OperatorReply, why: str, detail: str = "") -> ev.AnswerHeld:
    return ev.AnswerHeld(
        operator=reply.author,
        at=mail.at,
        text=reply.text,
        why=why,
        closing=reply.closing or "",
        files=bool(mail.message.files),
        canned=reply.canned,
        detail=detail,
    )


# -- the author's decision


def decided(ticket: Ticket, mail: MailArrived, rules: Rules) -> list[ev.Event] | None:
    """The events of its author's reply to `held`, or of `/kirim`, `/catatan`, `/buang` in one; None: it is another."""
    if mail.answers != HELD:
        return None
    author = mail.author.name or ""
    if (later := _moment(mail)) is not None:
        return _later(ticket, mail, later, rules)
    word, below = _word(mail)
    if not word and mail.gives_commands:
        return None  # another command, or one about another ticket or its author
    if not word:
        return [ev.AnswerReturned(operator=author, text=mail.told, why=UNCLEAR)]
    held = _meant(ticket, mail.about, author)
    if held is None:
        return [ev.AnswerReturned(operator=author, text=below, why=GONE)]
    line = next(iter(mail.words.strip().split("\n")), "") if not mail.commands else f"/{mail.commands[0][0]}"
    if word == _SEND:
        return _sent(ticket, held, replace(mail, words=below, relay=""), line, rules)
    how, result = ("note", NOTED) if word == _NOTE else ("dropped", DROPPED)
    settled = ev.HeldSettled(author, held.number, "note" if how == "note" else "dropped", held.text)
    return [settled, ev.CommandAnswered(author=author, results=((line, result),))]


def _meant(ticket: Ticket, number: int | None, author: str) -> HeldAnswer | None:
    """The held answer a reply is about: that of its letter, else the author's only one."""
    own = [held for held in ticket.held if held.operator == author]
    if number is not None:
        return next((held for held in own if held.number == number), None)
    return own[0] if len(own) == 1 else None


def _word(mail: MailArrived) -> tuple[str, str]:
    """Which of the three words it is, alone on the first line, and the text below; "" when it is none of them."""
    if mail.commands:
        name, argument = mail.commands[0]
        return ("" if argument or len(mail.commands) > 1 else WORDS.get(name, "")), mail.words.strip()
    first, _, below = mail.words.strip().partition("\n")
    said = re.findall(r"[^\W\d_]+", first[:_LONGEST_LINE].casefold()) if len(first) <= _LONGEST_LINE else []
    meant = {WORDS[word] for word in said if word in WORDS}
    alone = all(word in WORDS or word in _BESIDE for word in said) or _drops(first, said)
    return (meant.pop() if len(meant) == 1 and alone else ""), below.strip()


def _drops(line: str, said: Sequence[str]) -> bool:
    """ "buang, sudah dijawab Budi": the reason needs no understanding, for nothing is sent."""
    if not said or WORDS.get(said[0]) != _DROP or not _NEVER.isdisjoint(said):
        return False
    return line.strip().casefold().removeprefix(said[0]).lstrip()[:1] in _PARTS


def _moment(mail: MailArrived) -> str | None:
    """What stands behind `/kirim`, alone; None: nothing, or another command."""
    (name, argument), *more = mail.commands or (("", ""),)
    return argument if argument and not more and WORDS.get(name) == _SEND else None


def _later(ticket: Ticket, mail: MailArrived, written: str, rules: Rules) -> list[ev.Event]:
    """`/kirim Senin 08.00`: the held answer, or the text below in its place, leaves then."""
    author, line = mail.author.name or "", f"/{mail.commands[0][0]} {written}"
    held, moment = _meant(ticket, mail.about, author), read_moment(written, mail.at, rules.working_hours)
    if held is None:
        return [ev.AnswerReturned(operator=author, text=mail.words.strip(), why=GONE)]
    if isinstance(moment, Unclear):
        detail = " ".join((moment.why, *(reading.isoformat() for reading in moment.readings)))
        return [ev.CommandAnswered(author, ((line, UNCLEAR_MOMENT, detail),), mail.words.strip())]
    sent = _sent(ticket, held, mail, line, rules)
    answered = next((event for event in sent if isinstance(event, ev.Answered)), None)
    if answered is None or moment.at <= mail.at:  # held once more, or now
        return sent
    waits = ev.AnswerScheduled(
        operator=held.operator,
        at=mail.at,
        text=answered.text,
        due_at=moment.at,
        files=answered.files,
        source=answered.source,
        held=held.number,
        asks=answered.asks,
    )
    claimed = [event for event in sent if isinstance(event, ev.Claimed)]
    told = ev.CommandAnswered(author, ((line, SENT_LATER, moment.at.isoformat()),), claims=bool(claimed))
    return [*claimed, waits, told]


def _sent(ticket: Ticket, held: HeldAnswer, mail: MailArrived, line: str, rules: Rules) -> list[ev.Event]:
    """The held answer, or the text below in its place. It is held again if the customer has written since."""
    replaces = bool(mail.words) and reading(ticket, mail, rules).meaning is Meaning.CONTENT
    text = mail.words if replaces else held.text
    told = held.at if held.why == MEANWHILE else None  # arrival of the mail that its letter shows
    since = [one for one in ticket.further if one.number > held.number and one.at != told]
    inside = bool(mail.inside) if replaces else held.why == COMMAND_INSIDE
    if inside or (since and rules.hold):  # a command line never reaches a customer, whoever insists
        again = ev.AnswerHeld(
            held.operator,
            mail.at,
            text,
            COMMAND_INSIDE if inside else CUSTOMER_WROTE,
            held.closing,
            held.files,
            source=held.source,
        )
        return [replace(again, instead=held.number, canned=held.canned)]
    own_files = bool(mail.message.files)
    claims = ticket.owner is None
    answered = ev.Answered(
        operator=held.operator,
        at=mail.at,
        text=text,
        relayed=True,
        first=ticket.first_answered_at is None,
        only_link=False,
        owner=ticket.owner or held.operator,
        claims=claims,
        asks=asked_in(text),
        held=held.number,
        canned=held.canned,
        files=own_files or held.files,
        source=0 if own_files or not held.files else held.source,
    )
    found: list[ev.Event] = [ev.Claimed(held.operator, mail.at, wrote=True)] if claims else []
    found.append(answered)
    if held.closing and ticket.status in CAN_STATE:
        found.append(ev.ClosingStated(held.operator, mail.at, held.closing, "text", text, sent=True))
    return [*found, ev.CommandAnswered(held.operator, ((line, SENT_NEW if replaces else SENT),))]


# -- time, and the end of the ticket


def reminders(ticket: Ticket, rules: Rules, now: datetime) -> list[ev.HeldReminded]:
    dues = ((held, reminder_due(held, rules)) for held in ticket.held)
    return [ev.HeldReminded(held.operator, held.number) for held, due in dues if due is not None and due <= now]


def voided(before: Ticket, after: Ticket) -> Sequence[ev.HeldSettled]:
    """A ticket that has ended needs none of its held answers."""
    if before.status.over or not after.status.over:
        return ()
    return [ev.HeldSettled(held.operator, held.number, "void", held.text) for held in after.held]


def superseded(ticket: Ticket, found: Sequence[ev.Event]) -> Sequence[ev.HeldSettled]:
    """ "Saya cek dulu" needs no decision any more once its author has answered: sent after that, it would be odd."""
    answered = [event for event in found if isinstance(event, ev.Answered)]
    return [
        ev.HeldSettled(held.operator, held.number, "note", held.text)
        for held in ticket.held
        if held.why == FOR_WHOM and any(one.operator == held.operator and one.held != held.number for one in answered)
    ]
