"""rules.yaml as plain values with their line numbers. Knows YAML, not the meaning of keys.

PyYAML alone would read `No` as False and 08:30 as 510, and silently use the second of two equal keys. So the nodes are
composed, and turned into values here: true/false words stay recognisable (`written`), unusual numbers and dates stay
text, and duplicate keys are faults.
"""

from __future__ import annotations

import re
from dataclasses import field
from pathlib import Path
from typing import Any

import yaml

from mailflow import rights
from mailflow.core.lazy_regex import LazyPattern
from mailflow.errors import ConfigError, Fault
from mailflow.lazy_dataclasses import dataclass

RULES = "rules.yaml"
Path_ = tuple[str | int, ...]  # ("operators", 1, "address")
Block = dict[str, Any]  # a mapping as YAML has it: every value is looked at before it is believed
_PREFIX = "tag:yaml.org,2002:"
_INTEGER = LazyPattern(r"[-+]?(0|[1-9]\d{0,17})", re.ASCII)  # longer ones stay text, which no number here is
_QUOTED = LazyPattern(r"""'[^']*'|"[^"]*"|\{[^}]*\}""")
_LONGEST_FAULT = 400
LONGEST = 1_000_000  # characters of the file
DEEPEST = 20  # blocks inside each other
MOST = 50_000  # values, those an alias stands for counted each time
_OPENS = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSES = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C loader is ten times faster, but not in every build


