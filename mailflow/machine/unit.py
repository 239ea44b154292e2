"""The systemd unit of a desk: mailflow.service with its places filled in. Pure, but for reading that file."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from mailflow.config.settings import MaildirBox, MaildirOut, SentMaildir, Settings
from mailflow.lazy_dataclasses import dataclass

WRITTEN_BY_US = "# Written by `mailflow systemd install`"
_SQLITE = "sqlite:///"
_HOMES = (Path("/home"), Path("/root"), Path("/run/user"))  # what ProtectHome= hides


@dataclass(frozen=True, slots=True)
class Service:
    """One desk as a service. `program`: words that start mailflow, absolute."""

    name: str
    program: tuple[str, ...]
    home: Path
    user: str
    group: str
    shared: bool = False  # the group's members read and close tickets under their own login
    writes: tuple[Path, ...] = ()  # folders outside the home that it writes


def unit(service: Service) -> str:
    """The text of the unit file."""
    places = {
        "NAME": service.name,
        "DESCRIPTION": str(service.home).replace("%", "%%"),
        "PROGRAM": " ".join(_quoted(word).replace("$", "$$") for word in service.program),
        "HOME": _quoted(str(service.home)).replace("$", "$$"),
        "FOLDER": str(service.home).replace("%", "%%"),  # the whole line is the value: quotes would be part of it
        "USER": service.user,
        "GROUP": service.group,
        "UMASK": "0007" if service.shared else "0027",
        "WRITES": " ".join(_quoted(str(folder)) for folder in (service.home, *service.writes)),
        "PROTECT_HOME": "no" if any(_hidden(folder) for folder in (service.home, *service.writes)) else "yes",
    }
    text = files("mailflow.machine").joinpath("mailflow.service").read_text(encoding="utf-8")
    for place, value in places.items():
        text = text.replace(f"@{place}@", value)
    return text


def writes(settings: Settings) -> tuple[Path, ...]:
    """Folders outside the home that the desk of these settings writes into: Maildirs, the folder of its database."""
    maildirs = [box.path for box in settings.mailboxes if isinstance(box, MaildirBox)]
    ways = (settings.outgoing, settings.sent_folder)
    maildirs += [way.path for way in ways if isinstance(way, MaildirOut | SentMaildir)]
    if settings.database.startswith(_SQLITE):
        maildirs.append(Path(settings.database.removeprefix(_SQLITE)).parent)
    return tuple(dict.fromkeys(folder for folder in maildirs if not folder.is_relative_to(settings.home)))


def out_of_reach(program: tuple[str, ...]) -> Path | None:
    """The first of these files that a service cannot start: its place is hidden from it, or closed to its user."""
    for word in program:
        for file in (Path(word), Path(word).resolve()):
            closed = any(not folder.stat().st_mode & 0o001 for folder in file.parents if folder.exists())
            if _hidden(file) or closed:
                return file
    return None


def _hidden(path: Path) -> bool:
    return any(path.is_relative_to(folder) for folder in _HOMES)


def _quoted(word: str) -> str:
    """One word of a unit file's line (systemd.syntax(7), systemd.service(5)): `%` doubled, quoted where needed."""
    word = word.replace("%", "%%")
    if word and not set(word) & set(" \t\"'\\;"):
        return word
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
