"""The report as one HTML file: nothing is fetched, no script, readable on a phone, on paper, in the dark and by a
screen reader (WCAG 2.2 AA). Charts are svg.py's; words are words.py's and those of the figures themselves.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Mapping
from functools import cache, partial
from pathlib import Path

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup

from mailflow.core.figures import FIGURES, Period, Value
from mailflow.core.period import before
from mailflow.lazy_dataclasses import replace
from mailflow.report import charts, numbers, people, tiles
from mailflow.report.compared import Compared
from mailflow.report.sheet import Chart, Section
from mailflow.report.unusual import unusual
from mailflow.report.words import word

_TEMPLATE = Path(__file__).with_name("page.html")


def page(period: Period, found: Mapping[str, Value], previous: Mapping[str, Value], desk: str, language: str) -> str:
    """`found` and `previous`: the figures of the period and of the one before it."""
    told = Compared(period, found, previous, language)
    say = partial(word, language=language)
    earlier = before(period.since, period.until, period.zone)
    shown = {
        "language": language,
        "title": say("title", desk=desk or "mailflow"),
        "span": numbers.span(period.since, period.until, period.zone, language),
        "beside": say("beside", span=numbers.span(*earlier, period.zone, language)),
        "made": say("made", moment=numbers.moment(period.now, period.zone, language)),
        "zone": say("zone", zone=str(period.zone)),
        "tiles": tiles.tiles(told),
        "sections": [one for one in _sections(told) if one.charts or one.key != "unusual"],
        "definition": {one.key: one.definition[language != "id"].replace("`", "") for one in FIGURES},
        "name": {one.key: one.title(language) for one in FIGURES},
        "w": say,
    }
    return _with_policy(_template().render(shown))


def _sections(told: Compared) -> Iterator[Section]:
    for key, made in _SECTIONS:
        yield Section(key, told.w(key), [_marked(one) for one in made(told)])


_SECTIONS = (
    ("unusual", unusual),
    ("flow", charts.flow),
    ("speed", charts.speed),
    ("subjects", charts.subjects),
    ("team", people.team),
    ("voices", people.voices),
    ("outside", people.outside),
)


def _marked(one: Chart) -> Chart:
    """Its drawings are markup already; everything else is escaped."""
    return replace(one, wide=Markup(one.wide), narrow=Markup(one.narrow))


@cache
def _template() -> Template:
    env = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return env.from_string(_TEMPLATE.read_text(encoding="utf-8"))


def _with_policy(html: str) -> str:
    """The browser takes no other style than ours, known by its digest (CSP 3, 6.7.3.3), and nothing else at all."""
    style = html.partition("<style>")[2].partition("</style>")[0]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return html.replace("'unsafe-inline'", f"'sha256-{digest}'", 1)
