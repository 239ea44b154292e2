"""What the command line says in Indonesian, where the user's locale is: whole messages or none, by templates of
errors.id.po (refusals) and lines.id.po (all else that commands print).

`{}` in a template stands for what differs, as far as the next joint of a sentence; `{*}`, at its end, for a server's
words and lists; `[mail|mails]` for either of two words. With --json messages stay English, as programs know them.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from mailflow.cli.language import language, read_po
from mailflow.errors import Fault

CATALOGS = ("errors.id.po", "lines.id.po")
_HOLES = {"{}": r"((?:(?!: |; | \().)+?)", "{*}": r"(.+)"}
_PARTS = re.compile(r"(\{\}|\{\*\}|\[[^\[\]|]*\|[^\[\]|]*\])")
_LENGTH = re.compile(r"(\d+) (d|h|min|s|days|hours|minutes)\b")  # as core/moments writes them
_UNITS = {"d": "hari", "h": "jam", "min": "menit", "s": "detik", "days": "hari", "hours": "jam", "minutes": "menit"}
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


def lengths(text: str, tongue: str | None = None) -> str:
    """ "2 d 3 h", "27 hours": the units in this language, else the user's."""
    if (tongue or language()) == "en":
        return text
    return _LENGTH.sub(lambda found: f"{found[1]} {_UNITS[found[2]]}", text)


def _of_several(text: str) -> str | None:
    """ "99: there is no ticket 99": of several that were asked for, the one that is refused; a fault behind its
    place."""
    which, joint, why = text.partition(": ")
    inner = (_in_two(why) or _whole(why) or _with_advice(why)) if joint and " " not in which else None
    return inner and f"{which}: {inner}"


def _with_advice(text: str) -> str | None:
    """ "desk.number: '#' is …  (write …)", as str(Fault) ends."""
    what, joint, remedy = text.removesuffix(")").partition(" (")
    words = _of_value(what), _advice(remedy)
    return f"{words[0]}{joint}{words[1]}{text[len(text.removesuffix(')')) :]}" if None not in words else None


def _whole(text: str) -> str | None:
    """By itself, or as the most particular template has it."""
    exact, templates = _known()
    if text in exact:
        return exact[text]
    for english, indonesian, literals in templates:
        if all(piece in text for piece in literals) and (found := _pattern(english).fullmatch(text)):
            pieces = iter([_filling(one) for one in found.groups()])
            return "".join(next(pieces) if piece in _HOLES else piece for piece in _PARTS.split(indonesian))
    return None


def _filling(words: str) -> str:
    """What differs stays as it is, but for a length of time."""
    return lengths(words, "id") if _LENGTH.fullmatch(words) else words


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


_Template = tuple[str, str, tuple[str, ...]]  # English, Indonesian, what of the English always stands there


@cache
def _known() -> tuple[dict[str, str], list[_Template]]:
    """Messages without a hole; and those with some, the most particular first."""
    texts = (files("mailflow.cli").joinpath(name).read_text(encoding="utf-8") for name in CATALOGS)
    known = {english: words for text in texts for english, words in read_po(text).items()}
    exact = {english: words for english, words in known.items() if not _PARTS.search(english)}
    holed = [(one, words, tuple(_PARTS.split(one)[::2])) for one, words in known.items() if one not in exact]
    return exact, sorted(holed, key=lambda one: (len(one[2]), -len(one[0])))


@cache
def _pattern(template: str) -> re.Pattern[str]:
    """Made when its literals stand in a text: some hundred expressions take longer than the command."""
    pieces = enumerate(_PARTS.split(template))
    return re.compile("".join(_expression(piece) if at % 2 else re.escape(piece) for at, piece in pieces), re.DOTALL)


def _expression(piece: str) -> str:
    """Of a hole, or of [one|two]."""
    return _HOLES.get(piece) or f"(?:{'|'.join(map(re.escape, piece[1:-1].split('|')))})"
