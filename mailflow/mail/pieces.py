"""The parts of a canned letter that Jinja2 renders: subject, text, HTML. Checked as source, compiled when first
used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property, lru_cache
from types import CodeType

from jinja2 import Template, TemplateError, TemplateSyntaxError, nodes

from mailflow.errors import Fault
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.facts import PARTS, known_names
from mailflow.mail.sandbox import LetterEnvironment, compiled, forbidden
from mailflow.suggest import nearest

_PLAIN = LetterEnvironment()
_ESCAPING = LetterEnvironment(escape=True)


@dataclass(frozen=True)
class Piece:
    """A template source that begins on `line` of the file at `place`."""

    source: str
    line: int
    place: str
    escape: bool = False  # HTML

    @cached_property
    def template(self) -> Template:
        """The compiled template. Raises TemplateSyntaxError."""
        return self._made(_code(self))

    def _made(self, code: CodeType) -> Template:
        return self._environment.template_class.from_code(self._environment, code, {})  # letters have no globals

    def faults(self, name: str) -> list[Fault]:
        """Its faults as a part of letter `name`, in every branch, even those no sample reaches.

        Parsed, walked through and compiled once: 71 letters of a home made by an earlier mailflow take 0.40 s
        instead of 0.73.
        """
        try:
            tree = self._parsed()
            walked = list(tree.find_all(nodes.Node))
            alone = "each letter stands alone in its file"
            found = [
                Fault(f"{self.place}:{at}", f"{{% {word} %}} does not work in letters", alone)
                for at, word in forbidden(walked)
            ]
            code, asked = compiled(self._environment, tree, self.place)  # some errors only show when the code is made
            found += self._unknown_names(name, walked, asked)
            self.__dict__["template"] = self._made(code)
        except TemplateSyntaxError as error:
            place = f"{self.place}:{error.lineno}"
            return [Fault(place, error.message or "syntax error", "mend that {{ }} or {% %}")]
        # constants the compiler works out, and Python's limits: blocks or brackets in each other, digits of a number
        except (TemplateError, SyntaxError, RecursionError, MemoryError, OverflowError, ValueError) as error:
            return [Fault(f"{self.place}:{self.line}", f"cannot be compiled: {error}", "make it simpler")]
        return found

    def needed(self) -> dict[str, int]:
        """{variable: line} of those it shows whatever they are: not where it first asks whether they are there."""
        tree = self._parsed()
        own = {one.name for one in tree.find_all(nodes.Name) if one.ctx != "load"}
        return {one.name: one.lineno for one in _unasked(tree, frozenset()) if one.name not in own}

    @property
    def _environment(self) -> LetterEnvironment:
        return _ESCAPING if self.escape else _PLAIN

    def _parsed(self) -> nodes.Template:
        # so that Jinja2's line numbers are those of the file
        padded = "{#" + "\n" * (self.line - 1) + "#}" + self.source
        return self._environment.parse(padded)

    def _unknown_names(self, name: str, walked: Sequence[nodes.Node], asked: Set[str]) -> Iterator[Fault]:
        """Variables letter `name` does not have, of those it asks for."""
        known = known_names(name)
        unknown = asked - known
        for node in (one for one in walked if isinstance(one, nodes.Name)):
            if node.name in unknown and node.ctx == "load":
                yield Fault(f"{self.place}:{node.lineno}", f"{node.name!r} is undefined here", remedy(node.name, known))
        for part in (one for one in walked if isinstance(one, nodes.Getattr)):
            owner = part.node.name if isinstance(part.node, nodes.Name) else ""
            if owner in PARTS and part.attr not in PARTS[owner]:
                what = f"{owner}.{part.attr} is undefined"
                yield Fault(f"{self.place}:{part.lineno}", what, remedy(part.attr, PARTS[owner], f"{owner}."))


@lru_cache(maxsize=512)  # 9 ms a letter (2026-11-30)
def _code(piece: Piece) -> CodeType:
    """One letter was edited and all are read again: the others are compiled already."""
    return piece._environment.compile(piece._parsed(), filename=piece.place)


def _unasked(node: nodes.Node, asked: frozenset[str]) -> Iterator[nodes.Name]:
    """Variables below `node` without a condition that names them."""
    if isinstance(node, nodes.Name):
        yield from (node,) if node.name not in asked else ()
    elif isinstance(node, nodes.If | nodes.CondExpr):
        there = asked | {one.name for one in node.test.find_all(nodes.Name)} | _name_of(node.test)
        bodies = node.body if isinstance(node, nodes.If) else [node.expr1]
        others = [*node.elif_, *node.else_] if isinstance(node, nodes.If) else [node.expr2]
        for one in bodies:
            yield from _unasked(one, there)
        for other in others:
            yield from _unasked(other, asked) if other is not None else ()
    elif isinstance(node, nodes.Or):  # {{ operator or desk.name }}
        yield from _unasked(node.right, asked)
    else:
        for child in node.iter_child_nodes():
            yield from _unasked(child, asked)


def _name_of(node: nodes.Node) -> frozenset[str]:
    return frozenset({node.name}) if isinstance(node, nodes.Name) else frozenset()


def remedy(word: str, known: Mapping[str, object] | frozenset[str] | tuple[str, ...], prefix: str = "") -> str:
    """The most similar known word, else all of them."""
    near = nearest(word, sorted(known), likeness=0.5)
    return f"did you mean {prefix}{near}?" if near else "known are " + ", ".join(sorted(known))
