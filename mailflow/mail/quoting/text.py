"""The new words of a reply written as plain text (mail.md 8). One pass over the lines; what is not sure is kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mailflow.mail.quoting import attribution, heads, placeholders, signature
from mailflow.mail.quoting.html import MARK, SIGNED
from mailflow.mail.quoting.signature import ink

MAX_LINES = 20_000
MAX_TEXT = 1_000_000
MAX_LOOKS = 3_000  # lines that may be the head of a quotation: more above the first are no letter but a table

TEXT, BLANK, QUOTE, INTRO = "t", "b", "q", "a"


@dataclass(frozen=True, slots=True)
class New:
    text: str
    cut: bool  # whether a quotation was found


def new_words(text: str, separator: str = "", *, forward: bool = False) -> New:
    """What the author typed now. `forward`: the mail is a forward or no reply at all, whose quoted block is kept when
    no words stand above it."""
    text = text[:MAX_TEXT]
    separated = bool(separator) and separator in text
    if separated:
        text = text[: text.rfind("\n", 0, text.index(separator)) + 1]
    lines = text.split("\n")[:MAX_LINES]
    if SIGNED in text:
        lines = [line for line in lines if not line.startswith(SIGNED)]
    lines = signature.without_head(_without_armour(lines))
    lines = signature.without_tail(lines)
    kinds = _kinds(lines)
    if forward and TEXT not in kinds and _forwarded_in_quotes(lines):
        # Apple Mail puts marks before the whole forwarded mail: without words above, it is what he wanted to say
        return New(_shown([attribution.unmarked(line) for line in lines]), False)
    end = _hard_end(lines, kinds, forward)
    cut = separated or end < len(lines)
    if end < len(lines) and TEXT not in kinds[:end] and QUOTE in kinds[end:]:
        # nothing above, but a quotation with marks below: the answer may stand under it (mail.md 8.11)
        below = kinds.index(QUOTE, end)
        kinds[end:below] = [INTRO if kind != BLANK else BLANK for kind in kinds[end:below]]
        end = len(lines)
    lines, kinds = lines[:end], kinds[:end]
    while lines and kinds[-1] != QUOTE and (_drawn(lines[-1]) or kinds[-1] == BLANK) and cut:
        lines.pop()  # the line drawn above the quotation
        kinds.pop()
    kept, quotation = _without_quotes(lines, kinds)
    if cut or quotation:
        kept = signature.without_tail(kept)
    if (cut or quotation) and signature.only_closing(kept):
        kept = []
    if kept:
        kept[-1] = placeholders.without_token(kept[-1])
    return New(_shown(kept), cut or quotation)


def _kinds(lines: list[str]) -> list[str]:
    """For each line whether it is text, blank or quoted."""
    kinds = [
        QUOTE if (">" in line or MARK in line) and attribution.quoted(line) else TEXT if ink(line) else BLANK
        for line in lines
    ]
    for index in range(1, len(lines)) if QUOTE in kinds else ():
        # `<http://…` wrapped before its end: no mark of quotation
        if (
            kinds[index] == QUOTE
            and kinds[index - 1] == TEXT
            and lines[index - 1].rpartition("<")[2].startswith("http")
        ):
            kinds[index] = QUOTE if ">" in lines[index - 1].rpartition("<")[2] else TEXT
    return kinds


def _forwarded_in_quotes(lines: list[str]) -> bool:
    """Whether the first quoted line announces a forwarded mail or begins its head."""
    bare = [attribution.unmarked(line) for line in lines[:20]]
    start = next((index for index, line in enumerate(bare) if ink(line)), len(bare))
    return start < len(bare) and (heads.forwarded(bare[start]) or heads.header_block(bare, start) > 0)


_TITLED = re.compile(r"\s*[-_=]{3,}\s?[^\W\d][^-_=]{2,40}[-_=]{3,}\s*")


def _drawn(line: str) -> bool:
    """A line drawn across the page, whatever words stand in it."""
    return signature.rule(line) or _TITLED.fullmatch(line) is not None


def _without_armour(lines: list[str]) -> list[str]:
    """The text of an inline PGP signature (RFC 9580 §7) without its frame."""
    if "-----BEGIN PGP SIGNED MESSAGE-----" not in lines:
        return lines
    start = lines.index("-----BEGIN PGP SIGNED MESSAGE-----")
    text = start + 1
    while text < len(lines) and lines[text].strip():  # Hash: SHA256
        text += 1
    end = next((i for i in range(text, len(lines)) if lines[i].startswith("-----BEGIN PGP SIGNATURE-----")), len(lines))
    close = next((i for i in range(end, len(lines)) if lines[i].startswith("-----END PGP SIGNATURE-----")), len(lines))
    plain = [line.removeprefix("- ") for line in lines[text:end]]
    return [*lines[:start], *plain, *lines[close + 1 :]]


def _hard_end(lines: list[str], kinds: list[str], forward: bool) -> int:
    """The line below which everything is somebody else's. Attributions above marked quotations are only noted."""
    index, words, looked = 0, False, 0
    size = len(lines)
    suspects = attribution.suspects(lines)
    ending = _endings(lines, kinds, suspects)
    while index < size and looked < MAX_LOOKS:
        if kinds[index] != TEXT:
            if kinds[index] == QUOTE and lines[index][:4] == ">>> " and attribution.between_arrows(lines[index]):
                kinds[index] = TEXT
                return index
            index += 1
            continue
        looked += 1
        line = lines[index]
        if not ending[index] and not suspects[index]:
            words = True
            index += 1
            continue
        head = heads.header_block(lines, index)
        if head or heads.original(line) or heads.forwarded(line):
            if words or not (forward or heads.forwarded(line)):
                return index
            words = head > 0  # a forward without words of its own: the block is what he wanted to say
            index += max(1, head)
            continue
        if attribution.begins_quotation(line):
            return index
        glued = attribution.glued_original(line)
        if glued >= 0:
            lines[index : index + 1] = [line[:glued].rstrip(), line[glued:]]
            kinds[index : index + 1] = [TEXT if ink(lines[index]) else BLANK, TEXT]
            return index + 1
        shared = attribution.shared_line(line)
        if shared >= 0:
            lines[index] = line[:shared].rstrip(" -")
            following = next((kind for kind in kinds[index + 1 :] if kind != BLANK), QUOTE)
            if following != QUOTE:
                return index + 1
        count = attribution.attribution(lines, index) if ending[index] else 0
        if count:
            below = index + count
            while below < size and kinds[below] == BLANK:
                below += 1
            if below < size and kinds[below] == TEXT:
                kinds[index : index + count] = [TEXT] * count  # a bracket on the next line is no mark
                return index
            kinds[index : index + count] = [INTRO] * count
            index = below
            continue
        words = words or not _drawn(line)
        index += 1
    return size


