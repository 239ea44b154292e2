"""`outgoing.dkim`: the key letters are signed with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from mailflow.config.block import SchemaBlock, Text
from mailflow.config.formats import address
from mailflow.core.lazy_regex import LazyPattern
from mailflow.credentials import SigningKey

SELECTOR = "mailflow"
_LABELS = LazyPattern(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")


def valid_selector(value: str) -> str:
    """A name of DNS, of one label or several."""
    if not _LABELS.fullmatch(value) or len(value) > 63:
        raise ValueError(f"{value!r} is no selector: write letters, digits and hyphens, such as {SELECTOR}")
    return value.lower()


def _domain(value: str) -> str:
    return address(f"x@{value}").partition("@")[2]


class DkimPart(SchemaBlock):
    key: Text
    selector: Annotated[str, AfterValidator(valid_selector)] = SELECTOR
    domain: Annotated[str, AfterValidator(_domain)] | None = None


DkimKey = Annotated[DkimPart | None, BeforeValidator(lambda value: {"key": value} if isinstance(value, str) else value)]


def build_dkim(part: DkimPart | None, home: Path, desk: str) -> SigningKey | None:
    """`desk`: the desk's address, whose domain is signed for."""
    if part is None:
        return None
    return SigningKey(home / part.key, part.selector, part.domain or desk.rpartition("@")[2])
