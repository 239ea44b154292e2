"""A colleague's mail whose command lines are about no ticket, or about other tickets than the one it belongs to.

`#N` behind a command's name says which ticket it is about. Each line is carried out on its own ticket; the results of
all of them go back in one letter.
"""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.addressing import ask_back, person_named
from mailflow.core.command_letters import answered as letters_back
from mailflow.core.commands.absence import OF_PRESENCE, PresenceDecided, said_by, told_of
from mailflow.core.commands.asking import SEARCH, STATUS
from mailflow.core.commands.carry_out import carried_out
from mailflow.core.commands.command import Call, bare
from mailflow.core.commands.joining import SPLIT
from mailflow.core.commands.receipt import answered
from mailflow.core.commands.redact import REDACT
from mailflow.core.commands.results import NO_TICKET, NOT_SENT, WHICH_TICKET, YOU_ASKED
from mailflow.core.commands.table import BY_WORD
from mailflow.core.confirmations import Act
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.opening import written_to
from mailflow.core.outcomes import outcome_of
from mailflow.core.people import is_his_own
from mailflow.core.ticket import Ticket
from mailflow.core.wording import in_language
from mailflow.flow.parts import Parts
from mailflow.flow.settle.arrival import arrival, looked_up
from mailflow.flow.settle.case import Case, Settled, file_mail
from mailflow.flow.settle.close_several import asked_back, close_several
from mailflow.flow.settle.merge_asked import asked_back as merge_asked_back
from mailflow.flow.settle.merge_asked import merge_asked
from mailflow.flow.settle.redact_asked import HIDDEN, REDACTING, redact_asked
from mailflow.flow.settle.split_asked import SPLITTING, split_asked
from mailflow.flow.settle.splitting import SplitMail, look, split
from mailflow.flow.ticket.handle import handle
from mailflow.flow.ticket.presence import carry_out as keep_presence
from mailflow.flow.ticket.render import post_alone
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.command_lines import may_have_commands
from mailflow.store.desk import tickets

Line = tuple[str, str]  # name, argument
Placed = tuple[int, tuple[str, ...]]  # its place among all lines, its result
_NUMBERED = LazyPattern(r"\[?#\[?([^\s\[\]#]{1,40})\]?(?:\s+(.*))?")
COMMAND = "command"


@dataclass(frozen=True, slots=True)
class Orders:
    """The command lines of one mail, by the ticket each is about."""

    main: Ticket | None  # which the mail is filed on; None: it belongs to no ticket
    lines: tuple[Line, ...]  # about that ticket; without one, those that need none
    others: tuple[tuple[int, int, Line], ...]  # (place, n, line)
    settled: tuple[Placed, ...]  # lines that can be about no ticket
    acts: tuple[Act, ...]  # what the author is asked first
    said: tuple[PresenceDecided, ...]  # what he says of himself
    splits: tuple[tuple[int, str, SplitMail], ...]  # (place, line, mail) of those that make a ticket of a mail
    occasion: MailArrived  # as if all of it belonged to the mail's ticket


def orders(parts: Parts, case: Case) -> Orders | None:
    """None unless its commands go beyond the ticket it belongs to, or it belongs to none."""
    if not _may_command(case) or not may_have_commands(case.message.reply_text):
        return None
    occasion = arrival(parts, case)
    if not occasion.commands or (case.ticket is None and not _is_for_desk(parts, case, occasion)):
        return None
    found = _aimed(parts, case, occasion)
    beyond = found.others or found.settled or found.splits or found.lines != occasion.commands
    return None if case.ticket is not None and not beyond else _with_main(parts, found)


def _may_command(case: Case) -> bool:
    proven = case.is_colleagues and case.author.proven and not case.row.released_by
    return proven and case.form is None and not case.message.automatic


def _is_for_desk(parts: Parts, case: Case, occasion: MailArrived) -> bool:
    """A mail without a ticket that is meant for the desk: its first line is a command, and no stranger reads it."""
    message = case.message
    known = any(name in BY_WORD for name, _ in occasion.commands) or not occasion.told
    return known and not message.is_forward and not _strangers(parts, case)


def _strangers(parts: Parts, case: Case) -> bool:
    return bool(written_to(case.opening(), parts.rules))


