"""The occasion a mail is: what the core needs to decide it, its command lines and closing text among that."""

from __future__ import annotations

from mailflow.core.commands.escalating import WORDS as LINE_OF_ESCALATION
from mailflow.core.commands.table import BY_WORD
from mailflow.core.commands.undo import WORDS as LINE_OF_UNDO
from mailflow.core.held import HELD
from mailflow.core.letter_kinds import ReplyUse, reply_to
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.parties import Shown
from mailflow.core.pics import RECEIPT
from mailflow.core.ticket import Ticket
from mailflow.core.undoing import last_command
from mailflow.flow.parts import Parts
from mailflow.flow.settle.aware import is_unaware
from mailflow.flow.settle.case import COLLEAGUES, Case
from mailflow.flow.settle.lost_copy import quoted_answer
from mailflow.flow.ticket.answered import answered_ids
from mailflow.flow.ticket.log import logged
from mailflow.flow.ticket.others import numbers_known, others_named
from mailflow.lazy_dataclasses import replace
from mailflow.mail.canned_answer import CannedAsked, canned_answer
from mailflow.mail.closing import closing_statement
from mailflow.mail.command_lines import CommandLines, command_lines, without_commands
from mailflow.store.desk import colleagues
from mailflow.store.mail import departures, waiting

_VERDICTS = frozenset({"tutup", "close", "selesai"})


def arrival(parts: Parts, case: Case) -> MailArrived:
    """Command lines and closing texts are recognised only in a colleague's mail."""
    occasion = MailArrived(
        message=case.message,
        at=case.row.arrived_at,
        author=case.author,
        answers=case.match.answers if case.match else None,
        outdated=case.author.role in COLLEAGUES and not case.at_home and _outdated(parts, case),
        words=case.message.reply_text,
        relay=case.message.relay_text,
    )
    if case.ticket is not None and case.ticket.pending is not None:
        occasion = replace(occasion, data=_data(parts, case.ticket, case))
    if case.author.role not in COLLEAGUES or case.at_home:
        return replace(occasion, quoted_answer=quoted_answer(parts, case)) if case.ticket is not None else occasion
    found = command_lines(occasion.words, occasion.author_names)
    if _is_verdict(case, found) or (case.author.role is Role.PIC and not _commands(found)):
        return occasion
    given = replace(
        occasion,
        closing=closing_statement(found.words, parts.templates) if case.author.role is Role.OPERATOR else None,
        commands=found.commands,
        words=found.words,
        relay=without_commands(occasion.relay, occasion.words, found.words),
        below=found.below,
        inside=found.inside,
        unread=case.ticket is not None and is_unaware(parts, case.ticket, case.author.name or "", occasion.at),
        others=others_named(parts, case.ticket, found.words) if case.author.role is Role.OPERATOR else (),
        written=numbers_known(parts, case.ticket, found.words) if case.author.role is Role.OPERATOR else "",
        about=_about(parts, case) if occasion.answers == HELD else None,
        departed=_departed(parts, case) if case.ticket is not None and case.ticket.requester is None else (),
    )
    return looked_up(parts, case, case.ticket, given)


def looked_up(parts: Parts, case: Case, ticket: Ticket | None, occasion: MailArrived) -> MailArrived:
    """With what its command lines need to know of this ticket: the letter to be sent, the command to be taken back."""
    if ticket is None:
        return occasion
    given = [(BY_WORD[name], argument) for name, argument in occasion.commands if name in BY_WORD]
    name = case.author.name or ""
    letters = [argument for command, argument in given if command.sends]
    if letters:
        asked = CannedAsked(letters[0], name, occasion.told, occasion.author_names)
        occasion = replace(occasion, canned=canned_answer(parts.templates, asked, ticket, parts.rules.desk))
    if any(command.words == LINE_OF_ESCALATION for command, _ in given):
        occasion = replace(occasion, data=_data(parts, ticket, case))
    if any(command.words == LINE_OF_UNDO for command, _ in given):
        occasion = replace(occasion, undoable=last_command(logged(parts.db, ticket.n), name))
    return occasion


def _data(parts: Parts, ticket: Ticket, case: Case) -> Shown:
    """What the request says for sure of the fields under `data:`."""
    if not parts.rules.data:
        return ()
    from mailflow.flow.ticket.request_data import sure_words  # 25 ms that desks without `data:` need not wait

    return sure_words(parts, ticket, case.mail)


def _departed(parts: Parts, case: Case) -> tuple[str, ...]:
    addressed = {one.email.casefold() for one in case.message.recipients} - parts.rules.colleague_addresses
    return tuple(one for one in sorted(addressed) if colleagues.was_one(parts.db, one))


def _about(parts: Parts, case: Case) -> int | None:
    """The held answer whose letter it replies to."""
    return waiting.about(parts.db, case.ticket.n, answered_ids(case.message)) if case.ticket else None


def _is_verdict(case: Case, found: CommandLines) -> bool:
    """A PIC answers a notice with the command instead of its word: it decides about that statement (pics.py)."""
    sender = case.message.sender
    asked = case.match is not None and reply_to(case.match.answers) is ReplyUse.VERDICT
    pic = sender is not None and case.rules.pic_person(sender.email) is not None
    return asked and pic and bool(found.commands) and all(name in _VERDICTS for name, _ in found.commands)


def _commands(found: CommandLines) -> bool:
    """A line with an unknown name is a command of an operator's; a PIC's is words ("/ya")."""
    return any(name in BY_WORD for name, _ in found.commands)


def _outdated(parts: Parts, case: Case) -> bool:
    """Whether the letter it replies to was written before the newest closing statement of its ticket."""
    message, match = case.message, case.match
    if match is None or not (match.answers == RECEIPT or reply_to(match.answers) is ReplyUse.VERDICT):
        return False
    parents = message.parents
    return departures.is_before_newest(parts.db, match.ticket.n, parents, "closing-stated")
