"""Regular expressions that are compiled when first used.

Those with long tables of words, in all the languages of the world, took a fifth of every start, while `list` needs none
of them and most mails only a few. What every mail needs is compiled where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import AnyStr, Generic


class LazyPattern(Generic[AnyStr]):
    """Used like a `re.Pattern`, and after the first use as fast as one. A fault in it shows only then."""

    def __init__(self, expression: AnyStr, flags: int = 0) -> None:
        self._expression: AnyStr = expression
        self._flags = flags

    @cached_property
    def compiled(self) -> re.Pattern[AnyStr]:
        return re.compile(self._expression, self._flags)

    @cached_property
    def match(self) -> Callable[..., re.Match[AnyStr] | None]:
        return self.compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[AnyStr] | None]:
        return self.compiled.fullmatch

    @cached_property
    def search(self) -> Callable[..., re.Match[AnyStr] | None]:
        return self.compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[AnyStr]]]:
        return self.compiled.finditer

    @cached_property
    def sub(self) -> Callable[..., AnyStr]:
        return self.compiled.sub
