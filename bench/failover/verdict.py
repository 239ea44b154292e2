"""What became of every mail and letter of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from email import message_from_bytes
from typing import Any

from bench.failover.load import house
from mailflow.clock import SystemClock, machine_now
from mailflow.store.admin.doctor import conservation
from mailflow.store.engine import terms
from mailflow.store.engine.database import Database

Letter = tuple[float, tuple[str, ...], bytes]  # when, to whom, what


def counted(db: Database, numbers: Iterable[int], letters: list[Letter], failovers: int) -> dict[str, Any]:
    """`numbers`: of the mails that were accepted. What must be 0 stands under `wrong`."""
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
        "failovers": failovers,
        "wrong": {
            "mails_lost": len(asked - ended),
            "mails_that_are_no_request": sum(decided[one] == 0 for one in asked & ended),
            "mails_decided_twice": sum(count > 1 for count in decided.values()),
            "customers_without_receipt": sum(receipts[house(number)] == 0 for number in numbers),
            "customers_with_two_receipts": sum(receipts[house(number)] > 1 for number in numbers),
            "letters_lost": len(written - {message_id for _, message_id in sent}),
            "letters_of_the_old_side": len({message_id for _, message_id in sent} - written),
            "letters_with_too_many_copies": sum(count > 1 + failovers for count in sent.values()),
            "commits_lost": 0 if (loss := terms.loss(db)) is None else loss.commits,
            "doctor": len(conservation(db, SystemClock().now(), machine_now())),
        },
    }
