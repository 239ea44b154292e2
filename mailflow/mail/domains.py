"""Organisational domains: which two domain names belong together."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from mailflow.core.message import Address

if TYPE_CHECKING:
    from publicsuffixlist import PublicSuffixList


def aligned(one: str, other: str) -> bool:
    """Relaxed alignment (RFC 7489 §3.1): the same organisational domain."""
    if one == other:
        return one != ""
    return organisational(one) == organisational(other) != ""


def organisational(domain: str) -> str:
    """The registered domain: two labels, or more below a public suffix such as co.id; a public suffix is its own. Of
    two labels that is all, whatever the list says: it is not loaded."""
    name = domain.lower().strip(".")
    if name.count(".") < 2:
        return name
    return str(_suffixes().privatesuffix(name) or name)


def organisation(address: Address | None) -> str:
    """The registered domain of an address; "" for none."""
    return organisational(address.email.rpartition("@")[2]) if address is not None else ""


@lru_cache(maxsize=1)  # 100 ms, once
def _suffixes() -> PublicSuffixList:
    """Mozilla's public suffix list from the package. Loading takes a tenth of a second, so only when two names
    differ."""
    from publicsuffixlist import PublicSuffixList

    return PublicSuffixList()
