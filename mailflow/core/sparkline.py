"""A row of numbers as a row of characters, for terminals and plain mail."""

from __future__ import annotations

from collections.abc import Sequence

_BARS = "▁▂▃▄▅▆▇█"


def sparkline(numbers: Sequence[int], most: int | None = None) -> str:
    """One character each, the highest for `most`, which is the greatest of them unless said; 0 is the lowest, and
    whatever is more than 0 is seen.

    >>> sparkline([0, 1, 4, 8])
    '▁▂▅█'
    """
    top = max([*numbers, 0]) if most is None else most
    if top <= 0:
        return _BARS[0] * len(numbers)
    return "".join(_BARS[0 if one <= 0 else max(1, round(one / top * (len(_BARS) - 1)))] for one in numbers)
