"""Numbers as Indonesian and English write them."""

from __future__ import annotations

from mailflow.core.moments import tongue

_TURNED = str.maketrans(",.", ".,")


def number_words(value: float, language: str, digits: int | None = None) -> str:
    """1.234,5 in Indonesian, 1,234.5 in English; with so many `digits` behind the point, or as many as it has."""
    text = f"{value:,}" if digits is None else f"{value:,.{digits}f}"
    return text.translate(_TURNED) if tongue(language) == "id" else text
