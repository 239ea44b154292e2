"""The new words of a reply written as plain text (mail.md 8). One pass over the lines; what is not sure is kept."""

from __future__ import annotations

from dataclasses import dataclass

from mailflow.mail.quoting import attribution, signature
from mailflow.mail.quoting.signature import ink

MAX_LINES = 20_000
MAX_TEXT = 1_000_000

TEXT, BLANK, QUOTE, INTRO = "t", "b", "q", "a"


@dataclass(frozen=True, slots=True)
class New:
    text: str
    cut: bool  # whether a quotation was found


def new_words(text: str, separator: str = "", *, forward: bool = False) -> New:
    """What the author typed now. `forward`: the mail is a forward, whose block is kept when no words stand above it."""
    text = text[:MAX_TEXT]
    separated = bool(separator) and separator in text
    if separated:
        text = text[: text.rfind("\n", 0, text.index(separator)) + 1]
    lines = signature.without_head(text.split("\n")[:MAX_LINES])
    lines = signature.without_tail(lines)
    kinds = ["q" if attribution.quoted(line) else "t" if ink(line) else "b" for line in lines]
    end = _hard_end(lines, kinds, forward)
    cut = separated or end < len(lines)
    if end < len(lines) and TEXT not in kinds[:end] and QUOTE in kinds[end:]:
        # nothing above, but a quotation with marks below: the answer may stand under it (mail.md 8.11)
        below = kinds.index(QUOTE, end)
        kinds[end:below] = [INTRO if kind != BLANK else BLANK for kind in kinds[end:below]]
        end = len(lines)
    lines, kinds = lines[:end], kinds[:end]
    while lines and kinds[-1] != QUOTE and (signature.rule(lines[-1]) or kinds[-1] == BLANK) and cut:
        lines.pop()  # the line drawn above the quotation
        kinds.pop()
    kept, quotation = _without_quotes(lines, kinds)
    kept = signature.without_tail(kept)
    if signature.only_placeholders(kept):
        kept = []
    return New(_shown(kept), cut or quotation)


def _hard_end(lines: list[str], kinds: list[str], forward: bool) -> int:
    """The line below which everything is somebody else's. Attributions above marked quotations are only noted."""
    index, words = 0, False
    size = len(lines)
    while index < size:
        if kinds[index] != TEXT:
            index += 1
            continue
        line = lines[index]
        if attribution.original(line):
            return index
        if attribution.forwarded(line):
            if words or not forward and index + 1 >= size:
                return index
            return size  # a forward without words of its own: the block is what he wanted to say
        if attribution.header_block(lines, index) and not (forward and not words):
            return index
        shared = attribution.shared_line(line)
        if shared >= 0:
            lines[index] = line[:shared].rstrip(" -")
            following = next((kind for kind in kinds[index + 1 :] if kind != BLANK), QUOTE)
            if following != QUOTE:
                return index + 1
        count = attribution.attribution(lines, index)
        if count:
            below = index + count
            while below < size and kinds[below] == BLANK:
                below += 1
            if below < size and kinds[below] == TEXT:
                return index
            kinds[index : index + count] = [INTRO] * count
            index = below
            continue
        words = True
        index += 1
    return size


def _without_quotes(lines: list[str], kinds: list[str]) -> tuple[list[str], bool]:
    """Drops quotations above or below all answers; in an interleaved mail they stay, for the answers need them."""
    _adopt_broken_lines(lines, kinds)
    if QUOTE not in kinds and INTRO not in kinds:
        return lines, False
    runs = _quote_runs(kinds)
    answered = [run for run in runs if _text_between(kinds, run[1], len(kinds)) and _text_between(kinds, 0, run[0])]
    leading = bool(runs) and not _text_between(kinds, 0, runs[0][0])
    interleaved = len(answered) + (1 if leading and _text_between(kinds, runs[0][1], len(kinds)) else 0) >= 2
    keep = [True] * len(lines)
    for start, stop in runs:
        introduced = INTRO in kinds[start:stop]
        inside = (start, stop) in answered
        stays = (interleaved and _text_between(kinds, stop, len(kinds))) or (inside and not introduced)
        for index in range(start, stop):
            keep[index] = stays and kinds[index] != INTRO
    return [line for line, wanted in zip(lines, keep, strict=True) if wanted], True


def _quote_runs(kinds: list[str]) -> list[tuple[int, int]]:
    """Stretches of quoted lines and their attributions, blank lines between them included."""
    runs: list[tuple[int, int]] = []
    start = last = -1
    for index, kind in enumerate([*kinds, TEXT]):
        if kind in (QUOTE, INTRO):
            start = index if start < 0 else start
            last = index
        elif kind == TEXT and start >= 0:
            runs.append((start, last + 1))
            start = -1
    return runs


def _text_between(kinds: list[str], start: int, stop: int) -> bool:
    return TEXT in kinds[start:stop]


def _adopt_broken_lines(lines: list[str], kinds: list[str]) -> None:
    """A short line between quoted ones that only continues a long one was broken off by a mail program."""
    for index in range(1, len(lines) - 1):
        if kinds[index] == TEXT and kinds[index - 1] == QUOTE and kinds[index + 1] == QUOTE:
            before, line = lines[index - 1].rstrip(), lines[index].strip()
            wrapped = len(before) >= 65 and len(line) <= 40 and line[:1].islower()
            if wrapped or line.startswith(("(http", "http", "<http", "www.")):
                kinds[index] = QUOTE


def _shown(lines: list[str]) -> str:
    text = "\n".join(lines).replace("\ue000", "").replace("\ue001", ">")
    return text.strip("\n\r \t\xa0\u200b\ufeff") if any(map(ink, lines)) else ""
