"""The priorities of a ticket, in both languages' words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

PRIORITIES: Mapping[str, str] = MappingProxyType(
    {"high": "high", "tinggi": "high", "normal": "normal", "biasa": "normal", "low": "low", "rendah": "low"}
)
PRIORITY_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {"high": ("tinggi", "high"), "normal": ("biasa", "normal"), "low": ("rendah", "low")}
)
