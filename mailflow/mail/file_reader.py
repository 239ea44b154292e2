"""The text of a file somebody attached, read by a program of its own (file_text.py) that may fail, hang or eat memory:
a hostile file costs some seconds and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.file_text import MOST, plain

PATIENCE = 20.0  # seconds a file may take
LARGEST = 25 * 2**20  # bytes of a file that is read
_PROGRAM = Path(__file__).with_name("file_text.py")
_AT_HOME = ("", "plain")  # nothing to read, or nothing that can go wrong
# Without which nothing can be read: no object of a PDF, no end of a zip file's directory. Looking costs 0.1 ms a MB, a
# process that finds out 300 ms of processor time; broken and misnamed files are sent every day.
_NEEDED: Mapping[str, bytes] = MappingProxyType({"pdf": b"obj", "document": b"PK\5\6"})
_LIBRARIES = {"pdf": "pypdf", "sheets": "python_calamine"}
_KINDS: Mapping[str, str] = MappingProxyType(
    dict.fromkeys("txt csv tsv log md json xml ics vcf".split(), "plain")
    | {"pdf": "pdf"}
    | dict.fromkeys("xls xlsx xlsm xlsb ods".split(), "sheets")
    | dict.fromkeys("docx docm pptx odt".split(), "document")
)
_TYPES: Mapping[str, str] = MappingProxyType({"application/pdf": "pdf", "text/plain": "plain", "text/csv": "plain"})


@dataclass(frozen=True, slots=True)
class FileText:
    """`why` there is no text, "" when there is, or when the file has none."""

    text: str
    why: str = ""


def kind_of(name: str, content_type: str) -> str:
    """What reads such a file; "" when nothing does. The name counts first: many programs call everything
    application/octet-stream."""
    return _KINDS.get(name.rpartition(".")[2].casefold(), "") or _TYPES.get(content_type, "")


def missing_library(kind: str) -> str:
    """The package that is not installed and without which such files cannot be read; "" when all is there."""
    library = _LIBRARIES.get(kind, "")
    return library.replace("_", "-") if library and find_spec(library) is None else ""


def text_of(data: bytes, kind: str) -> FileText:
    """Never raises for what is in the file."""
    return texts_of([(data, kind)])[0]


def texts_of(files: Sequence[tuple[bytes, str]]) -> list[FileText]:
    """Of files and what reads each, in their order. One process reads several, since its start costs more than most of
    them. When it ends early, the file it was at is to blame only if it was its first: what earlier ones have used of
    its time and memory is not the file's fault, so the next process begins there."""
    found: list[FileText] = []
    while len(found) < len(files):
        data, kind = files[len(found)]
        if len(data) > LARGEST:
            found.append(FileText("", f"it has {len(data) // 2**20} MB"))
        elif kind in _AT_HOME:
            found.append(FileText("".join(plain(data) if kind else ())[:MOST]))
        elif is_rubbish(data, kind):
            found.append(FileText("", "it is not what its name says, or broken"))
        else:
            found += _read(list(takewhile(_needs_a_process, files[len(found) :])))
    return found


def is_rubbish(data: bytes, kind: str) -> bool:
    """Whether no program can find a text in it."""
    return _NEEDED.get(kind, b"") not in data


def _needs_a_process(file: tuple[bytes, str]) -> bool:
    data, kind = file
    return kind not in _AT_HOME and len(data) <= LARGEST and not is_rubbish(data, kind)


def _read(files: Sequence[tuple[bytes, str]]) -> list[FileText]:
    """Of the first of them at least."""
    command = [sys.executable, "-I", str(_PROGRAM)]
    sent = b"".join(b"%s %d\n%s" % (kind.encode("ascii"), len(data), data) for data, kind in files)
    try:
        done = subprocess.run(command, input=sent, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired as late:
        return _answers(late.stdout or b"") or [FileText("", f"reading it took more than {PATIENCE:.0f} s")]
    return _answers(done.stdout) or [FileText("", _end(done))]


def _answers(printed: bytes) -> list[FileText]:
    """A line that was cut off is no answer."""
    lines = printed.decode("utf-8", "replace").splitlines(keepends=True)
    return [FileText(*json.loads(line)) for line in lines if line.endswith("\n")]


def _end(done: subprocess.CompletedProcess[bytes]) -> str:
    if done.returncode < 0:
        return f"its reader was ended by signal {-done.returncode}"
    return done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200] or "unreadable"
