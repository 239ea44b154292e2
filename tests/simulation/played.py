"""What a desk-year has played of all there is: every event, letter and command the code's own tables name. What is new
there, and not played here, is printed as missing."""

from __future__ import annotations

import json
from collections import Counter

from mailflow.core.commands.command import ASKED_YOU
from mailflow.core.commands.table import BY_WORD, COMMANDS
from mailflow.core.eventlog import EVENTS as _EVENTS
from mailflow.core.letter_kinds import KINDS
from mailflow.store.engine.database import Database

EVENTS = tuple(_EVENTS)
LETTERS = tuple(kind.name for kind in KINDS.values() if not kind.partial)
_REFUSED = ("ditolak", "tidak perlu")  # how the words of a result begin that did nothing
_ANSWERS = "SELECT data FROM event WHERE kind = 'answered'"
_AGREED = {"merge": "merged", "redact": "redacted"}  # acts that are asked back, and what they come to
_COUNTED = (("event", "SELECT kind, count(*) FROM event GROUP BY kind"),
            ("letter", "SELECT kind, count(*) FROM letter GROUP BY kind"))  # fmt: skip


def names() -> tuple[str, ...]:
    """All that is to be played."""
    commands = (f"command{done}: /{command.names[0]}" for command in COMMANDS for done in ("", " refused"))
    return (*(f"event: {kind}" for kind in EVENTS), *(f"letter: {kind}" for kind in LETTERS), *commands)


def played(db: Database) -> Counter[str]:
    """How often each was, in this desk's database."""
    found: Counter[str] = Counter()
    for what, sql in _COUNTED:
        found.update({f"{what}: {kind}": times for kind, times in db.execute(sql).fetchall()})
    for (data,) in db.execute("SELECT data FROM event WHERE kind = 'command-answered'").fetchall():
        found.update(filter(None, (_command(*row[:2]) for row in json.loads(data)["results"])))
    for command in (one for one in COMMANDS if one.asks_first in _AGREED):  # what its author has said yes to
        found[f"command: /{command.names[0]}"] += found[f"event: {_AGREED[command.asks_first]}"]
    made = (json.loads(data).get("canned") for (data,) in db.execute(_ANSWERS).fetchall())
    found.update(f"letter: {name}" for name in made if name)
    return found


def _command(line: str, result: str) -> str:
    """ "command: /gabung"; the same with "refused" where it came to nothing; "" for a line that is none."""
    command = BY_WORD.get(line.lstrip("/ \N{NO-BREAK SPACE}").split(" ", 1)[0].casefold())
    if command is None:
        return ""
    words = command.results.get(result)
    refused = result != ASKED_YOU and (words is None or words[0].startswith(_REFUSED))
    return f"command{' refused' if refused else ''}: /{command.names[0]}"
