"""Every JSON object in files and folders, however deep: an answer of an API to each file, or one to each line; and its
fields."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mailflow.core.plain import JsonObject
from mailflow.mail.archives.found import LeftOut

_DEEPEST = 20


def objects(paths: Sequence[Path]) -> Iterator[JsonObject | LeftOut]:
    """Each object, the outer before the inner ones; in order of the files' names."""
    for path in paths:
        files = sorted(path.rglob("*.json*")) if path.is_dir() else [path]
        for file in files:
            yield from _of_file(file)


def _of_file(file: Path) -> Iterator[JsonObject | LeftOut]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        yield LeftOut(file.name, "unreadable")
        return
    try:
        yield from _inside(json.loads(text), 0)
        return
    except (ValueError, RecursionError):
        lines = [line for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines, 1):
        try:
            found = json.loads(line)
        except (ValueError, RecursionError):
            yield LeftOut(f"{file.name}, line {number}", "not-json")
            return
        yield from _inside(found, 0)


def _inside(value: object, depth: int) -> Iterator[JsonObject]:
    if isinstance(value, dict):
        yield value
    if depth < _DEEPEST and isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _inside(one, depth + 1)


def text(value: object) -> str:
    """A field as text; "" for null. Numbers are ids."""
    return "" if value is None or isinstance(value, dict | list | bool) else str(value)


def decoded(data: object) -> bytes | None:
    """Base64; None where there is none."""
    if not isinstance(data, str) or not data:
        return None
    try:
        return base64.b64decode(data)
    except (binascii.Error, ValueError):
        return None


def moment(said: str) -> datetime | None:
    """ISO 8601; without an offset it is UTC."""
    try:
        found = datetime.fromisoformat(said)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
