"""A connection with a clock of its own: no statement waits for ever for a server that is frozen, nor a commit for a
standby that is lost.

No limit of the server ends either wait: a frozen one keeps no time, and statement_timeout, lock_timeout and
transaction_timeout leave a commit alone that waits for its standby (PostgreSQL documentation, 27.2.8). TCP does not
notice a frozen process, since its kernel answers for it.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from time import monotonic
from typing import Any

import psycopg
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult
from psycopg.rows import TupleRow

from mailflow.descriptors import readable

ASK_SECONDS = 3.0  # a statement that lasts longer makes us ask the server, by a second connection, what it is doing
ANSWER_SECONDS = 3.0  # a server that does not answer such a question by then is frozen, or cut off
_UNCONFIRMED = "SyncRepWaitForLSN"  # the server's routine that warns of a commit whose wait was cancelled
_WAITS_FOR = "SELECT wait_event FROM pg_stat_activity WHERE pid = "
# On a standby no WAL is written and there is no timeline to name; what a managed service forbids leaves 0.
_WHO = (
    "SELECT pg_backend_pid(), (SELECT system_identifier FROM pg_control_system()), CASE WHEN pg_is_in_recovery() "
    "THEN '0' ELSE substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) END"
)


class NoAnswer(psycopg.OperationalError):
    """The server has not answered in time; whether it has done what it was asked to is not known. `for_standby`: it is
    not silent, but waits for a standby itself."""

    def __init__(self, words: str, *, for_standby: bool = False) -> None:
        super().__init__(words)
        self.for_standby = for_standby


class ClockedConnection(psycopg.Connection[TupleRow]):
    """Made by ServerAddress, which says what is known of its server."""

    server = ""  # conninfo of a further connection to the same server
    pid = 0  # of its backend, also behind a pooler
    system = 0  # which cluster it is a copy of; 0: not known
    timeline = 0  # grows with each promotion; 0: a standby, or not known
    compared = False  # its database was found to hold what this process saw there before
    stuck = False  # its backend was left waiting for a standby
    unconfirmed = False  # a commit was called done that no standby has confirmed

    def ask_who(self, seconds: float) -> None:
        """Learn what it is connected to. Raises NoAnswer: a pooler accepts every client, and lets it wait until a
        server connection is free; a frozen server's kernel accepts it, too."""
        self.add_notice_handler(self._noticed)
        found = first_row(self, _WHO, seconds) or first_row(self, "SELECT pg_backend_pid(), 0, '0'", seconds)
        self.pid, self.system, self.timeline = int(found[0]), int(found[1] or 0), int(found[2], 16)

    def wait(self, gen: Any, *args: Any, **named: Any) -> Any:
        return super().wait(_clocked(gen, self._look), *args, **named)

    def _noticed(self, notice: psycopg.errors.Diagnostic) -> None:
        if notice.source_function == _UNCONFIRMED:
            self.unconfirmed = True

    def _look(self) -> None:
        """Called when a statement has lasted long. Raises NoAnswer, and the connection is closed."""
        try:
            with psycopg.connect(self.server, autocommit=True, connect_timeout=int(ANSWER_SECONDS)) as second:
                waits_for = first_row(second, f"{_WAITS_FOR}{self.pid}", ANSWER_SECONDS)
        except (psycopg.errors.ConnectionTimeout, NoAnswer):
            self.pgconn.finish()
            raise NoAnswer("the server has stopped answering; it is frozen, or cut off") from None
        except psycopg.Error:  # it says no, but it says something; what befell our connection shows there
            return
        if waits_for == ["SyncRep"]:
            self.stuck = True
            self.pgconn.finish()
            raise NoAnswer("a commit waits for a standby that does not answer", for_standby=True)


def first_row(connection: psycopg.Connection[TupleRow], sql: str, seconds: float) -> list[str]:
    """The first row as text, [] when there is none or the server refuses. Raises NoAnswer."""
    server, until = connection.pgconn, monotonic() + seconds
    server.send_query(sql.encode())
    while server.is_busy():
        left = until - monotonic()
        if left <= 0 or not readable([server.socket], left):
            raise NoAnswer("it has let us in and does not answer")
        server.consume_input()
    found: list[str] = []
    while (result := server.get_result()) is not None:
        found = found or _texts(result)
    return found


def _texts(result: PGresult) -> list[str]:
    if result.status != ExecStatus.TUPLES_OK or not result.ntuples:
        return []
    return [(result.get_value(0, column) or b"").decode() for column in range(result.nfields)]


def _clocked(gen: Generator[Any, Any, Any], look: Callable[[], None]) -> Generator[Any, Any, Any]:
    """The steps of `gen`; psycopg sends 0 after each tenth of a second in which nothing came."""
    ask_at = monotonic() + ASK_SECONDS
    try:
        wanted = next(gen)
        while True:
            ready = yield wanted
            if not ready and monotonic() > ask_at:
                look()
                ask_at = monotonic() + ASK_SECONDS
            wanted = gen.send(ready)
    except StopIteration as end:
        return end.value
