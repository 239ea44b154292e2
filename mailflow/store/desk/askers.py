"""Who asks at the moment: names and addresses of the customers of the newest tickets that are not over.

An operator's answer may name one of them who is another's customer. In a transaction they are read once, and kept in
step with what it records, as in the next ones of this process while no other decides anything; so only the first answer
pays for them: 15 µs each instead of 650 at 1,000 open tickets (bench/tricks.py, 2026-11-30).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from mailflow.core.ticket import Ticket
from mailflow.store.desk.status import GOING, OVER
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import storable

MOST = 1000
_KEY = "askers"
_WORD = re.compile(r"\w+")
Asker = tuple[str, str]  # name, as it is written; address


class Askers:
    """By ticket; from the second question on also by the first word of the name, for of a thousand names a text can
    hold only those whose first word it has."""

    def __init__(self, rows: Sequence[tuple[int, str, str]]) -> None:
        self._of: dict[int, Asker] = {n: (name, address) for n, name, address in rows}
        self._by_word: dict[str, list[int]] | None = None
        self._asked = False
        self._full = len(rows) >= MOST

    def changed(self, n: int, asker: Asker | None) -> bool:
        """The ticket has this customer now, None when it is over or has none. False: they have to be read anew."""
        if asker == self._of.get(n):
            return True
        if self._full and not self._makes_room(n, asker):
            return n < min(self._of)  # it is none of the newest, whoever asks
        self._of.pop(n, None)
        if asker is not None:
            self._of[n] = asker
            self._full = len(self._of) >= MOST
            if self._by_word is not None:
                self._by_word.setdefault(_first(asker[0]), []).append(n)
        return True

    def _makes_room(self, n: int, asker: Asker | None) -> bool:
        """Whether it may be written down although there are enough: it is there already, or a newer one than all, for
        which the oldest goes. Where one of them ends, an older one that was not read would come in."""
        if asker is None or n in self._of:
            return asker is not None
        if n < max(self._of):
            return False
        del self._of[min(self._of)]
        return True

    def in_text(self, text: str) -> list[Asker]:
        near = self._near(text) if self._asked else self._of.values()
        self._asked = True
        return list({one for one in near if " " in one[0] and one[0].strip(" ") in text})

    def _near(self, text: str) -> Iterator[Asker]:
        """Those whose name's first word is one of the text's."""
        if self._by_word is None:
            self._by_word = {}
            for n, (name, _) in self._of.items():
                self._by_word.setdefault(_first(name), []).append(n)
        for word in {"", *_WORD.findall(text)} & self._by_word.keys():
            yield from (self._of[n] for n in self._by_word[word] if n in self._of)


def _first(name: str) -> str:
    found = _WORD.search(name)
    return "" if found is None else found[0]


def named_in(db: Database, text: str) -> list[Asker]:
    """(name with a blank in it, address) of the customers of the newest MOST tickets that are not over whose name
    stands in this text; may lack those that begin or end within a word of it."""
    return _askers(db).in_text(storable(text))


def _askers(db: Database) -> Askers:
    known: Askers | None = db.lasting.get(_KEY) if db.is_deciding else None
    if known is None:
        sql = (
            f"SELECT n, requester_name, requester FROM ticket WHERE {GOING} AND requester IS NOT NULL "
            "ORDER BY n DESC LIMIT ?"
        )
        known = Askers(db.all(sql, (MOST,)))
        if db.is_deciding:
            db.lasting[_KEY] = known
    return known


def recorded(db: Database, after: Ticket) -> None:
    """Writer. This ticket is recorded."""
    known: Askers | None = db.lasting.get(_KEY) if db.has_lasting else None
    if known is None:
        return
    person = None if after.status in OVER else after.requester
    if not known.changed(after.n, None if person is None else (storable(person.name), person.email)):
        forget(db)


def forget(db: Database) -> None:
    """Writer. A ticket's customer has changed outside `record`: they are read anew."""
    if db.has_lasting:
        db.lasting.pop(_KEY, None)
