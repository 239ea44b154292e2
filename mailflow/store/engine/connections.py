"""A database's connections: every thread has its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, Protocol, TypeVar


class _Closable(Protocol):
    def close(self) -> None: ...


C = TypeVar("C", bound=_Closable)


class _Here(threading.local):
    """What one thread holds."""

    connection: Any = None


class Connections(Generic[C]):
    """They are kept hold of, so that all can be closed at the end, and those of ended threads at once."""

    def __init__(self, connect: Callable[[], C]) -> None:
        self._connect = connect
        self._here = _Here()
        self._open: list[tuple[threading.Thread, C]] = []
        self._guard = threading.Lock()

    def __len__(self) -> int:
        return len(self._open)

    @property
    def mine(self) -> C | None:
        """This thread's, if it has one."""
        found: C | None = self._here.connection
        return found

    def here(self) -> C:
        """This thread's, opened if there is none."""
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
        """This thread's; the next use opens a new one."""
        connection, self._here.connection = self._here.connection, None
        if connection is not None:
            with self._guard:
                self._open = [(thread, c) for thread, c in self._open if c is not connection]
            connection.close()

    def close(self) -> None:
        """Also those of other threads, which must be done with them."""
        self.close_here()
        with self._guard:
            rest, self._open = self._open, []
        for _, connection in rest:
            connection.close()
