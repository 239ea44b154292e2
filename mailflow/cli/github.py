"""Faults as GitHub's workflow commands: `::error file=rules.yaml,line=12::…` stands beside the line of a change."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mailflow.errors import Fault

if TYPE_CHECKING:
    from mailflow.flow.admin.server_checks import ServerCheck

_PLACE = re.compile(r"(?P<file>[^\s:]+)(?::(?P<line>[0-9]+))?")  # "rules.yaml:12", "rules.yaml", "rules.yaml: web"


def workflow_commands(
    folder: Path, faults: Sequence[Fault], warnings: Sequence[Fault], probes: Sequence[ServerCheck]
) -> Iterator[str]:
    """A line for each fault, warning and server that did not answer; files as seen from the current folder."""
    for level, found in (("error", faults), ("warning", warnings)):
        for fault in found:
            words = f"{fault.what} ({fault.remedy})" if fault.remedy else fault.what
            yield f"::{level} {_where(folder, fault.place)}::{_data(words)}"
    for probe in probes:
        if not probe.ok:
            yield f"::error title={_property(probe.name)}::{_data(probe.words)}"


def _where(folder: Path, place: str) -> str:
    found = _PLACE.match(place)
    if found is None:
        return f"title={_property(place)}"
    file = f"file={_property(os.path.relpath(folder / found['file']))}"
    return f"{file},line={found['line']}" if found["line"] else file


def _data(words: str) -> str:
    """As the runner takes it apart again (actions/toolkit, command.ts)."""
    return words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(words: str) -> str:
    return _data(words).replace(":", "%3A").replace(",", "%2C")
