"""The part of an answer that is relayed to the customer: everything except what was surely recognised (mail.md 8.11).

Removed are quotations of our own letter or of any mail of the conversation, in any form; a learned or certain
signature; mobile lines. A quotation the author added stays, and so does everything uncertain.
"""

from __future__ import annotations

from collections.abc import Iterator

from mailflow.core.message import Cut
from mailflow.mail.quoting import attribution, heads, introductions, learned, quotes, repeated
from mailflow.mail.quoting.known import Known
from mailflow.mail.quoting.lines import cut, ink, inked_length, last_inked, rule, stripped
from mailflow.mail.quoting.quotes import BLANK, INTRO, QUOTE, REPEAT, TEXT
from mailflow.mail.quoting.said import Said, inked
from mailflow.mail.quoting.text import (
    New,
    Prepared,
    card_at_end,
    end_of_words,
    learned_by,
    shown_as_text,
    tail_cut,
    without_end,
    without_gaps,
    without_quotations,
)
from mailflow.mail.quoting.words import ADDRESS

MOST_SEGMENTS = 12  # successive quotations that are examined
KNOWN = 0.3  # share of a quotation's letters found in earlier texts, from which on it is of this conversation


def kept_words(text: Prepared, known: Known) -> New:
    """The text to relay. Without knowledge of the conversation every quotation made by a program is removed, because it
    may be of our own letter."""
    lines, kinds, ended = without_end(text, known, careful=True)
    if known.said is None:
        kept, quoted = without_quotations(lines, kinds, known)
    else:
        kept, quoted = _without_known(lines, kinds, known, known.said)
    kept, more = tail_cut(kept, known, careful=True)
    kept, signed = _without_card(kept, known)
    return New(shown_as_text(kept), (*text.cuts, *ended, *quoted, *more, *signed))


def _without_known(lines: list[str], kinds: list[str], known: Known, said: Said) -> tuple[list[str], list[Cut]]:
    """Without quotations of earlier texts of this conversation."""
    repeated.mark_repeated(lines, kinds, said)
    keep, cuts = list[bool](), list[Cut]()
    for start, stop, by in _unmarked(lines, kinds, known, said):
        keep = [not start <= index < stop for index in range(len(lines))]
        cuts.append(cut("quotation", by, lines[start:stop]))
        kinds[start:stop] = [INTRO if kind != BLANK else BLANK for kind in kinds[start:stop]]
    keep = keep or [True] * len(lines)
    marked = [kind if keep[index] else BLANK for index, kind in enumerate(kinds)]
    quotes.adopt_broken_lines(lines, marked)
    ours = [block for block in quotes.blocks(marked) if _is_ours(lines, marked, block, known, said)]
    for start, _ in ours:
        introductions.adopt_introduction(lines, marked, start)
    needed = quotes.within(lines, [INTRO if kind == BLANK and not keep[i] else kind for i, kind in enumerate(marked)])
    for start, stop in ours:
        start = introductions.introduction(marked, start)
        public = said.is_public(lines[start:stop]) if True in needed[start:stop] else [False] * (stop - start)
        gone = [
            i for i in range(start, stop) if not (needed[i] and public[i - start] and ink(lines[i].strip("> \ue001")))
        ]
        for index in gone:
            keep[index] = False
        lost = [lines[index] for index in gone if ink(lines[index])]
        cuts += [cut("quotation", quotes.sign_of(lines, marked, start, stop), lost)] if lost else []
    return _undrawn(without_gaps(lines, kinds, keep), cuts), cuts


def _says(line: str) -> bool:
    """Whether a line contains a word: marks and drawn lines do not."""
    return inked(line) != ""


def _undrawn(lines: list[str], cuts: list[Cut]) -> list[str]:
    """Without the line drawn above a removed quotation."""
    lines = stripped(lines)
    while cuts and lines and rule(lines[-1]):
        lines = stripped(lines[:-1])
    return lines


