"""What one transaction knows and the next of this process may go on with: a cache that counts only while nobody else
has decided anything.

Whatever is decided goes on with the hash chain, so its head tells: the same as at the end of our last transaction, and
nobody has changed a ticket, ended a mail or written a letter since.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mailflow.store.engine.seen import HEAD
from mailflow.store.engine.statements import Memo, Params

_KEY = "lasting"  # in the transaction's memo
_HEAD = ""  # among the values: the chain's head they belong to


class Lasting:
    """Used inside exclusive transactions alone, of which a process has one at a time."""

    def __init__(self) -> None:
        self._left: Memo | None = None  # by the last transaction

    @property
    def is_empty(self) -> bool:
        return self._left is None

    def taken(self, memo: Memo, asked: Callable[[str, Params], object]) -> Memo:
        """The values, of this transaction from now on: a rollback of it, or of a savepoint in it, loses them. `asked`:
        the first value a SELECT finds."""
        values: Memo | None = memo.get(_KEY)
        if values is None:
            now, values = asked("SELECT value FROM meta WHERE key = ?", (HEAD,)), self._left
            self._left = None
            if values is None or values[_HEAD] != now:
                values = {_HEAD: now}
            memo[_KEY] = values
        return values

    def leave(self, memo: Memo, facts: Mapping[str, str]) -> None:
        """The transaction is committed; `facts`: what it has made of the chain's head, if anything."""
        values: Memo | None = memo.get(_KEY)
        if values is not None:
            values[_HEAD] = facts.get(HEAD, values[_HEAD])
            self._left = values


def has_any(memo: Memo) -> bool:
    """Whether this transaction has taken them."""
    return _KEY in memo
