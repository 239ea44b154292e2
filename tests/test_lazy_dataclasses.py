"""lazy_dataclasses.py: every value of the package behaves as with the standard library's decorator."""

from __future__ import annotations

import ast
import copy
import dataclasses
import importlib
import inspect
import pickle
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import FrozenInstanceError, field
from pathlib import Path
from typing import get_type_hints

import pytest

import mailflow
from mailflow.lazy_dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Few:
    a: int
    b: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Many:
    a: int
    b: int = 2
    c: list[int] = field(default_factory=list)
    d: str = field(default="d", compare=False)
    e: str = field(default="e", repr=False)
    f: Few | None = None


@dataclass(frozen=True, slots=True)
class One:
    a: object


@dataclass(frozen=True, slots=True)
class Bare:
    pass


@dataclass(frozen=True, slots=True)
class Named:
    """What the made functions name themselves."""

    set: object
    twin: object = 2
    cls: object = 3
    value: object = 4
    changes: object = 5
    copy: object = field(default_factory=list)
    missing: object = field(default_factory=dict)
    kind: object = 6
    object: object = 7


@dataclass(frozen=True)
class Frozen:
    a: int
    b: int = 2


@dataclass(slots=True)
class Open:
    a: int
    b: int = 2


@dataclass
class Plain:
    a: int
    b: Plain | None = None


class Base:
    __slots__ = ()

    def twice(self) -> int:
        return 2 * int(self.a)  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class WithBase(Base):
    a: int
    b: int = 2
    c: int = 3
    d: int = 4
    e: int = 5


@dataclass(frozen=True, slots=True)
class WithOwn:
    a: int
    b: int = 2

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WithOwn) and self.a == other.a

    def __hash__(self) -> int:
        return 7


@dataclass(frozen=True, slots=True)
class WithOwnEquality:
    a: int

    def __eq__(self, other: object) -> bool:
        return isinstance(other, WithOwnEquality)


@dataclass(slots=True, eq=False)
class Known:
    a: int


GIVEN: tuple[tuple[type, dict[str, object]], ...] = (
    (Few, {"a": 1}),
    (Many, {"a": 1, "f": Few(1)}),
    (One, {"a": None}),
    (Bare, {}),
    (Named, {"set": 1, "copy": 2}),
    (Frozen, {"a": 1}),
    (Open, {"a": 1}),
    (Plain, {"a": 1}),
    (WithBase, {"a": 1}),
    (Known, {"a": 1}),
)
KINDS = pytest.mark.parametrize(("kind", "given"), GIVEN, ids=[kind.__name__ for kind, _ in GIVEN])


def librarys(kind: type) -> type:
    """The same class by the library's decorator."""
    params = kind.__dataclass_params__  # type: ignore[attr-defined]
    parts = [(one.name, one.type, copy.copy(one)) for one in dataclasses.fields(kind)]
    how = {"frozen": params.frozen, "eq": params.eq, "slots": "__slots__" in vars(kind)}
    made = dataclasses.make_dataclass(kind.__name__, parts, bases=kind.__bases__, **how)
    made.__qualname__ = kind.__qualname__
    return made


@KINDS
def test_an_instance_is_the_librarys(kind: type, given: dict[str, object]) -> None:
    """Fields, text, equality, hash and what may be matched are the same, whichever way it was made."""
    ours, theirs = kind(**given), librarys(kind)(**given)
    names = [one.name for one in dataclasses.fields(ours)]
    assert [getattr(ours, name) for name in names] == [getattr(theirs, name) for name in names]
    assert type(ours) is kind
    assert repr(ours) == repr(theirs)
    assert kind.__match_args__ == type(theirs).__match_args__  # type: ignore[attr-defined]
    assert hasattr(ours, "__dict__") == hasattr(theirs, "__dict__")
    assert (ours == kind(**given)) == (theirs == type(theirs)(**given))
    assert ours != theirs
    assert (kind.__hash__ is None) == (type(theirs).__hash__ is None)


@KINDS
def test_what_is_frozen_stays(kind: type, given: dict[str, object]) -> None:
    """Setting or deleting is refused in a frozen one, for known and for unknown names, and does no harm in others."""
    one = kind(**given)
    if not kind.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        one.a = 9
        assert one.a == 9
        return
    for name in ("a", "unknown"):
        with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
            setattr(one, name, 9)
        with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{name}'"):
            delattr(one, name)
    assert one == kind(**given)


@KINDS
def test_wrong_arguments_are_refused(kind: type, given: dict[str, object]) -> None:
    """As of any function; also at the very first call, which makes it."""
    with pytest.raises(TypeError, match=rf"{kind.__name__}.__init__\(\) got an unexpected keyword argument 'unknown'"):
        kind(**given, unknown=1)


@KINDS
def test_its_parameters_are_known(kind: type, given: dict[str, object]) -> None:
    """Before the first instance, too: to `inspect`, and to whoever asks for the types."""
    assert str(inspect.signature(kind)) == str(inspect.signature(librarys(kind)))
    assert set(get_type_hints(kind.__init__)) == {"return", *(one.name for one in dataclasses.fields(kind))}  # type: ignore[misc]


