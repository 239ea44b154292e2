# ruff: noqa: E501 - a grammar is read by name, not by width
"""Target: whatever an admin saves as a letter, it is refused with its line, or written in bounded time and memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random

from fuzz.harness import Check, Target
from fuzz.making import grown, mutated
from mailflow.mail.canned import read_canned
from mailflow.mail.facts import FACTS, samples_of
from mailflow.mail.sandbox import CUT_MARK, LONGEST_OUTPUT

CANNED = Path(__file__).resolve().parents[1] / "templates" / "canned"
NAME = "an-own-letter"  # may use every fact
_TOKENS = tuple(
    word.encode()
    for word in (
        *("{{ ", " }}", "{% ", " %}", "{# ", " #}", "{{ ticket.", "{{ text | ", "| upper", "| join(',')", "{% for a in text %}"),
        *("{% endfor %}", "{% set a = text ~ text %}", "{% if text %}", "{% endif %}", "-%}", "\n", "\n\n", "Subject: x\n", "'"),
        *("__class__", "loop", "~", "+", "9" * 30, "(" * 20, "[" * 20, "\ud7ff", "\0", "\ufeff"),
        *("{% for a in text %}" * 3, "{% if a %}" * 9, "{% set a = [a, a] %}" * 3, "{% set a %}", "{% endset %}"),
    )
)  # fmt: skip
GRAMMAR = {
    "start": ["Subject: {inline}\n\nHalo {blocks}\n", "Subject: Re: {{ ticket.subject }}\ncloses: {word}\n\n{blocks}\n"],
    "blocks": ["{block}\n{blocks}", "{block}{block}", "{block}"],
    "block": ["{inline}", "{% for {name} in {expr} %}{blocks}{% endfor %}", "{% if {expr} %}{blocks}{% else %}{blocks}{% endif %}",
              "{% set {name} = {expr} %}{blocks}", "{% set {name} %}{blocks}{% endset %}{blocks}", "{% set {name} = [{name}, {name}] %}{% set {name} = [{name}, {name}] %}{blocks}", "{% filter {filter} %}{blocks}{% endfilter %}", "{% with {name} = {expr} %}{blocks}{% endwith %}",
              "{% {word} {expr} %}", "{% raw %}{{{% endraw %}", "{inline}"],
    "inline": ["{{ {expr} }}", "{{ {expr} }} {word}", "{word}"],
    "expr": ["{expr} | {filter}", "{expr} {op} {expr}", "({expr})", "[{expr}, {expr}]", "{'a': {expr}}", "{expr}.{attr}", "{expr}.{attr}()", "{expr}[{expr}]", "{expr}[{number}:]",
             "{expr} if {expr} else {expr}", "not {expr}", "{expr} is {test}", "{expr} in {expr}", "{fact}", "{fact}", "{name}", "{number}", "'{word}'", "{fact}"],
    "op": ["+", "-", "*", "/", "//", "%", "**", "~", "and", "or", "==", "<"],
    "filter": ["upper", "quote", "cut({number})", "indent({number})", "join({expr})", "replace({expr}, {expr})", "default({expr})", "length", "list", "sort", "unique", "sum", "sum(start={expr})", "round({number}, '{way}')",
               "round", "int", "int({number}, {number})", "float", "title", "trim({expr})", "truncate({number}, {expr}, {expr})", "wordwrap({number}, {expr})", "wordwrap({number}, true, wrapstring={expr})", "wordcount", "striptags",
               "map('{mapped}')", "map('{mapped}', {expr})", "map('{mapped}', {expr}, {expr})", "map(attribute='{attr}')", "select('{test}')", "reject", "selectattr('{attr}')", "max", "min", "first", "last", "reverse", "escape", "safe", "moment", "string", "abs", "{word}"],
    "mapped": ["upper", "replace", "default", "join", "indent", "cut", "wordwrap", "quote", "list", "title", "striptags"],
    "way": ["common", "ceil", "floor", "x"],
    "attr": ["number", "subject", "name", "address", "upper", "split", "splitlines", "count", "replace", "format", "__class__", "index", "length", "items", "title", "recipient"],
    "test": ["defined", "string", "none", "even", "divisibleby(3)", "sequence", "{word}"],
    "fact": [*sorted(FACTS), "ticket", "desk", "recipient", "text", "language", "text", "text"],
    "name": ["a", "b", "text", "loop", "_purse"],
    "number": ["0", "1", "-1", "2", "9", "60", "1.5"],
    "word": ["x", "", "satisfied", "include", "macro", "do", "\u00e9", "a" * 400],
}  # fmt: skip
_HOSTILE = "a <b> aaaa \n> a\n" * 400  # 6 kB of a customer's words: enough to be slow, not to exhaust anything


@cache
def specimens() -> tuple[bytes, ...]:
    return tuple(path.read_bytes() for path in sorted(CANNED.glob("*.txt")))


def make(dice: Random) -> bytes:
    if dice.random() < 0.3:
        return mutated(dice, specimens(), _TOKENS)
    raw = grown(dice, GRAMMAR).encode()
    return mutated(dice, (raw,), _TOKENS) if dice.random() < 0.2 else raw


@contextmanager
def opened() -> Iterator[Check]:
    with tempfile.TemporaryDirectory(prefix="mailflow-fuzz-") as folder:
        file = Path(folder) / f"{NAME}.id.txt"
        hostile = samples_of(NAME)[0] | {"text": _HOSTILE, "files": [_HOSTILE[:300]] * 50}

        def check(raw: bytes) -> None:
            file.write_bytes(raw)
            canned, faults = read_canned(NAME, "id", file, file if raw.startswith(b"Subject: <") else None, file.name)
            assert (canned is None) == bool(faults)
            for fault in faults:
                assert fault.place.startswith(NAME) and fault.what
            if canned is None:
                return
            try:
                rendered, _ = canned.render(hostile)
            except Exception:  # with such facts it may fail: the next best version is sent
                return
            assert len(rendered.text) <= LONGEST_OUTPUT + len(CUT_MARK) + 1

        yield check


TARGET = Target("templates", make, opened, seconds=3.0)
