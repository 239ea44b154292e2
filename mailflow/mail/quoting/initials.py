"""Quotations marked with initials: The Bat!, Gnus and Forte Agent write `AW> Pulsa belum masuk.`"""

from __future__ import annotations

from collections import Counter

from mailflow.core.lazy_regex import LazyPattern

FEWEST = 3  # lines with the same initials, so that `A> B` in a text is none
_INITIALS = LazyPattern(r" {0,2}([^\W\d_]{1,4})(>{1,4}(?: .*)?)$")
_PROMPTS = frozenset(
    ("c", "d", "e", "cmd", "ps", "sql", "psql", "db", "ftp", "irb", "php", "sh", "node", "test", "gdb")
)


def without_initials(lines: list[str]) -> list[str]:
    """The same lines with the mark alone; those of a command prompt (`SQL> select 1`) stay."""
    found = {index: match for index, line in enumerate(lines) if ">" in line[1:8] and (match := _INITIALS.match(line))}
    if len(found) < FEWEST:
        return lines
    counted = Counter(match[1] for match in found.values())
    names = {one for one, count in counted.items() if count >= FEWEST and one.lower() not in _PROMPTS}
    if not names:
        return lines
    return [
        found[index][2] if index in found and found[index][1] in names else line for index, line in enumerate(lines)
    ]
