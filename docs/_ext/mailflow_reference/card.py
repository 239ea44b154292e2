"""The Indonesian half of the operators' card as a page of its own: docs/operators.md has both."""

from __future__ import annotations

from mailflow_reference.files import ROOT

_HEADS = {"id": "## Kartu operator\n", "en": "## Operator's card\n"}


def page(language: str) -> str:
    """From its heading to the next language's, or the end; headings a level higher. Raises ValueError without one."""
    _, found, rest = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8").partition(_HEADS[language])
    if not found:
        raise ValueError(f"docs/operators.md has no {_HEADS[language]!r}")
    for other in _HEADS.values():
        rest = rest.partition(other)[0]
    return rest.replace("\n### ", "\n## ").strip()
