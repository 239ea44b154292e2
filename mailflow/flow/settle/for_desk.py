"""A command in reply to a letter of ours that belongs to no ticket: for the desk, not for a digest."""

from __future__ import annotations

from mailflow.core.commands.table import BY_WORD
from mailflow.core.message import Message
from mailflow.flow.parts import Parts
from mailflow.flow.settle import digest_commands
from mailflow.flow.ticket.answered import answered_ids
from mailflow.mail import identity
from mailflow.mail.command_lines import command_lines


def commands_desk(message: Message) -> bool:
    """Whether its first line is a command that a digest does not know, such as /hadir."""
    lines = command_lines(message.reply_text).commands
    return bool(lines) and lines[0][0] in BY_WORD and lines[0][0] not in digest_commands.BY_WORD


def is_for_desk(parts: Parts, message: Message) -> bool:
    """Whether it is such a command in reply to a letter of ours that belongs to no ticket."""
    return commands_desk(message) and any(identity.verify(parts.secret, one) == 0 for one in answered_ids(message))
