"""Programs run in the foreground, ended by their own process id, known to be up when their port answers."""

from __future__ import annotations

import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TypeVar

PATIENCE = 110.0  # seconds; on a quiet machine all comes within one or two, on a busy one within twenty

Address = tuple[str, int]
T = TypeVar("T")


class Program:
    """One process. `stop` ends it and waits."""

    def __init__(self, argv: Sequence[str], log: Path, env: Mapping[str, str] | None = None) -> None:
        self.log = log
        with log.open("ab") as output:
            self._process = subprocess.Popen(argv, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=env)

    def up(self, *addresses: Address) -> Program:
        """Waits until it listens there. Raises AssertionError with its log when it ends before, or never does."""
        for address in addresses:
            until(lambda address=address: self._ended() or answers(address), f"{address} of {self._process.args}")  # type: ignore[misc]
            assert not self._ended(), f"{self._process.args} ended:\n{said(self.log.parent)}"
        return self

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(20)

    def _ended(self) -> bool:
        return self._process.poll() is not None


def said(folder: Path) -> str:
    """The end of every log in a folder."""
    logs = [(log.name, log.read_text(errors="replace")[-3000:]) for log in sorted(folder.glob("*.log"))]
    return "\n".join(f"--- {name}\n{text}" for name, text in logs if text)


def answers(address: Address) -> bool:
    with closing(socket.socket()) as client:
        return client.connect_ex(address) == 0


def until(ask: Callable[[], T], what: str) -> T:
    """The first true answer. What other programs do cannot be waited for but by asking again."""
    deadline = time.monotonic() + PATIENCE
    while not (answer := ask()):
        assert time.monotonic() < deadline, f"waited {PATIENCE:.0f} s in vain for {what}"
        time.sleep(0.05)
    return answer