def _aimed(parts: Parts, case: Case, occasion: MailArrived) -> Orders:
    """A line in reply to a letter of a merged ticket is about that one: whoever wrote it may not know where it went."""
    own, named = case.ticket, case.ticket if case.moved is None else _ticket(parts, case.moved)
    lines: list[Line] = []
    others: list[tuple[int, int, Line]] = []
    settled: list[Placed] = []
    acts: list[Act] = []
    said: list[PresenceDecided] = []
    splits: list[tuple[int, str, SplitMail]] = []
    for place, (name, argument) in enumerate(occasion.commands):
        if name in OF_PRESENCE:
            presence = said_by(name, argument, _call(occasion), rules_now(parts))
            said.append(presence)
            settled.append((place, told_of(name, argument, presence)))
            continue
        merges = merge_asked(name, argument)
        if merges is not None:
            act, result = merge_asked_back(parts, named, occasion, merges)
            acts += [act] if act is not None else []
            settled.append((place, (f"/{name} {argument}".strip(), *result)))
            continue
        if name in REDACTING:
            act, result = redact_asked(parts, case, occasion)
            acts += [act] if act is not None else []
            settled.append((place, (f"/{name} {HIDDEN}", *result)))
            occasion = replace(occasion, words="", relay="", closing=None)
            continue
        if name in SPLITTING:
            mail, code = split_asked(parts, case.message, occasion, argument)
            splits += [(place, f"/{name} {argument}".strip(), mail)] if mail is not None else []
            settled += [] if mail is not None else [(place, (f"/{name} {argument}".strip(), *code))]
            continue
        several = close_several(name, argument)
        if several is not None and len(several.numbers) > 1:
            act, result = asked_back(parts, occasion.author.name or "", several)
            acts += [act] if act is not None else []
            settled.append((place, (f"/{name} {argument}", *result)))
            continue
        argument = f"#{several.numbers[0]} {several.rest}" if several is not None else argument
        # what is misspelt is about the ticket it answers: behind /merge a number is what to merge into
        number, rest = _number(name, argument) if name in BY_WORD or own is None else ("", argument)
        n = tickets.by_number(parts.db, number) if number else case.moved
        if number and n is None:
            settled.append((place, (f"/{name} {argument}", NO_TICKET, number)))
        elif n is not None and _is_his_own(parts, n, occasion):
            settled.append((place, (f"/{name} {argument}", YOU_ASKED)))
        elif n is not None and (own is None or n != own.n):
            others.append((place, n, (name, rest)))
        elif own is None and n is None and _needs_ticket(name):
            settled.append((place, (f"/{name} {argument}".strip(), WHICH_TICKET)))
        else:
            lines.append((name, rest))
    found = Orders(own, tuple(lines), tuple(others), tuple(settled), tuple(acts), tuple(said), (), occasion)
    return replace(found, splits=tuple(splits))


def _number(name: str, argument: str) -> tuple[str, str]:
    """(the ticket named behind the command's name or "", the rest of the argument)."""
    found, command = _NUMBERED.fullmatch(argument), BY_WORD.get(name)
    if command is not None and command.letter == SEARCH:
        return "", argument  # a number to look for
    if found:
        return found[1].rstrip(",.:;!"), found[2] or ""
    if command is None or command.letter != STATUS:
        return "", argument
    asks_for = bare(argument).removeprefix("tiket ").removeprefix("ticket ").rstrip("?")
    return asks_for, "" if asks_for else argument


def _is_his_own(parts: Parts, n: int, occasion: MailArrived) -> bool:
    sender = occasion.message.sender
    return sender is not None and is_his_own(_ticket(parts, n), sender.email, parts.rules)


def _needs_ticket(name: str) -> bool:
    command = BY_WORD.get(name)
    return command is not None and (not command.letter or command.letter == STATUS)


def _with_main(parts: Parts, found: Orders) -> Orders:
    """A mail that is about other tickets only is filed on the first of them."""
    stays = found.lines or (found.occasion.told and not _words_are_taken(found) and found.main is not None)
    if stays or not found.others:
        return found
    n = found.others[0][1]
    own = tuple(line for _, other, line in found.others if other == n)
    return replace(found, main=_ticket(parts, n), lines=own, others=tuple(one for one in found.others if one[1] != n))


def _words_are_taken(found: Orders) -> bool:
    """Whether a line about another ticket takes the words below."""
    named = (BY_WORD[name] for _, _, (name, _) in found.others if name in BY_WORD)
    return any(command.takes_text or command.sends for command in named)


