"""Refusals in Indonesian where the user's locale is: whole messages or none, by templates of errors.id.po.

`{}` in a template stands for what differs, as far as the next joint of a sentence; `{*}`, at its end, for a server's
words and lists. With --json messages stay English, as programs know them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from mailflow.cli.language import language, read_po
from mailflow.errors import Fault

CATALOG = "errors.id.po"
_HOLES = {"{}": r"((?:(?!: |; | \().)+?)", "{*}": r"(.+)"}
_PARTS = re.compile(r"(\{\}|\{\*\})")
_LONGEST = 2000  # characters of a message that is looked up


def said(text: str, tongue: str | None = None) -> str:
    """The message in this language, else the user's: whole, or as it is."""
    if (tongue or language()) == "en" or len(text) > _LONGEST:
        return text
    return _in_two(text) or _whole(text) or _of_several(text) or text


def fault(one: Fault, tongue: str | None = None) -> str:
    """A fault of rules.yaml or a letter, with its place."""
    if (tongue or language()) == "en":
        return str(one)
    what, remedy = _of_value(one.what), _advice(one.remedy)
    return str(one) if what is None or remedy is None else str(Fault(one.place, what, remedy))


def refusal(text: str, tongue: str | None = None) -> str:
    """Why a value is none, as a ValueError says it: "WHAT: REMEDY"."""
    what, _, remedy = text.partition(": ")
    words = _of_value(what), _advice(remedy)
    if (tongue or language()) == "en" or None in words:
        return text
    return ": ".join(filter(None, words))


def _of_value(what: str) -> str | None:
    """Also of "desk.number: '#' is …", where the key stays."""
    key, joint, rest = what.partition(": ")
    known = _whole(what) or _in_two(what)
    if known is None and joint and " " not in key:
        inner = _whole(rest) or _in_two(rest)
        known = inner and f"{key}: {inner}"
    return known


def _advice(remedy: str) -> str | None:
    return (_whole(remedy) or _in_two(remedy)) if remedy else ""


def _of_several(text: str) -> str | None:
    """ "99: there is no ticket 99": of several that were asked for, the one that is refused."""
    which, joint, why = text.partition(": ")
    inner = (_in_two(why) or _whole(why)) if joint and " " not in which else None
    return inner and f"{which}: {inner}"


def _whole(text: str) -> str | None:
    for pattern, template in _templates():
        found = pattern.fullmatch(text)
        if found is not None:
            pieces = iter(found.groups())
            return "".join(next(pieces) if piece in _HOLES else piece for piece in _PARTS.split(template))
    return None


def _in_two(text: str) -> str | None:
    """What is wrong and its remedy, each known."""
    for at in (found.start() for found in re.finditer(r": | \(|; |, ", text)):
        joint = next(one for one in (": ", " (", "; ", ", ") if text.startswith(one, at))
        left, right = text[:at], text[at + len(joint) :]
        end = ")" if joint == " (" and right.endswith(")") else ""
        if joint == " (" and not end:
            continue
        halves = _whole(left), _whole(right.removesuffix(end) if end else right)
        if halves[0] is not None and halves[1] is not None:
            return f"{halves[0]}{joint}{halves[1]}{end}"
    return None


@cache
def _templates() -> list[tuple[re.Pattern[str], str]]:
    """(what an English message looks like, the Indonesian one); the most particular first."""
    known = read_po(files("mailflow.cli").joinpath(CATALOG).read_text(encoding="utf-8"))
    ordered = sorted(known.items(), key=lambda pair: (len(_PARTS.findall(pair[0])), -len(pair[0])))
    return [(re.compile(_expression(english), re.DOTALL), indonesian) for english, indonesian in ordered]


def _expression(template: str) -> str:
    return "".join(_HOLES.get(piece) or re.escape(piece) for piece in _PARTS.split(template))
