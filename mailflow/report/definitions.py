"""All figures and what they mean, as Markdown: `report --explain all`, and docs/figures.md."""

from __future__ import annotations

from mailflow.core.figures import FIGURES

_HEAD = """# What each figure counts

Written by `mailflow report --explain all --output docs/figures.md` from the table in core/figures.py. For each figure:

- a period has its first moment and not its last, so that periods in a row count everything once;
- days and hours are the desk's own (`desk.timezone`); a day on which the clocks change has 23 or 25 hours;
- a mail counts by its arrival, also when it was read after an outage; a command by when it was given;
- what was taken back with `/undo` does not count; what was merged, split off or erased counts as it happened;
- the period before is as long: as many local days, or as many seconds where it does not begin and end at midnight.
"""


def listing() -> str:
    parts = [_HEAD]
    for one in FIGURES:
        indonesian, english = one.definition
        parts.append(
            f"## {one.key}\n\n*{one.title('en')}*, in {one.unit}. {english}\n\n*{one.title('id')}.* {indonesian}\n"
        )
    return "\n".join(parts)
