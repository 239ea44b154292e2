"""Which letters each mail caused: the real `settle`, with a look at the outbox before and after. And what befalls a
daemon while it reads a mail, which takes time: some mails it does not survive."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

from mailflow.flow.settle import reading as parsing

if TYPE_CHECKING:
    from tests.simulation.world import World

DEADLY = b"X-Deadly: yes"
_NEWEST = "SELECT COALESCE(max(id), 0) FROM letter"


@contextmanager
def watched(world: World, process: ModuleType) -> Iterator[None]:
    """Every settled mail is noted, and transactions are as long as the seed says, not as the machine is fast."""
    settle, understand = process.settle, parsing.understand
    seconds, shared = process.LOCK_SECONDS, process.SHARED_LOCK_SECONDS

    def noting(parts: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        first = parts.db.value(_NEWEST)
        settled = settle(parts, row, *args, **kwargs)
        world.notes.append((row.id, first, parts.db.value(_NEWEST)))
        return settled

    def reading(raw: bytes, ours: Any, **known: Any) -> Any:
        world.point("while a mail is read")
        if DEADLY in raw:
            world.dies_of_it()
        return understand(raw, ours, **known)

    process.settle, parsing.understand = noting, reading  # type: ignore[attr-defined]
    process.LOCK_SECONDS = process.SHARED_LOCK_SECONDS = 1e9 if world.seed % 2 else -1.0  # type: ignore[attr-defined]
    try:
        yield
    finally:
        process.settle, parsing.understand = settle, understand  # type: ignore[attr-defined]
        process.LOCK_SECONDS, process.SHARED_LOCK_SECONDS = seconds, shared  # type: ignore[attr-defined]
