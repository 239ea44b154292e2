"""The parts of a canned letter that Jinja2 renders: subject, text, HTML. Checked as source, compiled when first
used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from jinja2 import Template, TemplateError, TemplateSyntaxError, nodes
from jinja2.meta import find_undeclared_variables

from mailflow.errors import Fault
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.facts import PARTS, known_names
from mailflow.mail.sandbox import LetterEnvironment, forbidden
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
        environment = self._environment
        code = environment.compile(self._parsed(), filename=self.place)
        return environment.template_class.from_code(environment, code, {})  # letters have no globals

    def faults(self, name: str) -> list[Fault]:
        """Its faults as a part of letter `name`, in every branch, even those no sample reaches."""
        try:
            tree = self._parsed()
            alone = "each letter stands alone in its file"
            found = [
                Fault(f"{self.place}:{at}", f"{{% {word} %}} does not work in letters", alone)
                for at, word in forbidden(tree)
            ]
            found += self._unknown_names(name, tree)
            self.template  # noqa: B018 - some errors only show when the code is made
        except TemplateSyntaxError as error:
            place = f"{self.place}:{error.lineno}"
            return [Fault(place, error.message or "syntax error", "mend that {{ }} or {% %}")]
        # constants the compiler works out, and Python's limits: blocks or brackets in each other, digits of a number
        except (TemplateError, SyntaxError, RecursionError, MemoryError, OverflowError, ValueError) as error:
            return [Fault(f"{self.place}:{self.line}", f"cannot be compiled: {error}", "make it simpler")]
        return found

    @property
    def _environment(self) -> LetterEnvironment:
        return _ESCAPING if self.escape else _PLAIN

    def _parsed(self) -> nodes.Template:
        # so that Jinja2's line numbers are those of the file
        padded = "{#" + "\n" * (self.line - 1) + "#}" + self.source
        return self._environment.parse(padded)

    def _unknown_names(self, name: str, tree: nodes.Template) -> Iterator[Fault]:
        """Variables letter `name` does not have."""
        known = known_names(name)
        unknown = find_undeclared_variables(tree) - known
        for node in tree.find_all(nodes.Name):
            if node.name in unknown and node.ctx == "load":
                yield Fault(f"{self.place}:{node.lineno}", f"{node.name!r} is undefined here", remedy(node.name, known))
        for part in tree.find_all(nodes.Getattr):
            owner = part.node.name if isinstance(part.node, nodes.Name) else ""
            if owner in PARTS and part.attr not in PARTS[owner]:
                what = f"{owner}.{part.attr} is undefined"
                yield Fault(f"{self.place}:{part.lineno}", what, remedy(part.attr, PARTS[owner], f"{owner}."))


def remedy(word: str, known: Mapping[str, object] | frozenset[str] | tuple[str, ...], prefix: str = "") -> str:
    """The most similar known word, else all of them."""
    near = nearest(word, sorted(known), likeness=0.5)
    return f"did you mean {prefix}{near}?" if near else "known are " + ", ".join(sorted(known))
