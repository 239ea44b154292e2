"""The servers of a run, and what befalls their leader: under Patroni, or with a promotion of our own in its place."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import ExitStack
from types import TracebackType
from typing import Protocol, Self

from tests.cluster import Cluster, Node
from tests.patroni import PatroniCluster
from tests.proxy import Proxy

_NOTICED = 1.0  # seconds until our own script promotes another one


class Servers(Protocol):
    """`with Servers() as servers:` three, one of which leads; what is cut off hears and says nothing."""

    def __enter__(self) -> Self: ...
    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """Ends all of them."""

    @property
    def url(self) -> str:
        """For daemons."""

    @property
    def leader(self) -> Node:
        """Who leads now; its `url` goes round the lines."""

    def fail(self, kind: str) -> None:
        """kill: all its processes die. freeze: they are stopped. cut: it works on, and nobody reaches it."""

    def replaced(self) -> float:
        """Wait for the new leader; returns when it was there, by monotonic()."""

    def recover(self) -> None:
        """What was frozen or cut off goes on, and believes that it leads."""

    def whole(self) -> None:
        """Until all follow the new leader."""


def _strike(leader: Node, kind: str, cut_off: Callable[[], None]) -> None:
    """As `Servers.fail` says."""
    match kind:
        case "kill":
            leader.kill()
        case "freeze":
            leader.freeze()
        case _:
            cut_off()


class UnderPatroni:
    """Patroni decides who leads, by its ttl, and brings the old one back with pg_rewind."""

    def __init__(self) -> None:
        self._cluster = PatroniCluster(3)

    def __enter__(self) -> Self:
        self._cluster.__enter__()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._cluster.__exit__(kind, error, tb)

    @property
    def url(self) -> str:
        return self._cluster.url

    @property
    def leader(self) -> Node:
        return self._cluster.leader

    def fail(self, kind: str) -> None:
        leader = self._cluster.leader
        _strike(leader, kind, leader.cut_off)

    def replaced(self) -> float:
        return self._cluster.replaced()

    def recover(self) -> None:
        for node in self._cluster.nodes:
            if node.frozen:
                node.thaw()
            node.heal()

    def whole(self) -> None:
        self._cluster.whole()


class ByScript:
    """The old leader comes back while the new one works, says read-write, and is nobody's standby until it is made
    one."""

    def __init__(self) -> None:
        self._ends = ExitStack()
        self._cluster = Cluster(3)
        self._lines: dict[str, Proxy] = {}
        self._old = self._cluster.leader

    def __enter__(self) -> Self:
        self._ends.enter_context(self._cluster)
        self._lines = {node.name: self._ends.enter_context(Proxy(node.port)) for node in self._cluster.nodes}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._ends.close()

    @property
    def url(self) -> str:
        hosts = ",".join(f"127.0.0.1:{self._lines[node.name].port}" for node in self._cluster.nodes)
        return f"postgresql://desk@{hosts}/postgres"

    @property
    def leader(self) -> Node:
        return self._cluster.leader

    def fail(self, kind: str) -> None:
        old = self._old = self._cluster.leader
        _strike(old, kind, self._lines[old.name].cut_off)  # from the daemons; its standbys go on following it

    def replaced(self) -> float:
        time.sleep(_NOTICED)
        self._cluster.fail_over()
        return time.monotonic()

    def recover(self) -> None:
        if self._old.frozen:
            self._old.thaw()
        self._lines[self._old.name].heal()

    def whole(self) -> None:
        self._cluster.copy(self._old)
        self._cluster.confirm_by([node for node in self._cluster.nodes if node is not self._cluster.leader])
