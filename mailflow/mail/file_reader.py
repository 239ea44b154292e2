"""The text of a file somebody attached, read by a program of its own (file_text.py) that may fail, hang or eat memory:
a hostile file costs some seconds and nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.file_text import MOST, plain

PATIENCE = 20.0  # seconds a file may take
LARGEST = 25 * 2**20  # bytes of a file that is read
_PROGRAM = Path(__file__).with_name("file_text.py")
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
    if len(data) > LARGEST:
        return FileText("", f"it has {len(data) // 2**20} MB")
    if kind == "plain":
        return FileText("".join(plain(data))[:MOST])
    command = [sys.executable, "-I", str(_PROGRAM), kind]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=PATIENCE, check=False)
    except subprocess.TimeoutExpired:
        return FileText("", f"reading it took more than {PATIENCE:.0f} s")
    if done.returncode < 0:
        return FileText("", f"its reader was ended by signal {-done.returncode}")
    if done.returncode:
        return FileText("", done.stderr.decode("utf-8", "replace").strip().rpartition("\n")[2][:200] or "unreadable")
    return FileText(done.stdout.decode("utf-8", "replace"))
