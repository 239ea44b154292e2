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


class CaselessPattern(LazyPattern[str]):
    """A long list of alternatives without regard to case, often asked only whether it fits. A text of ASCII is asked in
    lower case and with regard to case, where Python skips an alternative by its first letter: 40 characters are
    searched for a verb in 2.4 µs instead of 5.5 (bench/tricks.py, 2026-11-30). The expression has no capital letter,
    nor a letter whose capital in ASCII is another's (`ı`, `ſ`), but in a class beside that.
    """

    def __init__(self, expression: str) -> None:
        super().__init__(expression, re.IGNORECASE)

    @cached_property
    def _lowered(self) -> re.Pattern[str]:
        return re.compile(self._expression)

    def is_in(self, text: str) -> bool:
        """Whether `search` finds it."""
        return (self._lowered.search(text.lower()) if text.isascii() else self.search(text)) is not None

    def begins(self, text: str) -> bool:
        """Whether `match` finds it."""
        return (self._lowered.match(text.lower()) if text.isascii() else self.match(text)) is not None