@KINDS
def test_a_changed_copy_is_the_librarys(kind: type, given: dict[str, object]) -> None:
    """Only what is named differs, and the original stays; an unknown name is refused."""
    one = kind(**given)
    changes: dict[str, object] = {next(iter(given)): 9} if given else {}
    ours, theirs = replace(one, **changes), dataclasses.replace(one, **changes)
    assert type(ours) is kind
    assert repr(ours) == repr(theirs)
    assert repr(one) == repr(kind(**given))
    with pytest.raises(TypeError, match="unknown"):
        replace(one, unknown=1)


@KINDS
def test_it_can_be_copied_and_pickled(kind: type, given: dict[str, object]) -> None:
    """Though what is frozen refuses to be set."""
    one = kind(**given)
    assert repr(copy.copy(one)) == repr(copy.deepcopy(one)) == repr(pickle.loads(pickle.dumps(one))) == repr(one)


def test_default_factories_run_for_each_instance() -> None:
    """Two instances never share a list."""
    one, other = Many(1), Many(1)
    one.c.append(5)
    assert (one.c, other.c) == ([5], [])


def test_only_compared_fields_count() -> None:
    """For equality and hash."""
    assert Many(1, c=[], d="x") == Many(1, c=[], d="y")
    assert hash(Few(1, (2,))) == hash(Few(1, (2,)))
    assert Few(1) != Few(2)


def test_equality_and_hash_of_its_own_stay() -> None:
    """A hash is made for a frozen class that says only when two are equal."""
    assert (WithOwn(1, 2) == WithOwn(1, 3), hash(WithOwn(1))) == (True, 7)
    assert WithOwnEquality(1) == WithOwnEquality(2)
    assert hash(WithOwnEquality(1)) == hash(WithOwnEquality(1)) != hash(WithOwnEquality(2))


def test_a_plain_subclass_keeps_its_class_and_its_own_attributes() -> None:
    """It is no dataclass itself: a copy is one of it, and what the base does not know may be set."""

    class Sub(Few):
        pass

    one = Sub(1)
    one.more = 3  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        one.a = 2  # type: ignore[misc]
    del one.more  # type: ignore[attr-defined]
    assert type(replace(one, a=2)) is Sub


def test_a_value_that_holds_itself_has_a_text() -> None:
    """Instead of a recursion without end."""
    one = Plain(1)
    one.b = one
    assert repr(one) == "Plain(a=1, b=...)"


def test_methods_of_a_base_work() -> None:
    """A class may have a base that holds no fields."""
    assert WithBase(2).twice() == 4


def of_the_package() -> Iterator[type]:
    """Every dataclass of mailflow."""
    for found in pkgutil.walk_packages(mailflow.__path__, "mailflow."):
        module = importlib.import_module(found.name)
        for one in vars(module).values():
            if isinstance(one, type) and one.__module__ == found.name and dataclasses.is_dataclass(one):
                yield one


def test_every_value_of_the_package_is_made_as_the_library_makes_it() -> None:
    """Its parts, in order, as they were given, under the names they were given, and in a copy."""
    for kind in of_the_package():
        parts = dataclasses.fields(kind)
        given = {one.name: object() for one in parts}
        one = kind(**given)
        assert type(one) is kind
        assert {name: getattr(one, name) for name in given} == given
        assert [getattr(kind(*given.values()), name) for name in given] == list(given.values())
        for name in given:
            copied = replace(one, **{name: None})
            assert {part.name: getattr(copied, part.name) for part in parts} == {**given, name: None}
        needed = {part.name: None for part in parts if _is_needed(part)}
        if len(needed) < len(parts):
            blank, theirs = kind(**needed), _by_the_library(kind)(**needed)
            assert _PLACE.sub("", repr(blank)) == _PLACE.sub("", repr(theirs)), kind


_PLACE = re.compile(" at 0x[0-9a-f]+")  # of an object that says nothing of itself


def _is_needed(part: dataclasses.Field[object]) -> bool:
    return part.default is dataclasses.MISSING and part.default_factory is dataclasses.MISSING


def _by_the_library(kind: type) -> type:
    parts = [(one.name, one.type, copy.copy(one)) for one in dataclasses.fields(kind)]
    made = dataclasses.make_dataclass(kind.__name__, parts, frozen=True)
    made.__qualname__ = kind.__qualname__
    return made


def test_the_package_takes_no_other_decorator() -> None:
    """The library's own would be compiled at each start; `field`, `fields`, `asdict` are the library's."""
    others = []
    for found in pkgutil.walk_packages(mailflow.__path__, "mailflow."):
        spec = found.module_finder.find_spec(found.name, None)
        if found.name == "mailflow.lazy_dataclasses" or spec is None or spec.origin is None:
            continue
        tree = ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
        others += [
            found.name
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and node.module == "dataclasses"
            for name in node.names
            if name.name in ("dataclass", "replace")
        ]
    assert others == []
