"""Servers for the live tests. Where one is missing the tests are skipped, except where they were asked for
(`-m live`, which `make live` does) or where nobody would notice (CI): there a missing server is a failure."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

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
