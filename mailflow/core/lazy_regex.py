"""Regular expressions that are compiled at their first use.

Most are needed by few mails, and by no short command: `run --once` with nothing to do takes 1,781 million instructions
instead of 1,935 (cachegrind, 2026-11-30). Where a pattern is split by or passed on, `re.compile` it at import.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import AnyStr, Generic


class LazyPattern(Generic[AnyStr]):
    """Used like a `re.Pattern`, and as fast after the first use. A syntax error in it shows only then."""

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
    def findall(self) -> Callable[..., list[AnyStr]]:
        return self.compiled.findall

    @cached_property
    def sub(self) -> Callable[..., AnyStr]:
        return self.compiled.sub
