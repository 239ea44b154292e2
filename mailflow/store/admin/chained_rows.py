"""What the hash chain is about, as it is in the tables now. Reads only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mailflow.store.engine import hash_chain
from mailflow.store.engine.database import Database
from mailflow.store.engine.hash_chain import ChainEntry, EventRow, MailRow
from mailflow.store.mail import chained
from mailflow.store.mail.blobs import unpacked

_AT_ONCE = 300  # rows; an event takes two parameters
_EVENTS = (  # CROSS JOIN: SQLite looks for each of them by the index, and does not read the whole log
    "WITH wanted (n, seq) AS (VALUES {marks}) "
    "SELECT e.ticket_n, e.seq, e.at, o.at, o.rules, e.kind, e.actor, e.data FROM wanted CROSS JOIN event e "
    "JOIN occasion o ON o.id = e.occasion_id WHERE e.ticket_n = wanted.n AND e.seq = wanted.seq"
)


def entries(db: Database, refs: Iterable[str]) -> dict[str, ChainEntry]:
    """{ref: entry} of those that are there."""
    wanted = sorted(set(refs))
    found = [one for start in range(0, len(wanted), _AT_ONCE) for one in _some(db, wanted[start : start + _AT_ONCE])]
    return {one.ref: one for one in found}


def _some(db: Database, refs: Sequence[str]) -> Iterator[ChainEntry]:
    kinds: dict[str, list[str]] = {"e": [], "m": [], "l": []}
    for ref in refs:
        kinds.setdefault(ref[:1], []).append(ref[1:])
    yield from _events(db, [(int(n), int(seq)) for n, _, seq in (one.partition(".") for one in kinds["e"])])
    yield from _mails(db, [int(one) for one in kinds["m"]])
    yield from (row.entry for row in chained.letter_rows(db, {int(one): "" for one in kinds["l"]}))


def _events(db: Database, wanted: Sequence[tuple[int, int]]) -> Iterator[ChainEntry]:
    if wanted:
        sql = _EVENTS.format(marks=", ".join(["(?, ?)"] * len(wanted)))
        for n, seq, *row in db.all(sql, [number for one in wanted for number in one]):
            yield EventRow(n, seq, *row).entry


def _mails(db: Database, wanted: Sequence[int]) -> Iterator[ChainEntry]:
    if wanted:
        raws = unpacked(db, "inbox_raw", "inbox_id", wanted)
        sql = f"SELECT id, arrived_at, recorded_at FROM inbox WHERE id IN ({', '.join('?' * len(wanted))})"
        for one, arrived, recorded in db.all(sql, wanted):
            digest = chained.sha256(raws[one]) if one in raws else ""
            yield MailRow(one, arrived, recorded, digest).entry


def events_by_ticket(db: Database) -> dict[int, int]:
    """{n: events in its log}."""
    return dict(db.all("SELECT ticket_n, count(*) FROM event GROUP BY ticket_n"))


def ended(db: Database) -> Iterator[str]:
    """The refs of all mails that are decided or parked, and of all letters that were sent or given up."""
    for sql, of in (
        ("SELECT id FROM inbox WHERE state <> 'waiting' AND id > ? ORDER BY id LIMIT 5000", hash_chain.of_mail),
        (
            "SELECT id FROM letter WHERE state IN ('sent', 'failed') AND id > ? ORDER BY id LIMIT 5000",
            hash_chain.of_letter,
        ),
    ):
        last = 0
        while rows := db.all(sql, (last,)):
            yield from (of(row[0]) for row in rows)
            last = rows[-1][0]
