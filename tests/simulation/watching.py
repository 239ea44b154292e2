"""Which letters each mail caused: the real `settle`, with a look at the outbox before and after."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.simulation.world import World

_NEWEST = "SELECT COALESCE(max(id), 0) FROM letter"


@contextmanager
def watched(world: World, process: ModuleType) -> Iterator[None]:
    """Every settled mail is noted, and transactions are as long as the seed says, not as the machine is fast."""
    settle, seconds = process.settle, process.LOCK_SECONDS

    def noting(parts: Any, row: Any, *args: Any, **kwargs: Any) -> Any:
        first = parts.db.value(_NEWEST)
        settled = settle(parts, row, *args, **kwargs)
        world.notes.append((row.id, first, parts.db.value(_NEWEST)))
        return settled

    process.settle = noting  # type: ignore[attr-defined]
    process.LOCK_SECONDS = 1e9 if world.seed % 2 else -1.0  # type: ignore[attr-defined]
    try:
        yield
    finally:
        process.settle, process.LOCK_SECONDS = settle, seconds  # type: ignore[attr-defined]
