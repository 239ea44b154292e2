"""`mailflow check --format github`: faults beside the lines of a pull request."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.cli.github import workflow_commands
from mailflow.errors import Fault
from mailflow.flow.admin.server_checks import ServerCheck
from tests.cli.desk import Desk


def test_each_fault_names_its_file_and_line(asked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """As seen from the folder the check runs in, which is the repository's; the exit status is as ever."""
    monkeypatch.chdir(asked.home.parent)
    asked.edit("claim: any-reply", "claim: any-repyl")
    said = asked.type("check", "--format", "github", status=2).out.splitlines()
    rules = (asked.home / "rules.yaml").read_text(encoding="utf-8").splitlines()
    line = next(number for number, text in enumerate(rules, 1) if text.startswith("claim:"))
    assert said[0].startswith(f"::error file={asked.home.name}/rules.yaml,line={line}::")
    assert "any-reply" in said[0]


def test_nothing_is_said_of_a_good_home(asked: Desk) -> None:
    """No line that the runner would take for a command."""
    errors = [line for line in asked.type("check", "--format", "github").out.splitlines() if "::error" in line]
    assert errors == []


def test_signs_that_mean_something_to_the_runner_are_escaped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A percent and a line end in words; a colon and a comma in a property, too. A place that is none is a title."""
    monkeypatch.chdir(tmp_path)
    faults = [Fault("a,b.yaml:7", "100 %\nof it", "now"), Fault("rules.yaml: web", "x is missing", "")]
    servers = [ServerCheck("imap:INBOX", False, "no: answer"), ServerCheck("smtp", True, "fine")]
    assert list(workflow_commands(tmp_path, faults, [Fault(" ", "odd", "")], servers)) == [
        "::error file=a%2Cb.yaml,line=7::100 %25%0Aof it (now)",
        "::error file=rules.yaml::x is missing",
        "::warning title= ::odd",
        "::error title=imap%3AINBOX::no: answer",
    ]
