"""`second_tier:` of rules.yaml: its shape, and how it depends on the rest of the file."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from mailflow.config.block import Addr, SchemaBlock, Text, Texts


def _times(value: object) -> int | None:
    """A number from 0 on; `none` → None."""
    if value is None or str(value).strip().lower() == "none":
        return None
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError(f"{value!r} is no number of times: write one, such as 2, or none for as often as needed")
    return value


class TierCategoryPart(SchemaBlock):
    to: Addr | None = None
    require: Texts = ()


class SecondTierPart(SchemaBlock):
    """`second_tier: rooster@…` is its address alone."""

    name: Text | None = None
    to: Addr | None = None
    categories: dict[Text, TierCategoryPart | None] = Field(default_factory=dict)
    reassignments: Annotated[int | None, BeforeValidator(_times)] = None
