"""The mails of an mbox file, in every dialect (RFC 4155, appendix A): mboxo, mboxrd, mboxcl, mboxcl2, the archives of
lists, what Thunderbird and Google write. In constant memory, and in a time that grows with the file alone.

A line is a separator when it begins with `From `, ends as asctime writes a moment, and a header field follows: so a
sentence that begins with From is none, even where nobody has quoted it. A Content-Length is believed only where it
leads to a separator or to the end.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from mailflow.mail import dates
from mailflow.mail.archives.place import Span

_CHUNK = 1 << 20
_LOOK = 4096  # bytes at a possible separator that are looked at
_HEADER = 65_536  # bytes at a mail's beginning in which its Content-Length stands
_SEPARATOR = re.compile(
    rb"From [^\n]{0,400}?\b((?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6},? {1,3}[^\n]{0,40}\d{1,2}:\d\d[^\n]{0,40})\n"
    rb"(?:>?From [^\n]{0,400}\n)?[!-9;-~]{1,100}[ \t]?:"
)
_LENGTH = re.compile(rb"(?im)^content-length:[ \t]*(\d{1,12})[ \t]*\r?$")
_BLANK_LINE = re.compile(rb"\r?\n\r?\n")


def is_mbox(head: bytes) -> bool:
    """Whether a file that begins with these bytes is one."""
    return _SEPARATOR.match(_lines(head)) is not None


def spans(path: Path) -> Iterator[Span]:
    """Each mail without its separator and the blank line before the next one. Raises OSError."""
    with path.open("rb") as file:
        begun: tuple[int, bytes] | None = None  # where its separator begins, and the moment in it
        skip = 0
        for place in _candidates(file):
            found = _SEPARATOR.match(_lines(_at(file, place, _LOOK))) if place >= skip else None
            if found is None:
                continue
            if begun is not None:
                yield _span(file, begun, place)
            begun = (place, found[1])
            skip = _end_by_length(file, place)
        if begun is not None:
            yield _span(file, begun, file.seek(0, 2))


def _lines(data: bytes) -> bytes:
    return data.replace(b"\r\n", b"\n")


def _candidates(file: BinaryIO) -> Iterator[int]:
    """Where a line begins with `From `."""
    place, before = 0, b"\n"  # as if a line had ended before the file
    while True:
        file.seek(place)
        data = file.read(_CHUNK)
        if not data:
            return
        text = before + data
        at = text.find(b"\nFrom ")
        while at >= 0:
            yield place - len(before) + at + 1
            at = text.find(b"\nFrom ", at + 6)
        place, before = place + len(data), text[-5:]


def _at(file: BinaryIO, place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)


def _span(file: BinaryIO, begun: tuple[int, bytes], end: int) -> Span:
    place, moment = begun
    start = place + _at(file, place, _LOOK).find(b"\n") + 1
    tail = _at(file, max(start, end - 4), min(4, end - start))
    for blank in (b"\n\r\n", b"\n\n"):  # the blank line belongs to the mbox
        if tail.endswith(blank):
            end -= len(blank) - 1
            break
    return Span(start, max(0, end - start), True, dates.parse(moment.decode("latin-1")))


def _end_by_length(file: BinaryIO, place: int) -> int:
    """Where the mail ends by its Content-Length; `place` where it has none, or a wrong one."""
    head = _at(file, place, _HEADER)
    blank = _BLANK_LINE.search(head)
    found = _LENGTH.search(head, 0, blank.start() + 1) if blank else None
    if blank is None or found is None:
        return place
    end = place + blank.end() + int(found[1])
    after = _at(file, end, _LOOK)
    size = file.seek(0, 2)
    follows = _SEPARATOR.match(_lines(after).lstrip(b"\n")) is not None
    return end if end <= size and (not after.strip() or follows) else place
