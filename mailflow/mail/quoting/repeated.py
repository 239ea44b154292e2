"""Unmarked repetition: which parts of a reply are in earlier texts of its conversation, although no quotation mark
distinguishes them from the author's words."""

from __future__ import annotations

from mailflow.core.redacting import GONE, LONGEST
from mailflow.mail.quoting import heads, quotes
from mailflow.mail.quoting.lines import ink, rule
from mailflow.mail.quoting.quotes import BLANK, QUOTE, REPEAT, TEXT
from mailflow.mail.quoting.said import MOST_SEARCHES, SHORT, Said
from mailflow.mail.quoting.tail import list_footer

REPEATED = 60  # fewest letters of an unmarked quotation, unless it is the whole mail replied to
PASSAGE = 40  # the same for a passage a customer repeats
MAX_FOOTER = 12  # lines below a repeated mail
_GAP = "\ue005"  # words stood there that were removed since (`/hapus-isi`); whoever repeats the mail has them still


def mark_repeated(lines: list[str], kinds: list[str], said: Said | None, *, parts: bool = False) -> None:
    """Mark as REPEAT what repeats the mail replied to without a quotation mark: from its first line on, or nearly all
    of it. A single repeated line, or a text it proposed, does not count; but with `parts`, for people to whom no texts
    are proposed, any passage does."""
    if said is None or not said.answered:
        return
    question = (parts, *lines, *kinds)  # asked before the end is cut, after it, and for the text that is relayed
    kinds[:] = said.memory.of(question, lambda: _marked(lines, list(kinds), said, parts=parts))


def _marked(lines: list[str], kinds: list[str], said: Said, *, parts: bool) -> list[str]:
    for source in said.answered:
        found = _repeated(lines, kinds, source, said) or (_passage(lines, kinds, source, said) if parts else None)
        if found is not None:
            start, stop = found[0], _as_indented(lines, kinds, *found)
            stop = _footer_below(lines, kinds, stop, said)
            kinds[start:stop] = [REPEAT if kind != BLANK else BLANK for kind in kinds[start:stop]]
    return kinds


def repeated_until(lines: list[str], kinds: list[str], said: Said | None) -> int:
    """Where a repeated mail ends; 0 when none is. The end of that mail, a signature or a list footer, is not the
    author's."""
    mine = list(kinds)
    mark_repeated(lines, mine, said)
    return len(mine) - mine[::-1].index(REPEAT) if REPEAT in mine else 0


def _as_indented(lines: list[str], kinds: list[str], start: int, stop: int) -> int:
    """Where an indented quotation ends, including what the mail replied to had below when it came another way."""
    indent = "\t" if lines[start][:1] == "\t" else "    " if lines[start].startswith("    ") else ""
    for index in range(stop, len(lines) if indent else stop):
        if kinds[index] == TEXT and not lines[index].startswith(indent):
            break
        stop = index + 1 if kinds[index] == TEXT else stop
    return stop


def _footer_below(lines: list[str], kinds: list[str], stop: int, said: Said) -> int:
    """The end of the footer a list had put below the mail replied to."""
    last = _paragraph_of_list(lines, kinds, stop)
    for index in range(stop, min(stop + MAX_FOOTER, len(lines)) if said.footers else stop):
        if kinds[index] == TEXT and said.letters(lines[index]) in said.footers:
            last = index + 1
        elif kinds[index] != BLANK and not rule(lines[index]):
            break
    return last


def _paragraph_of_list(lines: list[str], kinds: list[str], stop: int) -> int:
    """The same for a list whose footer is not known yet: the paragraph says that it is one."""
    start = next((index for index in range(stop, len(lines)) if lines[index].strip()), len(lines))
    end = next((index for index in range(start, len(lines)) if not lines[index].strip()), len(lines))
    paragraph = lines[start : min(end, start + MAX_FOOTER)]
    return end if stop < end == start + len(paragraph) and list_footer(paragraph) == 0 else stop


