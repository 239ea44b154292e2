"""That a desk has lost nothing, as `mailflow doctor` looks at its database, in one question."""

from __future__ import annotations

from datetime import datetime

from mailflow.store.admin import totals_check
from mailflow.store.admin.doctor import pages, records
from mailflow.store.engine.database import Database


def conservation(db: Database, at: datetime, now: float) -> list[str]:
    """Every mail has an outcome or waits for one, every ticket has its log, every letter a state, and the database is
    whole. `at` is desk time, `now` machine time. An empty list means that all is well."""
    return [*pages(db)[0], *records(db, at, now), *totals_check.faults(db)]
