"""Which lines of a reply are quoted, and by which sign. Nothing is cut here; text.py and relay.py decide."""

from __future__ import annotations

from collections.abc import Callable

from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.quoting import attribution, heads
from mailflow.mail.quoting.glued import glued_original
from mailflow.mail.quoting.html import CUT, MARK
from mailflow.mail.quoting.lines import ink, last_inked, rule, shown
from mailflow.mail.quoting.verbless import between_arrows

MAX_LOOKS = 3_000  # lines that may begin a header block: with more of them before the first, the text is a table
MAX_TRIES = 200  # lines that look like an attribution and are none: analysing them is expensive

# A line is the author's TEXT, BLANK, a marked QUOTE, the INTRO above one, or an unmarked REPEAT of the mail replied to.
TEXT, BLANK, QUOTE, INTRO, REPEAT = "t", "b", "q", "a", "r"


@dataclass(frozen=True, slots=True)
class End:
    """Where an unmarked quotation begins that continues to the end, and by which sign it is known."""

    at: int
    by: str = ""


def kinds_of(lines: list[str]) -> list[str]:
    """For each line whether it is text, blank or quoted."""
    text = "\n".join(lines)
    first = "\n" if "<<<" in text or ">>> import" in text else ">"  # is enough where no arrow is drawn
    kinds = [
        QUOTE
        if line[:1] == first or ((">" in line or MARK in line) and attribution.quoted(line))
        else TEXT
        if ink(line)
        else BLANK
        for line in lines
    ]
    for index in range(1, len(lines)) if QUOTE in kinds else ():
        opened = lines[index - 1].rpartition("<")[2]  # `<http://…` broken before its end is not a quotation mark
        if kinds[index] == QUOTE and kinds[index - 1] == TEXT and opened.startswith("http"):
            kinds[index] = QUOTE if ">" in opened else TEXT
    return kinds


@dataclass(slots=True)
class _Reading:
    """A text while it is read from the top down."""

    lines: list[str]
    kinds: list[str]
    forward: bool
    suspects: list[bool]  # the line may hold an attribution
    ending: list[bool]  # an attribution that begins in the line could end soon
    at: int = 0
    words: bool = False  # the author's stand above
    looked: int = 0
    tried: int = 0


def end_of_words(lines: list[str], kinds: list[str], *, forward: bool = False) -> End:
    """Where everything below was written by someone else. Attributions above marked quotations are only recorded; a
    line with both the last words and a quotation is split."""
    near = _near_words(kinds)
    suspects = attribution.suspects(lines, near)
    text = _Reading(lines, kinds, forward, suspects, _endings(lines, kinds, suspects, near))
    while _next_sign(text):
        found = next(found for sign in _SIGNS if (found := sign(text)) is not None)
        if isinstance(found, End):
            return found
        text.at = found
    return End(len(lines))


def _near_words(kinds: list[str]) -> list[int]:
    """The lines in which an attribution may begin or end: the author's, and some below each. The others, mostly quoted
    ones, need no look."""
    near, left = list[int](), 0
    for index, kind in enumerate(kinds):
        left = attribution.MAX_LINES if kind == TEXT else left - 1
        if left > 0:
            near.append(index)
    return near


def _next_sign(text: _Reading) -> bool:
    """Go on to the next line that is more than blank, marked, or words in which nothing looks like the head of a
    quotation; false when there is none."""
    lines, kinds, size = text.lines, text.kinds, len(text.lines)
    while text.at < size and text.looked < MAX_LOOKS:
        at = text.at
        if kinds[at] == TEXT:
            if text.ending[at] or text.suspects[at]:
                text.looked += 1
                return True
            text.looked += 1
            text.words = True
        elif kinds[at] == QUOTE and lines[at][:4] == ">>> ":
            return True
        text.at += 1
    return False


def _marked(text: _Reading) -> End | int | None:
    """A line with marks, which may be an attribution between arrows."""
    if text.kinds[text.at] == TEXT:
        return None
    line = text.lines[text.at]
    if between_arrows(line):
        text.kinds[text.at] = TEXT
        return End(text.at, f"attribution line {shown(line)}")
    return text.at + 1


def _opened(text: _Reading) -> End | int | None:
    """A separator, or the head of a mail. The block of a forward without words of its own is
    the message."""
    line, head = text.lines[text.at], heads.header_block(text.lines, text.at)
    sign = opening(line, head)
    if not sign:
        return None
    if text.words or not (text.forward or heads.forwarded(line)):
        named = text.at > 0 and head > 0 and heads.names_original(text.lines[text.at - 1])  # as BlackBerry does
        return End(text.at - named, sign)
    text.words = head > 0
    return text.at + max(1, head)