def _unmarked(lines: list[str], kinds: list[str], known: Known, said: Said) -> Iterator[tuple[int, int, str]]:
    """The first unmarked quotation of this conversation: everything after it is removed, except words the author has
    written below."""
    waiting: tuple[int, str] | None = None  # a header block or a mark without words belongs to the next segment
    for start, stop, by in _segments(lines, kinds, known):
        first, sign = waiting or (start, by)
        if _is_ours(lines, kinds, (start, stop), known, said):
            yield quotes.drawn_above(lines, first), repeated.words_below(lines, kinds, start, said), sign
            return
        waiting = (first, sign) if _only_introduces([line for line in lines[start:stop] if _says(line)]) else None


def _segments(lines: list[str], kinds: list[str], known: Known) -> Iterator[tuple[int, int, str]]:
    """Each unmarked quotation, from its header block or attribution to where another begins."""
    end = end_of_words(lines, kinds, known)
    start, by = end.at, end.by
    for _ in range(MOST_SEGMENTS):
        if start >= len(lines):
            return
        first = start + max(1, heads.header_block(lines, start), attribution.attribution(lines, start))
        rest = kinds[first:]
        end = quotes.end_of_words(lines[first:], rest)
        stop = min(first + end.at, len(lines))
        if len(rest) == len(kinds) - first:
            kinds[first:] = rest
        yield start, _until_marked(lines, kinds, first, stop), by
        start, by = stop, end.by
    if start < len(lines):
        yield start, len(lines), by


def _until_marked(lines: list[str], kinds: list[str], first: int, stop: int) -> int:
    """Where an unmarked quotation ends at a marked one, unless it consists only of that and a line introducing it."""
    marked = next((i for i in range(first, stop) if kinds[i] in (QUOTE, INTRO, REPEAT)), stop)
    if not _only_introduces([lines[i] for i in range(first, marked) if kinds[i] == TEXT and _says(lines[i])]):
        return marked
    return next((i for i in range(marked, stop) if kinds[i] not in (BLANK, QUOTE, INTRO, REPEAT)), stop)


def _only_introduces(lines: list[str]) -> bool:
    """Whether these words, if any, only say whose words follow."""
    return not lines or (len(lines) <= 2 and lines[-1].rstrip().endswith((":", "：")))


def _is_ours(lines: list[str], kinds: list[str], block: tuple[int, int], known: Known, said: Said) -> bool:
    """Whether a quotation (its first line, and the one behind it) is of this conversation: its head names us, or enough
    of it is in earlier texts."""
    start, stop = block
    if REPEAT in kinds[start:stop] or _names_us(lines[start : min(stop, start + 14)], known):
        return True
    quoted = [line for line in lines[start:stop] if _says(line) and not heads.is_label(line)]
    if not quoted:
        return QUOTE in kinds[start:stop]  # only marks
    if len(quoted) > 2 and all(said.knows(quoted[:3])):
        return True
    total = sum(map(inked_length, quoted))
    found = sum(inked_length(line) for line, one in zip(quoted, said.knows(quoted), strict=True) if one)
    return found >= KNOWN * total


def _names_us(lines: list[str], known: Known) -> bool:
    """Whether the quoted author's address is the desk's, its list's or a colleague's; `lines` begin with the
    introduction."""
    if not known.ours:
        return False
    bare = [line.lstrip("> \ue001") for line in lines]
    start = next((index for index, line in enumerate(bare[:4]) if heads.is_label(line)), -1)
    if start >= 0:
        written = heads.head(bare, start)[1].get("from", "")
    else:
        first = next((index for index, line in enumerate(bare) if ink(line)), 0)
        written = " ".join(bare[first : first + attribution.attribution(bare, first)]) if bare else ""
    return any(one.casefold() in known.ours for one in ADDRESS.findall(written))


def _without_card(lines: list[str], known: Known) -> tuple[list[str], list[Cut]]:
    """Without a learned or certain card; a customer may have been asked for exactly what is on it."""
    lines = stripped(lines)
    keep, mails = learned.card(lines, known.endings, known.names)
    if mails:
        return stripped(lines[:keep]), [cut("learned card", learned_by(mails), lines[keep:])]
    found = card_at_end(lines, known)
    if found is None or not found.rich or (last_inked(lines, found.start) < 0 and not known.colleague):
        return lines, []
    return stripped(lines[: found.start]), [cut("signature", found.by, lines[found.start :])]
