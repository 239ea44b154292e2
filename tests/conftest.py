"""What holds for every run: what was left out is said in one line, and where nobody watches a skip is a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from _pytest.terminal import TerminalReporter
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

    from tests.postgres import Postgres

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("any machine")  # a busy or slow one is no fault

_left_out = pytest.StashKey[int]()
_LEFT_OUT = "left out"  # its name between processes


def pytest_deselected(items: list[pytest.Item]) -> None:
    """Count the live tests that `-m "not live"` leaves out."""
    for item in items:
        if item.get_closest_marker("live"):
            item.config.stash[_left_out] = item.config.stash.get(_left_out, 0) + 1


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: WorkerController) -> None:
    """With several workers each one has left out the same, and only they know how many."""
    counted = getattr(node, "workeroutput", {}).get(_LEFT_OUT, 0)
    node.config.stash[_left_out] = max(counted, node.config.stash.get(_left_out, 0))


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    """Say what was left out, and, under CI=true, that a skip is no success."""
    count = terminalreporter.config.stash.get(_left_out, 0)
    if count:
        terminalreporter.write_line(f"left out: live tests against Dovecot and PostgreSQL ({count}) - make live")
    if _unattended() and terminalreporter.stats.get("skipped"):
        terminalreporter.write_line("CI=true: a skipped test is a failure", red=True)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Under CI=true a session with skips fails. A worker hands on what it has counted."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output[_LEFT_OUT] = session.config.stash.get(_left_out, 0)
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if _unattended() and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _unattended() -> bool:
    return os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server for the session; only live tests ask for it, and there its absence is a failure."""
    from tests.postgres import Postgres, program

    if program("postgres") is None:
        pytest.fail("PostgreSQL is not installed")
    with Postgres() as server:
        yield server
