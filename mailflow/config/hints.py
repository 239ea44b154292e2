"""The block `hints:` of rules.yaml. Imports pydantic (150 ms)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from mailflow.config.block import SchemaBlock
from mailflow.core.hint_modes import OFF, SHIPPED

Mode = Annotated[Literal["off", "warn", "hold"], BeforeValidator(lambda value: OFF if value is False else value)]


class HintsPart(SchemaBlock):
    link_only: Mode = Field(default="warn", alias="link-only")
    no_greeting: Mode = Field(default="off", alias="no-greeting")
    forgotten_attachment: Mode = Field(default="warn", alias="forgotten-attachment")
    other_customer: Mode = Field(default="hold", alias="other-customer")
    private_data: Mode = Field(default="hold", alias="private-data")
    unanswered: Mode = "off"

    @property
    def modes(self) -> Mapping[str, str]:
        """{key of the file: mode}."""
        return {name: getattr(self, name.replace("-", "_")) for name in SHIPPED}
