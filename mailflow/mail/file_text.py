"""Prints the text of files: `python file_text.py < FILES`. A program of its own, run by file_reader.py.

Each file comes as a line `KIND LENGTH` and its bytes; each is answered by a line of JSON: [text, why there is none].

Files come from strangers, and their readers are large: so this process has bounds of memory, time and output that it
cannot leave, imports nothing of mailflow, and whatever happens in it ends with it.
"""

from __future__ import annotations

import io
import json
import os
import resource
import sys
from collections.abc import Callable, Iterator
from itertools import islice

MEMORY = 512 * 2**20  # bytes of address space
CPU_SECONDS = 10
MOST = 100_000  # characters
PAGES, SHEETS, ROWS = 300, 30, 20_000  # that are read
UNPACKED = 32 * 2**20  # bytes of one part of a zip file


def main() -> None:
    _bound()
    for head in iter(sys.stdin.buffer.readline, b""):
        kind, length = head.decode("ascii").split()
        print(json.dumps(_answer(kind, sys.stdin.buffer.read(int(length)))), flush=True)
    os._exit(0)  # nothing of a library's tidying up is waited for


def _answer(kind: str, data: bytes) -> tuple[str, str]:
    try:
        return "\n".join(_limited(READERS[kind](data)))[:MOST], ""
    except (Exception, MemoryError) as error:
        return "", f"{type(error).__name__}: {error}"[:200]


def _bound() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limited(pieces: Iterator[str]) -> Iterator[str]:
    left = MOST
    for piece in pieces:
        yield piece[:left]
        left -= len(piece)
        if left <= 0:
            return


def plain(data: bytes) -> Iterator[str]:
    """Nothing in it can go wrong: file_reader.py calls it in its own process, which saves this one's start."""
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8"):
        try:
            yield data.decode(encoding)
            return
        except UnicodeDecodeError:
            continue
    yield data.decode("cp1252", "replace")


def _pdf(data: bytes) -> Iterator[str]:
    import logging

    from pypdf import PdfReader

    logging.disable(logging.CRITICAL)
    reader = PdfReader(io.BytesIO(data))
    if reader.is_encrypted:
        reader.decrypt("")  # many have an empty password, which only forbids printing
    for page in islice(reader.pages, PAGES):
        yield page.extract_text()


def _sheets(data: bytes) -> Iterator[str]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    for name in book.sheet_names[:SHEETS]:
        yield name
        for row in islice(book.get_sheet_by_name(name).iter_rows(), ROWS):
            yield " ".join(_cell(value) for value in row if value not in ("", None))


def _cell(value: object) -> str:
    whole = isinstance(value, float) and value.is_integer()
    return str(int(value)) if whole and isinstance(value, float) else str(value)


def _document(data: bytes) -> Iterator[str]:
    """Word and its like (docx, pptx, odt): XML in a zip file; what it would unpack to is asked before."""
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for info in archive.infolist():
            if info.filename.startswith(_PARTS) and info.filename.endswith(".xml"):
                if info.file_size > UNPACKED:
                    raise ValueError(f"{info.filename} would be {info.file_size} bytes")
                with archive.open(info) as part:
                    yield from _paragraphs(part.read(UNPACKED))


_PARTS = (
    "word/document",
    "word/header",
    "word/footer",
    "word/footnotes",
    "word/comments",
    "ppt/slides/slide",
    "content.xml",
)
_OPEN = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_PARAGRAPHS = ("}p", "}h")
_RUNS = (
    "}t",
    f"{_OPEN}p",
    f"{_OPEN}h",
)  # elements whose words are the document's: Word's runs, all of an ODF paragraph
_SIGNS = {"}tab": " ", "}br": " ", "}cr": " ", "}s": " ", "}line-break": " ", "}noBreakHyphen": "-"}
_DELETED = f"{_OPEN}tracked-changes"  # Word keeps what was deleted under another name, delText


class _Paragraphs:
    """Makes lines of the events of an XML parser. In ODF words stand between the elements of a paragraph as well."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._line: list[str] = []
        self._runs = self._deleted = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._deleted += tag == _DELETED
        self._runs += tag.endswith(_RUNS)
        if (sign := _SIGNS.get(f"}}{tag.rpartition('}')[2]}")) and not self._deleted:
            count = attributes.get(f"{_OPEN}c", "1")
            self._line.append(sign * (min(int(count), 100) if count.isdecimal() else 1))

    def data(self, words: str) -> None:
        if self._runs and not self._deleted:
            self._line.append(words)

    def end(self, tag: str) -> None:
        self._deleted -= tag == _DELETED
        self._runs -= tag.endswith(_RUNS)
        if tag.endswith(_PARAGRAPHS) and not self._deleted:
            self.lines.append("".join(self._line))
            self._line.clear()

    def close(self) -> None:
        """Nothing is left: the last paragraph has ended."""


def _paragraphs(xml: bytes) -> Iterator[str]:
    from xml.etree import ElementTree

    found = _Paragraphs()
    parser = ElementTree.XMLParser(target=found)
    for begin in range(0, len(xml), 65_536):
        parser.feed(xml[begin : begin + 65_536])
        yield from found.lines
        found.lines.clear()
    parser.close()


READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "plain": plain,
    "pdf": _pdf,
    "sheets": _sheets,
    "document": _document,
}

if __name__ == "__main__":
    main()
