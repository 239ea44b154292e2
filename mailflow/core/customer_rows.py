"""A CSV file of customers, as programs and people write it: which line says what, and which are refused. Pure.

Comma, semicolon, tab; UTF-8, UTF-16, Windows-1252; header names in Indonesian and English, in any order.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from datetime import date
from itertools import chain
from types import MappingProxyType
from typing import NamedTuple, Protocol

from mailflow.core.registered import CustomerStatus, Registered
from mailflow.lazy_dataclasses import dataclass, replace

Cells = Mapping[str, str]  # by field; only the columns the file has
MOST_NOTE = 2_000  # characters
MOST_WORDS = 200  # characters of a name or group
MOST_TICKETS = 1_000_000

HEADERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "addresses": ("alamat", "email", "address", "addresses", "e-mail", "surel", "alamat email", "alamat surel"),
        "name": ("nama", "name", "nama lengkap", "full name"),
        "status": ("status",),
        "valid_until": ("berlaku", "valid_until", "valid until", "berlaku sampai", "berlaku hingga"),
        "allowance": ("jatah", "allowance", "jatah tiket"),
        "language": ("bahasa", "language"),
        "group": ("grup", "group", "kelompok"),
        "note": ("catatan", "note", "notes", "keterangan"),
    }
)
COLUMNS = ("address", "name", "status", "valid_until", "allowance", "language", "group", "note")  # of an export
_FIELD = {header: name for name, headers in HEADERS.items() for header in headers}
_STATUS = {
    "": CustomerStatus.ACTIVE,
    **dict.fromkeys(("active", "aktif"), CustomerStatus.ACTIVE),
    **dict.fromkeys(("inactive", "nonaktif", "non-aktif", "tidak aktif"), CustomerStatus.INACTIVE),
    **dict.fromkeys(("blocked", "diblokir", "blokir"), CustomerStatus.BLOCKED),
}
_LANGUAGES = {
    "": None,
    **dict.fromkeys(("id", "indonesia", "indonesian", "bahasa indonesia"), "id"),
    **dict.fromkeys(("en", "inggris", "english", "bahasa inggris"), "en"),
    **dict.fromkeys(("jawa", "bahasa jawa", "javanese"), "jv"),
    **dict.fromkeys(("sunda", "bahasa sunda", "sundanese"), "su"),
    **dict.fromkeys(("melayu", "bahasa melayu", "malay"), "ms"),
}
_CODE = re.compile(r"[a-z]{2,3}", re.ASCII)  # as in the names of letters' files
_ADDRESS = re.compile(r"[^\s@<>,;|\"()]+@[^\s@<>,;|\"()]+", re.ASCII)
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?|localhost")
_PARTED = re.compile(r"[|\s,;]+")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DELIMITERS = (",", ";", "\t")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet computes what begins so (OWASP, CSV injection)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the file: what it says, or why it is refused."""

    number: int  # from 1, the header among them
    cells: Cells = field(default_factory=dict)
    customer: Registered | None = None  # None: refused
    why: str = ""
    shown: str = ""  # the line's address as written

    def refused(self, why: str) -> Line:
        return Line(self.number, why=why, shown=self.shown)


def encoding_of(chunks: Iterable[bytes]) -> str:
    """The encoding of a file, by its byte order mark, its zero bytes, or the first of UTF-8 and Windows-1252 that fits
    all of it. `chunks`: the file in pieces, none of which is kept."""
    pieces = iter(chunks)
    begin = next(pieces, b"")
    for mark, name in _MARKS:
        if begin.startswith(mark):
            return name
    head = begin[:200]
    if head.count(0) > len(head) // 4:
        return "utf-16-le" if head[1::2].count(0) > head[::2].count(0) else "utf-16-be"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for piece in chain((begin,), pieces):
            decoder.decode(piece)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def lines(text: Iterable[str]) -> Iterator[Line]:
    """Every line with words after the header. `text`: the file line by line, with the ends as they are; none is kept.
    Raises ValueError where no column is one of addresses."""
    left = iter(text)
    first, before = _header_of(left)
    delimiter = max(_DELIMITERS, key=lambda one: len(_named(next(csv.reader([first], delimiter=one), []))))
    reader = csv.reader(chain((first,), left), delimiter=delimiter)
    columns = _columns(next(reader, []))
    begin = reader.line_num
    while True:
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield Line(before + reader.line_num, why=f"not readable as CSV: {error}")
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield _line(before + begin + 1, row, columns)
        begin = reader.line_num


def _header_of(text: Iterator[str]) -> tuple[str, int]:
    """The first line with words, and how many stand before it; Excel's `sep=;` is left out."""
    for before, line in enumerate(text):
        if line.strip() and not re.fullmatch(r"\"?sep=.\"?", line.strip(), re.IGNORECASE):
            return line, before
    raise ValueError("the file is empty")


def _named(row: Sequence[str]) -> dict[str, int]:
    return {name: n for n, cell in enumerate(row) if (name := _FIELD.get(" ".join(cell.split()).casefold()))}


def _columns(row: Sequence[str]) -> Mapping[str, int]:
    found = _named(row)
    if "addresses" not in found:
        raise ValueError(
            "its first line names no column of addresses: call one of them alamat, email or address "
            f"(the others may be {', '.join(COLUMNS[1:])}, or the same in Indonesian)"
        )
    return found


