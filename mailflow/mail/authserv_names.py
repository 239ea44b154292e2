"""The names of our own mail servers (`trust.authserv`): several where the house has more than one MX."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mailflow.mail.domains import aligned


def of_the_house(named: Iterable[str], found: str) -> bool:
    """Whether a server belongs to the organisation of those that rules.yaml names: a second MX."""
    return bool(found) and any(aligned(one.partition("/")[0], found) for one in named)


def with_name(named: Sequence[str], found: str) -> str:
    """What `authserv:` must say so that this server counts, too, where it is of the same house; else it alone."""
    return as_written((*named, found)) if of_the_house(named, found) else found


def as_written(named: Sequence[str]) -> str:
    """As rules.yaml has one server or several."""
    return named[0] if len(named) == 1 else f"[{', '.join(named)}]"
