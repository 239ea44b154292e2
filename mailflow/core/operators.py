"""Steps 2, 3, 5 and 8: what follows from an operator's mail on a ticket. The order of the questions is the policy."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.canned_answer import CannedAnswer
from mailflow.core.commands.carry_out import CarriedOut, carried_out
from mailflow.core.commands.command import Call
from mailflow.core.commands.ending import CAN_STATE
from mailflow.core.commands.receipt import answered, beside
from mailflow.core.commands.results import CLAIM_FIRST, NOT_SENT, TOO_LATE
from mailflow.core.commands.table import keep_text
from mailflow.core.held import COMMAND_INSIDE, decided, held_back, hold
from mailflow.core.hint_modes import LINK_ONLY, Hint, holding
from mailflow.core.hints import hints
from mailflow.core.lost import found_again, is_late
from mailflow.core.meaning import Meaning, Reading
from mailflow.core.no_answers import NOT_FOR_CUSTOMER, no_answer
from mailflow.core.occasions import MailArrived
from mailflow.core.operator_reply import OperatorReply, understood
from mailflow.core.people import participants, reaches_desk
from mailflow.core.replies.cards import without_own_name
from mailflow.core.replies.questions import asked_in
from mailflow.core.rules import Rules
from mailflow.core.ticket import Status, Ticket
from mailflow.core.undoing import ANSWERED_ON
from mailflow.lazy_dataclasses import replace

# Why a mail became a note, as its author is told (letters.py has the words).
NO_CUSTOMER = "no-customer"
NOT_PROVEN = "not-proven"
TICKET_OVER = "ticket-over"
TICKET_OVER_DIRECT = "ticket-over-direct"
CLOSING_WAITS = "closing-waits"  # with a held answer


def operator_mail(ticket: Ticket, mail: MailArrived, rules: Rules) -> list[ev.Event]:
    """The events of a proven operator's mail that is neither automatic nor the operator's own request."""
    reply = understood(ticket, mail, rules)
    if ticket.status.over and not mail.gives_commands:
        return [ev.NoteFiled(author=reply.author, text=reply.text, why=over(reply.direct))]
    if (original := found_again(ticket, mail)) is not None:
        return [*_claim_of(ticket, mail, reply, rules), *original, *_beside_original(ticket, mail, reply, rules)]
    if (settled := decided(ticket, mail, rules)) is not None and not reply.direct:
        return settled
    elsewhere = mail.message.is_forward and not reply.direct
    if elsewhere and not mail.gives_commands:  # forwarded to someone else: no claim, no answer (mail.md 7.6)
        return [ev.NoteFiled(author=reply.author, text=reply.text, why=NOT_FOR_CUSTOMER)]
    kept = keep_text([name for name, _ in mail.commands])
    if mail.inside and reply.meant and not kept:  # it is unclear whether it is meant for us or for the customer
        return [_unclear_command(mail, reply)]
    if mail.gives_commands or mail.inside:
        return _commanded(ticket, mail, reply, rules)
    found = no_answer(ticket, mail, reply, rules)
    return _said(ticket, mail, reply, rules) if found is None else found


def _beside_original(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules) -> list[ev.Event]:
    """Command lines in the mail that brings an original. In one that comes late they were written before the customer's
    reply, so its author is told that they wait for him."""
    if not mail.gives_commands:
        return []
    if not is_late(ticket, mail):
        return _commanded(ticket, mail, replace(reply, words="", text="", content=False, closing=None), rules)
    lines = tuple((f"/{name} {argument}".strip(), TOO_LATE) for name, argument in mail.commands)
    return [ev.CommandAnswered(reply.author, lines, told=mail.alone)]


def _claim_of(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules) -> list[ev.Event]:
    """Of the first answer on a ticket without owner; whoever writes commands says himself what he wants."""
    free = ticket.owner is None and rules.claim != "empty-only" and not mail.gives_commands
    return [ev.Claimed(operator=reply.author, at=mail.at, wrote=False)] if free else []


def _unclear_command(mail: MailArrived, reply: OperatorReply) -> ev.Event:
    if reply.relayed:
        return hold(mail, reply, COMMAND_INSIDE)
    return ev.AnswerReturned(operator=reply.author, text=reply.text, why=COMMAND_INSIDE)


def over(direct: bool) -> str:
    """Why a mail on a ticket that is over changes nothing; `direct`: the customer got it from its author."""
    return TICKET_OVER_DIRECT if direct else TICKET_OVER


def _said(
    ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules, *, claims: bool = False
) -> list[ev.Event]:
    """Words or attachments, for those they reach. `claims`: a command beside them claims a ticket without owner."""
    if ticket.owner is None and rules.claim == "empty-only":
        return [ev.ClaimReturned(operator=reply.author, text=reply.text)]
    if ticket.owner not in (None, reply.author):
        return _by_another(ticket, mail, reply, rules)
    named = _names_customer(ticket, mail, reply, rules)
    known = replace(reply, direct=True, meant=False) if named else reply
    return [*named, *_by_owner(ticket, mail, known, rules, claims=claims)]


def _commanded(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules) -> list[ev.Event]:
    """Command lines, and perhaps words beside them: the author gets one letter back about both."""
    call = Call(
        reply.author,
        mail.at,
        "",
        reply.text,
        closes=reply.closing is not None,
        canned=mail.canned,
        undoable=mail.undoable,
        direct=reply.direct,
        files=bool(mail.message.files),
        unread=mail.unread,
        hint=_held_for(ticket, mail, reply, rules),
        data=mail.data or (),
        own=without_own_name(mail.words.strip(), (reply.author, *mail.author_names), rules.desk.name),
    )
    done = carried_out(ticket, mail.commands, call, rules)
    done = replace(done, refused=done.refused or mail.returned)
    if mail.message.is_forward:  # its other words are no answer
        reply = replace(reply, meant=False)
    if not mail.alone:  # its other words belong to another ticket
        unsent = reply.text if done.refused and mail.below else ""
        reply = replace(reply, words="", text=unsent, content=False, closing=None)
    if any(isinstance(event, ev.Released) for event in done.events):  # nobody would stand for the statement
        reply = replace(reply, closing=None)
    if done.sends and mail.canned is not None:
        reply = _with_letter(reply, mail.canned)
    if done.answers:
        reply = replace(reply, reading=Reading(Meaning.CONTENT, "/kirim"), meant=not reply.direct)
    early = ticket.owner is None and rules.claim == "empty-only"  # an answer comes after the claim
    kept = not done.takes_text and _is_kept(ticket, mail, reply, done, early=early)
    said = _beside_commands(ticket, mail, reply, rules, done, kept=kept)
    said, done = _waiting(said, done)
    whys = [event.why for event in said if isinstance(event, ev.NoteFiled) and event.why]
    whys = [CLAIM_FIRST if early else NOT_SENT] if kept else whys
    lines = (*beside(mail, direct=reply.direct), *(("", why) for why in whys))
    back = next((event.text for event in done.events if isinstance(event, ev.AnswerTakenBack)), "")
    told = answered(reply.author, mail, done, lines, reply.text if kept or (not mail.alone and reply.text) else back)
    answer = next((event for event in said if isinstance(event, ev.Answered)), None)
    if any(isinstance(event, ev.Claimed) for event in said):
        told = replace(told, claims=True, sent=answer.text if answer else None, direct=reply.direct)
    return [*map(_untold, said), *done.events, told]


def _held_for(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules) -> tuple[str, str]:
    """Why words that `/kirim` would send later go back to their author first."""
    stops = holding(hints(ticket, mail, replace(reply, direct=False), rules), rules.hints) if reply.words else None
    return (stops.code, stops.detail) if stops is not None else ("", "")


def _with_letter(reply: OperatorReply, canned: CannedAnswer) -> OperatorReply:
    """The operator answers with a canned letter, which has taken in the operator's own words."""
    said = Reading(Meaning.CONTENT, f"the letter {canned.name}", canned.text)
    return replace(
        reply,
        words=canned.text,
        text=canned.text,
        content=True,
        meant=True,
        closing=canned.closes,
        reading=said,
        canned=canned.name,
    )


