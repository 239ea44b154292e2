"""Senders the PIC or the admin has blocked or trusted, in reply to a digest."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import prefetch
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text, storable, to_text, to_text_or_none

Verdict = Literal["blocked", "trusted"]


@dataclass(frozen=True, slots=True)
class SenderVerdict:
    who: str  # address, case-folded, or "@" and a domain
    verdict: Verdict
    by: str  # name
    at: datetime
    until: datetime | None  # None: for good


def put(db: Database, verdict: SenderVerdict) -> None:
    """Writer. Replaces what was decided about the same sender before."""
    prefetch.forget(db)
    sql = """INSERT INTO sender_verdict (who, verdict, decided_by, decided_at, until) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (who) DO UPDATE SET verdict = excluded.verdict, decided_by = excluded.decided_by,
        decided_at = excluded.decided_at, until = excluded.until"""
    row = (storable(verdict.who), verdict.verdict, verdict.by, to_text(verdict.at), to_text_or_none(verdict.until))
    db.execute(sql, row)


def about(db: Database, address: str, now: datetime) -> SenderVerdict | None:
    """What is in force about this address, its own verdict before that of its domain or one above."""
    domain = address.casefold().rpartition("@")[2].split(".")
    names = [address.casefold(), *("@" + ".".join(domain[at:]) for at in range(len(domain) - 1))]
    sql = f"""SELECT who, verdict, decided_by, decided_at, until FROM sender_verdict
        WHERE who IN ({", ".join("?" * len(names))}) AND decided_at <= ?
        AND (until IS NULL OR until > ?) ORDER BY length(who) DESC"""
    rows = db.execute(sql, (*map(storable, names), to_text(now), to_text(now))).fetchall()
    found = [SenderVerdict(who, verdict, by, from_text(at), from_text(until) if until else None)
             for who, verdict, by, at, until in rows]  # fmt: skip
    return next((one for one in found if not one.who.startswith("@")), found[0] if found else None)


def forget(db: Database, address: str) -> bool:
    """Writer. Take back what was decided about this address and its domain; whether anything was."""
    who = (storable(address.casefold()), storable("@" + address.casefold().rpartition("@")[2]))
    return int(db.execute("DELETE FROM sender_verdict WHERE who IN (?, ?)", who).rowcount) > 0


def any_there(db: Database) -> bool:
    """Whether a person has said anything of any sender."""
    if prefetch.nothing_is_decided(db):
        return False
    return db.value("SELECT 1 FROM sender_verdict LIMIT 1") is not None
