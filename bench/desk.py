"""What the benchmarks share: a home in a temporary folder, the daemon as a subprocess, a mail server with a clock."""

from __future__ import annotations

import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller

from mailflow.config.init import make_home

ROOT = Path(__file__).resolve().parent.parent
RULES = """\
desk: {{name: iDuHelp, address: iduhelp@desk.example, list: milis@lists.desk.example, language: id}}
mailboxes: {mailboxes}
outgoing: {outgoing}
operators: {operators}
pic: [{{name: Dewi, address: dewi@desk.example}}]
announce: list
{answers}
trust: {{operators: from}}
{limits}
"""
AT_ONCE = "undo_within: 0s\nhold: false"  # answers leave at once, whoever wrote them
# Thousands of customers of one house within minutes would be a flood anywhere else.
LIMITS = """\
limits:
  letters: {domain: {hour: 9999999, day: 9999999}}
  mails: {sender: {hour: 9999999, day: 9999999}, domain: {hour: 9999999, day: 9999999}}
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_desk(
    home: Path,
    mailboxes: str,
    outgoing: str,
    operators: int = 2,
    database: str = "",
    limits: str = LIMITS,
    answers: str = AT_ONCE,
) -> None:
    """A home whose operators are Op0, Op1 … <op0@desk.example>; SQLite unless another database is named."""
    make_home(home)
    people = ", ".join(f"{{name: Op{i}, address: op{i}@desk.example}}" for i in range(operators))
    rules = RULES.format(
        mailboxes=mailboxes, outgoing=outgoing, operators=f"[{people}]", limits=limits, answers=answers
    )
    if database:
        rules += f'database: "{database}"\n'
    (home / "rules.yaml").write_text(rules, encoding="utf-8")


@contextmanager
def daemon(home: Path, log: Path, **environ: str) -> Iterator[subprocess.Popen[bytes]]:
    """`mailflow run` on this home until the context ends. `environ`: what `${NAME}` means to this one."""
    with log.open("wb") as out:
        command = [sys.executable, str(ROOT / "cli.py"), "--home", str(home), "run"]
        process = subprocess.Popen(command, stderr=out, stdout=out, env={**os.environ, **environ})
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def wait_for(port: int, seconds: float = 90.0) -> None:
    """Until something listens at the port."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.02)
    raise TimeoutError(f"nothing listens at {port}")


class Sink:
    """An SMTP server that notes when each letter arrived: (monotonic seconds, recipients, bytes)."""

    def __init__(self) -> None:
        self.port = free_port()
        self.letters: list[tuple[float, tuple[str, ...], bytes]] = []
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Sink:
        self._controller.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._controller.stop()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.letters.append((time.monotonic(), tuple(envelope.rcpt_tos), envelope.content))
        return "250 taken"

    def wait_for(self, has: bytes, seconds: float = 20.0) -> float:
        """When the letter with these bytes in it arrived."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for at, _, data in self.letters:
                if has in data:
                    return at
            time.sleep(0.0005)
        raise TimeoutError(f"no letter has {has!r}")


def mail(
    sender: str, subject: str, text: str, message_id: str, answers: str = "", to: str = "iduhelp@desk.example"
) -> bytes:
    """An ordinary mail as bytes."""
    threading = f"In-Reply-To: {answers}\r\nReferences: {answers}\r\n" if answers else ""
    return (
        f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nDate: Mon, 02 Nov 2026 09:00:00 +0700\r\n"
        f"Message-ID: {message_id}\r\n{threading}MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n"
        + text.replace("\n", "\r\n")
    ).encode()


def customer(i: int) -> str:
    """The address of the i-th customer: another person each. What differs by digits alone, the desk takes for one
    machine that counts up (core/likeness.py), and acknowledges it twice a day."""
    return f"ani{''.join('abcdefghij'[int(digit)] for digit in str(i))}@mail.example"


def written(address: str) -> str:
    """As it stands in From, with a name of its own."""
    return f"{address.partition('@')[0].title()} <{address}>"


def hand_over(port: int, sender: str, data: bytes) -> None:
    """By LMTP; returns when the mail is accepted, that is stored."""
    with smtplib.LMTP("127.0.0.1", port) as server:
        server.sendmail(sender, ["iduhelp@desk.example"], data)


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * share), len(ordered) - 1)]


def cpu_seconds(pid: int) -> float:
    """User and system time of a running process (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mb(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0
