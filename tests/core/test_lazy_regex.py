"""Expressions that are compiled when first used: they do what compiled ones do, and none is faulty."""

from __future__ import annotations

import importlib
import pkgutil
import re

import mailflow
from mailflow.core.lazy_regex import LazyPattern


def test_it_does_what_a_compiled_one_does() -> None:
    """Whatever is asked first; flags count, and positions."""
    assert LazyPattern("b+", re.IGNORECASE).search("aBb")[0] == "Bb"  # type: ignore[index]
    assert LazyPattern("b+").match("abb", 1) is not None
    assert LazyPattern("b+").match("abb") is None
    assert LazyPattern("b+").fullmatch("bba") is None
    assert LazyPattern(rb"b+").sub(b"c", b"abb") == b"ac"
    assert LazyPattern("b.").findall("bab") == ["ba"]
    assert [found.start() for found in LazyPattern("b").finditer("abb")] == [1, 2]


def test_it_is_compiled_once_and_not_before() -> None:
    """A faulty expression hurts nobody who does not use it, and the second use finds what the first has made."""
    LazyPattern("(")
    late = LazyPattern("b")
    assert "compiled" not in vars(late)
    assert late.search == late.compiled.search
    assert "search" in vars(late)


def test_all_of_them_can_be_compiled() -> None:
    """What an ordinary expression would show at import."""
    found = set()
    for module in pkgutil.walk_packages(mailflow.__path__, "mailflow."):
        if not module.name.startswith("mailflow.web"):  # waitress is an extra
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, LazyPattern):
                    assert value.compiled.pattern
                    found.add(name)
    assert {"MOBILE", "_AWAY", "_FAILED_SUBJECT"} <= found