def _ticket(parts: Parts, n: int) -> Ticket:
    ticket = tickets.load(parts.db, n)
    assert ticket is not None
    return ticket


def carry_out(parts: Parts, case: Case, found: Orders) -> Settled:
    """Each line on its ticket, then those of the mail's own ticket, whose letter tells all results. When a question to
    the author is all there is to tell, it is the one letter."""
    _ask(parts, case, found)
    for presence in found.said:
        keep_presence(parts, presence, case.cause())
    if found.acts and len(found.acts) == len(found.occasion.commands) and not found.occasion.told:
        if found.main is not None:
            file_mail(parts, case, found.main, aside=True)
        return Settled(COMMAND, found.main.n if found.main else None, "asked back")
    done = [(place, _on_other(parts, case, found.occasion, n, line)) for place, n, line in found.others]
    apart = [(place, _split(parts, case, line, mail)) for place, line, mail in found.splits]
    settled = tuple(sorted((*found.settled, *apart, *((place, result) for place, (result, _) in done))))
    undone = len(found.settled) > sum(not one.refused for one in found.said)
    returned = undone or bool(apart) or any(kept for _, (_, kept) in done)
    occasion = replace(found.occasion, commands=found.lines, settled=settled, returned=returned)
    if _words_are_taken(found) and not returned:
        occasion = replace(occasion, words="", relay="", closing=None)
    if found.main is None:
        return _without_ticket(parts, case, occasion)
    main = _ticket(parts, found.main.n)
    handled = handle(parts, main, looked_up(parts, case, main, occasion), case.cause())
    file_mail(parts, case, handled.ticket)
    return Settled(outcome_of(handled.events), handled.ticket.n)


def _call(occasion: MailArrived) -> Call:
    author = occasion.author
    operator = author.role is Role.OPERATOR
    return Call(author.name or "", occasion.at, "", "", closes=False, operator=operator)


def _ask(parts: Parts, case: Case, found: Orders) -> None:
    person = person_named(case.author.name, parts.rules)
    if person is not None:
        for act in found.acts:
            subject = (
                case.message.subject if act.name != REDACT else _hiding(act, parts.rules.desk.spoken(person.language))
            )
            post_alone(parts, ask_back(act, person, parts.rules), subject, case.mail)


def _hiding(act: Act, language: str) -> str:
    """The words to be removed may stand in the mail's own subject, too."""
    return f"/{in_language(BY_WORD[REDACT].words, language)} #{act.args['numbers']}"


def _split(parts: Parts, case: Case, line: str, mail: SplitMail) -> tuple[str, ...]:
    """Looked at anew: a line before may have changed the ticket."""
    again = look(parts, mail.inbox_id)
    if isinstance(again, str):
        return line, again
    return line, SPLIT, split(parts, again, case.author.name or "", case.cause()).number


def _on_other(parts: Parts, case: Case, occasion: MailArrived, n: int, line: Line) -> tuple[tuple[str, ...], bool]:
    """The line's result on that ticket, and whether the mail's words go back to their author; nothing else of the mail
    reaches it, but the words a command takes."""
    ticket = _ticket(parts, n)
    alone = replace(occasion, commands=(line,), settled=(), inside=(), alone=False, answers=None, closing=None)
    handled = handle(parts, ticket, looked_up(parts, case, ticket, alone), case.cause())
    told = next(event for event in handled.events if isinstance(event, ev.CommandAnswered))
    _, *result = told.results[0]
    back = any(isinstance(event, ev.AnswerTakenBack) for event in handled.events)
    return (f"/{line[0]} #{handled.ticket.number} {line[1]}".strip(), *result), bool(told.text) and not back


def _without_ticket(parts: Parts, case: Case, occasion: MailArrived) -> Settled:
    author, blank = case.author.name or "", Ticket(subject=case.message.subject)
    done = carried_out(blank, occasion.commands, _call(occasion), parts.rules)
    kept = occasion.told
    told = answered(author, occasion, done, (("", NOT_SENT),) if kept else (), kept)
    for letter in letters_back(blank, told, parts.rules):
        post_alone(parts, letter, case.message.subject, case.mail)
    return Settled(COMMAND, None, " ".join(line for line, *_ in told.results if line))
