"""Creates a new home: the shipped rules.yaml and letters, and the Maildirs that rules.yaml names."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from mailflow.clock import SystemClock
from mailflow.config.environment import ENV_FILE
from mailflow.config.letters import CANNED, shipped
from mailflow.config.tree import RULES
from mailflow.errors import CannotDo

_MOMENT = Path(".mailflow") / "init"  # when it was made
RULES_SCHEMA = "rules.schema.json"  # named in the first line of rules.yaml, for editors
_MAILDIRS = ("var/in", "var/out")
_ENV_EXAMPLE = """\
# Secrets for rules.yaml: copy this file to .env, keep it readable by mailflow's user only (chmod 600 .env).
# NAME=value stands in for ${NAME}; the environment goes before this file.
# MAILFLOW_IMAP_PASSWORD=
# MAILFLOW_SMTP_PASSWORD=
# MAILFLOW_SECRET=
# DATABASE_URL=postgresql://mailflow:password@127.0.0.1/mailflow
"""


def make_home(folder: Path, fill: Callable[[str], str] = lambda text: text) -> list[Path]:
    """Make `folder` a home that passes `mailflow check`; returns the files written. Existing files are kept. `fill`
    changes the shipped rules.yaml.

    Raises CannotDo when it contains a rules.yaml, or cannot be written.
    """
    refuse_a_home(folder)
    try:
        return _filled(folder, shipped(), fill)
    except OSError as wrong:
        raise CannotDo(f"{wrong.filename or folder} cannot be written: {wrong.strerror}") from wrong


def refuse_a_home(folder: Path) -> None:
    """Raises CannotDo when it contains a rules.yaml."""
    if (folder / RULES).exists():
        raise CannotDo(
            f"{folder / RULES} exists already and is not overwritten; `mailflow check` tells whether it is good"
        )


def keep_secrets(folder: Path, lines: Sequence[str]) -> None:
    """Put NAME=value lines at the end of .env, which its owner alone may read. Raises CannotDo."""
    if not lines:
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / ENV_FILE, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        with os.fdopen(handle, "a", encoding="utf-8") as file:
            os.fchmod(file.fileno(), 0o600)
            file.writelines(f"{line}\n" for line in lines)
    except OSError as wrong:
        raise CannotDo(f"{wrong.filename or folder} cannot be written: {wrong.strerror}") from wrong


def _filled(folder: Path, source: Path, fill: Callable[[str], str]) -> list[Path]:
    (folder / CANNED).mkdir(parents=True, exist_ok=True)
    for box in _MAILDIRS:
        for part in ("cur", "new", "tmp"):
            (folder / box / part).mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for letter in sorted((source / CANNED).iterdir()):
        if letter.is_file() and not letter.name.startswith("."):
            _copy(letter, folder / CANNED / letter.name, made)
    example = folder / f"{ENV_FILE}.example"
    if not example.exists():
        example.write_text(_ENV_EXAMPLE, encoding="utf-8")
        made.append(example)
    _copy(source / RULES_SCHEMA, folder / RULES_SCHEMA, made)
    text = fill((source / RULES).read_text(encoding="utf-8")).encode()
    _write(text, folder / RULES, made)  # last: an incomplete folder is not a home yet
    moment = folder / _MOMENT
    moment.parent.mkdir(exist_ok=True)
    moment.write_text(SystemClock().now().isoformat(), encoding="utf-8")
    return made


def renew_schema(folder: Path) -> bool:
    """Bring the home's copy of the schema for editors up to date; whether it was another. A home without one, or one
    that cannot be written, stays as it is."""
    there, new = folder / RULES_SCHEMA, (shipped() / RULES_SCHEMA).read_bytes()
    if not there.is_file() or there.read_bytes() == new:
        return False
    with suppress(OSError):
        there.write_bytes(new)
        return True
    return False


def take_moment(folder: Path) -> datetime | None:
    """When `init` made this home; None when it was made by hand. Read once, by the run that creates the database: if
    the database were lost a year later, a year's mail would otherwise be answered."""
    moment = folder / _MOMENT
    try:
        found = datetime.fromisoformat(moment.read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None
    with suppress(OSError):  # a home that is ours to read only
        moment.unlink()
    return found if found.tzinfo is not None else None


def _copy(source: Path, target: Path, made: list[Path]) -> None:
    _write(source.read_bytes(), target, made)


def _write(data: bytes, target: Path, made: list[Path]) -> None:
    if not target.exists():
        part = target.with_name(f".{target.name}.part")
        try:
            part.write_bytes(data)
            part.replace(target)  # atomically: a desk may already be running here
        except OSError as wrong:
            part.unlink(missing_ok=True)
            raise OSError(wrong.errno, wrong.strerror, str(target)) from wrong
        made.append(target)
