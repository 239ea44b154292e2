"""What bash, zsh and fish complete, asked of the shells themselves where they are installed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from mailflow.cli import cli
from mailflow.cli.completion import place
from tests.cli.desk import typed
from tests.cli.test_front import imported_by

PATH = f"{Path(sys.executable).parent}:{os.environ['PATH']}"


def asked(shell: str, script: str, home: Path) -> list[str]:
    """The words a shell prints."""
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    environ = {"PATH": PATH, "HOME": str(home), "LANG": "C.UTF-8"}
    done = subprocess.run([shell, "-c", script], env=environ, capture_output=True, text=True, check=False, timeout=60)
    assert done.stderr == ""
    return done.stdout.split()


def bash(words: str, home: Path) -> list[str]:
    at = len(words.split(" ")) - 1
    filled = " ".join(f"'{word}'" for word in words.split(" "))
    return asked(
        "bash",
        f'source <(mailflow completion bash); COMP_WORDS=({filled}); COMP_CWORD={at}; _mailflow_completion mailflow; '
        'echo "${COMPREPLY[@]}"',
        home,
    )  # fmt: skip


def test_bash_completes_commands_subcommands_and_options(tmp_path: Path) -> None:
    """As typed in bash: the beginning of a command, of a family's command, of an option, of a choice."""
    assert bash("mailflow li", tmp_path) == ["list"]
    assert set(bash("mailflow outbox ", tmp_path)) >= {"list", "retry", "drop"}
    assert bash("mailflow list --own", tmp_path) == ["--owner"]
    assert bash("mailflow completion f", tmp_path) == ["fish"]
    assert bash("mailflow nosuchcommand x", tmp_path) == []


def test_fish_completes(tmp_path: Path) -> None:
    """With the help line beside each word."""
    found = asked("fish", 'mailflow completion fish | source; complete --do-complete "mailflow resto"', tmp_path)
    assert found[:3] == ["restore", "Restore", "such"]


def test_zsh_reads_its_script(tmp_path: Path) -> None:
    """It loads as a completion function: no fault of syntax, and bound to `mailflow`."""
    script = "autoload -Uz compinit; compinit -u -D; source <(mailflow completion zsh); print ${_comps[mailflow]}"
    assert asked("zsh", script, tmp_path) == ["_mailflow_completion"]


def test_the_first_word_imports_no_command() -> None:
    """Names and help lines are in a table: a shell that waits for the tab key must not wait for pydantic."""
    found = cli.shell_complete(click.Context(cli), "")
    assert {item.value: item.help for item in found}["list"] == "List tickets."
    assert imported_by("--version") == set()


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_one_command_installs_it(shell: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For a user: below his own data folder; a second time changes nothing more. zsh needs a line in .zshrc."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.delenv("ZDOTDIR", raising=False)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    first = typed("completion", shell, "--install", "--json").json["files"]
    again = typed("completion", shell, "--install", "--json").json["files"]
    assert first[0] == str(place(shell, tmp_path, root=False))
    assert again == first[:1]
    assert len(first) == (2 if shell == "zsh" else 1)
    if shell == "zsh":
        assert (tmp_path / ".zshrc").read_text(encoding="utf-8").count("fpath=") == 1


def test_bash_finds_it_where_it_was_installed(tmp_path: Path) -> None:
    """bash-completion loads the file by the command's name."""
    loader = Path("/usr/share/bash-completion/bash_completion")
    if not loader.is_file():
        pytest.skip("bash-completion is not installed")
    file = place("bash", tmp_path, root=False)
    file.parent.mkdir(parents=True)
    file.write_text(typed("completion", "bash").out, encoding="utf-8")
    script = f"source {loader}; _completion_loader mailflow; complete -p mailflow"
    assert "_mailflow_completion" in " ".join(asked("bash", script, tmp_path))
