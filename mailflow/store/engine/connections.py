"""One database connection per thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar


class _Closable(Protocol):
    def close(self) -> None: ...


C = TypeVar("C", bound=_Closable)


class _ThreadConnection(threading.local):
    """The connection of one thread."""

    connection: Any = None


class Connections(Generic[C]):
    """Every open connection is recorded with its thread, so that `close` can close all of them and a connection whose
    thread has ended is closed when the next one is opened."""

    def __init__(self, connect: Callable[[], C]) -> None:
        self._connect = connect
        self._here = _ThreadConnection()
        self._open: list[tuple[threading.Thread, C]] = []
        self._guard = threading.Lock()

    def __len__(self) -> int:
        return len(self._open)

    @property
    def mine(self) -> C | None:
        """This thread's connection, None if it has none."""
        found: C | None = self._here.connection
        return found

    def here(self) -> C:
        """This thread's connection, opened if there is none yet."""
        found: C = self._here.connection or self._new()
        return found

    def _new(self) -> C:
        connection = self._connect()
        with self._guard:
            ended = [c for thread, c in self._open if not thread.is_alive()]
            self._open = [(thread, c) for thread, c in self._open if thread.is_alive()]
            self._open.append((threading.current_thread(), connection))
        for left_over in ended:
            left_over.close()
        self._here.connection = connection
        return connection

    def close_here(self) -> None:
        """Close this thread's connection; the next use opens a new one."""
        connection, self._here.connection = self._here.connection, None
        if connection is not None:
            with self._guard:
                self._open = [(thread, c) for thread, c in self._open if c is not connection]
            connection.close()

    def close(self) -> None:
        """Close the connections of all threads, which must have stopped using them."""
        self.close_here()
        with self._guard:
            rest, self._open = self._open, []
        for _, connection in rest:
            connection.close()
