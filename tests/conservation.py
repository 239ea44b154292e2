"""That a desk has lost nothing, as `mailflow doctor` looks at its database, in one question."""

from __future__ import annotations

import re
from datetime import datetime

from mailflow.store.admin import totals_check
from mailflow.store.admin.doctor import pages, records
from mailflow.store.engine.database import Database


def conservation(db: Database, at: datetime, now: float) -> list[str]:
    """Every mail has an outcome or waits for one, every ticket has its log, every letter a state, and the database is
    whole. `at` is desk time, `now` machine time. An empty list means that all is well."""
    return [*pages(db)[0], *records(db, at, now), *totals_check.faults(db)]


# What a desk tells that somebody has to see to: a test in which mails are parked and letters refused looks past it.
_ON_PURPOSE = re.compile("parked with an error|could not be delivered")


def lost(db: Database, at: datetime, now: float) -> list[str]:
    """The same, but for mails that were parked and letters that were given up: nothing of them is lost."""
    return [words for words in conservation(db, at, now) if not _ON_PURPOSE.search(words)]
