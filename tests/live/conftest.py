"""Servers for the live tests. Where one is missing the tests are skipped, except where they were asked for
(`-m live`, which `make live` does) or where nobody would notice (CI): there a missing server is a failure."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.live.browser import axe_source, violations
from tests.live.dovecot import PROGRAM, Dovecot


def missing(request: pytest.FixtureRequest, what: str) -> None:
    """Skip or fail, for want of a server."""
    if os.environ.get("CI") == "true" or request.config.option.markexpr == "live":
        pytest.fail(f"{what} is not installed")
    pytest.skip(f"{what} is not installed")


@pytest.fixture(scope="session")
def dovecot(request: pytest.FixtureRequest) -> Iterator[Dovecot]:
    """One server for the session. A test that stops it starts it again."""
    if PROGRAM is None:
        missing(request, "Dovecot")
    with Dovecot() as server:
        yield server


@pytest.fixture
def user(dovecot: Dovecot) -> str:
    """Somebody with an empty INBOX."""
    return dovecot.new_user()


@pytest.fixture(scope="session")
def chromium(request: pytest.FixtureRequest) -> Iterator[Browser]:
    """Debian's, driven by Playwright: one for the session, since a thread may have one Playwright only."""
    program = shutil.which("chromium")
    if program is None:
        missing(request, "chromium")
    with sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def axe(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Page], list[str]]:
    """What axe-core finds on a page."""
    if shutil.which("npm") is None:
        missing(request, "npm")
    return partial(violations, axe_source(tmp_path_factory.mktemp("axe")))
