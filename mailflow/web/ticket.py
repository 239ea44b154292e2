"""/ticket/N: one ticket with its timeline. What people wrote is text; attachments are named, and not to be had here."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.core.event_words import happened
from mailflow.core.ladders import next_alarm
from mailflow.core.letter_kinds import letter_name
from mailflow.core.plain import JsonObject
from mailflow.core.rules import Rules
from mailflow.core.state_words import deadline_words
from mailflow.core.ticket import Ticket
from mailflow.flow.ticket.rules_now import rules_now
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.desk import tickets
from mailflow.store.read import archive
from mailflow.web.dashboard import MomentWriter, language_for
from mailflow.web.http import Request, Response
from mailflow.web.site import LANGUAGES, Site

LONGEST = 20_000  # characters of one mail
_MOST = 400  # entries; the newest


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One line of the timeline: a mail, a letter, or what it led to."""

    at: datetime
    kind: str  # mail | letter | told | event
    who: str
    text: str
    files: tuple[str, ...] = ()
    to: str = ""
    below: str = ""  # what is shown when asked for: a quotation, a canned letter
    address: str = ""  # of whoever is called by name


def ticket(site: Site, request: Request, user: str, n: str) -> Response:
    rules = rules_now(site.parts)
    language = language_for(site, request, rules, user)
    found = tickets.load(site.parts.db, int(n))
    story = archive.show(site.parts.db, int(n)) if found is not None else None
    if found is None or story is None:
        return site.page("message.html", language, {"title": "nothing-title", "text": "no-ticket"}, 404)
    zone = ZoneInfo(rules.desk.timezone)
    entries = _entries(story, Names(found, rules), language)
    facts = {
        "user": user, "ticket": found, "said": MomentWriter(site.parts.clock.now(), zone, language),
        "entries": entries[-_MOST:], "left_out": max(0, len(entries) - _MOST), "longest": LONGEST,
        "deadline": deadline_words(found, rules, language), "due_at": next_alarm(found, rules),
        "linked": _linked(found),
        "links": {"language": f"/ticket/{found.n}?lang={next(x for x in LANGUAGES if x != language)}"},
        "other": next(x for x in LANGUAGES if x != language), "can_log_out": not site.web.header,
    }  # fmt: skip
    return site.page("ticket.html", language, facts)


class Names:
    """Who writes and is written to, as the desk calls them: by address."""

    def __init__(self, found: Ticket, rules: Rules) -> None:
        self._known = {at.lower(): one.name for one in rules.colleagues for at in one.addresses}
        if found.requester is not None and found.requester.name:
            self._known.setdefault(found.requester.email, found.requester.name)

    def of(self, email: str) -> str:
        """Unknown ones are called by their address."""
        return self._known.get(email.lower(), email)


def _linked(found: Ticket) -> list[int]:
    merged = [found.merged_into] if found.merged_into is not None else []
    return list(dict.fromkeys([*merged, *found.linked, *found.merged_from]))


def _entries(story: JsonObject, names: Names, language: str) -> list[TimelineEntry]:
    """Oldest first: what came, then what it meant, then what was written."""
    found = [
        (one["at"], 0 if one["direction"] == "in" else 2, _mail(one, names, language)) for one in story["messages"]
    ]
    for event in story["events"]:
        words = happened(event, language)
        if words:
            found.append((event["at"], 1, TimelineEntry(datetime.fromisoformat(event["at"]), "event", "", words)))
    found += [(one["at"], 3, _letter(one, names, language)) for one in story["letters"]]
    return _joined([entry for *_, entry in sorted(found, key=lambda one: (one[0], one[1]))])


def _joined(entries: list[TimelineEntry]) -> list[TimelineEntry]:
    """The same letter to several colleagues is one line."""
    found: list[TimelineEntry] = []
    for entry in entries:
        last = found[-1] if found else None
        if last is not None and entry.kind == last.kind == "told" and entry.who == last.who:
            found[-1] = replace(last, to=f"{last.to}, {entry.to}")
        else:
            found.append(entry)
    return found


def _mail(one: JsonObject, names: Names, language: str) -> TimelineEntry:
    incoming = one["direction"] == "in"
    files = tuple(str(file["name"]) for file in one["attachments"])
    sender = str(one["from"] or "?") if incoming else ""
    who = names.of(sender) if incoming else letter_name(str(one["letter"]), language)
    said, below = ("", one["text"]) if not incoming and one["letter"] != "answer" else _parted(one["text"])
    kind, at = "mail" if incoming else "letter", datetime.fromisoformat(one["at"])
    return TimelineEntry(at, kind, who, said, files, ", ".join(one["to"]), below, sender)


def _parted(text: str) -> tuple[str, str]:
    """New words, and the quotation below them with the line that introduces it."""
    lines = text.strip("\n").split("\n")
    at = next((number for number, line in enumerate(lines) if line.startswith(">")), len(lines))
    above = at
    while above and not lines[above - 1].strip():
        above -= 1
    at = above - 1 if above and at < len(lines) and lines[above - 1].rstrip().endswith(":") else at
    said = "\n".join(lines[:at]).strip("\n")
    return said, "\n".join(lines[at:])


def _letter(one: JsonObject, names: Names, language: str) -> TimelineEntry:
    """A letter to colleagues is named; it tells again what stands above."""
    to = ", ".join(names.of(email) for email in one["to"])
    return TimelineEntry(datetime.fromisoformat(one["at"]), "told", letter_name(str(one["kind"]), language), "", to=to)
