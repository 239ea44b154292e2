"""Files at the root of the repository as pages of the site, with their links turned to it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

ROOT = Path(__file__).parents[3]
FILES: Mapping[str, Path] = MappingProxyType(
    {name: ROOT / name for name in ("CHANGELOG.md", "SECURITY.md", "mailflow/DECISIONS.md")}
)
_LINK = re.compile(r"\]\((?!https?:|mailto:|#)(?:\./)?([^)\s]+)\)")


def page(name: str) -> str:
    """The file, its title left to the page that shows it; links into docs/ lead there, others are only words."""
    _, _, text = FILES[name].read_text(encoding="utf-8").partition("\n")
    return _LINK.sub(_turned, text)


def _turned(found: re.Match[str]) -> str:
    aim = found[1]
    return f"](../{aim.removeprefix('docs/')})" if aim.startswith("docs/") else f"](../../{aim})"
