"""What of a reply was said in its conversation before, where no mark of quotation tells it from the author's words."""

from __future__ import annotations

from mailflow.mail.quoting import heads, quotes
from mailflow.mail.quoting.lines import ink, rule
from mailflow.mail.quoting.quotes import BLANK, REPEAT, TEXT
from mailflow.mail.quoting.said import Said, inked

REPEATED = 60  # letters a quotation without any mark has at least, unless it is the whole mail answered
MAX_FOOTER = 12  # lines below a mail that is repeated


def mark_repeated(lines: list[str], kinds: list[str], said: Said | None) -> None:
    """Marks as REPEAT what repeats the mail that is answered without any mark of quotation: from its first line on, or
    nearly all of it. A line of it somebody says again, or a text it proposed, is none."""
    if said is None:
        return
    for source in said.answered:
        found = _repeated(lines, kinds, source)
        if found is not None:
            start, stop = found[0], _footer_below(lines, kinds, found[1], said.footers)
            kinds[start:stop] = [REPEAT if kind != BLANK else BLANK for kind in kinds[start:stop]]


def _footer_below(lines: list[str], kinds: list[str], stop: int, footers: frozenset[str]) -> int:
    """Where the footer ends that a list had put below the mail answered."""
    last = stop
    for index in range(stop, min(stop + MAX_FOOTER, len(lines)) if footers else stop):
        if kinds[index] == TEXT and inked(lines[index]) in footers:
            last = index + 1
        elif kinds[index] != BLANK and not rule(lines[index]):
            break
    return last


def _repeated(lines: list[str], kinds: list[str], source: str) -> tuple[int, int] | None:
    """The lines that repeat `source` from its first letter on; None where too few do."""
    whole = inked(source).replace("\n", "")
    head = whole[:8]
    for start, line in enumerate(lines if whole else ()):
        if kinds[start] != TEXT or not (mine := inked(line).replace("\n", "")) or not _begins(mine, whole, head):
            continue
        at, stop = _as_far(lines, start, whole)
        indented = all(lines[index][:1] in "\t " for index in range(start, stop) if kinds[index] == TEXT)
        most = at * 5 >= len(whole) * 4
        if at >= REPEATED or (most and (indented or at >= REPEATED // 2)):
            return start, stop
        if at == len(whole) and _is_copied(lines[start:stop], source) and TEXT in kinds[:start] + kinds[stop:]:
            return start, stop
    return None


def _as_far(lines: list[str], start: int, whole: str) -> tuple[int, int]:
    """How many letters of `whole` the lines from `start` on repeat, and where they end."""
    at, stop = 0, start
    for index in range(start, len(lines)):
        piece = inked(lines[index])
        if not whole.startswith(piece, at):
            break
        at += len(piece)
        stop = index + 1 if piece else stop
        if at == len(whole):
            break
    return at, stop


def _is_copied(lines: list[str], source: str) -> bool:
    """Whether a short text was taken over to the last sign: "Sudah bisa" answers "Sudah bisa?" and quotes nothing."""
    return [line.strip() for line in lines if line.strip()] == [
        one.strip() for one in source.split("\n") if one.strip()
    ]


def _begins(mine: str, whole: str, head: str) -> bool:
    return mine.startswith(head) if len(mine) >= len(head) else whole.startswith(mine)


WELL_KNOWN = 0.6  # the share of a quotation's letters that was said before, so that what was not is the author's


def words_below(lines: list[str], kinds: list[str], end: int, said: Said | None) -> int:
    """Where below a quotation without marks the author's own words begin: behind the last line that was said before;
    the number of lines when there are none."""
    if said is None or end >= len(lines):
        return len(lines)
    known = said.knows(lines[end:])
    below = max((index for index, one in enumerate(known) if one and ink(lines[end + index])), default=-1) + 1 + end
    quoted = sum(len(line) for line, one in zip(lines[end:below], known, strict=False) if one)
    if below <= end + 1 or quoted < WELL_KNOWN * sum(map(len, lines[end:below])):
        return len(lines)
    rest = [index for index in range(below, len(lines)) if ink(lines[index])]
    if not rest or any(quotes.opening(lines[index], heads.header_block(lines, index)) for index in rest):
        return len(lines)
    return rest[0] if any(kinds[index] == TEXT and not rule(lines[index]) for index in rest) else len(lines)
