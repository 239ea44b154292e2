"""Carries out the command lines of one mail in order: what each does, and what its author is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import MappingProxyType

from mailflow.core.commands.command import (
    BAD_ARGUMENT,
    LET_GO,
    NEARLY,
    NOT_YOURS,
    ONLY_OPERATOR,
    ONLY_PIC,
    PROPOSED,
    TWO_MEANINGS,
    UNKNOWN,
    Call,
    Decided,
    MailCommand,
    May,
)
from mailflow.core.commands.table import BY_WORD, nearest_name
from mailflow.core.events import Claimed, Event, Released
from mailflow.core.evolve import evolve
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass, replace

Result = tuple[str, ...]  # the line, its result, and perhaps a detail
SENT = "sent"
CLOSING = "closing"  # `/selesai` was recorded
_GIVE_BACK = BY_WORD["lepas"].words
ALONE = "one-letter"  # another line's answer is the one letter this mail gets back


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """The effect of all command lines of a mail."""

    results: tuple[Result, ...]  # of each line
    events: tuple[Event, ...]
    refused: bool  # at least one line was refused
    claims: bool  # a command claims a ticket without owner
    takes_text: bool  # the words below are a command's text
    sends: bool = False  # the letter that the mail names goes to the customer
    answers: bool = False  # the words below are an answer, because a command says so
    letter: str = ""  # the letter that answers one of the lines
    topic: str = ""  # what that letter is asked about


@dataclass(frozen=True, slots=True)
class _Line:
    written: str
    command: MailCommand | None
    value: str | None  # None: the argument is not understood

    @property
    def understood(self) -> bool:
        return self.value is not None

    @property
    def counts_as(self) -> tuple[str, ...]:
        """The key by which repeated lines of one mail are recognised."""
        return self.command.words if self.command and self.understood else (self.written,)


def carried_out(ticket: Ticket, lines: Sequence[tuple[str, str]], call: Call, rules: Rules) -> CarriedOut:
    """`lines` are (name, argument). A command is carried out once; a repeated line gets the result of the first."""
    read = [_read(name, argument) for name, argument in lines]
    done: dict[tuple[str, ...], Decided] = {}
    letter, topic = "", ""
    for line in read:
        if line.counts_as in done:
            continue
        decided = _contradicts(line, call, done.values())
        if decided is None:
            fresh = _claims(ticket, line, call)
            owned = evolve(ticket, Claimed(call.author, call.at, wrote=False), call.at) if fresh else ticket
            decided = _decided(owned, line, replace(call, fresh=fresh), rules)
            ticket = ticket if decided.refused else owned  # what is refused claims nothing
        if line.command and line.command.letter and not decided.refused:
            decided = replace(decided, result=ALONE) if letter else decided
            letter, topic = letter or line.command.letter, topic or line.value or ""
        done[line.counts_as] = decided
        for event in decided.events:
            ticket = evolve(ticket, event, call.at)
    asked = [(line.command, done[line.counts_as]) for line in read if line.command and line.understood]
    return CarriedOut(
        results=tuple(_result(line, done[line.counts_as]) for line in read),
        events=tuple(event for decided in done.values() for event in decided.events),
        refused=any(decided.refused for decided in done.values()),
        claims=any(command.claims and not decided.refused for command, decided in asked),
        takes_text=any(command.takes_text and not (decided.refused or decided.answers) for command, decided in asked),
        sends=any(command.sends and decided.result == SENT for command, decided in asked),
        answers=any(decided.answers for _, decided in asked),
        letter=letter,
        topic=topic,
    )


def _result(line: _Line, decided: Decided) -> Result:
    return (line.written, decided.result, *([decided.detail] if decided.detail else []))


def _read(name: str, argument: str) -> _Line:
    command = BY_WORD.get(name)
    return _Line(f"/{name} {argument}".strip(), command, command.argument.read(argument) if command else None)


def _claims(ticket: Ticket, line: _Line, call: Call) -> bool:
    """The claim itself is an event of the mail, as with other words; the commands after it see it made."""
    unclaimed = ticket.owner is None and not ticket.status.over
    return unclaimed and call.operator and line.command is not None and line.understood and line.command.claims


def _contradicts(line: _Line, call: Call, done: Iterable[Decided]) -> Decided | None:
    """Who has given the ticket back above neither takes it again nor acts as its owner; and what he has proposed to
    close he does not give back in the same mail, for then nobody would stand for the statement."""
    command = line.command
    if command is None:
        return None
    done = list(done)
    if _needs_owner(command, call) and any(isinstance(event, Released) for one in done for event in one.events):
        return Decided(LET_GO, refused=True)
    if command.words == _GIVE_BACK and any(one.result == CLOSING for one in done):
        return Decided(PROPOSED, refused=True)
    return None


def _needs_owner(command: MailCommand, call: Call) -> bool:
    return (command.claims and call.operator) or command.may is May.OWNER


def _decided(ticket: Ticket, line: _Line, call: Call, rules: Rules) -> Decided:
    command = line.command
    if command is None:
        near = nearest_name(line.written)
        return Decided(NEARLY if near else UNKNOWN, refused=True, detail=near)
    refusal = _REFUSAL[command.may](ticket, call, rules)
    if refusal is not None and refusal.result != NOT_YOURS:
        return refusal
    if line.value is None:
        return Decided(BAD_ARGUMENT, refused=True)
    if ticket.status.over and not command.on_over:
        return Decided(f"is-{ticket.status.value}", refused=True, detail=ticket.merged_number)
    if refusal is not None:
        return refusal
    if command.mails and line.value.rstrip(".").isdecimal():
        return Decided(TWO_MEANINGS, refused=True)
    return command.decide(ticket, replace(call, argument=line.value), rules)


# -- who may


def is_anothers(command: MailCommand, ticket: Ticket, call: Call, rules: Rules) -> bool:
    """Whether only the ticket's owner may give this command, and somebody else has it: perhaps only since its author
    was asked back."""
    refusal = _REFUSAL[command.may](ticket, call, rules)
    return refusal is not None and refusal.result == NOT_YOURS


def _owner(ticket: Ticket, call: Call, rules: Rules) -> Decided | None:
    if not call.operator:
        return Decided(ONLY_OPERATOR, refused=True)
    return _its_owner(ticket, call)


def _owner_or_pic(ticket: Ticket, call: Call, rules: Rules) -> Decided | None:
    return None if rules.is_pic(call.author) else _its_owner(ticket, call)


def _its_owner(ticket: Ticket, call: Call) -> Decided | None:
    if ticket.owner in (None, call.author):
        return None
    return Decided(NOT_YOURS, refused=True, detail=ticket.owner or "")


def _operator(ticket: Ticket, call: Call, rules: Rules) -> Decided | None:
    return None if call.operator else Decided(ONLY_OPERATOR, refused=True)


def _pic(ticket: Ticket, call: Call, rules: Rules) -> Decided | None:
    return None if rules.is_pic(call.author) else Decided(ONLY_PIC, refused=True)


def _colleague(ticket: Ticket, call: Call, rules: Rules) -> None:
    return None


_REFUSAL: Mapping[May, Callable[[Ticket, Call, Rules], Decided | None]] = MappingProxyType(
    {
        May.OWNER: _owner,
        May.OWNER_OR_PIC: _owner_or_pic,
        May.OPERATOR: _operator,
        May.PIC: _pic,
        May.COLLEAGUE: _colleague,
    }
)
