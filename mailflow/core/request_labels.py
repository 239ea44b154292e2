"""What people call a field under `data:`. Apart from request_data.py, whose finders few desks need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from mailflow.core.moments import tongue
from mailflow.core.rules import DataField, Rules


def label_of(field: DataField, language: str) -> str:
    """What people call it: "nomor tujuan"."""
    return field.label[tongue(language)]


def labels_of(names: Iterable[str], rules: Rules, operator: str) -> str:
    """These fields as the operator's language calls them: "nominal dan waktu transaksi"."""
    fields, language = {field.name: field for field in rules.data}, language_of(operator, rules)
    return listed([label_of(fields[name], language) if name in fields else name for name in names], language)


def listed(words: Sequence[str], language: str) -> str:
    """As people write a row of things: "a, b dan c"."""
    *most, last = words or ("",)
    return f"{', '.join(most)} {'dan' if language == 'id' else 'and'} {last}" if most else last


def language_of(operator: str, rules: Rules) -> str:
    person = rules.operator_named(operator)
    return rules.desk.spoken(person.language if person is not None else None)
