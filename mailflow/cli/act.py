"""The commands that change a ticket: each becomes a CommandGiven and goes through `handle`, like a mailed one."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import actor, as_option, command, home, login_name, meant, put, put_json, say, titled
from mailflow.cli.error_words import said
from mailflow.cli.language import language as tongue
from mailflow.cli.trouble import CANNOT, first_error, parted
from mailflow.core.moments import moment_words
from mailflow.core.plain import JsonObject
from mailflow.core.priority import PRIORITIES
from mailflow.errors import CannotDo, MailflowError

if TYPE_CHECKING:
    from mailflow.flow.parts import Parts
    from mailflow.flow.ticket.typed_command import Done

_number = click.argument("number", metavar="N")


@command("close", "mailflow close 12", "mailflow close 12 13 --letter closing-no-feedback --note 'three reminders'")
@click.argument("numbers", metavar="N...", nargs=-1, required=True)
@click.option("--letter", metavar="NAME", help="This canned response, not the one that fits by itself.")
@click.option("--note", metavar="TEXT", help="Kept with the closing, for colleagues.")
@click.option("--force", is_flag=True, help="Although the customer waits for an answer.")
@as_option
def close(
    numbers: tuple[str, ...], *, letter: str | None, note: str | None, force: bool, name: str | None, as_json: bool
) -> None:
    """Close tickets, as a PIC. Each customer gets a canned response with the survey; a second close sends nothing.

    Refused while the customer waits for an answer. An operator proposes instead: /selesai by mail.
    """
    args = {key: value for key, value in (("letter", letter), ("note", note)) if value}
    act("close", numbers, args, name, as_json, force=force)


@command("reopen", "mailflow reopen 12 --why 'the refund did not arrive'")
@_number
@click.option("--why", metavar="TEXT", default="", help="Told to the owner, and kept with the ticket.")
@as_option
def reopen(number: str, why: str, name: str | None, as_json: bool) -> None:
    """Reopen ticket N, for its owner or, if he is gone, for all."""
    act("reopen", [number], {"why": why} if why else {}, name, as_json)


@command("assign", "mailflow assign 12 Sari")
@_number
@click.argument("operator", metavar="NAME")
@as_option
def assign(number: str, operator: str, name: str | None, as_json: bool) -> None:
    """Give ticket N to operator NAME, who is told. The answer clock goes on as it was."""
    act("assign", [number], {"operator": operator}, name, as_json)


@command("release", "mailflow release 12 --why 'Budi is ill'")
@_number
@click.option("--why", metavar="TEXT", default="", help="Told to the operators.")
@as_option
def release(number: str, why: str, name: str | None, as_json: bool) -> None:
    """Give ticket N back: any operator may claim it again."""
    act("release", [number], {"why": why} if why else {}, name, as_json)


@command("discard", "mailflow discard 12 --why spam")
@_number
@click.option("--why", metavar="TEXT", required=True, help="The reason, kept with the ticket.")
@as_option
def discard(number: str, why: str, name: str | None, as_json: bool) -> None:
    """End ticket N as no request at all. Nobody is written to; `reopen` undoes it."""
    act("discard", [number], {"why": why}, name, as_json)


@command("note", "mailflow note 12 'called him, no answer'", "mailflow note 12 - < minutes.txt")
@_number
@click.argument("text", nargs=-1, required=True)
@as_option
def note(number: str, text: tuple[str, ...], name: str | None, as_json: bool) -> None:
    """Write a note on ticket N, for colleagues only. TEXT - is read from stdin."""
    words = (sys.stdin.read() if text == ("-",) else " ".join(text)).strip()
    if not words:
        raise click.UsageError("the note is empty")
    act("note", [number], {"text": words}, name, as_json)


@command("category", "mailflow category 12 pulsa-tidak-masuk")
@_number
@click.argument("category", metavar="NAME")
@as_option
def category(number: str, category: str, name: str | None, as_json: bool) -> None:
    """File ticket N under a category, which reports count: one of those rules.yaml names, if it names any."""
    act("category", [number], {"category": category}, name, as_json)


@command("priority", "mailflow priority 12 high")
@_number
@click.argument("priority", metavar="P", type=click.Choice(tuple(PRIORITIES), case_sensitive=False))
@as_option
def priority(number: str, priority: str, name: str | None, as_json: bool) -> None:
    """Set the priority of ticket N: high (tinggi), normal (biasa) or low (rendah)."""
    act("priority", [number], {"priority": PRIORITIES[priority.casefold()]}, name, as_json)


@command("snooze", "mailflow snooze 12 tomorrow 09:00", "mailflow snooze 12 '2 hari'")
@_number
@click.argument("when", metavar="WHEN", nargs=-1, required=True)
@as_option
def snooze(number: str, when: tuple[str, ...], name: str | None, as_json: bool) -> None:
    """Remind the owner of ticket N of nothing before WHEN: a moment as people write it, in Indonesian or English.

    The PIC is reminded all the same, and a breach counts.
    """
    act("snooze", [number], {"when": " ".join(when)}, name, as_json)


@command("excuse", "mailflow excuse 12 'the bank was closed' --as Dewi")
@_number
@click.argument("text", nargs=-1, required=True)
@as_option
def excuse(number: str, text: tuple[str, ...], name: str | None, as_json: bool) -> None:
    """Say, as a PIC, why ticket N was answered late. The report shows breaches and how many have an excuse."""
    act("excuse", [number], {"text": " ".join(text)}, name, as_json)


@command("merge", "mailflow merge 5 7")
@_number
@click.argument("into", metavar="INTO")
@as_option
def merge(number: str, into: str, name: str | None, as_json: bool) -> None:
    """Put ticket N into ticket INTO: what comes to N from now on goes there. It cannot be taken back.

    Where another customer asked N, that one gets the answers of INTO too.
    """
    act("merge", [number], {"into": into}, name, as_json)


@command("unbind", "mailflow unbind 12", "mailflow unbind 12 --all")
@_number
@click.option("--all", "whole", is_flag=True, help="There is no incident: each of its tickets is by itself again.")
@as_option
def unbind(number: str, *, whole: bool, name: str | None, as_json: bool) -> None:
    """Ticket N is no part of an incident after all. It is not proposed again; answers on the others pass it by."""
    act("unbind", [number], {"whole": "yes"} if whole else {}, name, as_json)


@command("ask", "mailflow ask 12 cs@bank.example 'Has transfer 4711 arrived?'")
@_number
@click.argument("address", metavar="ADDRESS")
@click.argument("text", nargs=-1, required=True)
@as_option
def ask(number: str, address: str, text: tuple[str, ...], name: str | None, as_json: bool) -> None:
    """Ask a third party about ticket N, privately: the answer reaches the owner, nothing of it the customer.

    The letter has your words alone; nothing of the customer's.
    """
    act("ask", [number], {"to": address, "text": " ".join(text)}, name, as_json)


@command("escalate", "mailflow escalate 12", "mailflow escalate 12 --to jaringan --text 'no signal in the library'")
@_number
@click.option("--to", "where", metavar="WHERE", default="", help="A category of second_tier:, or an address there.")
@click.option("--text", metavar="TEXT", default="", help="What the second tier should know.")
@as_option
def escalate(number: str, where: str, text: str, name: str | None, as_json: bool) -> None:
    """Pass ticket N to the second tier, if the data of its category are complete; again: what is new, or pass it on.

    Missing data are asked of the customer, and it goes by itself when they have arrived. The answer reaches the owner.
    """
    act("escalate", [number], {"where": where, "text": text}, name, as_json)


def act(
    verb: str,
    numbers: Sequence[str],
    args: Mapping[str, str],
    name: str | None,
    as_json: bool,
    *,
    force: bool = False,
) -> None:
    """Carry the command out on each ticket, in its own transaction; report all, fail if one failed."""
    from mailflow import app
    from mailflow.core.occasions import CommandGiven
    from mailflow.flow.ticket.typed_command import carry_out

    parts = app.open_parts(home())
    try:
        _must_exist(parts, verb, args)
        args = _understood(parts, args)
        given = CommandGiven(verb, _actor(parts, verb, name), args, force)
        done: list[Done] = []
        refused: dict[str, MailflowError] = {}
        for number in dict.fromkeys(numbers):
            try:
                done.append(carry_out(parts, number, given))
            except MailflowError as error:
                refused[number] = error
        _tell(parts, verb, done, refused, as_json)
    finally:
        parts.db.close()
    if refused or _waits(verb, done):
        click.get_current_context().exit(CANNOT)


_ANYBODYS = ("close", "note", "send", "undo")  # their effects look at the actor themselves, or need not


def _actor(parts: Parts, verb: str, name: str | None) -> str:
    return parts.rules.acting(name, login_name()) if verb in _ANYBODYS else actor(parts, name)


def _waits(verb: str, done: Sequence[Done]) -> bool:
    """Whether data are missing: the command is refused until the customer has sent them."""
    return verb == "escalate" and any(one.ticket.pending is not None for one in done)


def _must_exist(parts: Parts, verb: str, args: Mapping[str, str]) -> None:
    """The letter and the operator a command names must exist: else the nearest valid word, before anything is done."""
    if verb == "assign" and parts.rules.operator_named(args["operator"]) is None:
        names = [person.name for person in parts.rules.operators]
        raise CannotDo(f"rules.yaml has no operator {args['operator']!r}: {meant(args['operator'], names)}")
    if verb == "category":
        from mailflow.core.commands.effects import categories

        known = categories(parts.rules)
        if known and args["category"].casefold() not in map(str.casefold, known):
            raise CannotDo(f"rules.yaml names no category {args['category']!r}: {meant(args['category'], known)}")
    if "letter" not in args:
        return
    from mailflow.core.letter_kinds import closing_letters

    names = closing_letters(parts.templates.names())
    if args["letter"] not in names:
        there = "is no letter to a customer" if args["letter"] in parts.templates.names() else "is no letter"
        raise CannotDo(f"{args['letter']!r} {there}: {meant(args['letter'], names)}")


def _understood(parts: Parts, args: Mapping[str, str]) -> Mapping[str, str]:
    """With the moment that "when" says as "until"; CannotDo when it says none."""
    if "when" not in args:
        return args
    from mailflow.core.when.moment import Unclear, read_moment, unclear_words

    found = read_moment(args["when"], parts.clock.now(), parts.rules.working_hours)
    if isinstance(found, Unclear):
        raise CannotDo(unclear_words(found, args["when"], parts.rules.desk.timezone, "en"))
    return {"until": found.at.isoformat()}


# -- telling

_PAST = {
    "close": "closed",
    "reopen": "reopened",
    "assign": "assigned",
    "release": "released",
    "discard": "discarded",
    "note": "noted on",
    "category": "filed",
    "priority": "set the priority of",
    "snooze": "snoozed",
    "excuse": "excused the breach of",
    "merge": "merged",
    "unbind": "took out of its incident",
    "escalate": "escalated",
    "ask": "asked about",
    "send": "answered",
    "undo": "took back the last on",
}


def _tell(parts: Parts, verb: str, done: Sequence[Done], refused: Mapping[str, MailflowError], as_json: bool) -> None:
    from zoneinfo import ZoneInfo

    from mailflow.flow.health.heartbeat import daemon_is_alive
    from mailflow.store.desk import tickets

    alive = daemon_is_alive(parts.db)
    letters = [(one.ticket, letter) for one in done for letter in one.letters]
    if as_json:
        zone = ZoneInfo(parts.rules.desk.timezone)
        told = {
            "tickets": [tickets.one_shown(parts.db, one.ticket.n, zone) for one in done],
            "refused": [{"ticket": number, "why": str(error)} for number, error in refused.items()],
            "letters": [
                {"ticket": ticket.n, "kind": letter.kind, "to": [a.email for a in letter.to]}
                for ticket, letter in letters
            ],
            "daemon": alive,
        }
        told |= _closed(parts, done, refused) if verb == "close" else {}
        put_json(told | first_error(refused.values()))
    else:
        for one in done:
            put(_line(verb, one, parts.rules.desk.language, parts.rules.desk.timezone))
    for number, error in refused.items():
        say(f"mailflow: {number}: {error}")
    for one in done:
        if one.unwritten:
            kinds = ", ".join(one.unwritten)
            say(f"mailflow: {one.ticket.number}: {kinds} could not be written; see `mailflow check`")
    if letters and not alive:
        say("no mailflow is running: `mailflow run` or `mailflow run --once` sends what waits in the outbox")


def _closed(parts: Parts, done: Sequence[Done], refused: Mapping[str, MailflowError]) -> JsonObject:
    """Further fields of `close --json`: the n of closed tickets, and for others the reason and remedy."""
    from mailflow.store.desk import tickets

    errors = []
    for number, error in refused.items():
        message, remedy = parted(str(error))
        errors.append({"n": tickets.by_number(parts.db, number) or number, "message": message, "remedy": remedy})
    return {"closed": [one.ticket.n for one in done], "errors": errors}


def _line(verb: str, done: Done, language: str, timezone: str) -> str:
    ticket = done.ticket
    if verb == "escalate" and ticket.pending is not None:
        return _waiting(done)
    what = f"{said(_PAST[verb])} #{ticket.number} ({titled(ticket.subject, language)})"
    if verb == "assign":
        what += f" {said(f'to {ticket.owner}')}"
    if verb == "snooze" and ticket.snoozed is not None:
        what += f" {said('until')} {moment_words(ticket.snoozed[1], timezone, tongue())}"
    if verb == "merge":
        what += f" {said(f'into #{ticket.merged_number}')}"
    kinds = dict.fromkeys(
        f"{letter.kind} {said('to')} {', '.join(a.email for a in letter.to)}" for letter in done.letters
    )
    return f"{what}; {said('in the outbox')}: {'; '.join(kinds)}" if kinds else f"{what}; {said('no letter')}"


def _waiting(done: Done) -> str:
    """What an escalation waits for."""
    waits = done.ticket.pending
    missing = ", ".join(waits.missing) if waits is not None else ""
    asked = "the customer is asked" if done.letters else "the customer was asked within the last day"
    return said(
        f"not escalated #{done.ticket.number} yet: still missing: {missing}; {asked}, and it goes when they arrive"
    )
