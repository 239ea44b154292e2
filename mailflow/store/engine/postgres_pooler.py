"""A connection pooler between us and PostgreSQL (PgBouncer, Odyssey …): recognised, and refused unless it pools
sessions.

We rely on the session: prepared statements, LISTEN, timeouts. A pooler that gives the server's connection to another
client after each transaction silently breaks them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from contextlib import ExitStack

import psycopg

from mailflow.errors import CannotDo, TryLater
from mailflow.store.engine.postgres_clock import ClockedConnection, NoAnswer, first_row
from mailflow.store.engine.postgres_url import ServerAddress

NEEDED = 18  # connections of one daemon with two mailboxes: 16 (2026-11-30), a page, a command
POOL_SECONDS = 10.0  # a server, or the pooler before it, that lets us in answers within that
_SMALL_POOL_SECONDS = 3.0  # the same while a pool is measured


class Entrance:
    """Opens new connections, through a pooler or directly."""

    def __init__(self, address: ServerAddress) -> None:
        self._address, self._place = address, address.place
        self._pooled: bool | None = None  # None: not known yet

    def connect(self, seconds: float = POOL_SECONDS) -> ClockedConnection:
        """A new connection that answers. Raises psycopg.Error, TryLater."""
        try:
            return self._address.connect(seconds)
        except NoAnswer:
            raise too_small(self._place, seconds) from None

    def is_old(self, connection: ClockedConnection) -> bool:
        """Whether another server is known to lead."""
        return self._address.leader.is_old(connection)

    def look(self, connection: ClockedConnection) -> None:
        """On the first connection: whether there is a pooler, and whether it pools sessions. Raises CannotDo."""
        self._pooled = is_pooled(connection)
        if self._pooled and not keeps_sessions(self.connect):
            raise changes_sessions(self._place)

    def room(self, have: int) -> str:
        """Why a daemon that holds so many connections would not get as many as it needs; "" when it does."""
        found = have + held(lambda: self.connect(_SMALL_POOL_SECONDS), NEEDED - have) if self._pooled else NEEDED
        if found >= NEEDED:
            return ""
        more = f"raise its default_pool_size to {NEEDED} for each daemon, or name the server itself"
        return f"the pooler of {self._place} gives us {found} connections at once, a daemon needs {NEEDED}: {more}"


def changes_sessions(place: str) -> CannotDo:
    return CannotDo(
        f"{place} is behind a pooler that gives our session away after each transaction (PgBouncer's pool_mode = "
        "transaction or statement); mailflow needs pool_mode = session, or the server itself"
    )


def too_small(place: str, seconds: float) -> TryLater:
    words = (
        f"{place} has let us in and does not answer for {seconds:.0f} seconds; if a pooler stands before it, no "
        f"connection is free: raise its default_pool_size to {NEEDED} for each daemon, or name the server itself"
    )
    return TryLater(words, about=place)


def is_pooled(connection: ClockedConnection) -> bool:
    """A pooler gives its clients cancellation keys of its own; the server's key names the backend that serves us."""
    return connection.pid != connection.info.backend_pid


def answers(connection: ClockedConnection, seconds: float) -> bool:
    """Whether it answers in time."""
    try:
        first_row(connection, "SELECT 1", seconds)
    except NoAnswer:
        return False
    return True


def keeps_sessions(connect: Callable[[], ClockedConnection]) -> bool:
    """Whether a setting of one connection is seen by that connection, and not by another one opened meanwhile."""
    mark = secrets.token_hex(8)
    seen = "SELECT current_setting('mailflow.session', true)"
    with ExitStack() as ends:
        first, second = (ends.enter_context(connect()) for _ in range(2))
        first.execute(f"SET mailflow.session = '{mark}'")
        try:
            second.execute("BEGIN")  # holds the server's connection that was used last, if the first does not
        except psycopg.errors.ProtocolViolation:  # not allowed in statement pooling
            return False
        if second.execute(seen).fetchone() == (mark,):
            return False
        return first.execute(seen).fetchone() == (mark,)


def held(connect: Callable[[], ClockedConnection], count: int) -> int:
    """How many of `count` further connections can be open at once."""
    with ExitStack() as ends:
        for number in range(count):
            try:
                ends.enter_context(connect())
            except (TryLater, psycopg.Error):
                return number
    return count
