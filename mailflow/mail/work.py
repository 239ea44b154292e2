"""How much work one letter may be: a template is the admin's, but what it is filled with is strangers', and loops and
sets inside each other can take all time and memory there is while they print nothing.

Every filter, test, comparison, loop, list and printed value pays out of the letter's `Purse`, before it is made where
it can be larger than what it is made of.
"""

from __future__ import annotations

import math
import textwrap
from collections.abc import Callable, Iterable, Iterator
from typing import cast

from jinja2 import nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

Function = Callable[..., object]  # a filter or test of Jinja2, whose arguments a template chooses

PURSE = "_purse"  # the name a letter's Purse goes by in its context; nothing in a template can read it
MOST = 10_000_000  # characters looked at, made or stepped over: a second at the very worst, and some 50 MB
A_STEP = 100  # what one turn of a loop costs, besides the text it contains
AN_ITEM = 10  # of a list, however often the same list stands in it
_PLACES = 20  # after the point, that a number may be rounded to


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
    purse = context.parent.get(PURSE)  # where what the letter is given lies; `context.get` takes four times as long
    if isinstance(purse, Purse):
        purse.pay(cost)


def size(value: object) -> int:
    """Characters of a text, items of a list; 1 for anything else."""
    return len(value) if isinstance(value, str | bytes | list | tuple | dict) else 1


def weigh(context: Context, value: object) -> None:
    """Pay for all that is in a value: lists of lists of the same list are small to keep, and endless to print."""
    if not isinstance(value, list | tuple | dict):
        pay(context, size(value))
        return
    waiting: list[object] = [value]
    while waiting:
        one = waiting.pop()
        pay(context, size(one) if isinstance(one, str) else AN_ITEM)
        if isinstance(one, list | tuple):
            waiting += one
        elif isinstance(one, dict):
            waiting += (*one.keys(), *one.values())


# ---- what is paid for by the functions a template calls


def paid(function: Function) -> Function:
    """The same filter or test, also when `map` or `select` calls it: what it is given and what it makes is paid for."""
    wants = getattr(getattr(function, "jinja_pass_arg", None), "name", "")

    @pass_context
    def filtered(context: Context, value: object, *args: object, **kwargs: object) -> object:
        for one in (value, *args, *kwargs.values()):
            weigh(context, one)
        given = {"context": (context,), "eval_context": (context.eval_ctx,), "environment": (context.environment,)}
        made = function(*given.get(wants, ()), value, *args, **kwargs)
        if isinstance(made, Iterator):
            return _steps(context, made)
        pay(context, size(made))
        return made

    return filtered


@pass_context
def _wordwrap(
    context: Context, text: object, width: int = 79, break_long_words: bool = True, wrapstring: str = "\n"
) -> str:
    whole = str(text)
    pay(context, len(whole) * (len(wrapstring) + 1))  # every character may become a line
    wrapper = textwrap.TextWrapper(
        width, expand_tabs=False, replace_whitespace=False, break_long_words=break_long_words
    )
    return wrapstring.join(wrapstring.join(wrapper.wrap(row)) for row in whole.splitlines())


def _round(value: float, precision: int = 0, method: str = "common") -> float:
    if abs(precision) > _PLACES or abs(value) > 1e15:
        raise SecurityError(f"round is for ordinary numbers, to at most {_PLACES} places")
    if method == "common":
        return round(value, precision)
    whole: Callable[[float], int] = {"ceil": math.ceil, "floor": math.floor}[method]
    return whole(value * 10.0**precision) / 10.0**precision


def _sum(values: Iterable[object], start: float = 0) -> float:
    """Of numbers: a sum of lists is all of them again for each."""
    total = start
    for value in values:
        if not (isinstance(value, int | float) and isinstance(total, int | float)):
            raise SecurityError("sum is for numbers")
        total += value
    return total


OWN: dict[str, Function] = {"wordwrap": _wordwrap, "round": _round, "sum": _sum}


# ---- what is paid for by the template itself


@pass_context
def _steps(context: Context, values: Iterable[object], text: int = 0) -> Iterator[object]:
    """The values of a loop; each turn is paid for, with the `text` it may print."""
    for value in values:
        pay(context, A_STEP + text)
        yield value


@pass_context
def _weighed(context: Context, value: object) -> object:
    weigh(context, value)
    return value


@pass_context
def _joined(context: Context, values: Iterable[object]) -> str:
    """`a ~ b`: what is made is paid for before it is."""
    found = list(values)
    weigh(context, found)
    marked = any(hasattr(value, "__html__") for value in found)
    parts = [escape(value) if marked else str(value) for value in found]
    return Markup("").join(parts) if marked else "".join(parts)


FILTERS = {"_steps": _steps, "_weighed": _weighed, "_joined": _joined}


class Paid(NodeTransformer):
    """The same template, in which loops, lists, comparisons and `~` are paid for."""

    def visit_For(self, node: nodes.For) -> nodes.Node:
        self.generic_visit(node)
        text = sum(len(data.data) for data in node.find_all(nodes.TemplateData))
        node.iter = _call("_steps", node.iter, nodes.Const(text))
        return node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:
        """Whether something is the text or number that the template names takes no longer than that is: it costs
        nothing, which saves 3 % of writing an acknowledgement and an announcement."""
        self.generic_visit(node)
        if all(one.op in ("eq", "ne") and isinstance(one.expr, nodes.Const) for one in node.ops):
            return node
        node.expr = _call("_weighed", node.expr)
        for operand in node.ops:
            operand.expr = _call("_weighed", operand.expr)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:
        self.generic_visit(node)
        return _call("_joined", nodes.List(node.nodes, lineno=node.lineno))

    def _visit_literal(self, node: nodes.Expr) -> nodes.Node:
        self.generic_visit(node)
        return _call("_weighed", node)

    visit_List = visit_Dict = _visit_literal

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:
        """Not where it is what a loop or a set assigns to."""
        self.generic_visit(node)
        return _call("_weighed", node) if node.ctx == "load" else node


def _call(name: str, value: nodes.Node, *args: nodes.Expr) -> nodes.Filter:
    return nodes.Filter(cast(nodes.Expr, value), name, list(args), [], None, None, lineno=value.lineno)
