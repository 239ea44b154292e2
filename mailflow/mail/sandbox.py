"""A sandbox for canned letters: Jinja2 with only what a letter needs.

Values are data (mail.md 11.10): nothing a customer wrote is expanded a second time, because templates come only from
files. Jinja2's sandbox prevents access to attributes and mutation but not waste, so everything that can allocate
without limit from a few characters is removed: repetition, powers, % formatting, padding methods, ranges, macros;
output is limited while it is made, and what loops, filters and `~` cost is paid for (work.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import fields
from datetime import datetime
from io import StringIO
from types import CodeType, MappingProxyType
from typing import Any, cast

from jinja2 import StrictUndefined, Template, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from mailflow.core.message import Address
from mailflow.core.moments import moment_words
from mailflow.core.rules import Desk
from mailflow.mail import work
from mailflow.mail.facts import TicketView

LONGEST_OUTPUT = 256 * 1024
CUT_MARK = "\n[…]"

_STR_METHODS = frozenset(
    "capitalize casefold count endswith find index isdigit isalpha isspace lower lstrip partition removeprefix "
    "removesuffix rfind rpartition rsplit rstrip split splitlines startswith strip swapcase title upper".split()
)
_FILTERS = (
    "abs capitalize count d default e escape first float int last length list lower map max min reject rejectattr "
    "reverse round safe select selectattr sort string striptags sum title trim truncate unique upper wordcount wordwrap"
).split()
_NOT_IN_LETTERS = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from … import",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
}


# Types letters mostly read: plain values without methods, so Jinja2's checks are not needed.
_VALUES: Mapping[type, frozenset[str]] = MappingProxyType(
    {kind: frozenset(field.name for field in fields(kind)) for kind in (Address, Desk, TicketView)}
)


class LetterEnvironment(ImmutableSandboxedEnvironment):
    """Jinja2 for letters. `escape=True` for HTML alternatives."""

    intercepted_binops = frozenset({"*", "**", "%", "+"})

    def __init__(self, *, escape: bool = False) -> None:
        super().__init__(
            undefined=StrictUndefined,
            autoescape=escape,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=_shown,
            cache_size=0,
        )
        self.globals.clear()
        allowed: dict[str, work.Function] = {name: self.filters[name] for name in _FILTERS}
        allowed |= work.OWN | {
            "moment": _moment, "quote": quote, "cut": cut, "indent": _indent, "join": _join, "replace": _replace,
        }  # fmt: skip
        self.filters.clear()
        self.filters.update({name: work.paid(function) for name, function in allowed.items()} | work.FILTERS)
        self.tests.update({name: work.paid(cast(work.Function, function)) for name, function in self.tests.items()})

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        return cast(nodes.Template, work.Paid().visit(super()._parse(source, name, filename)))

    def call(self, context: Context, obj: Any, *args: Any, **kwargs: Any) -> Any:
        """A string's methods look at all of it."""
        work.pay(context, work.size(getattr(obj, "__self__", "")))
        return super().call(context, obj, *args, **kwargs)

    def getattr(self, obj: object, attribute: str) -> Any:
        if attribute in _VALUES.get(type(obj), ()):
            return getattr(obj, attribute)
        return super().getattr(obj, attribute)

    def is_safe_attribute(self, obj: object, attr: str, value: object) -> bool:
        """Removes string methods that pad, repeat or format (libraries.md: hundreds of MB from one call)."""
        if isinstance(obj, (str, bytes)) and attr not in _STR_METHODS:
            return False
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: object) -> None:
        """Jinja2 would allow `format` in a wrapper of its own, before it calls `is_safe_attribute`: not here."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        numbers = isinstance(left, (int, float)) and isinstance(right, (int, float))
        if operator == "+" and not numbers:
            _refuse_beyond(work.size(left) + work.size(right))
            work.pay(context, work.size(left) + work.size(right))
        elif operator == "**" or not numbers or abs(left) > 10**9 or abs(right) > 10**9:
            raise SecurityError(f"`{operator}` is for numbers of ordinary size")
        return super().call_binop(context, operator, left, right)


def forbidden(walked: Sequence[nodes.Node]) -> Iterable[tuple[int, str]]:
    """(line, word) of every construct a letter may not use: each letter is a file without dependencies."""
    for kind, word in _NOT_IN_LETTERS.items():
        for node in walked:
            if isinstance(node, kind):
                yield node.lineno, word
    for node in walked:
        if isinstance(node, nodes.For) and node.recursive:
            yield node.lineno, "recursive"


class _Asking(CodeGenerator):
    """Notes which variables the template asks for, as `jinja2.meta.find_undeclared_variables` does by a generator of
    its own."""

    def __init__(self, environment: LetterEnvironment, place: str, stream: StringIO) -> None:
        super().__init__(environment, None, place, stream, optimized=environment.optimized)
        self.asked: set[str] = set()

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        loads = frame.symbols.loads.values()
        self.asked.update(name for action, name in loads if action == "resolve" and name is not None)


def compiled(environment: LetterEnvironment, tree: nodes.Template, place: str) -> tuple[CodeType, Set[str]]:
    """The template's code, and the variables it asks for. Raises TemplateSyntaxError, and whatever Python's compiler
    raises."""
    stream = StringIO()
    generator = _Asking(environment, place, stream)
    generator.visit(tree)
    return compile(stream.getvalue(), place, "exec"), generator.asked


def run(template: Template, context: Mapping[str, object]) -> tuple[str, bool]:
    """The rendered text, and whether it had to be cut at LONGEST_OUTPUT. Raises what the template raises, with the line
    in the admin's file."""
    pieces: list[str] = []
    size = 0
    for piece in template.generate({**context, work.PURSE: work.Purse()}):
        pieces.append(piece)
        size += len(piece)
        if size > LONGEST_OUTPUT:
            return "".join(pieces)[:LONGEST_OUTPUT] + CUT_MARK, True
    return "".join(pieces), False


