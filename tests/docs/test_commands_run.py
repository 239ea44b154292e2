"""Every command the README and the pages show runs, on a desk that has what it speaks of."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

import pytest

from tests.cli.desk import Desk, typed
from tests.docs.busy_desk import busy_desk
from tests.test_docs import commands_in

ROOT = Path(__file__).parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
BLOCKS = "\n".join(line for page in PAGES for line in re.findall(r"^    .*$", page.read_text(encoding="utf-8"), re.M))

# What is not run here, and why. A word more than these is run.
EXEMPT: Mapping[str, str] = MappingProxyType(
    {
        "run": "it goes on for ever; `run --once` is run here, the other by tests/cli/test_run.py",
        "demo --language id": "it starts servers of its own and takes a minute; tests/cli/test_home.py plays it",
        "docs": "a checkout has no built pages before `make docs`; tests/docs/test_command.py opens some",
        "systemd install --home /srv/desk": "it makes users and units of a machine; tests/machine/test_unit.py has it",
    }
)
SHOWN = [words for words in sorted(set(commands_in(BLOCKS))) if words not in EXEMPT]
# The first words of a command → what must have happened to the ticket before.
BEFORE: Mapping[str, str] = MappingProxyType({"reopen 7": "close 7"})
SPAM, WAITING, HEAD = "inbox", "outbox", "verify --since"


@dataclass(frozen=True)
class Busy:
    """The desk, and the numbers that stand in the pages as ID or as an example."""

    desk: Desk
    numbers: Mapping[str, int]

    def meant(self, words: str, home: Path) -> list[str]:
        """What a reader would type here."""
        number = str(next((one for family, one in self.numbers.items() if words.startswith(family)), 0))
        said = words.replace("/srv/desk", str(home)).replace("…", "x")
        return shlex.split(re.sub(r"\bID\b|\b41207\b", number, said))


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Busy:
    desk = busy_desk(tmp_path_factory.mktemp("busy") / "desk")
    [spam] = [mail["id"] for mail in desk.json("inbox", "list")["mails"] if mail["outcome"] == "quarantined"]
    waiting = [letter["id"] for letter in desk.json("outbox", "list", "--state", "waiting")["letters"]]
    head = desk.json("verify")["chain"]["head"]
    number, digest = re.findall(r"\w+", str(head).removeprefix("head "))[:2]
    with (desk.home / "mail.eml").open("a") as mail:
        mail.write(f"head {number} {digest}\r\n")
    return Busy(desk, {SPAM: spam, WAITING: waiting[0], HEAD: int(number)})


@pytest.mark.timeout(600)  # the first one makes the desk
@pytest.mark.parametrize("words", SHOWN)
def test_a_shown_command_runs(words: str, busy: Busy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With exit status 0, typed by the PIC in a copy of the desk's home."""
    home = tmp_path / "desk"
    shutil.copytree(busy.desk.home, home)
    if words == "init":  # in a folder where no desk is
        home = tmp_path / "new"
        home.mkdir()
    monkeypatch.chdir(home)
    for name, value in {"MAILFLOW_HOME": str(home), "HOME": str(tmp_path), "USER": "dewi", "LOGNAME": "dewi"}.items():
        monkeypatch.setenv(name, value)
    for begins, before in BEFORE.items():
        if words.startswith(begins):
            assert typed(*before.split()).status == 0
    said = typed(*busy.meant(words, home))
    assert said.status == 0, said.err


def test_what_is_exempt_is_shown() -> None:
    """A reason for something no page shows any more is none."""
    assert set(EXEMPT) <= set(commands_in(BLOCKS))
    assert len(SHOWN) > 40
