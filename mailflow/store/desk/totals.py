"""How many mails ended with each outcome, how many letters in each state, and how many deadlines were not kept: counted
in the transaction that changes them, so that nobody has to count what a desk has gathered over years.

What waits or is parked is not kept here: an index of its own finds it. All who end mails and letters decide something,
so their transactions exclude each other, and a common row makes none wait. `mailflow doctor` counts anew and compares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from mailflow.store.desk import summed_days
from mailflow.store.desk.summed_days import DAY
from mailflow.store.engine.database import Database

What = Literal["mail", "letter", "breach"]
WHATS: tuple[What, ...] = get_args(What)


class _Step(NamedTuple):
    what: What
    word: str  # an outcome, a state; "" of breaches
    number: int


def add(db: Database, what: What, word: str, number: int = 1) -> None:
    """Writer. So many more (or, below 0, fewer) of these."""
    if number and not (what == "letter" and word == "waiting"):
        db.later(_write, _Step(what, word, number))


def moved(db: Database, what: What, gone: str, came: str, number: int = 1) -> None:
    """Writer. So many were this and are that now."""
    if gone != came:
        add(db, what, gone, -number)
        add(db, what, came, number)


def _write(db: Database, steps: Sequence[_Step]) -> None:
    found: Counter[tuple[str, str]] = Counter()
    for what, word, number in steps:
        found[what, word] += number
    db.many(_ADD, [(*key, number) for key, number in sorted(found.items()) if number])


_ADD = (
    "INSERT INTO total (what, word, number) VALUES (?, ?, ?) "
    "ON CONFLICT (what, word) DO UPDATE SET number = total.number + excluded.number"
)


def kept(db: Database, what: What) -> dict[str, int]:
    """{outcome or state: how many}, without those of which there are none."""
    rows = db.all("SELECT word, number FROM total WHERE what = ? AND number <> 0", (what,))
    return {word: int(number) for word, number in rows}


def counted(db: Database) -> Mapping[What, Mapping[str, int]]:
    """The same, counted anew: takes as long as there are rows."""
    mails = db.all("SELECT outcome, count(*) FROM inbox WHERE outcome IS NOT NULL GROUP BY outcome")
    letters = db.all("SELECT state, count(*) FROM letter WHERE state <> 'waiting' GROUP BY state")
    breaches = int(db.value("SELECT COALESCE(sum(breaches), 0) FROM ticket"))
    return {"mail": dict(mails), "letter": dict(letters), "breach": {"": breaches} if breaches else {}}


def count_anew(db: Database) -> None:
    """Writer. What is kept becomes what is there, also of the states of tickets; days are summed again later."""
    summed_days.forget_all(db)
    db.execute("DELETE FROM standing")
    db.execute(_STAND)
    db.execute("DELETE FROM total")
    rows = [(what, word, number) for what, found in counted(db).items() for word, number in found.items()]
    db.many("INSERT INTO total (what, word, number) VALUES (?, ?, ?)", rows)


_STAND = (
    "INSERT INTO standing (day, status, net) SELECT day, status, sum(net) FROM ("
    f"SELECT at / {DAY} AS day, gone AS status, -1 AS net FROM turn "
    f"UNION ALL SELECT at / {DAY}, entered, 1 FROM turn) moved "
    "WHERE status <> '' GROUP BY day, status HAVING sum(net) <> 0"
)
