"""A copy of the package to which something is added, as docs/contributing.md tells it, and a program that uses it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass
class Copy:
    """The package below `root`, and a home beside it with rules.yaml and the shipped letters."""

    root: Path
    touched: set[str] = field(default_factory=set)  # files of the package

    def __post_init__(self) -> None:
        shutil.copytree(ROOT / "mailflow", self.root / "mailflow", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(ROOT / "templates", self.home / "templates")
        shutil.copy(ROOT / "rules.yaml", self.home)

    @property
    def home(self) -> Path:
        return self.root / "home"

    def edit(self, file: str, *changes: tuple[str, str]) -> None:
        """Each `(old, new)`: the last place where `old` stands now has `new` before it."""
        path = self.root / "mailflow" / file
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            before, found, after = text.rpartition(old)
            assert found, f"{file} has no {old!r}"
            text = f"{before}{new}{old}{after}"
        path.write_text(text, encoding="utf-8")
        self.touched.add(file)

    def write(self, file: str, text: str) -> None:
        """A new file of the package."""
        (self.root / "mailflow" / file).write_text(text, encoding="utf-8")
        self.touched.add(file)

    def letter(self, name: str, text: str) -> None:
        """A letter of the home, in both languages."""
        for language in ("id", "en"):
            path = self.home / "templates" / "canned" / f"{name}.{language}.txt"
            path.write_text(text, encoding="utf-8")

    def rules(self, old: str, new: str) -> None:
        """Write `new` behind the first `old` of rules.yaml."""
        path = self.home / "rules.yaml"
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, old + new, 1), encoding="utf-8")

    def run(self, program: str) -> None:
        """The program sees the copy as `mailflow`, and the home as its first argument."""
        ran = subprocess.run(
            [sys.executable, "-c", program, str(self.home)],
            cwd=self.root,
            env={"PYTHONPATH": f"{self.root}:{ROOT}", "PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
            capture_output=True,
            text=True,
            timeout=60,
        )
        assert ran.returncode == 0, ran.stderr
