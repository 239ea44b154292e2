"""Days that stand out (core/anomalies.py), in words: what was how much more than usual, and when."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mailflow.core.figure_rows import AnomalyRow
from mailflow.report import numbers
from mailflow.report.compared import Compared
from mailflow.report.sheet import Chart, Sheet
from mailflow.report.words import word

_MOST = 12  # of the newest are said
_BY_NAME = 10  # times more have no word


def sentences(rows: list[AnomalyRow], language: str) -> list[str]:
    """One for each, the newest first."""
    return [sentence(row, language) for row in rows[::-1][:_MOST]]


def sentence(row: AnomalyRow, language: str) -> str:
    """ "pulsa: tiga kali lipat dari biasanya pada Selasa 24 November 2026 (13 tiket, biasanya 4)"."""
    day = date.fromisoformat(row.day)
    when = f"{numbers.weekday(day.weekday(), language)} {numbers.short_day(day, language)}"
    what = row.category or word("all-tickets", language)
    opened = numbers.number(row.opened, language)
    if round(row.usual, 1) == 0:
        return word("usually-none", language, what=what, day=when, opened=opened)
    times = round(row.opened / row.usual)
    said = word(
        f"times-{times}" if times <= _BY_NAME else "times-more", language, times=numbers.number(times, language)
    )
    usual = numbers.number(row.usual, language, digits=0 if row.usual >= _BY_NAME or row.usual % 1 == 0 else 1)
    return word("more-than-usual", language, what=what, times=said, day=when, opened=opened, usual=usual)


def unusual(told: Compared) -> Iterator[Chart]:
    """Nothing to say is no section."""
    rows = list(told.rows("anomalies", AnomalyRow))
    if not rows:
        return
    w, language = told.w, told.language
    cells = [
        (told.short_day(row.day), row.category or w("all-tickets"), told.number(row.opened), told.number(row.usual, 1))
        for row in rows[::-1]
    ]
    head = [w(key) for key in ("day", "category", "opened", "usually")]
    table = Sheet(told.name("anomalies"), head, cells, words=(1,))
    yield Chart("anomalies", w("busier"), "", table, lines=sentences(rows, language))
