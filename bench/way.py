"""How straight the way of one request is: `python bench/way.py [CHECKOUT]`, on this checkout or on an older one.

A room is a folder of the package: core, flow, store, mail. Each function called while a stored mail becomes sent
letters (read_to_end, drain, deliver) counts in order of the calls; a switch is a call in another room than the call
before it. What stands beside the rooms (clock, errors, config) does not count. Prints one JSON document:

    switches   changes of room
    entries    how often flow is entered
    files      of flow that are called

It takes a mail twice: the first of a new desk, and one of a desk that has seen others.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from types import FrameType
from typing import Any

ROOT = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[1]).resolve()
sys.path.insert(0, str(ROOT))

from bench.desk import mail, make_desk  # noqa: E402 - of the checkout that is measured
from mailflow import app  # noqa: E402

ROOMS = ("core", "flow", "store", "mail", "web")
STEPS = ("read_to_end", "drain", "deliver")  # of flow: what each loop does with a mail
PEOPLE = ("Ani", "Budi", "Citra")


class Walk:
    """The calls of one mail's way: (room, file), in their order."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self._inside = 0
        self._package = f"{ROOT / 'mailflow'}/"

    def look(self, frame: FrameType, event: str, _: Any) -> None:
        """For sys.setprofile."""
        code = frame.f_code
        if event not in ("call", "return") or not code.co_filename.startswith(self._package):
            return
        file = code.co_filename.removeprefix(self._package)
        room = file.partition("/")[0]
        step = room == "flow" and code.co_name in STEPS
        if event == "return":
            self._inside -= step
            return
        self._inside += step
        if self._inside and room in ROOMS:
            self.calls.append((room, file))

    def figures(self) -> dict[str, int]:
        rooms = ["", *(room for room, _ in self.calls)]
        entered = [now for before, now in pairwise(rooms) if now != before]
        return {
            "switches": len(entered) - 1,
            "entries": entered.count("flow"),
            "files": len({file for room, file in self.calls if room == "flow"}),
        }


def walks(home: Path) -> Iterator[Walk]:
    """Of each person's request at a new desk."""
    make_desk(home, "[{maildir: var/in, since: all}]", "{maildir: var/out}")
    parts = app.open_parts(home)
    for part in ("cur", "new", "tmp"):
        (home / "var/in" / part).mkdir(parents=True, exist_ok=True)
    for name in PEOPLE:
        words = "Selamat pagi, pulsa saya belum masuk padahal saldo terpotong.\n"
        data = mail(f"{name} <{name.lower()}@mail.example>", f"Pulsa {name}", words, f"<{name}@mail.example>")
        (home / "var/in/new" / name).write_bytes(data)
        walk = Walk()
        sys.setprofile(walk.look)
        try:
            app.once(parts)
        finally:
            sys.setprofile(None)
        yield walk
    parts.db.close()


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="mailflow-way-") as folder:
        first, *_, later = [walk.figures() for walk in walks(Path(folder))]
    print(json.dumps({"checkout": str(ROOT), "first": first, "later": later}))


if __name__ == "__main__":
    main()
