"""One internet for all tests here, and a desk in it."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.parts import cyrus, internet
from tests.parts.internet import DESK, MAILFLOW, Internet
from tests.parts.programs import Program, until

MAILFLOW_COMMAND = Path(sys.executable).with_name("mailflow")
RULES = f"""\
desk: {{name: iDuHelp, address: iduhelp@desk.example, language: id}}
admin: admin@staff.example
operators: [{{name: Budi, address: budi@staff.example}}, {{name: Sari, address: sari@staff.example}}]
pic: {{name: Dewi, address: dewi@staff.example}}
mailboxes: [{{lmtp: "{DESK}:{MAILFLOW}"}}]
outgoing: {{smtp: "smtp+insecure://{DESK}:25"}}
trust: {{operators: aligned, authserv: mx.desk.example}}
announce: operators
undo_within: 0s
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder belong to `make parts`."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.parts)
            item.add_marker(pytest.mark.timeout(900))  # several waits, each as patient as a busy machine needs


class Desk:
    """`mailflow run`, and what it knows, asked as a person would."""

    def __init__(self, home: Path, net: Internet) -> None:
        self.home, self.net = home, net

    def ask(self, *arguments: str) -> Any:
        """What a command prints with --json."""
        argv = [str(MAILFLOW_COMMAND), "--home", str(self.home), *arguments, "--json"]
        done = subprocess.run(argv, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def ticket_of(self, customer: str) -> dict[str, Any]:
        """The one ticket of a customer, with its timeline."""
        own = until(lambda: [t for t in self.ask("list", "--all")["tickets"] if t["requester"] == customer], customer)
        assert len(own) == 1, own
        shown: dict[str, Any] = self.ask("show", str(own[0]["n"]))
        return shown


@pytest.fixture(scope="session", autouse=True)
def network() -> None:
    """A network namespace of our own, and everything in it installed. What is missing fails, by name."""
    packages = internet.missing() + cyrus.missing()
    if packages:
        words = " ".join(sorted(packages))
        pytest.fail(
            f"not installed: apt install {words} (cyrus-imapd removes dovecot-imapd, which .ci/run installs again)"
        )
    if not internet.alone():
        pytest.fail("these tests need a network namespace of their own: make parts")
    internet.run("ip", "link", "set", "lo", "up")


@pytest.fixture(scope="session")
def net(network: None) -> Iterator[Internet]:
    with Internet() as started:
        yield started


@pytest.fixture(scope="session")
def desk(net: Internet, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    home = tmp_path_factory.mktemp("desk")
    (home / "rules.yaml").write_text(RULES, encoding="utf-8")
    daemon = Program([str(MAILFLOW_COMMAND), "--home", str(home), "run"], home / "run.log")
    try:
        daemon.up((DESK, MAILFLOW))
        yield Desk(home, net)
    finally:
        daemon.stop()
