"""Creates a new home: the shipped rules.yaml and letters, and the Maildirs that rules.yaml names."""

from __future__ import annotations

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


def make_home(folder: Path) -> list[Path]:
    """Make `folder` a home that passes `mailflow check`; returns the files written. Existing files are kept.

    Raises CannotDo when it contains a rules.yaml, or cannot be written.
    """
    source = shipped()
    if (folder / RULES).exists():
        raise CannotDo(
            f"{folder / RULES} exists already and is not overwritten; `mailflow check` tells whether it is good"
        )
    try:
        return _filled(folder, source)
    except OSError as wrong:
        raise CannotDo(f"{wrong.filename or folder} cannot be written: {wrong.strerror}") from wrong


def _filled(folder: Path, source: Path) -> list[Path]:
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
    _copy(source / RULES, folder / RULES, made)  # last: an incomplete folder is not a home yet
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
    if not target.exists():
        part = target.with_name(f".{target.name}.part")
        try:
            part.write_bytes(source.read_bytes())
            part.replace(target)  # atomically: a desk may already be running here
        except OSError as wrong:
            part.unlink(missing_ok=True)
            raise OSError(wrong.errno, wrong.strerror, str(target)) from wrong
        made.append(target)