def _endings(lines: list[str], kinds: list[str], suspects: list[bool]) -> list[bool]:
    """For each line whether an attribution that begins there could end within the next few lines."""
    ending = [False] * len(lines)
    for index, line in enumerate(lines[: MAX_LOOKS * 2]):
        if not suspects[index] and line.isascii():
            continue  # each end has a sign; marks that steer the direction of the line may stand within it
        if kinds[index] != BLANK and len(line) <= attribution.MAX_LINE and attribution.ends(line):
            for back in range(index, max(-1, index - attribution.MAX_LINES), -1):
                if kinds[back] == BLANK and not attribution.parts_name(lines, back):
                    break
                ending[back] = True
    return ending


def _without_quotes(lines: list[str], kinds: list[str]) -> tuple[list[str], bool]:
    """Drops quotations above or below all answers; in an interleaved mail they stay, for the answers need them."""
    if QUOTE not in kinds and INTRO not in kinds:
        return lines, False
    _adopt_broken_lines(lines, kinds)
    runs = _quote_runs(kinds)
    first = kinds.index(TEXT) if TEXT in kinds else len(kinds)
    last = len(kinds) - 1 - kinds[::-1].index(TEXT) if TEXT in kinds else -1
    interleaved = sum(stop <= last for _, stop in runs) >= 2
    keep = [True] * len(lines)
    for start, stop in runs:
        inside = first < start and stop <= last
        foreign = INTRO in kinds[start:stop] or _introduced(lines[start:stop])
        stays = (interleaved and stop <= last) or (inside and not foreign)
        for index in range(start, stop):
            keep[index] = stays and kinds[index] != INTRO
    kept: list[str] = []
    for index, line in enumerate(lines):
        gap = kinds[index] == BLANK and index and not keep[index - 1] and kept and not ink(kept[-1])
        if keep[index] and not gap:
            kept.append(line)
        elif gap:
            keep[index] = False
    return kept, True


def _introduced(lines: list[str]) -> bool:
    """Whether a quotation begins with its own attribution behind the marks, as phones write it."""
    bare = [line.lstrip("> \ue001") for line in lines[: attribution.MAX_LINES]]
    start = next((index for index, line in enumerate(bare) if ink(line)), len(bare))
    return start < len(bare) and attribution.attribution(bare, start) > 0


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


def _adopt_broken_lines(lines: list[str], kinds: list[str]) -> None:
    """A line between quoted ones that only continues a full one was broken off by a mail program."""
    for index in range(1, len(lines) - 1):
        if kinds[index] == TEXT and kinds[index - 1] == QUOTE and kinds[index + 1] == QUOTE:
            before, line = lines[index - 1].rstrip(), lines[index].strip()
            word = line.partition(" ")[0]
            wrapped = len(before) >= 66 and len(before) + len(word) > 73 and len(line) <= 78 and line[:1].islower()
            link = line.endswith(")") and "(http" in before and ")" not in before.rpartition("(http")[2]
            if wrapped or link or line.startswith(("(http", "http", "<http", "www.")):
                kinds[index] = QUOTE


def _shown(lines: list[str]) -> str:
    text = "\n".join(lines).replace("\ue000", "").replace("\ue001", "> ")
    return text.strip("\n\r \t\xa0\u200b\ufeff") if any(map(ink, lines)) else ""
