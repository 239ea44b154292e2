"""Which letters each mail caused: the real `settle`, with a look at the outbox before and after. And what befalls a
daemon while it reads a mail, which takes time: some mails it does not survive."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from types import ModuleType
from typing import TYPE_CHECKING, Any

from mailflow.flow import parsed
from mailflow.flow.settle import reading as parsing
from mailflow.flow.settle import redacting
from mailflow.report import picture

if TYPE_CHECKING:
    from tests.simulation.world import World

DEADLY = b"X-Deadly: yes"
_NEWEST = "SELECT COALESCE(max(id), 0) FROM letter"


@lru_cache(maxsize=1)
def _drawn(png: Callable[[str], bytes]) -> bytes:
    """One for all reports: nobody here looks at them, and drawing takes a tenth of a year."""
    return png('<svg width="10" height="10"></svg>')


@contextmanager
def watched(world: World, process: ModuleType) -> Iterator[None]:
    """Every settled mail is noted, and transactions are as long as the seed says, not as the machine is fast. A stored
    mail that is read once more, for a list of what is held, is remembered."""
    settle, understand, png = process._settle_one, parsing.understand, picture.png
    seconds, shared = process.LOCK_SECONDS, process.SHARED_LOCK_SECONDS

    def noting(parts: Any, mail: Any, **kwargs: Any) -> None:
        first = parts.db.value(_NEWEST)
        settle(parts, mail, **kwargs)
        world.notes.append((mail.row.id, first, parts.db.value(_NEWEST)))

    def reading(raw: bytes, ours: Any, **known: Any) -> Any:
        world.point("while a mail is read")
        if DEADLY in raw:
            world.dies_of_it()
        return understand(raw, ours, **known)

    process._settle_one, parsing.understand = noting, reading  # type: ignore[attr-defined]
    parsed.understand = redacting.understand = lru_cache(maxsize=1000)(understand)  # type: ignore[attr-defined]
    picture.png = lambda _svg: _drawn(png)
    process.LOCK_SECONDS = process.SHARED_LOCK_SECONDS = 1e9 if world.seed % 2 else -1.0  # type: ignore[attr-defined]
    try:
        yield
    finally:
        process._settle_one, parsing.understand, picture.png = settle, understand, png  # type: ignore[attr-defined]
        parsed.understand = redacting.understand = understand  # type: ignore[attr-defined]
        process.LOCK_SECONDS, process.SHARED_LOCK_SECONDS = seconds, shared  # type: ignore[attr-defined]
