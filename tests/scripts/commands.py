"""`command` blocks: a line a person types, then what must be in what it prints, then perhaps `exit status 1`.

Commands that change a ticket go to the function the CLI calls, with the script's clock; all others run as the CLI.
"""

from __future__ import annotations

import shlex

import click
from click.testing import CliRunner

from mailflow.cli import broadcast, cli
from mailflow.core.occasions import CommandGiven
from mailflow.errors import MailflowError
from mailflow.flow.parts import Parts
from mailflow.flow.settle.redacting import Removal, remove_typed
from mailflow.flow.settle.splitting import split_typed
from mailflow.flow.ticket import presence
from mailflow.flow.ticket.typed_command import carry_out
from tests.scripts.desk import Desk
from tests.scripts.expecting import flat
from tests.scripts.reading import Step, Unreadable

BROADCAST = click.Command(
    "broadcast",
    params=[click.Argument(["number"], required=False), *(click.Option([f"--{one}"]) for one in ("group", "letter"))]
    + [click.Option([f"--{one}"], is_flag=True) for one in ("all", "again", "dry-run", "json")],
)

ACTING = {"close": (), "reopen": (), "assign": ("operator",), "release": (), "discard": (), "note": ("text",),
          "category": ("category",), "priority": ("priority",), "excuse": ("text",),
          "merge": ("into",), "split": (), "redact": (),
          "ask": ("to", "text"), "send": ("text",), "undo": ()}  # fmt: skip


def run(desk: Desk, step: Step) -> list[str]:
    """What was not as the script says."""
    typed, *expected = [line for line in step.lines if line.strip()]
    status, wanted = 0, []
    for line in expected:
        if line.startswith("exit status "):
            status = int(line.split()[-1])
        else:
            wanted.append(line)
    verb, *words = shlex.split(typed.removeprefix("$ ").removeprefix("mailflow "))
    if verb == "broadcast" and words[0] not in ("list", "show"):
        ended, output = _told(desk, words)
        return _compared(ended, status, output, wanted)
    act = _noted if verb in ("away", "back") else _acted
    ended, output = act(desk, verb, words, step) if verb in (*ACTING, "away", "back") else _typed(desk, [verb, *words])
    return _compared(ended, status, output, wanted)


def _compared(ended: int, status: int, output: str, wanted: list[str]) -> list[str]:
    faults = [] if ended == status else [f"exit status {ended}, not {status}: {output}"]
    return faults + [f"it does not say {line!r} but\n{output}" for line in wanted if flat(line) not in flat(output)]


def _typed(desk: Desk, words: list[str]) -> tuple[int, str]:
    result = CliRunner().invoke(cli, ["--home", str(desk.home), *words], env={"COLUMNS": "200"})
    return result.exit_code, result.output


def _told(desk: Desk, words: list[str]) -> tuple[int, str]:
    """`broadcast` by the script's clock."""
    verb, words = (words[0], words[1:]) if words[0] in ("stop", "resume") else ("", words)
    given = BROADCAST.make_context("broadcast", words).params
    parts, as_json, group = desk.parts, given["json"], given["group"] or ""
    with CliRunner().isolation() as (out, _, _):
        try:
            if verb:
                number = int(given["number"])
                broadcast.end(parts, number, as_json) if verb == "stop" else broadcast.go_on(
                    parts, number, "Dewi", as_json
                )
            elif given["dry_run"]:
                broadcast.preview(parts, given["letter"], group, as_json)
            else:
                broadcast.begin(parts, given["letter"], group, "Dewi", again=given["again"], as_json=as_json)
        except MailflowError as error:
            return 1, str(error)
        return 0, out.getvalue().decode()


def _ended(parts: Parts, verb: str, number: int, as_json: bool) -> None:
    if verb == "stop":
        broadcast.end(parts, number, as_json)
    else:
        broadcast.go_on(parts, number, "Dewi", as_json)


def _noted(desk: Desk, verb: str, words: list[str], step: Step) -> tuple[int, str]:
    who, *rest = words
    argument = " ".join(word.removeprefix("--") for word in rest)
    try:
        noted = presence.typed(desk.parts, verb, who, argument, "Dewi")
    except MailflowError as error:
        return 1, str(error)
    return 0, f"{noted.name} {noted.words}"


def _acted(desk: Desk, verb: str, words: list[str], step: Step) -> tuple[int, str]:
    number, *words = words
    args, actor, force = {}, "Dewi", False
    places = list(ACTING[verb])
    while words:
        word = words.pop(0)
        if word == "--as":
            actor = words.pop(0)
        elif word == "--force":
            force = True
        elif word.startswith("--"):
            args[word.removeprefix("--")] = words.pop(0)
        elif places:
            args[places.pop(0)] = word
        else:
            raise Unreadable(f"{step.place}: what is {word!r}?")
    try:
        if verb == "split":
            return 0, f"it is {split_typed(desk.parts, number, int(args['mail']), actor).number}"
        if verb == "redact":
            gone = remove_typed(desk.parts, number, Removal(0, int(args["mail"]), (args["words"],), actor))
            return 0, f"{gone.mails} mails {gone.letters} letters {gone.events} events"
        done = carry_out(desk.parts, number, CommandGiven(verb, actor, args, force))
    except MailflowError as error:
        return 1, str(error)
    return 0, f"{done.ticket.number} is {done.ticket.status}"
