"""`mailflow undo`, as `/batal` does it by mail."""

from __future__ import annotations

from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.commands import undo as by_mail
from mailflow.core.commands.command import Call
from mailflow.core.occasions import CommandGiven
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket

NAME = "undo"


def undo(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """The mail command itself, which looks at the actor's last command and at what has not left yet."""
    call = Call(command.actor, now, "", "", closes=False, undoable=command.undoable)
    decided = by_mail.decide(ticket, call, rules)
    return list(decided.events) or [ev.CommandRefused(command.actor, NAME, decided.result)]
