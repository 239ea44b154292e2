"""What this process, or one before it in the same home, has seen committed: by it a database that went back is
recognised, whose server has lost what it had confirmed.

Kept in `.mailflow/database` of the home, every few seconds and without fsync: a power failure of this machine may cost
the last seconds of that memory, never a commit.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

FILE = Path(".mailflow") / "database"
HEAD, NEXT_N, TERM, LOST = "chain", "next_n", "term", "lost-commits"  # keys of meta
SAVE_SECONDS = 5.0


class SeenCommits:
    """Facts by their key of meta. `of`: the database's place, for a home may change to another."""

    def __init__(self, home: Path | None, of: str) -> None:
        self.facts: dict[str, str] = {}
        self._file = None if home is None else home / FILE
        self._of = f"{urlsplit(of).path}?{urlsplit(of).query}"
        self._saved = monotonic()
        self._guard = threading.Lock()
        self.facts.update(self._stored())

    def note(self, facts: Mapping[str, str]) -> None:
        """They were committed."""
        if LOST in facts:
            self._go_back(facts)
            return
        with self._guard:
            self._later(facts)
            if monotonic() - self._saved < SAVE_SECONDS and TERM not in facts:
                return
            self._saved = monotonic()
        self.save()

    def _go_back(self, facts: Mapping[str, str]) -> None:
        """The database holds no more than these: they are not to be missed once more."""
        with self._guard:
            self.facts.update({key: value for key, value in facts.items() if key != LOST})
            self._write()

    def save(self) -> None:
        """Beside what another process of this home has seen. A home that cannot be written remembers nothing."""
        with self._guard:
            if self.facts:
                self._later(self._stored())
                self._write()

    def _later(self, facts: Mapping[str, str]) -> None:
        for key, value in facts.items():
            if key not in self.facts or _number(value) >= _number(self.facts[key]):
                self.facts[key] = value

    def _write(self) -> None:
        if self._file is None or not self._file.parent.is_dir():
            return
        new = self._file.with_name(f"database.{os.getpid()}")
        with suppress(OSError):
            new.write_text(json.dumps({"of": self._of, **self.facts}), encoding="ascii")
            new.replace(self._file)

    def _stored(self) -> dict[str, str]:
        with suppress(OSError, ValueError, AttributeError, TypeError):
            found = json.loads(self._file.read_text(encoding="ascii")) if self._file else {}
            if found.pop("of", "") == self._of:
                return {key: str(value) for key, value in found.items() if key in (HEAD, NEXT_N, TERM)}
        return {}


def _number(value: str) -> int:
    """Each begins with one that only grows."""
    return int(value.partition(" ")[0])
