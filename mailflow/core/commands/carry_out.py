"""Carries out the command lines of one mail in order: what each does, and what its author is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from mailflow.core.commands.command import BAD_ARGUMENT, NOT_YOURS, ONLY_PIC, UNKNOWN, Call, Decided, MailCommand, May
from mailflow.core.commands.table import BY_WORD
from mailflow.core.events import Claimed, Event
from mailflow.core.evolve import evolve
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """The effect of all command lines of a mail."""

    results: tuple[tuple[str, str], ...]  # (line, result) of each
    events: tuple[Event, ...]
    refused: bool  # at least one line was refused
    claims: bool  # a command claims a ticket without owner
    takes_text: bool  # the words below are a command's text


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
    for line in read:
        if line.counts_as not in done:
            ticket = _claimed(ticket, line, call)
            done[line.counts_as] = decided = _decided(ticket, line, call, rules)
            for event in decided.events:
                ticket = evolve(ticket, event, call.at)
    asked = [(line.command, done[line.counts_as]) for line in read if line.command and line.understood]
    return CarriedOut(
        results=tuple((line.written, done[line.counts_as].result) for line in read),
        events=tuple(event for decided in done.values() for event in decided.events),
        refused=any(decided.refused for decided in done.values()),
        claims=any(command.claims for command, _ in asked),
        takes_text=any(command.takes_text and not decided.refused for command, decided in asked),
    )


def _read(name: str, argument: str) -> _Line:
    command = BY_WORD.get(name)
    return _Line(f"/{name} {argument}".strip(), command, command.argument.read(argument) if command else None)


def _claimed(ticket: Ticket, line: _Line, call: Call) -> Ticket:
    """The claim itself is an event of the mail, as with other words; the commands after it see it made."""
    if ticket.owner is not None or not (line.command and line.understood and line.command.claims):
        return ticket
    return evolve(ticket, Claimed(call.author, call.at, wrote=False), call.at)


def _decided(ticket: Ticket, line: _Line, call: Call, rules: Rules) -> Decided:
    if line.command is None:
        return Decided(UNKNOWN, refused=True)
    if line.command.may is May.PIC and not rules.is_pic(call.author):
        return Decided(ONLY_PIC, refused=True)
    if line.value is None:
        return Decided(BAD_ARGUMENT, refused=True)
    if line.command.may is May.OWNER and ticket.owner not in (None, call.author):
        return Decided(NOT_YOURS, refused=True)
    return line.command.decide(ticket, replace(call, argument=line.value), rules)