def _waiting(said: list[ev.Event], done: CarriedOut) -> tuple[list[ev.Event], CarriedOut]:
    """A closing statement waits with the answer it belongs to, if that is held."""
    stated = next((event.closing for event in done.events if isinstance(event, ev.ClosingStated)), "")
    if not stated or not any(isinstance(event, ev.AnswerHeld) for event in said):
        return said, done
    waiting = [replace(event, closing=stated) if isinstance(event, ev.AnswerHeld) else event for event in said]
    results = tuple((line, CLOSING_WAITS if result == "closing" else result) for line, result, *_ in done.results)
    events = tuple(event for event in done.events if not isinstance(event, ev.ClosingStated))
    return waiting, replace(done, results=results, events=events)


def _beside_commands(
    ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules, done: CarriedOut, *, kept: bool
) -> list[ev.Event]:
    """What follows from the words beside commands, and from the claim that a command makes."""
    if ticket.status.over:
        return []
    if done.takes_text:
        reply = replace(reply, content=False, closing=None)
    elif kept:
        reply = replace(reply, content=bool(mail.message.files) and not done.refused)
    if not reply.content and not done.claims and reply.closing is None:
        return []
    any_reply = replace(rules, claim="any-reply") if done.claims else rules
    return _said(ticket, mail, reply, any_reply, claims=done.claims)


def _untold(event: ev.Event) -> ev.Event:
    """Without a letter of its own: the one letter back tells it."""
    match event:
        case ev.NoteFiled():
            return replace(event, why="")
        case ev.Claimed():
            return replace(event, wrote=True)
        case ev.Answered():
            return replace(event, claims=False)
        case _:
            return event


