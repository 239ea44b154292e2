"""The quotation of a reply: whom its attribution line names, and the words it quotes. Pure, linear."""

from __future__ import annotations

from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.quoting.attribution import attribution, quoted, unmarked
from mailflow.mail.quoting.heads import head, header_block, original

_MOST_LINES = 2_000
_RULE = LazyPattern(r"[\s_=-]*")  # above the block of what is quoted deeper
LONGEST = 20_000  # characters that are kept


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a reply quotes first: the mail it replies to."""

    head: str  # the attribution: "On Mon, 2 Nov 2026 at 10:15 Budi <budi@desk.example> wrote:"
    text: str  # without what that mail quoted itself


def quotation(text: str) -> Quotation | None:
    """None when neither an attribution stands above quoted lines, nor a block of From and Sent above any."""
    lines = text.split("\n")[:_MOST_LINES]
    for at in range(len(lines)):
        if not quoted(lines[at]) and (block := _by_block(lines, at)) is not None:
            return block if block.text else None  # looked at first: "Sent: … AM" is like an attribution
        count = attribution(lines, at)
        if count:
            told = _quoted(lines[at + count :])
            return Quotation(" ".join(line.strip() for line in lines[at : at + count]), told) if told else None
    return None


def _by_block(lines: list[str], at: int) -> Quotation | None:
    """As Outlook quotes: a block with who wrote and when, and what he wrote below it without any mark. Whom he wrote to
    is no part of the head."""
    count, roles = head(lines, at)
    if "from" not in roles:
        return None
    below = (unmarked(line) if quoted(line) else line for line in lines[at + count :])
    return Quotation(f"{roles['from']} {roles.get('date', '')}".strip(), _own(list(below)))


def _quoted(lines: list[str]) -> str:
    kept: list[str] = []
    for line in lines:
        if not quoted(line) and line.strip():
            break
        inner = unmarked(line) if quoted(line) else ""
        if quoted(inner):
            continue
        kept.append(inner)
    return _own(kept)


def _own(lines: list[str]) -> str:
    """Without what is quoted deeper, and what stands above it."""
    for at in range(len(lines)):
        if attribution(lines, at) or header_block(lines, at):
            above = lines[:at]
            while above and (_RULE.fullmatch(above[-1]) or original(above[-1])):
                above.pop()
            return "\n".join(above).strip()[:LONGEST]
    return "\n".join(lines).strip()[:LONGEST]
