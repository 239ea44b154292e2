"""`command` blocks: a line a person types, then what must be in what it prints, then perhaps `exit status 1`."""

from __future__ import annotations

import shlex

from mailflow.core import events as ev
from mailflow.core.occasions import CommandGiven
from mailflow.core.wording import say
from mailflow.flow.handle import Cause, handle
from mailflow.store import tickets
from tests.scripts.desk import Desk
from tests.scripts.expecting import flat
from tests.scripts.reading import Step, Unreadable

WORDS = {"assign": ("operator",), "note": ("text",)}  # what follows the number


def run(desk: Desk, step: Step) -> list[str]:
    """What was not as the script says."""
    typed, *expected = [line for line in step.lines if line.strip()]
    status, wanted = 0, []
    for line in expected:
        if line.startswith("exit status "):
            status = int(line.split()[-1])
        else:
            wanted.append(line)
    ended, output = _given(desk, typed.removeprefix("$ ").removeprefix("mailflow "), step)
    faults = [] if ended == status else [f"exit status {ended}, not {status}: {output}"]
    return faults + [f"it printed {output!r}, not {line!r}" for line in wanted if flat(line) not in flat(output)]


def _given(desk: Desk, line: str, step: Step) -> tuple[int, str]:
    """The command through the one door, as the CLI gives it."""
    name, number, *words = shlex.split(line)
    args, actor, force = {}, "Dewi", False
    rest = list(WORDS.get(name, ()))
    while words:
        word = words.pop(0)
        if word == "--as":
            actor = words.pop(0)
        elif word == "--force":
            force = True
        elif word.startswith("--"):
            args[word.removeprefix("--")] = words.pop(0)
        elif rest:
            args[rest.pop(0)] = word
        else:
            raise Unreadable(f"{step.place}: what is {word!r}?")
    with desk.parts.db.transaction():
        n = tickets.by_number(desk.parts.db, number)
        ticket = tickets.load(desk.parts.db, n) if n is not None else None
        if ticket is None:
            return 1, f"there is no ticket {number}"
        given = CommandGiven(name, actor, args, force)
        handled = handle(desk.parts, ticket, given, Cause("command-given", {"name": name, "n": n}))
    refused = [say(event.why, "en") for event in handled.events if isinstance(event, ev.CommandRefused)]
    return (1, "; ".join(refused)) if refused else (0, f"{handled.ticket.number}: {handled.ticket.status}")
