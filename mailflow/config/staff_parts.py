"""The blocks of rules.yaml that say who is here when. Imports pydantic (150 ms)."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from mailflow.config.block import SchemaBlock, Text, Texts, written
from mailflow.config.days import WrittenDay, day_or_moment, duration_or_never
from mailflow.core.rules import Duration

Day = Annotated[WrittenDay, written(day_or_moment)]
Expires = Annotated[Duration | None, BeforeValidator(duration_or_never)]


class AwayPart(SchemaBlock):
    name: Text
    from_: Day = Field(alias="from")
    until: Day | None = None
    deputy: Text | None = None


class ShiftPart(SchemaBlock):
    name: Text
    hours: object  # as in `working_hours:`; read_hours has its syntax
    operators: Texts
