"""The report's page: one file, everything on it also as text, in both languages. What only a browser can tell stands in
tests/live/test_report_page.py."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest

from mailflow.core.figures import FIGURES, figures
from mailflow.core.period import BroadcastSum
from mailflow.report import numbers
from mailflow.report.page import page
from tests.report_sample import SINCE, UNTIL, ZONE, empty, sample


def made(language: str = "en", days: int = 30, **changed: Any) -> str:
    now, old = sample(days)
    now = replace(now, **changed)
    return page(now, figures(now), figures(old), "iDuHelp", language)


class Elements(HTMLParser):
    """Names, ids and attributes of all elements."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.names: Counter[str] = Counter()
        self.all: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names[tag] += 1
        self.all.append((tag, dict(attrs)))


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("days", [1, 7, 30, 90, 400])
def test_it_is_one_small_file_that_fetches_nothing(language: str, days: int) -> None:
    """No script, no picture, no font, no frame from anywhere; below 300 KB."""
    html = made(language, days)
    assert len(html.encode()) < 300_000
    found = Elements(html)
    assert not {"script", "img", "link", "iframe", "object", "embed", "base", "form"} & found.names.keys()
    assert "url(" not in html
    assert "@import" not in html
    links = [attrs["href"] for tag, attrs in found.all if tag == "a"]
    assert all(link and link.startswith("#") for link in links)
    assert not [name for _, attrs in found.all for name in attrs if name.startswith("on") or name == "style"]


@pytest.mark.parametrize(("language", "head"), [("id", "Balasan otomatis"), ("en", "Automatic replies")])
def test_broadcasts_are_a_table(language: str, head: str) -> None:
    """Where there were any."""
    html = made(language, broadcasts=[BroadcastSum("3 promo <vip>", 120, 4, 7, 9, 2)])
    assert head in html
    assert "3 promo &lt;vip&gt;" in html
    assert head not in made(language)


def test_each_picture_has_its_words_and_its_table() -> None:
    """A sentence for who does not see it, and the numbers behind it; each id is once, each link leads somewhere."""
    found = Elements(made())
    pictures = [attrs for tag, attrs in found.all if tag == "svg" and attrs.get("role") == "img"]
    assert len(pictures) == 12  # six charts, each for two widths
    assert all(attrs["aria-label"] for attrs in pictures)
    assert found.names["details"] == 6
    ids = Counter(attrs["id"] for _, attrs in found.all if "id" in attrs)
    assert max(ids.values()) == 1
    assert {str(attrs["href"])[1:] for tag, attrs in found.all if tag == "a"} <= ids.keys()


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_figure_is_defined_on_it(language: str) -> None:
    """In the reader's language, at the end."""
    html = made(language)
    assert f'<html lang="{language}">' in html
    for one in FIGURES:
        assert f'id="def-{one.key}"><dt>{one.title(language)}</dt>' in html


def test_the_browser_knows_our_style_by_its_digest() -> None:
    """The policy allows that and nothing else."""
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', made())
    assert policy is not None
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'", policy[1])


def test_names_are_text() -> None:
    """A category, customer or operator cannot put anything into the page."""
    bad = '<img src=x onerror="alert(1)">'
    now, old = sample()
    named = [one._replace(category=bad) for one in now.opened]
    now = replace(now, operators=(bad,), opened=named)
    html = page(now, figures(now), figures(old), bad, "id")
    assert "<img" not in html
    assert "&lt;img" in html


def test_when_nothing_happened_it_says_so() -> None:
    """No empty axes."""
    now, old = empty()
    html = page(now, figures(now), figures(old), "iDuHelp", "id")
    assert "Tidak ada dalam periode ini." in html
    assert Elements(html).names["svg"] == 0


@pytest.mark.parametrize(
    ("value", "language", "words"),
    [(1234.5, "id", "1.234,5"), (1234.5, "en", "1,234.5"), (0, "id", "0,0"), (1_000_000, "en", "1,000,000.0")],
)
def test_numbers(value: float, language: str, words: str) -> None:
    """Indonesian has the comma where English has the point."""
    assert numbers.number(value, language, 1) == words


@pytest.mark.parametrize(
    ("seconds", "indonesian", "english"),
    [
        (None, "–", "–"), (0, "0 detik", "0 s"), (59.6, "1 menit", "1 min"), (9000, "2 jam 30 menit", "2 h 30 min"),
        (86400 * 1350 + 3600, "1.350 hari 1 jam", "1,350 d 1 h"),
    ],
)  # fmt: skip
def test_lengths(seconds: float | None, indonesian: str, english: str) -> None:
    """The two largest units."""
    assert (numbers.length(seconds, "id"), numbers.length(seconds, "en")) == (indonesian, english)


def test_working_time_is_counted_in_hours() -> None:
    """Nobody knows how long a day of it is."""
    assert numbers.length(86400 + 1260, "id", "hours") == "24 jam 21 menit"
    assert numbers.length(9 * 3600, "en", "hours") == "9 h"


def test_days() -> None:
    """The last day of a period of whole days is in it; a month is written as the language does."""
    assert numbers.span(SINCE, UNTIL, ZONE, "id") == "1 November 2026 – 30 November 2026"
    assert numbers.span(SINCE, SINCE.replace(day=2), ZONE, "en") == "1 November 2026"
    noon = SINCE.replace(hour=12)
    assert numbers.span(SINCE, noon, ZONE, "id").endswith("1 November 2026 12.00 WIB")
    assert numbers.short_day(SINCE.date().replace(month=8), "id") == "1 Agu"
