"""Private facts in a text that others may read: numbers, sums and addresses the finders find, made unreadable."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from mailflow.core.finders.amount import find_amounts
from mailflow.core.finders.found import Found
from mailflow.core.finders.phone import find_phones
from mailflow.core.finders.reference import find_emails, find_serials, find_student_numbers

_HIDDEN = "xxxx"


def _phone(number: str) -> str:
    """ "+6281234567890" as "0812-xxxx-7890"."""
    national = f"0{number[3:]}" if number.startswith("+62") else number
    return f"{national[:4]}-{_HIDDEN}-{national[-4:]}"


def _ends(value: str) -> str:
    return f"{value[:2]}{_HIDDEN}{value[-2:]}"


def _email(address: str) -> str:
    return f"{address[:1]}{_HIDDEN}@{address.rpartition('@')[2]}"


# What hides what: the first that finds something at a place decides.
_MASKS: tuple[tuple[Callable[[str], tuple[Found, ...]], Callable[[str], str]], ...] = (
    (find_emails, _email),
    (find_phones, _phone),
    (find_amounts, lambda value: f"Rp {_HIDDEN}"),
    (find_serials, _ends),
    (find_student_numbers, _ends),
)


def masked(text: str) -> str:
    """ "Pulsa 50rb ke 0812 3456 7890" as "Pulsa Rp xxxx ke 0812-xxxx-7890"."""
    parts, at = [], 0
    for start, end, shown in _found(text):
        if start >= at:
            parts += [text[at:start], shown]
        at = max(at, end)  # what two finders share is hidden as a whole
    return "".join([*parts, text[at:]])


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    hidden = [
        (one.start, rank, one.end, mask(one.value)) for rank, (find, mask) in enumerate(_MASKS) for one in find(text)
    ]
    return ((start, end, shown) for start, _, end, shown in sorted(hidden))
