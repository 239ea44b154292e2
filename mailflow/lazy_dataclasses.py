"""`dataclass` and `replace` as the standard library has them, for a package of several hundred small values.

The library compiles six functions for each class when its module is imported, and asks `inspect.signature` for a
docstring. Here what makes an instance is compiled at the first use, and one command uses few classes: a daemon's
modules take 363 ms of the processor to load instead of 586, a copy of a ticket takes 2.3 µs instead of 23.5, and 500
requests with the start 0.88 of the time (bench/tricks.py, 2026-11-30).

Fields with `init=False` or `kw_only`, InitVar, ClassVar, `__post_init__` and `order` are the library's own business:
a class that needs them, or an `__init__` of its own, takes its decorator.
"""

from __future__ import annotations

import dataclasses
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, FrozenInstanceError, fields
from functools import cache
from operator import attrgetter
from reprlib import recursive_repr
from types import MethodType
from typing import TYPE_CHECKING

_Function = Callable[..., object]

_MANY = 5  # fields; from there on it is cheaper to be of another class while they are set


def _decorated(cls: type, *, frozen: bool, slots: bool, eq: bool) -> type:
    own = set(cls.__dict__)
    if "__eq__" in own and cls.__hash__ is None:  # then it is Python's, which nobody has asked for
        own.remove("__hash__")
    if cls.__doc__ is None:
        cls.__doc__ = cls.__name__
    inherits = frozen and any(dataclasses.is_dataclass(base) for base in cls.__bases__)  # the library compares the two
    written = inspect.get_annotations(cls)
    cls.__annotations__ = dict.fromkeys(written, object)  # texts would be searched for ClassVar, InitVar, KW_ONLY
    made: type = dataclasses.dataclass(init=False, repr=False, eq=False, frozen=inherits, slots=slots)(cls)
    made.__annotations__ = written
    for part in fields(made):
        part.type = written.get(part.name, part.type)
    params = made.__dataclass_params__  # type: ignore[attr-defined]
    params.init, params.repr, params.eq, params.frozen = True, True, eq, frozen
    added: dict[str, object] = {"__init__": _Unmade(made), "__repr__": _repr}
    if eq:
        added["__eq__"], hashed = _compared(tuple(one.name for one in fields(made) if one.compare))
        added["__hash__"] = hashed if frozen else None
    if frozen:
        added |= {"__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
    if frozen and slots:
        added |= {"__getstate__": _state, "__setstate__": _set_state}
    for name, value in added.items():
        if name not in own:
            setattr(made, name, value)
    return made


class _Unmade:
    """An `__init__` that puts the real one in its place when it is asked for."""

    __slots__ = ("cls",)

    def __init__(self, cls: type) -> None:
        self.cls = cls

    def __get__(self, instance: object | None, owner: type) -> _Function:
        real = _init(self.cls)
        self.cls.__init__ = real  # type: ignore[misc]
        return real if instance is None else MethodType(real, instance)


def _is_copied_whole(cls: type) -> bool:
    """Whether all that an instance holds are the fields in its slots."""
    return cls.__bases__ == (object,) and cls.__dict__.get("__getstate__") is _state


def _init(cls: type) -> _Function:
    """`__init__`. Into slots of a frozen class by their descriptors, or, of many, while the object is of a twin class
    without the refusal: its stores are those of any plain class."""
    parts, shown = fields(cls), ["self"]
    values: dict[str, object] = {}
    for one in parts:
        if one.default_factory is not MISSING:
            values[f"_made_{one.name}"] = one.default_factory
            shown.append(f"{one.name}=_missing_")
        elif one.default is not MISSING:
            values[f"_default_{one.name}"] = one.default
            shown.append(f"{one.name}=_default_{one.name}")
        else:
            shown.append(one.name)
    given = {
        one.name: f"_made_{one.name}() if {one.name} is _missing_ else {one.name}" if f"_made_{one.name}" in values
        else one.name
        for one in parts
    }  # fmt: skip
    lines = _stores(cls, given, values)
    made = _compiled(f"__init__({', '.join(shown)})", lines, {**values, "_missing_": _FACTORY}, cls)
    made.__annotations__ = {**{one.name: one.type for one in parts}, "return": None}
    return made


def _stores(cls: type, given: Mapping[str, str], values: dict[str, object]) -> list[str]:
    """The lines that set the fields; what they name beside the fields is put into `values`."""
    if not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
        return [f"self.{name} = {value}" for name, value in given.items()]
    values["_set_"] = object.__setattr__
    if "__slots__" not in cls.__dict__:
        return [f"_set_(self, {name!r}, {value})" for name, value in given.items()]
    if len(given) < _MANY or not _is_copied_whole(cls):
        values |= {f"_set_{name}": getattr(cls, name).__set__ for name in given}
        return [f"_set_{name}(self, {value})" for name, value in given.items()]
    values |= {"_twin_": _twin(cls), "_cls_": cls}
    stores = [f"self.{name} = {value}" for name, value in given.items()]
    return ["_set_(self, '__class__', _twin_)", *stores, "self.__class__ = _cls_"]


@cache
def _changed(cls: type) -> _Function | None:
    """`replace` for a class whose instances are copied whole: all fields are copied at once, then some are set."""
    if not _is_copied_whole(cls):
        return None
    names = tuple(one.name for one in fields(cls))
    values = {
        "new": object.__new__,
        "twin": _twin(cls),
        "get": attrgetter(*names or ("__class__",)),
        "cls": cls,
        "put": _put,
    }
    lines = [
        "copy = new(twin)",
        f"{', '.join(f'copy.{name}' for name in names) or '_'} = get(value)",
        "put(copy, changes)",
        "copy.__class__ = cls",
        "return copy",
    ]
    return _compiled("changed(value, changes)", lines, values, cls)


def _put(copy: object, changes: Mapping[str, object]) -> None:
    try:
        for name, value in changes.items():
            setattr(copy, name, value)
    except AttributeError as error:
        raise TypeError(f"{type(copy).__name__} has no field {name!r}") from error


@cache
def _twin(cls: type) -> type:
    """A class with the same slots, whose instances may be changed, and become of `cls`."""
    return type(cls.__name__, (), {"__slots__": tuple(one.name for one in fields(cls))})


def _compiled(signature: str, lines: list[str], values: Mapping[str, object], cls: type) -> _Function:
    name = signature.partition("(")[0]
    body = "\n".join(f"  {line}" for line in lines or ["pass"])
    found: dict[str, Callable[..., _Function]] = {}
    exec(
        f"def make({', '.join(values)}):\n def {signature}:\n{body}\n return {name}",
        vars(sys.modules[cls.__module__]),
        found,
    )
    made = found["make"](**values)
    made.__qualname__ = f"{cls.__qualname__}.{name}"
    return made


def _compared(names: tuple[str, ...]) -> tuple[_Function, _Function]:
    """`__eq__` and `__hash__` over these fields."""
    get: Callable[[object], tuple[object, ...]]
    if len(names) > 1:
        get = attrgetter(*names)
    else:

        def get(value: object) -> tuple[object, ...]:
            return tuple(getattr(value, name) for name in names)

    def __eq__(self: object, other: object) -> bool:
        if other.__class__ is not self.__class__:
            return NotImplemented
        return get(self) == get(other)

    def __hash__(self: object) -> int:
        return hash(get(self))

    return __eq__, __hash__


@recursive_repr()
def _repr(self: object) -> str:
    shown = (f"{one.name}={getattr(self, one.name)!r}" for one in fields(self) if one.repr)  # type: ignore[arg-type]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _state(self: object) -> list[object]:
    return [getattr(self, one.name) for one in fields(self)]  # type: ignore[arg-type]


def _set_state(self: object, state: list[object]) -> None:
    for one, value in zip(fields(self), state, strict=True):  # type: ignore[arg-type]
        object.__setattr__(self, one.name, value)


def _refuse_to_set(self: object, name: str, value: object) -> None:
    if _is_refused(type(self), name):
        raise FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _refuse_to_delete(self: object, name: str) -> None:
    if _is_refused(type(self), name):
        raise FrozenInstanceError(f"cannot delete field {name!r}")
    object.__delattr__(self, name)


def _is_refused(kind: type, name: str) -> bool:
    """A plain subclass of a frozen class may have attributes of its own."""
    return "__dataclass_fields__" in kind.__dict__ or name in kind.__dataclass_fields__  # type: ignore[attr-defined]


class _Factory:
    """In place of a default that is made for each instance."""

    def __repr__(self) -> str:
        return "<factory>"


_FACTORY = _Factory()

if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
    from dataclasses import replace as replace
else:

    def dataclass(cls=None, /, *, frozen=False, slots=False, eq=True):
        """A class decorator, as `dataclasses.dataclass`."""

        def decorated(cls):
            return _decorated(cls, frozen=frozen, slots=slots, eq=eq)

        return decorated if cls is None else decorated(cls)

    def replace(value, /, **changes):
        """A copy of `value` with these fields changed, as `dataclasses.replace`. TypeError for an unknown field."""
        changed = _changed(type(value))
        return dataclasses.replace(value, **changes) if changed is None else changed(value, changes)
