"""The block `reports:` of rules.yaml. Imports pydantic (150 ms)."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from mailflow.config import formats
from mailflow.config.block import Addrs, SchemaBlock
from mailflow.core.rules import ReportMail

Every = Literal["day", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "month"]


def _hour(value: object) -> int:
    minute = formats.time_of_day(value)
    if minute is None:
        raise ValueError('is missing: write "17:00"; a report that is not wanted is left out')
    return minute


class ReportPart(SchemaBlock):
    every: Every
    at: Annotated[int, BeforeValidator(_hour)]
    to: Annotated[Addrs, Field(min_length=1)]


def build_reports(parts: tuple[ReportPart, ...]) -> tuple[ReportMail, ...]:
    return tuple(ReportMail(part.every, part.at, part.to) for part in parts)
