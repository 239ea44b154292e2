"""How mailboxes and transports answer, all asked at once. For `check --connect` and `doctor`."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Protocol

from mailflow.errors import MailflowError, StandBy
from mailflow.flow.intake.receive import Lock
from mailflow.flow.ways import OpenMailbox
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.sent import SentFolder
from mailflow.mail.transports import Transport


@dataclass(frozen=True, slots=True)
class ServerCheck:
    """How a mailbox or a transport answered."""

    name: str
    ok: bool
    words: str


class _Reachable(Protocol):
    @property
    def name(self) -> str: ...
    def probe(self) -> str: ...
    def close(self) -> None: ...


def probe_all(
    mailboxes: Sequence[OpenMailbox],
    transport: Transport | None,
    alarm: Transport | None = None,
    sent: SentFolder | None = None,
) -> list[ServerCheck]:
    """Probe all servers in parallel: a dead server costs its timeout only once."""
    asked: list[tuple[_Reachable, Lock | None]] = [(m.source, m.lock if m.listens else None) for m in mailboxes]
    asked += [(way, None) for way in (sent, transport, alarm) if way is not None]
    with ThreadPoolExecutor(max_workers=8) as pool:
        found = list(pool.map(lambda pair: _probe(*pair), asked))
    if alarm is not None:
        found[-1] = replace(found[-1], name=f"alarm: {found[-1].name}", words=f"alarm: {found[-1].words}")
    return found


def _probe(reachable: _Reachable, lock: Lock | None) -> ServerCheck:
    """`lock`: a listener's; a running daemon of this desk rightly uses the port."""
    try:
        if lock is not None:
            lock.take()
    except StandBy as taken:
        return ServerCheck(reachable.name, True, str(taken))
    try:
        return _answer(reachable)
    finally:
        if lock is not None:
            lock.free()


def _answer(reachable: _Reachable) -> ServerCheck:
    try:
        return ServerCheck(reachable.name, True, reachable.probe())
    except MailflowError as error:
        return ServerCheck(reachable.name, False, str(error))
    finally:
        reachable.close()
