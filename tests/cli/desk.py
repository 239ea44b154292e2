"""What the tests of the command line do with a home: put mail into it, type commands, read what comes back."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from mailflow.cli import cli

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = {
    "ani": "Ani <ani@mail.example>",
    "budi": "Budi <budi@desk.example>",
    "sari": "Sari <sari@desk.example>",
    "dewi": "Dewi <dewi@desk.example>",
    "desk": "iDuHelp <iduhelp@desk.example>",
}


@dataclass(frozen=True)
class Said:
    """What a command left behind."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass
class Desk:
    home: Path
    _count: itertools.count[int] = field(default_factory=lambda: itertools.count(1))

    def type(self, *words: str, status: int = 0, stdin: str | bytes | None = None) -> Said:
        """Run `mailflow WORDS --home HOME` here and insist on its exit status."""
        said = typed(*words, "--home", str(self.home), stdin=stdin)
        assert said.status == status, (said.out, said.err)
        return said

    def json(self, *words: str, status: int = 0) -> Any:
        return self.type(*words, "--json", status=status).json

    def once(self) -> None:
        self.type("run", "--once", "--quiet")

    def mail(
        self, who: str, subject: str, text: str, to: str = "iduhelp@desk.example", answers: str = "",
        message_id: str = "", headers: str = "",
    ) -> Path:  # fmt: skip
        """A mail lies in the desk's mailbox."""
        number = next(self._count)
        message_id = message_id or f"<{number}@{who}>"
        reply = f"In-Reply-To: {answers}\n" if answers else ""
        raw = (
            f"{headers}From: {PEOPLE[who]}\nTo: {to}\nSubject: {subject}\nMessage-ID: {message_id}\n"
            f"Date: Mon, 02 Nov 2026 09:00:{number:02} +0700\n{reply}\n{text}\n"
        )
        file = self.home / "var" / "in" / "new" / f"1700000000.{number}.test"
        file.write_bytes(raw.replace("\n", "\r\n").encode())
        return file

    def edit(self, old: str, new: str) -> None:
        """Change rules.yaml."""
        rules = self.home / "rules.yaml"
        text = rules.read_text(encoding="utf-8")
        assert old in text
        rules.write_text(text.replace(old, new), encoding="utf-8")

    def letters(self) -> list[str]:
        """The kinds of all letters ever written, in order."""
        states = [word for state in ("waiting", "failed", "sent", "dropped") for word in ("--state", state)]
        return [letter["kind"] for letter in self.json("outbox", "list", *states)["letters"]]


def typed(*words: str, stdin: str | bytes | None = None) -> Said:
    """`mailflow WORDS` in this process."""
    result = CliRunner().invoke(cli, list(words), input=stdin, prog_name="mailflow")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return Said(result.exit_code, result.stdout, result.stderr)


def process(*words: str, **options: Any) -> subprocess.Popen[bytes]:
    """`mailflow WORDS` in a process of its own."""
    environ = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.Popen([sys.executable, str(ROOT / "cli.py"), *words], env=environ, **options)