def _passage(lines: list[str], kinds: list[str], source: str, said: Said) -> tuple[int, int] | None:
    """The first lines that repeat a passage of `source` of at least PASSAGE letters."""
    whole = said.letters(source).replace("\n", "")
    searches = 0
    for start, line in enumerate(lines if len(whole) >= PASSAGE else ()):
        mine = said.letters(line) if kinds[start] == TEXT else ""
        if len(mine) < SHORT:
            continue
        searches += 1
        place = whole.find(mine)
        at, stop = _as_far(lines, start, whole, said, place) if place >= 0 else (place, start)
        if at - place >= PASSAGE:
            return start, stop
        if searches == MOST_SEARCHES:
            break
    return None


def _repeated(lines: list[str], kinds: list[str], source: str, said: Said) -> tuple[int, int] | None:
    """The lines that repeat `source` from its first letter on; None when too few do."""
    whole = said.letters(source.replace(GONE, _GAP)).replace("\n", "")
    head = whole[:8].partition(_GAP)[0]
    for start, line in enumerate(lines if whole else ()):
        if kinds[start] != TEXT or not (mine := said.letters(line).replace("\n", "")) or not _begins(mine, whole, head):
            continue
        at, stop = _as_far(lines, start, whole, said)
        indented = all(lines[index][:1] in "\t " for index in range(start, stop) if kinds[index] == TEXT)
        most = at * 5 >= len(whole) * 4
        copied = at == len(whole) and _is_copied(lines[start:stop], source) and TEXT in kinds[:start] + kinds[stop:]
        if at >= REPEATED or (most and indented):
            return start, stop
        if ((most and at >= REPEATED // 2) or copied) and not _quotes_otherwise(lines, kinds, (start, stop), said):
            return start, stop
    return None


def _quotes_otherwise(lines: list[str], kinds: list[str], found: tuple[int, int], said: Said) -> bool:
    """Whether the author's program marks what it quotes, or puts a head above it: then a few words of the mail replied
    to, said again above that, are his own."""
    start, stop = found
    copy = said.letters("\n".join(lines[start:stop])).replace("\n", "")
    marked = "".join(said.letters(line) for line, kind in zip(lines, kinds, strict=True) if kind == QUOTE)
    if copy in marked:
        return True
    return start < quotes.end_of_words(list(lines), list(kinds)).at < len(lines)


def _as_far(lines: list[str], start: int, whole: str, said: Said, place: int = 0) -> tuple[int, int]:
    """How far the lines from `start` on repeat the letters of `whole` from `place` on, and where they end."""
    at, stop = place, start
    for index in range(start, len(lines)):
        piece = said.letters(lines[index])
        end = at + len(piece) if whole.startswith(piece, at) else _over_gap(piece, whole, at)
        if end < 0:
            break
        at = end
        stop = index + 1 if piece else stop
        if at == len(whole):
            break
    return at, stop


def _over_gap(piece: str, whole: str, at: int) -> int:
    """Where in `whole` a line ends that has at a gap what was removed; -1 when it says something else."""
    gap = whole.find(_GAP, at, at + len(piece) + 1)
    if gap < 0 or not piece.startswith(whole[at:gap]):
        return -1
    rest = piece[gap - at :]
    tails = (rest[size:] for size in range(min(len(rest), LONGEST) + 1))
    return next((gap + 1 + len(tail) for tail in tails if whole.startswith(tail, gap + 1)), -1)


def _is_copied(lines: list[str], source: str) -> bool:
    """Whether a short text was copied to the last character: "Sudah bisa" answers "Sudah bisa?" and quotes nothing."""
    return [line.strip() for line in lines if line.strip()] == [
        one.strip() for one in source.split("\n") if one.strip()
    ]


def _begins(mine: str, whole: str, head: str) -> bool:
    return mine.startswith(head) if len(mine) >= len(head) else whole.startswith(mine)


WELL_KNOWN = 0.6  # the share of a quotation's letters that was said before, so that what was not is the author's


def words_below(lines: list[str], kinds: list[str], end: int, said: Said | None) -> int:
    """Where the author's own words begin below an unmarked quotation: after the last line found in an earlier text; the
    number of lines when there are none. Of a mail the desk has not seen the last words are not known either: whoever
    writes above its quotation has not written them."""
    if said is None or end >= len(lines) or (not said.answered and TEXT in kinds[:end]):
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
