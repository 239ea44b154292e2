"""Days that stand out, in words: on the page, in the mail and in the terminal."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.core.figure_rows import AnomalyRow
from mailflow.core.figures import figures
from mailflow.core.period import QUARTER, QuarterCount
from mailflow.report.mail import mailed
from mailflow.report.page import page
from mailflow.report.unusual import sentence
from tests.report_sample import UNTIL, sample

DAY = "2026-11-24"  # a Tuesday


@pytest.mark.parametrize(
    ("row", "indonesian", "english"),
    [
        (
            AnomalyRow(DAY, "pulsa Telkomsel", 12, 4.0),
            "pulsa Telkomsel: tiga kali lipat dari biasanya pada Selasa 24 Nov (12 tiket, biasanya 4)",
            "pulsa Telkomsel: three times the usual on Tuesday 24 Nov (12 tickets, usually 4)",
        ),
        (
            AnomalyRow(DAY, None, 1250, 500.5),
            "semua tiket: dua kali lipat dari biasanya pada Selasa 24 Nov (1.250 tiket, biasanya 500)",
            "all tickets: twice the usual on Tuesday 24 Nov (1,250 tickets, usually 500)",
        ),
        (
            AnomalyRow(DAY, "krs", 30, 1.375),
            "krs: 22 kali lipat dari biasanya pada Selasa 24 Nov (30 tiket, biasanya 1,4)",
            "krs: 22 times the usual on Tuesday 24 Nov (30 tickets, usually 1.4)",
        ),
        (
            AnomalyRow(DAY, "krs", 5, 0.0),
            "krs: 5 tiket pada Selasa 24 Nov, biasanya tidak ada",
            "krs: 5 tickets on Tuesday 24 Nov, usually none",
        ),
    ],
)
def test_a_sentence(row: AnomalyRow, indonesian: str, english: str) -> None:
    """Which subject, how many times the usual, on which day, and the numbers."""
    assert (sentence(row, "id"), sentence(row, "en")) == (indonesian, english)


def test_page_and_mail_say_it() -> None:
    """The page as its first section with the numbers behind it; the mail as a line. Without any, neither has a word."""
    now, old = sample()
    day = UNTIL - timedelta(days=6)
    busy = QuarterCount(int(day.timestamp()) // QUARTER + 40, "voucher", 25)
    told = replace(now, opened=[*now.opened, busy], older=frozenset({"voucher"}))
    html = page(told, figures(told), figures(old), "iDuHelp", "id")
    assert "voucher: 25 tiket pada Rabu 25 Nov, biasanya tidak ada" in html
    assert html.index('id="unusual"') < html.index('id="flow"')
    mail = mailed(told, figures(told), figures(old), "iDuHelp", "en")
    assert mail.facts["unusual"] == ("voucher: 25 tickets on Wednesday 25 Nov, usually none",)
    assert 'id="unusual"' not in page(now, figures(now), figures(old), "iDuHelp", "id")
