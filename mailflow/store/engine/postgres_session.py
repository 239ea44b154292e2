"""A session on PostgreSQL: its settings, its state in each thread, and when it is of no more use."""

from __future__ import annotations

import threading

import psycopg
from psycopg.types.numeric import Int8BinaryDumper

from mailflow.store.engine.postgres_clock import ClockedConnection
from mailflow.store.engine.postgres_errors import of_an_old_plan
from mailflow.store.engine.postgres_pipeline import Pipeline

BUSY_SECONDS = 10.0  # how long one process waits for another's transaction, then TryLater
HUNG_SECONDS = 8.0  # a session idle in its transaction this long is terminated: others wait for its lock
_KNOWN_STATEMENTS = 400  # prepared statements per connection: enough for all of ours in all their shapes
_SETTINGS = (
    f"SET client_encoding = 'UTF8'; SET lock_timeout = '{BUSY_SECONDS:.0f}s'; "
    f"SET idle_in_transaction_session_timeout = '{HUNG_SECONDS:.0f}s'; "
    "SET plan_cache_mode = force_generic_plan; "  # our hot statements have one good plan each
    "SET jit = off; "  # compiling a search takes longer than it (4 to 100 ms)
    "SET tcp_keepalives_idle = 5; SET tcp_keepalives_interval = 2; SET tcp_keepalives_count = 3; "  # notice a dead peer
    # with an asynchronous commit a mail could be deleted from its mailbox and then be lost here; with a local one, by
    # a leader that was replaced meanwhile
    "SELECT set_config('synchronous_commit', 'on', false) "
    "WHERE current_setting('synchronous_commit') IN ('off', 'local')"
)
_READ_ONLY = "25006"


class ThreadSession(threading.local):
    """Connection state of one thread."""

    def __init__(self) -> None:
        self.inside = False  # a transaction is open
        self.pipeline: Pipeline | None = None  # of a writing transaction
        self.changes = 0  # statements that changed rows
        self.stock: dict[str, list[int]] = {}  # per table: ids taken and not yet used by this transaction


def settle_in(connection: ClockedConnection) -> ClockedConnection:
    connection.execute(_SETTINGS)
    connection.adapters.register_dumper(int, Int8BinaryDumper)  # one prepared statement, not one per integer size
    connection.prepared_max = _KNOWN_STATEMENTS
    return connection


def dead(connection: ClockedConnection, error: Exception) -> bool:
    """Whether the connection is of no more use: its end may only be noticed after the server's last message was read;
    an error of libpq itself leaves it in an unknown state; cached plans made before a migration never go away; and a
    server that has become read-only leaves the connection open, while the address may lead to another one by now."""
    if connection.closed or of_an_old_plan(error):
        return True
    code = getattr(error, "sqlstate", None) or ""
    own = not code and isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    ended = code.startswith(("57P", "08", "25P03", _READ_ONLY))
    return (own and not isinstance(error, psycopg.errors.PipelineAborted)) or ended
