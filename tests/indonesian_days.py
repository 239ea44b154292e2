"""Writes Indonesia's holidays, as the package computes them, into mailflow/config/indonesian_days.py:
`python -m tests.indonesian_days`, after a new version of it."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

from mailflow.config import indonesian_days
from mailflow.config.holidays import computed_days

YEARS = range(2020, 2033)
LANGUAGES = ("id", "en")


def written() -> str:
    """The module with today's table."""
    lines = [
        "# ruff: noqa: E501 - a year is a line",
        f'"""{indonesian_days.__doc__}"""',
        "",
        "from __future__ import annotations",
        "",
        f'MADE_BY = "{version("holidays")}"',
        "DAYS: dict[str, dict[int, str]] = {",
    ]
    for language in LANGUAGES:
        lines.append(f'    "{language}": {{')
        for year in YEARS:
            days = (f"{day:%m%d} {name}" for day, name in computed_days("ID", year, language).items())
            lines.append(f'        {year}: "{"|".join(days)}",')
        lines.append("    },")
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    Path(indonesian_days.__file__).write_text(written(), encoding="utf-8")