def _is_kept(ticket: Ticket, mail: MailArrived, reply: OperatorReply, done: CarriedOut, *, early: bool) -> bool:
    """Whether the words beside the commands are returned to their author: they are no answer, or belong to a refused
    command."""
    another = ticket.owner not in (None, reply.author) or ticket.status.over or early
    # /batal of his claim above an answer: what he wants of the ticket is not clear
    another = another or any(
        isinstance(one, ev.CommandUndone) and not ANSWERED_ON.isdisjoint(one.changed) for one in done.events
    )
    unsent = another or reply.reading.meaning is not Meaning.CONTENT or (done.refused and mail.below)
    return bool(reply.words) and not reply.direct and unsent


def _names_customer(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules) -> list[ev.Event]:
    """A ticket without requester gets one when its operator writes to exactly one stranger, with the desk in Cc. A
    former colleague is none: a reply to all still names who has written here before."""
    strangers = [one for one in participants(mail.message, None, rules) if one.email.casefold() not in mail.departed]
    if ticket.requester is not None or len(strangers) != 1 or not reaches_desk(mail.message, rules):
        return []
    return [ev.CustomerNamed(operator=reply.author, customer=strangers[0])]


def _by_owner(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules, *, claims: bool) -> list[ev.Event]:
    """The owner's mail, or the first operator's on a ticket without owner; perhaps a closing statement."""
    reaches = reply.direct or reply.relayed
    found: list[ev.Event] = []
    acts = claims or reply.closing is not None
    if not reaches and not acts:
        return [ev.NoteFiled(author=reply.author, text=reply.text, why=_why_note(reply))]
    if reply.content and (why := held_back(ticket, mail, reply, rules)):
        claimed = [ev.Claimed(operator=reply.author, at=mail.at, wrote=False)] if ticket.owner is None else []
        return [*claimed, hold(mail, reply, why)]
    found_hints = hints(ticket, mail, reply, rules) if reply.content and reaches else ()
    stops = holding(found_hints, rules.hints) if reply.relayed else None
    if stops is not None:
        claimed = [ev.Claimed(operator=reply.author, at=mail.at, wrote=False)] if ticket.owner is None else []
        return [*claimed, hold(mail, reply, stops.code, stops.detail)]
    states = reply.closing is not None and ticket.status in CAN_STATE
    # A closing text is not counted as another answer; ClosingStated relays it where necessary.
    only_states = states and ticket.status is Status.WAITING
    answers = reply.content and reaches and not only_states
    if ticket.owner is None:
        found.append(ev.Claimed(operator=reply.author, at=mail.at, wrote=answers))
    if answers:
        found.append(_answered(ticket, mail, reply, found_hints))
    elif reply.content and not reaches:
        found.append(ev.NoteFiled(author=reply.author, text=reply.text))
    if states:
        found.append(_stated(mail, reply, relayed=only_states and reply.relayed))
    return found


def _by_another(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules) -> list[ev.Event]:
    """A mail of an operator who is not the owner. What went to the customer directly cannot be held back: it counts,
    and everyone concerned is told."""
    if not reply.content:
        return []
    if not reply.direct:
        if why := held_back(ticket, mail, reply, rules):
            return [hold(mail, reply, why)]
        if reply.relayed:
            return [ev.ClaimCameSecond(operator=reply.author, text=reply.text)]
        return [ev.NoteFiled(author=reply.author, text=reply.text, why=_why_note(reply))]
    found: list[ev.Event] = [_answered(ticket, mail, reply, hints(ticket, mail, reply, rules))]
    if reply.closing is not None and ticket.status in CAN_STATE:
        found.append(_stated(mail, reply, relayed=False))
    return found


def _why_note(reply: OperatorReply) -> str:
    return NO_CUSTOMER if reply.lost else NOT_FOR_CUSTOMER


def _answered(ticket: Ticket, mail: MailArrived, reply: OperatorReply, about: tuple[Hint, ...]) -> ev.Answered:
    return ev.Answered(
        operator=reply.author,
        at=mail.at,
        text=reply.text,
        relayed=reply.relayed,
        first=ticket.first_answered_at is None,
        only_link=any(one.name == LINK_ONLY for one in about),
        owner=ticket.owner or reply.author,
        claims=ticket.owner is None,
        asks=asked_in(reply.words),
        canned=reply.canned,
        files=bool(mail.message.files),
        hints=tuple((one.name, one.detail) for one in about if one.name != LINK_ONLY),
    )


def _stated(mail: MailArrived, reply: OperatorReply, *, relayed: bool) -> ev.ClosingStated:
    return ev.ClosingStated(
        operator=reply.author,
        at=mail.at,
        closing=reply.closing or "satisfied",
        by="text",
        text=reply.text,
        sent=reply.direct or reply.relayed,
        relayed=relayed,
    )
