"""The sums that are kept beside what they count (store/desk/totals.py, counted.py, summed_days.py), compared with it.
Read only."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from mailflow.store.desk import counted, summed_days, tickets, totals
from mailflow.store.engine.database import Database
from mailflow.store.read import summed

SOME = 8  # days
_ANEW = "`mailflow rebuild --sums` counts them anew"


def faults(db: Database) -> list[str]:
    """One sentence for each sum that is not what is there."""
    with db.reading():
        kept = {what: totals.kept(db, what) for what in totals.WHATS}
        found = [words for what, there in totals.counted(db).items() for words in _differ(what, kept[what], there)]
        found += _differ("ticket", counted.by_status(db), tickets.count_by_status(db))
        found += _days(db)
    return found


def _days(db: Database) -> Iterator[str]:
    """Of the days that are summed a few, each time others: to sum all of them takes longer than all else."""
    every = summed_days.listed(db)
    some = sorted(random.sample(every, min(SOME, len(every))))
    wrong = [f"{date(1970, 1, 1) + timedelta(days=day)}" for day in some if not summed.is_true(db, day)]
    if wrong:
        yield f"the figures of days were summed wrongly ({', '.join(wrong)}, of {len(some)} looked at); {_ANEW}"


def _differ(what: str, kept: Mapping[str, int], there: Mapping[str, int]) -> Iterator[str]:
    wrong = sorted(word for word in {*kept, *there} if kept.get(word, 0) != there.get(word, 0))
    if wrong:
        told = ", ".join(f"{word or 'all'}: {kept.get(word, 0)} for {there.get(word, 0)}" for word in wrong[:5])
        yield f"{_NAMES[what]} were counted wrongly ({told}); {_ANEW}"


_NAMES = {"mail": "mails", "letter": "letters", "breach": "breaches", "ticket": "tickets"}