@dataclass
class RulesTree:
    """The file's values with the line of each, and the faults found while reading."""

    data: Block = field(default_factory=dict)
    text: str = field(default="", repr=False)  # the file
    lines: dict[Path_, int] = field(default_factory=dict)
    written: dict[Path_, str] = field(default_factory=dict)  # scalars as the admin wrote them
    quoted: set[Path_] = field(default_factory=set)  # scalars written in quotes
    paths: dict[int, Path_] = field(default_factory=dict)  # id() of a mapping in data → its path
    hidden: dict[Path_, tuple[str, ...]] = field(default_factory=dict)  # values from the environment: never shown
    named: dict[Path_, tuple[str, ...]] = field(default_factory=dict)  # names of the variables used there
    faults: list[Fault] = field(default_factory=list)

    def place(self, path: Path_) -> str:
        """ "rules.yaml:12": the line of that value, else of the nearest block around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return f"{RULES}:{self.lines.get(path, 1)}"

    def items(self, key: str) -> list[Path_]:
        """The paths of the items of a list, or of a single value written instead of a list."""
        value = self.data.get(key)
        return [(key, index) for index in range(len(value))] if isinstance(value, list) else [(key,)] if value else []

    def blame(self, path: Path_, what: str, remedy: str = "") -> None:
        """Record a fault at `path`. Values from the environment are never shown, neither whole nor in part."""
        secrets = [secret for where, found in self.hidden.items() if where[: len(path)] == path for secret in found]
        for secret in sorted({text for one in secrets for text in (one, repr(one)[1:-1])}, key=len, reverse=True):
            if path in self.hidden or len(secret) > 3:  # within a larger block a short word may be another word
                what, remedy = what.replace(secret, "…"), remedy.replace(secret, "…")
        if path in self.hidden:
            what, remedy = _QUOTED.sub("…", what), _QUOTED.sub("…", remedy)
        self.faults.append(Fault(self.place(path), _one_line(what), _one_line(remedy)))


def read(home: Path) -> RulesTree:
    """`home`/rules.yaml as a tree. Raises ConfigError when there is no file, or it is not YAML."""
    text = _text(home)
    try:
        _bounded(text)
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as wrong:
        raise ConfigError([_syntax_fault(wrong, text)]) from None
    except (yaml.YAMLError, RecursionError) as wrong:
        at = getattr(wrong, "position", None)  # of a character that no text has
        place = RULES if at is None else f"{RULES}:{text.count(chr(10), 0, at) + 1}"
        raise ConfigError([Fault(place, f"not YAML: {wrong}".splitlines()[0])]) from None
    tree = RulesTree(text=text)
    if node is None:
        raise ConfigError([Fault(f"{RULES}:1", "the file is empty", "run `mailflow init DIR` for one with examples")])
    if not isinstance(node, yaml.MappingNode):
        raise ConfigError([Fault(f"{RULES}:1", "must consist of `key: value` blocks, such as `desk:`")])
    _NodeReader(tree).mapping(node, ())
    return tree


def _bounded(text: str) -> None:
    """The file is an admin's, and yet: a few lines of aliases can stand for more values than there is memory, and
    brackets in brackets end the program. Raises ConfigError, and what the parser raises."""
    if len(text) > LONGEST:
        what = f"is larger than {LONGEST // 1000} kB, which no rules are"
        raise ConfigError([Fault(RULES, what, "look whether it is the right file")])
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        depth += isinstance(event, _OPENS) - isinstance(event, _CLOSES)
        if depth > DEEPEST:
            place = f"{RULES}:{event.start_mark.line + 1 if event.start_mark else 1}"
            raise ConfigError([Fault(place, f"blocks stand in more than {DEEPEST} others", "no rule needs that")])


def _one_line(text: str) -> str:
    """A fault is one line of a terminal or a log, whatever it quotes."""
    plain = " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())
    return plain if len(plain) <= _LONGEST_FAULT else plain[: _LONGEST_FAULT - 1] + "…"


def _text(home: Path) -> str:
    file = home / RULES
    remedy = "run `mailflow init DIR` to make a home, or name yours with --home DIR"
    if not home.is_dir():
        raise ConfigError([Fault(str(home), "there is no such folder", remedy)])
    try:
        return file.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        raise ConfigError([Fault(str(file), "there is no such file", remedy)]) from None
    except UnicodeDecodeError as wrong:
        line = wrong.object[: wrong.start].count(b"\n") + 1
        raise ConfigError([Fault(f"{RULES}:{line}", "is not UTF-8 text", "save the file as UTF-8")]) from None
    except OSError as wrong:
        remedy = rights.remedy(file) if isinstance(wrong, PermissionError) else ""
        raise ConfigError([Fault(str(file), f"cannot be read: {wrong.strerror}", remedy)]) from None


def _syntax_fault(wrong: yaml.MarkedYAMLError, text: str) -> Fault:
    mark = wrong.problem_mark or wrong.context_mark
    place = f"{RULES}:{mark.line + 1}" if mark else RULES
    lines = re.split(r"\r\n|[\r\n]", text)
    if mark and mark.line < len(lines) and "\t" in re.match(r"\s*", lines[mark.line])[0]:  # type: ignore[index]
        return Fault(place, "begins with a tab", "indent with spaces, not tabs")
    hints = {
        "mapping values": 'text with ": " in it needs quotes',
        "block end": "check the indentation: blocks that belong together start in the same column",
    }
    problem = wrong.problem or "cannot be understood"
    remedy = next((hint for sign, hint in hints.items() if sign in problem), "")
    return Fault(place, f"not YAML: {problem}", remedy)


_CURLY = tuple("“”„«»‘’")  # word processors and phones write them; YAML takes them for part of the value


class _NodeReader:
    """Turns composed YAML nodes into values, and fills the tree's tables."""

    def __init__(self, tree: RulesTree) -> None:
        self.tree = tree
        self.values = 0
        self.open: set[int] = set()  # nodes being read: an alias of one would never end

    def mapping(self, node: yaml.MappingNode, path: Path_) -> Block:
        values: Block = {} if path else self.tree.data
        self.tree.paths[id(values)] = path
        first: dict[str, int] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            if not isinstance(key_node, yaml.ScalarNode):
                self._fault(line, "a key must be one word")
                continue
            key = key_node.value
            if key == "<<":
                self._fault(line, "merge keys (<<) are not supported", "write the lines out")
            elif key in first:
                self._fault(line, f"`{key}` stands twice in this block, first on line {first[key]}", "remove one")
            else:
                first[key] = line
                self.tree.lines[*path, key] = line
                values[key] = self._value(value_node, (*path, key))
        return values

    def _value(self, node: yaml.Node, path: Path_) -> object:
        self.tree.lines.setdefault(path, node.start_mark.line + 1)
        self.values += 1
        if self.values > MOST:
            remedy = "write out what aliases (*name) stand for, and see how much it is"
            raise ConfigError([Fault(f"{RULES}:{node.start_mark.line + 1}", f"more than {MOST} values", remedy)])
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        if id(node) in self.open:
            self._fault(node.start_mark.line + 1, "an alias (*name) inside the block it stands for")
            return None
        self.open.add(id(node))
        try:
            if isinstance(node, yaml.SequenceNode):
                return [self._value(item, (*path, index)) for index, item in enumerate(node.value)]
            return self.mapping(node, path) if isinstance(node, yaml.MappingNode) else None
        finally:
            self.open.discard(id(node))

    def _scalar(self, node: yaml.ScalarNode, path: Path_) -> object:
        self.tree.written[path] = node.value
        if node.style in ("'", '"'):
            self.tree.quoted.add(path)
        elif node.value[:1] in _CURLY and node.value[-1:] in _CURLY:
            self._fault(node.start_mark.line + 1, "has curly quotation marks", 'write straight ones: "…"')
        kind = node.tag.removeprefix(_PREFIX)
        if kind == "null":
            return None
        if kind == "bool":
            return node.value.lower() in ("true", "yes", "on")
        if kind == "int" and _INTEGER.fullmatch(node.value):
            return int(node.value)
        if kind not in ("str", "int", "float", "timestamp", "value"):
            self._fault(node.start_mark.line + 1, f"the tag {node.tag} means nothing here", "remove it")
        return node.value

    def _fault(self, line: int, what: str, remedy: str = "") -> None:
        self.tree.faults.append(Fault(f"{RULES}:{line}", _one_line(what), remedy))
