"""The bar for what takes longer than a second."""

from __future__ import annotations

import io
import sys

import pytest

from mailflow.cli.progress import progress


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def terminal(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Not a fixture: pytest gives each phase of a test another stderr."""
    found = Screen()
    monkeypatch.setattr(sys, "stderr", found)
    monkeypatch.setenv("TERM", "xterm")
    return found


def test_it_is_drawn_when_it_takes_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """With what was seen before it was drawn, too."""
    screen = terminal(monkeypatch)
    with progress("mails", after=0.0) as seen:
        while "mails" not in screen.getvalue():
            seen(3, 7)
    assert "3/7" in screen.getvalue()


def test_a_short_command_draws_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """And does not wait for the second to pass."""
    screen = terminal(monkeypatch)
    with progress("mails") as seen:
        seen(7, 7)
    assert screen.getvalue() == ""


def test_a_program_gets_none(capsys: pytest.CaptureFixture[str]) -> None:
    """Standard error is no terminal."""
    with progress("mails", after=0.0) as seen:
        seen(7, 7)
    assert capsys.readouterr() == ("", "")