# ---- filters


def quote(text: object) -> str:
    """`> ` before every line, as mail clients quote; "" stays ""."""
    lines = "" if text is None else str(text).strip("\n")
    marked = "> " + lines.replace("\n", "\n> ")
    return "\n".join(map(str.rstrip, marked.split("\n"))) if lines.strip() else ""


def cut(text: object, length: int = 4000) -> str:
    """At most `length` characters, cut at a blank if there is one near, with a mark that something is missing."""
    whole = "" if text is None else str(text)
    if len(whole) <= length:
        return whole
    short = whole[: max(length, 0)]
    near = max(short.rfind(" "), short.rfind("\n"))
    return (short[:near] if near > length * 0.8 else short).rstrip() + " […]"


@pass_context
def _moment(context: Context, moment: datetime | None) -> str:
    """An aware datetime in the letter's language and the desk's time zone; "" for None."""
    if moment is None:
        return ""
    desk, language = context.get("desk"), str(context.get("language") or "en")
    if desk is None:
        return moment_words(moment, "UTC", language, abroad=True)
    return moment_words(moment, desk.timezone, desk.spoken(language), abroad=True)


@pass_context
def _shown(context: Context, value: object) -> object:
    """What `{{ value }}` prints: nothing for None, words for datetimes, an enumeration for lists; never Python
    syntax."""
    work.weigh(context, value)
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, datetime):
        return _moment(context, value)
    if isinstance(value, (list, tuple)):
        return ", ".join(map(str, value))
    return value


def _indent(text: object, width: int = 4, first: bool = True) -> str:
    pad = " " * min(max(int(width), 0), 40)
    indented = re.sub(r"(?m)^(?=.)", pad, str(text))
    return indented if first else indented.lstrip(" ")


def _join(values: Iterable[object], separator: str = "") -> str:
    parts = [str(value) for value in values]
    _refuse_beyond(len(separator) * len(parts) + sum(map(len, parts)))
    return separator.join(parts)


def _replace(text: object, old: str, new: str) -> str:
    whole = str(text)
    _refuse_beyond(len(whole) + whole.count(old) * len(new))
    return whole.replace(old, new)


def _refuse_beyond(size: int) -> None:
    if size > LONGEST_OUTPUT:
        raise SecurityError(f"a value of {size} characters is too long for a letter")
