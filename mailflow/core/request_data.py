"""The data of a request: what its mails say of each field under `data:` in rules.yaml (step 6).

The newest mail that says something of a field decides. A line that names the field ("nomor tujuan: 0812…"), by the
customer or by an operator, says it for sure; else whatever the finder finds in the customer's words or the names of his
files. Several values in one mail are candidates: nobody knows which is meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from mailflow.core.finders.past_words import WrittenAt
from mailflow.core.finders.phone import mobile_operator
from mailflow.core.finders.table import find
from mailflow.core.moments import moment_words
from mailflow.core.patterns import folded
from mailflow.core.plain import JsonObject
from mailflow.core.rules import DataField
from mailflow.lazy_dataclasses import dataclass

Value = str | int  # amounts are whole rupiah

_NAMED_LINE = re.compile(r"^[\s>*\-•]*(?P<name>[^:=\n]{2,60}?)\s*[:=]\s*(?P<rest>\S.*)$")


@dataclass(frozen=True, slots=True)
class NewWords:
    """One mail of a ticket: the new words of it, without what it quotes."""

    place: str  # "mail 12", as `show` names it
    arrival: WrittenAt
    text: str
    files: tuple[str, ...]
    by_customer: bool


@dataclass(frozen=True, slots=True)
class DataValue:
    """What was found of a field. `value` None: there are several `candidates`."""

    field: DataField
    value: Value | None
    candidates: tuple[Value, ...]
    found: str  # the place of the mail


def data_of(said: Sequence[NewWords], fields: Iterable[DataField]) -> dict[str, DataValue]:
    """What these mails, oldest first, say of each field; fields of which nothing is said are missing."""
    found = ((field, _newest(said, field)) for field in fields)
    return {field.name: value for field, value in found if value is not None}


def as_json(data: Mapping[str, DataValue]) -> dict[str, dict[str, object]]:
    """As `show --json` and `explain --json` print it (interfaces-2.md)."""
    return {
        name: {"value": one.value, "found": one.found}
        | ({"candidates": list(one.candidates)} if one.value is None else {})
        for name, one in data.items()
    }


def plain_words(shown: JsonObject) -> str:
    """One entry of `as_json` for the terminal."""
    if shown["value"] is not None:
        return str(shown["value"])
    return f"one of {', '.join(map(str, shown['candidates']))}"


def missing(fields: Iterable[DataField], data: Mapping[str, DataValue]) -> tuple[DataField, ...]:
    """The fields without one sure value."""
    return tuple(field for field in fields if field.name not in data or data[field.name].value is None)


def value_words(value: Value, field: DataField, timezone: str, language: str) -> str:
    """As people write it: "0812-3456-7890 (Telkomsel)", "Rp 50.000", "Selasa, 24 November 2026 pukul 14.05 WIB"."""
    if isinstance(value, int):
        return f"Rp {value:,}".replace(",", ".")
    if field.find == "phone":
        return _phone_words(value)
    return moment_words(datetime.fromisoformat(value), timezone, language) if field.find == "moment" else value


def _phone_words(number: str) -> str:
    operator = mobile_operator(number)
    if not number.startswith("+62"):
        return number
    national = f"0{number[3:]}"
    parted = "-".join(part for part in (national[:4], national[4:8], national[8:]) if part)
    return f"{parted} ({operator})" if operator else national


def _newest(said: Sequence[NewWords], field: DataField) -> DataValue | None:
    for one in reversed(said):
        values = _named(one, field) or (_in_words(one, field) if one.by_customer else ())
        if values:
            sure = values[0] if len(values) == 1 else None
            return DataValue(field, sure, () if sure is not None else values, one.place)
    return None


def _named(said: NewWords, field: DataField) -> tuple[Value, ...]:
    """The value behind the field's name or label: the last such line counts."""
    names = {_folded(field.name), *map(_folded, field.label.values())}
    for line in reversed(said.text.splitlines()):
        match = _NAMED_LINE.match(line)
        if match is not None and _folded(match["name"]) in names:
            values = _values(match["rest"], said, field)
            if values:
                return values
    return ()


def _in_words(said: NewWords, field: DataField) -> tuple[Value, ...]:
    values = _values(said.text, said, field)
    return values or _values("\n".join(name.replace("_", " ") for name in said.files), said, field)


def _values(text: str, said: NewWords, field: DataField) -> tuple[Value, ...]:
    found = (one.value for one in find(field.find, text, said.arrival))
    return tuple(int(value) if field.find == "amount" else value for value in found)


def _folded(name: str) -> str:
    return folded(name.replace("_", " "))
