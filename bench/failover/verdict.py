"""What became of every mail and letter of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from email import message_from_bytes
from typing import Any

from bench.failover.load import house
from mailflow.clock import SystemClock, machine_now
from mailflow.store.admin import failovers
from mailflow.store.engine import terms
from mailflow.store.engine.database import Database
from tests.conservation import conservation

Letter = tuple[float, tuple[str, ...], bytes]  # when, to whom, what


_DAEMONS = 2  # each hands over one letter at a time


def counted(
    db: Database, numbers: Iterable[int], letters: list[Letter], rounds: list[tuple[float, float]]
) -> dict[str, Any]:
    """`numbers`: of the mails that were accepted; `rounds`: from the leader's fault until all followed a new one. What
    must be 0 stands under `wrong`."""
    copies = _copies(letters)
    decided = Counter(
        row[0] for row in db.all("SELECT message_id FROM inbox WHERE state = 'done' AND outcome = 'request'")
    )
    ended = {row[0] for row in db.all("SELECT message_id FROM inbox WHERE state = 'done'")}
    asked = {f"<q{number}@mail.example>" for number in numbers}
    sent = Counter((to, str(message_from_bytes(data)["Message-ID"])) for _, to, data in letters)
    receipts = Counter(to[0] for to, _ in sent)
    written = {row[0] for row in db.all("SELECT message_id FROM letter")}
    return {
        "mails": len(asked),
        "letters": len(sent),
        "copies": sum(sent.values()) - len(sent),
        "failovers": len(rounds),
        "wrong": {
            "mails_lost": len(asked - ended),
            "mails_that_are_no_request": sum(decided[one] == 0 for one in asked & ended),
            "mails_decided_twice": sum(count > 1 for count in decided.values()),
            "customers_without_receipt": sum(receipts[house(number)] == 0 for number in numbers),
            "customers_with_two_receipts": sum(receipts[house(number)] > 1 for number in numbers),
            "letters_lost": len(written - {message_id for _, message_id in sent}),
            "letters_of_the_old_side": len({message_id for _, message_id in sent} - written),
            "letters_out_three_times": sum(count > 2 for count in sent.values()),
            "copies_beyond_one_a_daemon": sum(max(0, _within(copies, one) - _DAEMONS) for one in rounds),
            "copies_without_a_fault": len(copies) - sum(_within(copies, one) for one in rounds),
            "commits_lost": 0 if (loss := terms.loss(db)) is None else loss.commits,
            "doctor": len(conservation(db, SystemClock().now(), machine_now())),
            "not_named_by_doctor": not any("failed over" in words for _, words in _of_servers(db)),
        },
    }


def _of_servers(db: Database) -> list[tuple[str, str]]:
    return list(failovers.findings(db, SystemClock().now()))


def _copies(letters: list[Letter]) -> list[float]:
    """When a letter arrived once more."""
    seen: set[tuple[tuple[str, ...], str]] = set()
    found = []
    for at, to, data in letters:
        known = (to, str(message_from_bytes(data)["Message-ID"]))
        if known in seen:
            found.append(at)
        seen.add(known)
    return found


def _within(times: list[float], span: tuple[float, float]) -> int:
    return sum(span[0] <= at <= span[1] for at in times)
