"""The quotation of a reply: whom its attribution line names, and the words it quotes. Pure, linear."""

from __future__ import annotations

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.quoting.attribution import attribution, quoted, unmarked

_MOST_LINES = 2_000
LONGEST = 20_000  # characters that are kept


@dataclass(frozen=True, slots=True)
class Quotation:
    """What a reply quotes first: the mail it replies to."""

    head: str  # the attribution: "On Mon, 2 Nov 2026 at 10:15 Budi <budi@desk.example> wrote:"
    text: str  # without what that mail quoted itself


def quotation(text: str) -> Quotation | None:
    """None when no attribution stands above quoted lines."""
    lines = text.split("\n")[:_MOST_LINES]
    for at in range(len(lines)):
        count = attribution(lines, at)
        if count:
            told = _quoted(lines[at + count :])
            return Quotation(" ".join(line.strip() for line in lines[at : at + count]), told) if told else None
    return None


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
    """Without the attribution of what is quoted deeper."""
    for at in range(len(lines)):
        if attribution(lines, at):
            return "\n".join(lines[:at]).strip()[:LONGEST]
    return "\n".join(lines).strip()[:LONGEST]
