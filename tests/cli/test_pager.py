"""Long output at a terminal goes through a pager; in a file or pipe nothing does."""

from __future__ import annotations

import os
import pty
import select
import struct
import subprocess
import sys
import termios
from fcntl import ioctl
from pathlib import Path

import pytest

from tests.cli.desk import ROOT, Desk

LINES = 10


def at_a_terminal(*words: str, pager: str | None, home: Path) -> str:
    """What `mailflow WORDS` shows on a terminal of ten lines."""
    ours, theirs = pty.openpty()
    ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", LINES, 80, 0, 0))
    environ = {k: v for k, v in os.environ.items() if k not in ("PAGER", "COLUMNS", "LINES", "LESS")}
    environ |= {"TERM": "xterm", **({} if pager is None else {"PAGER": pager})}
    command = [sys.executable, str(ROOT / "cli.py"), *words, "--home", str(home)]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=subprocess.DEVNULL, env=environ) as process:
        os.close(theirs)
        shown = b""
        while select.select([ours], [], [], 60)[0]:
            try:
                piece = os.read(ours, 65536)
            except OSError:  # EIO: nobody writes any more
                break
            if not piece:
                break
            shown += piece
        assert process.wait(60) == 0
    os.close(ours)
    return shown.decode().replace("\r\n", "\n")


@pytest.fixture
def marking(tmp_path: Path) -> str:
    """A pager that says that it is one."""
    script = tmp_path / "marking-pager"
    script.write_text('#!/bin/sh\necho "<<paged $LESS>>"\nexec cat\n', encoding="utf-8")
    script.chmod(0o755)
    return str(script)


def test_what_is_longer_than_the_terminal_is_paged(asked: Desk, marking: str) -> None:
    """All of it, in its colours; less gets git's options, unless somebody has his own."""
    shown = at_a_terminal("letters", "list", pager=marking, home=asked.home)
    assert shown.startswith("<<paged FRX>>")
    assert shown.count("\n") > 2 * LINES
    assert "\x1b[4m" in shown  # the underlined title


def test_what_fits_is_not(asked: Desk, marking: str) -> None:
    """It is just there."""
    shown = at_a_terminal("list", pager=marking, home=asked.home)
    assert "paged" not in shown
    assert "Pulsa belum masuk" in shown


@pytest.mark.parametrize(("words", "pager"), [(("--no-pager",), None), ((), ""), ((), "cat"), ((), "no-such-pager"),
                                              ((), "'"), (("--json",), None)])  # fmt: skip
def test_who_wants_none_has_none(asked: Desk, marking: str, words: tuple[str, ...], pager: str | None) -> None:
    """By the option, by the variable, for programs; and where there is none."""
    shown = at_a_terminal("letters", "list", *words, pager=marking if pager is None else pager, home=asked.home)
    assert "paged" not in shown
    assert shown.count("\n") > 2 * LINES


def test_a_reader_who_leaves_early_is_no_fault(asked: Desk, tmp_path: Path) -> None:
    """Exit status 0, no traceback."""
    script = tmp_path / "leaving"
    script.write_text("#!/bin/sh\nexec head -n 1\n", encoding="utf-8")
    script.chmod(0o755)
    assert at_a_terminal("letters", "show", "acknowledgement", pager=str(script), home=asked.home).count("\n") == 1


def test_no_pipe_is_paged(asked: Desk, marking: str) -> None:
    """Though PAGER is set."""
    command = [sys.executable, str(ROOT / "cli.py"), "letters", "list", "--home", str(asked.home)]
    said = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PAGER": marking, "TERM": "xterm"},
                          check=True)  # fmt: skip
    assert "paged" not in said.stdout