def _attributed(text: _Reading) -> End | int | None:
    """An attribution, perhaps over several lines."""
    text.tried += text.ending[text.at]
    if not text.ending[text.at] or text.tried > MAX_TRIES:
        return None
    count = attribution.attribution(text.lines, text.at)
    if not count:
        return None
    text.tried -= 1
    said_by = f"attribution line {shown(' '.join(text.lines[text.at : text.at + count]))}"
    index, over = _below(text.lines, text.kinds, text.at, count)
    return End(index, said_by) if over else index


def _otherwise(text: _Reading) -> int:
    """Words all the same, unless the line is only drawn."""
    text.words = text.words or not rule(text.lines[text.at])
    return text.at + 1


def opening(line: str, head: int) -> str:
    """The sign by which this line begins another person's mail; "" for none."""
    if head:
        return f"header block {shown(line)}"
    if heads.original(line):
        return "the mail program's mark in HTML" if line.startswith(CUT) else f"separator {shown(line)}"
    return f"separator {shown(line)}" if heads.forwarded(line) else ""


def _parted(lines: list[str], kinds: list[str], index: int) -> End | None:
    """A quotation that begins within this line: the author's part stays above it."""
    line = lines[index]
    if attribution.begins_quotation(line):
        return End(index, f"attribution line {shown(line)}")
    glued = glued_original(line)
    if glued >= 0:
        lines[index : index + 1] = [line[:glued].rstrip(), line[glued:]]
        kinds[index : index + 1] = [TEXT if ink(lines[index]) else BLANK, TEXT]
        return End(index + 1, f"separator {shown(line[glued:])}")
    shared = attribution.shared_line(line)
    if shared >= 0:
        lines[index] = line[:shared].rstrip(" -")
        following = next((kind for kind in kinds[index + 1 :] if kind != BLANK), QUOTE)
        if following != QUOTE:
            return End(index + 1, f"attribution line {shown(line[shared:])}")
    return None


# What a line may be, in the order that decides: where the quotation begins (End), or where to read on.
_SIGNS: tuple[Callable[[_Reading], End | int | None], ...] = (
    _marked,
    _opened,
    lambda text: _parted(text.lines, text.kinds, text.at),
    _attributed,
    _otherwise,
)


def _below(lines: list[str], kinds: list[str], index: int, count: int) -> tuple[int, bool]:
    """What follows an attribution: (where to continue, whether everything from `index` on is quoted)."""
    below = index + count
    while below < len(lines) and kinds[below] == BLANK:
        below += 1
    if below < len(lines):
        stop = _indented(lines, kinds, below)
        if stop in (below, len(lines)) and kinds[below] == TEXT:
            kinds[index : index + count] = [TEXT] * count  # an angle bracket on the next line is not a quotation mark
            return index, True
        kinds[below:stop] = [QUOTE if kind == TEXT else kind for kind in kinds[below:stop]]
    kinds[index : index + count] = [INTRO] * count
    return below, False


def _indented(lines: list[str], kinds: list[str], start: int) -> int:
    """Where a quotation ends whose only mark is indentation, as written by s-nail and mailx: at the first words that
    are not indented; `start` when it is not."""
    indent = "\t" if lines[start][:1] == "\t" else "    " if lines[start].startswith("    ") else ""
    if not indent:
        return start
    for index in range(start, len(lines)):
        if kinds[index] == TEXT and not lines[index].startswith(indent):
            return index
    return len(lines)


def _endings(lines: list[str], kinds: list[str], suspects: list[bool], near: list[int]) -> list[bool]:
    """For each line whether an attribution that begins there could end within the next few lines."""
    ending = [False] * len(lines)
    for index in near:
        line = lines[index]
        if not suspects[index] and line.isascii():
            continue  # each ending has a sign; direction marks may be inside it
        if index >= MAX_LOOKS * 2:
            break
        if kinds[index] != BLANK and len(line) <= attribution.MAX_LINE and attribution.ends(line):
            for back in range(index, max(-1, index - attribution.MAX_LINES), -1):
                if kinds[back] == BLANK and not attribution.parts_name(lines, back):
                    break
                ending[back] = True
    return ending


# ---- runs of quoted lines


