"""Output for programs: one JSON document on stdout."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from itertools import islice

import click

_AT_ONCE = 200  # items of a list in one write
_plain = json.JSONEncoder(ensure_ascii=False).encode


def put_json(document: object, *, indent: int = 2) -> None:
    """One JSON document on stdout."""
    _put(json.dumps(document, ensure_ascii=False, indent=indent))


def put_json_list(name: str, items: Iterable[object], rest: Mapping[str, object]) -> None:
    """The same bytes as `put_json({name: [*items], **rest})`, but the items are written as they come: a desk has a
    million tickets."""
    written, each = False, iter(items)
    while some := list(islice(each, _AT_ONCE)):
        text = ",\n".join(f"    {_laid_out(item, 2)}" for item in some)
        _put(f",\n{text}" if written else f"{{\n  {_plain(name)}: [\n{text}", end="")
        written = True
    if not written:
        put_json({name: [], **rest})
        return
    others = "".join(f",\n  {_plain(key)}: {_laid_out(value, 1)}" for key, value in rest.items())
    _put(f"\n  ]{others}\n}}")


def _laid_out(value: object, depth: int = 0) -> str:
    """As `json.dumps(…, indent=2)`, whose own way is three times slower; of keys that are texts."""
    if isinstance(value, dict) and value:
        inner = [f"{_plain(key)}: {_laid_out(one, depth + 1)}" for key, one in value.items()]
    elif isinstance(value, list | tuple) and value:
        inner = [_laid_out(one, depth + 1) for one in value]
    else:
        return _plain(value)
    opens, closes = "{}" if isinstance(value, dict) else "[]"
    margin = "\n" + "  " * depth
    return f"{opens}{margin}  {f',{margin}  '.join(inner)}{margin}{closes}"


def _put(text: str, end: str = "\n") -> None:
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # another terminal encoding, or a lone surrogate from a broken mail
        text = "".join(char if char.isascii() else json.dumps(char)[1:-1] for char in text)
    click.echo(text + end, nl=False)
