"""What there is to say of a database with several servers: which leads, what failovers have cost, and may cost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Literal

from mailflow.store.engine import terms
from mailflow.store.engine.database import Database

LOSS_IS_NEW = timedelta(days=7)
_MORE = "see docs/postgresql.md"


def findings(db: Database, now: datetime) -> Iterator[tuple[Literal["fault", "note"], str]]:
    """(level, sentence). Nothing for a database without servers."""
    if not db.shared:
        return
    term = terms.term(db)
    if term is not None and term.number > 1:
        led = f"{term.server} leads since {term.at:%Y-%m-%d %H:%M} UTC (timeline {term.timeline}, term {term.number})"
        yield "note", f"it has failed over: {led}"
    if words := _unconfirmed(db):
        yield "note", words
    loss = terms.loss(db)
    if loss is not None:
        what = f"at {loss.at:%Y-%m-%d %H:%M} UTC a server was promoted that lagged behind: {loss.words}; {_MORE}"
        yield ("fault" if now - loss.at < LOSS_IS_NEW else "note"), what


def _unconfirmed(db: Database) -> str:
    """Why a failover may lose what was confirmed; "" when it cannot, or nobody may ask."""
    sql = "SELECT current_setting('synchronous_standby_names'), (SELECT count(*) FROM pg_stat_replication)"
    names, standbys = db.one(sql)
    if names or not standbys:
        return ""
    words = "no commit waits for a standby, so a failover may lose the last ones"
    return f"{words}: set synchronous_standby_names (Patroni: synchronous_mode: true); {_MORE}"