def runs(kinds: list[str]) -> list[tuple[int, int]]:
    """Sequences of quoted lines and their attributions, including blank lines between them. Each kind is one letter."""
    return [one.span() for one in _RUN.finditer("".join(kinds))]


_RUN = LazyPattern(f"[{QUOTE}{INTRO}{REPEAT}](?:[{QUOTE}{INTRO}{REPEAT}{BLANK}]*[{QUOTE}{INTRO}{REPEAT}])?")


def blocks(kinds: list[str]) -> list[tuple[int, int]]:
    """The runs, split at blank lines and above each attribution: one may be the author's own quotation, the next our
    letter."""
    found: list[tuple[int, int]] = []
    for start, stop in runs(kinds):
        begin = start
        for index in range(start, stop):
            apart = kinds[index] == BLANK and kinds[index - 1] in (QUOTE, REPEAT)
            anew = kinds[index] in (INTRO, REPEAT) and kinds[index - 1] not in (kinds[index], BLANK)
            if index > begin and (apart or anew):
                found.append((begin, index))
                begin = index
            if kinds[begin] == BLANK:
                begin = index + 1
        found.append((begin, stop))
    return [(begin, end) for begin, end in found if begin < end]


def drawn_above(lines: list[str], start: int) -> int:
    """Where the line drawn above a quotation is; `start` when there is none."""
    above = last_inked(lines, start)
    return above if above >= 0 and drawn(lines[above]) else start


_TITLED = LazyPattern(r"\s*[-_=]{3,}\s?[^\W\d][^-_=]{2,40}[-_=]{3,}\s*")


def drawn(line: str) -> bool:
    """A line drawn across the page, whatever words are in it."""
    return rule(line) or _TITLED.fullmatch(line) is not None


def sign_of(lines: list[str], kinds: list[str], start: int, stop: int) -> str:
    """The sign by which a run of lines is known to be quoted."""
    intro = [line for line, kind in zip(lines[start:stop], kinds[start:stop], strict=True) if kind == INTRO]
    if intro:
        return f"attribution line {shown(' '.join(intro))}"
    if REPEAT in kinds[start:stop]:
        return "it repeats the mail that is answered"
    return "lines marked as quoted" if MARK in lines[start] else "lines marked with >"


def introduced(lines: list[str]) -> bool:
    """Whether a quotation begins with its own attribution inside the marks, as phones write it."""
    bare = [line.lstrip("> \ue001") for line in lines[: attribution.MAX_LINES]]
    start = next((index for index, line in enumerate(bare) if ink(line)), len(bare))
    return start < len(bare) and attribution.attribution(bare, start) > 0


def adopt_broken_lines(lines: list[str], kinds: list[str]) -> None:
    """A line between quoted ones that only continues a full one was wrapped by a mail program."""
    for index in range(1, len(lines) - 1) if QUOTE + TEXT + QUOTE in "".join(kinds) else ():
        if kinds[index] == TEXT and kinds[index - 1] == QUOTE and kinds[index + 1] == QUOTE:
            before, line = lines[index - 1].rstrip(), lines[index].strip()
            word = line.partition(" ")[0]
            wrapped = len(before) >= 66 and len(before) + len(word) > 73 and len(line) <= 78 and line[:1].islower()
            link = line.endswith(")") and "(http" in before and ")" not in before.rpartition("(http")[2]
            if wrapped or link or line.startswith(("(http", "http", "<http", "www.")):
                kinds[index] = QUOTE


def within(lines: list[str], kinds: list[str]) -> list[bool]:
    """For each quoted line whether the words around it need it: answers are between quotations, or below one that
    follows words."""
    first = kinds.index(TEXT) if TEXT in kinds else len(kinds)
    last = len(kinds) - 1 - kinds[::-1].index(TEXT) if TEXT in kinds else -1
    found = runs(kinds)
    interleaved = sum(stop <= last for _, stop in found) >= 2
    needed = [False] * len(kinds)
    for start, stop in found:
        inside = first < start and stop <= last
        if (interleaved and stop <= last) or (inside and not _is_foreign(lines[start:stop], kinds[start:stop])):
            needed[start:stop] = [kind not in (INTRO, REPEAT) for kind in kinds[start:stop]]
    return needed


def _is_foreign(lines: list[str], kinds: list[str]) -> bool:
    """Whether a run of quoted lines says whose they are, or repeats the mail replied to: no words around it need it."""
    return REPEAT in kinds or INTRO in kinds or introduced(lines)
