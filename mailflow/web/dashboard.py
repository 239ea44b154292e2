"""/: the team's page. Unclaimed tickets first, then by what is due next; people, figures, uptime, votes. Shows, and
changes nothing."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from mailflow.core.moments import clock_words, date_words, day_words, short_moment
from mailflow.core.rules import Rules
from mailflow.core.stand_ins import reads_for
from mailflow.core.status import Status
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.read import board as boards
from mailflow.store.read.board import Board
from mailflow.store.read.votes import RecordedVote, votes
from mailflow.web.http import Request, Response
from mailflow.web.site import LANGUAGES, Site, uptime_of
from mailflow.web.spans import middle, span

MOST = 30  # tickets of one state that are listed
_SECTIONS = (Status.NEW, Status.OPEN, Status.ESCALATED, Status.CLOSING, Status.WAITING)
_RECENT = 6  # votes
_REFRESH = 30  # seconds; the wall is looked at from afar
_REFRESH_WALL = 15
CHOICE = "__Host-mailflow-language"  # the cookie that keeps ?lang= for the pages after it


@dataclass(frozen=True, slots=True)
class Colleague:
    """Who owns how much, and whether he is here."""

    name: str
    load: dict[Status, int]
    away: bool
    deputy: str


@dataclass(frozen=True, slots=True)
class MomentWriter:
    """How this reader's page writes moments."""

    now: datetime
    zone: ZoneInfo
    language: str

    def full(self, moment: datetime) -> str:
        return short_moment(moment, self.zone, self.language)

    def day(self, moment: datetime) -> str:
        return day_words(moment.astimezone(self.zone), self.language)

    def clock(self, moment: datetime) -> str:
        return clock_words(moment.astimezone(self.zone), self.language)

    def date(self, moment: datetime) -> str:
        """And time; without weekday and zone."""
        return f"{date_words(moment.astimezone(self.zone), self.language)}, {self.clock(moment)}"

    def length(self, moment: datetime) -> str:
        return span(abs(self.now - moment), self.language)


def dashboard(site: Site, request: Request, user: str) -> Response:
    parts, rules = site.parts, rules_now(site.parts)
    language = language_for(site, request, rules, user)
    said = MomentWriter(parts.clock.now(), ZoneInfo(rules.desk.timezone), language)
    today = said.now.astimezone(said.zone).replace(hour=0, minute=0, second=0, microsecond=0)
    found = boards.board(parts.db, MOST)
    figures = boards.todays(parts.db, today)
    recent = votes(parts.db, limit=3 * _RECENT)[:_RECENT]
    wall = request.query.get("wall") == "1"
    facts = {
        "user": user, "said": said, "board": found, "sections": _SECTIONS, "most": MOST, "figures": figures,
        "first_answer": middle(figures.first_answers, language), "people": _people(found, rules), "votes": recent,
        "uptime": uptime_of(site), "wall": wall, "refresh": _REFRESH_WALL if wall else _REFRESH,
        "links": _links(language, wall), "other": next(one for one in LANGUAGES if one != language),
        "away": frozenset(rules.absent), "can_log_out": not site.web.header, "stars": _stars(recent),
    }  # fmt: skip
    return site.page("dashboard.html", language, facts)


def language_for(site: Site, request: Request, rules: Rules, user: str) -> str:
    """The one that was asked for, now or last, else that of the colleague who is called like the user, else the
    desk's."""
    people = rules.colleagues
    own = next((one.language for one in people if user.casefold() in (one.name.casefold(), one.login)), None)
    chosen = (request.query.get("lang"), request.cookies.get(CHOICE), own)
    return site.language_of(next((one for one in chosen if one in LANGUAGES), None))


def _links(language: str, wall: bool) -> dict[str, str]:
    """The same page in another form."""

    def to(**query: str) -> str:
        return "/?" + urlencode(query)

    other = next(one for one in LANGUAGES if one != language)
    kept = {"wall": "1"} if wall else {}
    return {"language": to(lang=other, **kept), "wall": to(lang=language) if wall else to(lang=language, wall="1")}


def _people(found: Board, rules: Rules) -> list[Colleague]:
    """Operators as rules.yaml lists them, then others who own something: by name, never by how much."""
    names = [one.name for one in rules.operators]
    names += sorted(name for name in found.owners if name not in names)
    return [_colleague(name, found, rules) for name in names]


def _colleague(name: str, found: Board, rules: Rules) -> Colleague:
    person = rules.operator_named(name)
    away = name in rules.absent
    reader = reads_for(person, rules) if person is not None and away else None
    return Colleague(name, found.owners.get(name, {}), away, reader.name if reader else "")


def _stars(recent: list[RecordedVote]) -> dict[int, str]:
    return {vote.id: "★" * vote.score + "☆" * (5 - vote.score) for vote in recent}
