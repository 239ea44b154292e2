"""Every setting: what rules.yaml's comments say of it, how it is written, and what the schema knows of its parts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from mailflow.config.block import SchemaBlock
from mailflow.config.schema import RulesFile
from mailflow.core.rules import Duration
from mailflow_reference.files import ROOT
from mailflow_reference.tables import code, table

KEYS = tuple(one.alias or name for name, one in RulesFile.model_fields.items())
_KEY = re.compile(r"(?:# )?([a-z_]+):(?:\s|$)")


@dataclass
class Setting:
    """One key of the file: the comment above it, and its lines, as if nothing were commented out."""

    key: str
    prose: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join([*self.prose, *self.lines])


def page(language: str) -> str:
    """In the order of rules.yaml. In English, as its comments are."""
    found = read((ROOT / "rules.yaml").read_text(encoding="utf-8"))
    return "\n\n".join(_one(one) for one in found.values())


def read(text: str) -> dict[str, Setting]:
    """Each top-level key with its comment and lines. A comment above belongs to the key that follows; so do
    further indented lines, also those of a paragraph that begins with one."""
    found: dict[str, Setting] = {}
    now: Setting | None = None
    for paragraph in text.split("\n\n"):
        above: list[str] = []
        if now is not None and paragraph.startswith(" "):
            now.lines.append("")
        else:
            now = None
        for line in paragraph.splitlines():
            begins = _KEY.match(line)
            if begins and begins[1] in KEYS:
                now = found.setdefault(begins[1], Setting(begins[1]))
                now.prose += above
                above = []
                now.lines.append(_uncommented(line))
            elif now is not None and (line.startswith((" ", "#  ")) or not line.strip("# ")):
                now.lines.append(_uncommented(line))
            else:
                above.append(line.removeprefix("#").strip())
    return found


def _uncommented(line: str) -> str:
    return line[2:] if line.startswith("# ") else line


def _one(setting: Setting) -> str:
    heads = ("key", "default", "values")
    rows = [(code(path), default, values) for path, default, values in parts(setting.key)]
    prose = " ".join(setting.prose).replace("*", "\\*").replace("<", "\\<")
    example = "\n".join(["```yaml", *setting.lines, "```"])
    return "\n\n".join(part for part in (f"## {setting.key}", prose, example, table(heads, rows)) if part)


def parts(key: str) -> Iterator[tuple[str, str, str]]:
    """(path, default, allowed words) of a key and of all keys below it."""
    fields = RulesFile.model_fields
    one = fields.get(key) or next(one for one in fields.values() if one.alias == key)
    yield from _below(key, one, ())


def _below(path: str, one: FieldInfo, seen: tuple[type, ...]) -> Iterator[tuple[str, str, str]]:
    yield path, _default(one), _values(one.annotation)
    kinds = [block for block in blocks(one.annotation) if block not in seen]
    for block in kinds:
        which = f"[{next(iter(block.model_fields))}]" if len(kinds) > 1 else ""  # a mailbox is of one kind or another
        for name, below in block.model_fields.items():
            yield from _below(f"{path}{which}.{below.alias or name}", below, (*seen, block))


def blocks(kind: Any) -> Iterator[type[SchemaBlock]]:
    """The blocks a value of this type consists of."""
    if isinstance(kind, type) and issubclass(kind, SchemaBlock):
        yield kind
    for inner in get_args(kind) if get_origin(kind) in (Annotated, Union, UnionType, tuple, dict) else ():
        yield from blocks(inner)


def _default(one: FieldInfo) -> str:
    """As written in rules.yaml, where that can be said of the value; what is made of several stands in the lines."""
    if one.is_required():
        return "must be given"
    match one.default:
        case bool() as value:
            return code(str(value).lower())
        case str() as value:
            return code(value)
        case Duration() as value:
            return code(value.text)
        case int() as value if not one.metadata:
            return code(str(value))
    return ""


def _values(kind: Any) -> str:
    if get_origin(kind) is Literal:
        return ", ".join(code(str(word)) for word in get_args(kind))
    if kind is bool:
        return "`true`, `false`"
    inner = get_args(kind) if get_origin(kind) in (Annotated, Union, UnionType) else ()
    return next((said for said in map(_values, inner) if said), "")
