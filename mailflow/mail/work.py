"""How much work one letter may be: a template is the admin's, but what it is filled with is strangers', and loops and
sets inside each other can take all time and memory there is while they print nothing.

Everything that takes long is written into the template as a call of one of the filters here, each of which pays out of
the letter's `Purse`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from typing import cast

from jinja2 import nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

PURSE = "_purse"  # the name a letter's Purse goes by in its context; nothing in a template can read it
MOST = 10_000_000  # characters looked at, made or stepped over: a second at the very worst, and some 50 MB
A_STEP = 100  # what one turn of a loop costs


class Purse:
    """What is left for one letter."""

    def __init__(self) -> None:
        self._left = MOST

    def pay(self, cost: int) -> None:
        """Raises SecurityError when there is not so much left."""
        self._left -= cost
        if self._left < 0:
            raise SecurityError("this letter is too much work: look for loops inside each other, or over long texts")


def pay(context: Context, cost: int) -> None:
    """Where nobody has given the letter a purse (when the compiler works out a constant), it is as good as full."""
    purse = context.get(PURSE)
    if isinstance(purse, Purse):
        purse.pay(cost)


def size(value: object) -> int:
    return len(value) if isinstance(value, Sized) else 1


@pass_context
def _steps(context: Context, values: Iterable[object]) -> Iterator[object]:
    """The values of a loop; each turn is paid for."""
    for value in values:
        pay(context, A_STEP)
        yield value


@pass_context
def _weighed(context: Context, value: object) -> object:
    """What a filter is given: it will look at all of it."""
    pay(context, size(value))
    return value


@pass_context
def _joined(context: Context, values: Iterable[object]) -> str:
    """`a ~ b`: what is made is paid for before it is."""
    found = list(values)
    marked = any(hasattr(value, "__html__") for value in found)
    parts = [escape(value) if marked else str(value) for value in found]
    pay(context, sum(map(len, parts)))
    return Markup("").join(parts) if marked else "".join(parts)


FILTERS = {"_steps": _steps, "_weighed": _weighed, "_joined": _joined}


class Paid(NodeTransformer):
    """The same template, in which loops, filters and `~` are paid for."""

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        node.iter = _call("_steps", cast(nodes.Expr, node.iter))
        return node

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:
        self.generic_visit(node)
        if node.node is not None:
            node.node = _call("_weighed", node.node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _call("_joined", nodes.List(node.nodes, lineno=node.lineno))


def _call(name: str, value: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(value, name, [], [], None, None, lineno=value.lineno)
