"""The sums that are kept beside what they count (store/desk/totals.py, counted.py), compared with it. Read only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from mailflow.store.desk import counted, tickets, totals
from mailflow.store.engine.database import Database

_ANEW = "`mailflow rebuild --sums` counts them anew"


def faults(db: Database) -> list[str]:
    """One sentence for each sum that is not what is there."""
    with db.reading():
        kept = {what: totals.kept(db, what) for what in totals.WHATS}
        found = [words for what, there in totals.counted(db).items() for words in _differ(what, kept[what], there)]
        found += _differ("ticket", counted.by_status(db), tickets.count_by_status(db))
    return found


def _differ(what: str, kept: Mapping[str, int], there: Mapping[str, int]) -> Iterator[str]:
    wrong = sorted(word for word in {*kept, *there} if kept.get(word, 0) != there.get(word, 0))
    if wrong:
        told = ", ".join(f"{word or 'all'}: {kept.get(word, 0)} for {there.get(word, 0)}" for word in wrong[:5])
        yield f"{_NAMES[what]} were counted wrongly ({told}); {_ANEW}"


_NAMES = {"mail": "mails", "letter": "letters", "breach": "breaches", "ticket": "tickets"}