def _line(number: int, row: Sequence[str], columns: Mapping[str, int]) -> Line:
    cells = {name: _cell(row[n]) if n < len(row) else "" for name, n in columns.items()}
    try:
        return Line(number, cells, customer(cells), shown=cells["addresses"])
    except ValueError as error:
        return Line(number, cells, why=str(error), shown=cells["addresses"])


def _cell(text: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from computing it."""
    text = text.strip()
    return text[1:] if text.startswith("'") and text[1:2] in _FORMULA else text


def customer(cells: Cells) -> Registered:
    """A line as a customer. Raises ValueError, in words for the admin."""
    found = Registered(addresses(cells["addresses"]))
    for name, text in cells.items():
        if name != "addresses":
            found = _SET[name](found, text)
    return found


def changed(customer: Registered, cells: Cells) -> Registered:
    """A customer who is known, as the file now says; a column the file does not have changes nothing, and addresses
    are only added. Raises ValueError as `customer`."""
    for name, text in cells.items():
        if name == "addresses":
            more = tuple(one for one in addresses(text) if one not in customer.addresses)
            customer = replace(customer, addresses=(*customer.addresses, *more))
        else:
            customer = _SET[name](customer, text)
    return customer


def addresses(text: str) -> tuple[str, ...]:
    """Case-folded, each once. Raises ValueError."""
    found = tuple(dict.fromkeys(_address(one) for one in _PARTED.split(text) if one))
    if not found:
        raise ValueError("it has no address")
    return found


def _address(word: str) -> str:
    word = word.strip("<>").removeprefix("mailto:").casefold()
    domain = word.rpartition("@")[2]
    if not domain.isascii():
        try:
            domain = domain.encode("idna").decode("ascii")
        except UnicodeError:
            domain = ""
        word = f"{word.rpartition('@')[0]}@{domain}"
    if not _ADDRESS.fullmatch(word) or not _DOMAIN.fullmatch(domain) or len(word) > 254:
        raise ValueError(f"{word!r} is no mail address")
    return word


def _words(most: int) -> Callable[[str], str]:
    def cut(text: str) -> str:
        text = " ".join(text.split()) if most == MOST_WORDS else text.replace("\r\n", "\n").replace("\r", "\n")
        text = "".join(char for char in text if char == "\n" or ord(char) >= 32)
        if len(text) > most:
            raise ValueError(f"a text of {len(text)} characters is too long: at most {most}")
        return text

    return cut


def _status(text: str) -> CustomerStatus:
    found = _STATUS.get(" ".join(text.split()).casefold())
    if found is None:
        raise ValueError(f"{text!r} is no status: active, inactive or blocked (aktif, nonaktif, diblokir)")
    return found


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ValueError(f"{text!r} is no date: write it as 2026-12-31") from None


def _count(text: str) -> int | None:
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 7 or int(text) > MOST_TICKETS:
        raise ValueError(f"{text!r} is no number of tickets")
    return int(text)


def _language(text: str) -> str | None:
    key = " ".join(text.split()).casefold()
    if key not in _LANGUAGES and not _CODE.fullmatch(key):
        raise ValueError(f"{text!r} is no language: write its code, such as id, en, jv, ms")
    return _LANGUAGES.get(key, key)


_name, _note = _words(MOST_WORDS), _words(MOST_NOTE)
_SET: Mapping[str, Callable[[Registered, str], Registered]] = MappingProxyType(
    {
        "name": lambda one, text: replace(one, name=_name(text)),
        "status": lambda one, text: replace(one, status=_status(text)),
        "valid_until": lambda one, text: replace(one, valid_until=_date(text)),
        "allowance": lambda one, text: replace(one, allowance=_count(text)),
        "language": lambda one, text: replace(one, language=_language(text)),
        "group": lambda one, text: replace(one, group=_name(text)),
        "note": lambda one, text: replace(one, note=_note(text)),
    }
)


def cells_of(customer: Registered) -> list[str]:
    """The line of an export, one cell for each of COLUMNS; `customer` reads it back."""
    found = (
        "|".join(customer.addresses),
        customer.name,
        customer.status.value,
        customer.valid_until.isoformat() if customer.valid_until else "",
        "" if customer.allowance is None else str(customer.allowance),
        customer.language or "",
        customer.group,
        customer.note,
    )
    return [f"'{cell}" if cell.startswith(_FORMULA) else cell for cell in found]


class LineSaid(NamedTuple):
    """What a line said, as far as an import remembers it."""

    line: int  # its number
    what: int  # hash of the customer it made


class Remembers(Protocol):
    """A dictionary of any size."""

    def get(self, key: int) -> LineSaid | None: ...
    def put(self, key: int, said: LineSaid) -> None:
        """What stands there already stays."""


def said_by(line: Line) -> LineSaid:
    return LineSaid(line.number, hash(line.customer))


def twice(found: Iterable[Line], seen: Remembers) -> Iterator[Line]:
    """The lines, refusing one with an address that an earlier line has, unless it says the same."""
    for line in found:
        if line.customer is None:
            yield line
            continue
        said, keys = said_by(line), [hash(one) for one in line.customer.addresses]
        other = next((there for one in keys if (there := seen.get(one))), None)
        if other is not None and other.what != said.what:
            yield line.refused(f"line {other.line} has the same address and says something else")
            continue
        for one in keys:
            seen.put(one, said)
        yield line
