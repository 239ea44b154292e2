"""Carries out confirmed acts: one function for each name in core.confirmations.ACTS; what is not named here is a
command on each of its tickets, by the same name (core/decide.py)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from mailflow.core import events as ev
from mailflow.core.commands.carry_out import is_anothers
from mailflow.core.commands.command import NOT_YOURS, Call, Words
from mailflow.core.commands.results import result_words
from mailflow.core.commands.table import BY_WORD
from mailflow.core.confirmations import ACTS, Act
from mailflow.core.decide import decide
from mailflow.core.moments import moment_words
from mailflow.core.occasions import CommandGiven
from mailflow.core.releases import Asked
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.settle.answer_all import answer_all
from mailflow.flow.settle.desk_letters import row_name
from mailflow.flow.settle.digest_commands import RESULTS, carried_out
from mailflow.flow.settle.incident import bind
from mailflow.flow.settle.redact_asked import words_of_order
from mailflow.flow.settle.redacting import Removal, refusal, remove
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.flow.ticket.merging import target
from mailflow.store.desk import tickets

Told = tuple[str, Words]  # what the act was about, and what became of it
_FOR_US = frozenset({"tickets", "numbers", "force"})  # arguments of the act, not of the command


def perform(parts: Parts, act: Act, cause: Cause) -> tuple[Told, ...]:
    """Writer. Carry out what was confirmed; a row for each ticket or mail it was about. What is not possible or not
    allowed any more is refused, like a typed command."""
    return _BY_NAME.get(act.name, _on_tickets)(parts, act, cause)


def _on_tickets(parts: Parts, act: Act, cause: Cause) -> tuple[Told, ...]:
    found = (tickets.load(parts.db, int(n)) for n in act.args["tickets"].split())
    return tuple(_on_ticket(parts, act, ticket, cause) for ticket in found if ticket is not None)


def _on_ticket(parts: Parts, act: Act, ticket: Ticket, cause: Cause) -> Told:
    args = {name: value for name, value in act.args.items() if name not in _FOR_US}
    given = CommandGiven(act.name, act.by, args, force="force" in act.args)
    if _is_anothers(parts, act, ticket):
        return row_name(ticket), _whose(ticket)
    refused = [e for e in decide(ticket, given, parts.rules, parts.clock.now()) if isinstance(e, ev.CommandRefused)]
    if refused:
        return row_name(ticket), _why(parts, refused[0])
    handle(parts, ticket, given, cause)
    return row_name(ticket), ACTS[act.name].done


def _merged(parts: Parts, act: Act, cause: Cause) -> tuple[Told, ...]:
    """As both tickets are now, not as they were when it was asked."""
    ticket = tickets.load(parts.db, int(act.args["tickets"]))
    if ticket is None:
        return ()
    now = target(parts.db, int(act.args["into"])).args()
    return (_on_ticket(parts, Act("merge", act.by, {"tickets": str(ticket.n), **now}), ticket, cause),)


def _redacted(parts: Parts, act: Act, cause: Cause) -> tuple[Told, ...]:
    """The words stand only in the mail that named them, and are read there again."""
    n, mail, order = (int(act.args[name]) for name in ("tickets", "mail", "order"))
    words = words_of_order(parts, act.args)
    why, ticket = refusal(parts, mail, words), tickets.load(parts.db, n)
    line = f"[#{act.args['numbers']}]"  # its subject may have the words
    if ticket is not None and _is_anothers(parts, act, ticket):
        return ((line, _whose(ticket)),)
    if why:
        return ((line, BY_WORD["hapus-isi"].results[why]),)
    remove(parts, Removal(n, mail, words, act.by, order), cause)
    return ((line, ACTS[act.name].done),)


def _is_anothers(parts: Parts, act: Act, ticket: Ticket) -> bool:
    """The ticket may have changed hands since its author was asked."""
    operator = parts.rules.operator_named(act.by) is not None
    call = Call(act.by, parts.clock.now(), "", "", closes=False, operator=operator)
    command = BY_WORD.get(act.name)
    return command is not None and is_anothers(command, ticket, call, parts.rules)


def _whose(ticket: Ticket) -> Words:
    indonesian, english = (result_words("", NOT_YOURS, one, detail=ticket.owner or "") for one in ("id", "en"))
    return indonesian, english


def _why(parts: Parts, refused: ev.CommandRefused) -> Words:
    """In the words of the command by mail."""
    indonesian, english = (_why_in(language, parts, refused) for language in ("id", "en"))
    return indonesian, english


def _why_in(language: str, parts: Parts, refused: ev.CommandRefused) -> str:
    since = moment_words(refused.since, parts.rules.desk.timezone, language) if refused.since else ""
    return result_words(f"/{refused.command}", refused.why, language, since, refused.detail)


def _on_held(parts: Parts, act: Act, _: Cause) -> tuple[Told, ...]:
    """Lines of a reply to the digest."""
    word = act.args["word"]
    lines = [Asked(f"{word} {one}", word, int(one), act.args.get("why", "")) for one in act.args["ids"].split()]
    return tuple((line.line, RESULTS[carried_out(parts, line, act.by)]) for line in lines)


_BY_NAME: Mapping[str, Callable[[Parts, Act, Cause], tuple[Told, ...]]] = MappingProxyType(
    {
        "let-out": _on_held,
        "block": _on_held,
        "merge": _merged,
        "merge-readers": _merged,
        "redact": _redacted,
        "incident": bind,
        "answer-all": answer_all,
    }
)
