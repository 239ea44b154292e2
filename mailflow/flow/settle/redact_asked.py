"""`/hapus-isi`: its author is asked first. The words themselves stand in no letter, question or log."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mailflow.core.commands.carry_out import carried_out
from mailflow.core.commands.command import ASKED_YOU, Call
from mailflow.core.commands.redact import ONLY_WORDS, WHICH_MAIL, words_named
from mailflow.core.commands.results import YOU_ASKED
from mailflow.core.commands.table import BY_WORD
from mailflow.core.confirmations import Act
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.people import is_his_own
from mailflow.core.redacting import sealed_words, word_seal
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import Case
from mailflow.flow.settle.redacting import refusal
from mailflow.flow.settle.splitting import meant
from mailflow.flow.ticket.answered import answered_ids
from mailflow.flow.ticket.merging import last_of
from mailflow.mail.command_lines import command_lines
from mailflow.store.desk import tickets
from mailflow.store.mail import moved

REDACTING = frozenset(BY_WORD["hapus-isi"].names)
HIDDEN = "···"  # in place of what stands behind the command, wherever the line is shown


def words_in(text: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The words that a mail with the command names."""
    found = command_lines(text, names)
    if not any(name in REDACTING for name, _ in found.commands):
        return ()
    return words_named(found.commands, found.words, names)


def redact_asked(parts: Parts, case: Case, occasion: MailArrived) -> tuple[Act | None, Sequence[str]]:
    """(the act to ask the author about, or None; the result of the line). Reads only; raises Unparsed."""
    mail = meant(parts, answered_ids(case.message))
    filed = None if mail is None else moved.by_inbox(parts.db, mail)
    ticket = None if filed is None else tickets.load(parts.db, filed.n)
    if mail is None or ticket is None:
        return None, (WHICH_MAIL,)
    author, sender = occasion.author, case.message.sender
    if sender is not None and is_his_own(ticket, sender.email, parts.rules):
        return None, (YOU_ASKED,)
    words = words_in(case.message.reply_text, occasion.author_names)
    found = refusal(parts, mail, words) or (ONLY_WORDS if len(occasion.commands) > 1 else ASKED_YOU)
    operator = author.role is Role.OPERATOR
    call = Call(author.name or "", occasion.at, "", "", closes=False, operator=operator, redacts=found)
    ((_, *result),) = carried_out(last_of(parts.db, ticket), (("hapus-isi", "x"),), call, parts.rules).results
    if result[0] != ASKED_YOU:
        return None, result
    args = {"tickets": str(ticket.n), "numbers": ticket.number, "mail": str(mail), "order": str(case.row.id)}
    seals = " ".join(word_seal(parts.secret, word) for word in words)
    return Act("redact", call.author, args | {"count": str(len(words)), "seals": seals}), result


def words_of_order(parts: Parts, args: Mapping[str, str]) -> tuple[str, ...]:
    """The words that the mail with the command names, read there again; () when it is no longer kept, or does not have
    them. `args`: of the act. Raises Unparsed.

    The mail was understood beside the conversation as it was then, which told its new words from what it quotes; by
    itself it might name others. So they are known by their seals, wherever they stand in it."""
    try:
        message = parts.parsed.message(parts.db, parts.policy.ours, int(args["order"]))
    except CannotDo:
        return ()
    if "seals" not in args:  # asked by an earlier version
        return words_in(message.reply_text, (message.sender.name,) if message.sender and message.sender.name else ())
    return sealed_words(parts.secret, message.text, args["seals"].split())
