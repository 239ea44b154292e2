"""A calendar invitation as one line of text (RFC 5545, RFC 5546): what, when, where. Language and zone are those of the
mail: the line is written before anybody knows who will read it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from mailflow.core.lazy_regex import LazyPattern

LONGEST = 200_000  # characters that are read
_WIDE = 200  # characters of what or where
_SAID = {"REQUEST": "Undangan / Invitation", "CANCEL": "Dibatalkan / Cancelled", "ADD": "Undangan / Invitation"}
_EVENT = "Acara / Event"
_ANSWERS = ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH")  # written by programs about an invitation (nature.py)
_MOMENT = LazyPattern(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?", re.ASCII)
# Exchange: TZID="(UTC+07:00) Bangkok, Hanoi, Jakarta"; quoted, since it has a colon (RFC 5545 §3.2)
_ZONE = LazyPattern(r"(?:^|;)TZID=(?:\"([^\"]{1,80})\"|([^\";:]{1,80}))", re.IGNORECASE)
_LASTS = LazyPattern(
    r"\+?P(?:(\d{1,2})W)?(?:(\d{1,3})D)?(?:T(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:\d{1,5}S)?)?", re.ASCII | re.IGNORECASE
)


def line_of(text: str) -> str:
    """ "Undangan / Invitation: Rapat, 2026-12-01 10:00–11:00 (Asia/Jakarta), Ruang 3"; "" for no invitation."""
    method, event = "", dict[str, tuple[str, str]]()
    inside: list[str] = []
    for name, parameters, value in _fields(text[:LONGEST]):
        if name == "BEGIN":
            inside.append(value.upper())
        elif name == "END":
            if inside and inside.pop() == "VEVENT":
                break
        elif name == "METHOD" and inside == ["VCALENDAR"]:
            method = value.strip().upper()
        elif inside and inside[-1] == "VEVENT":
            event.setdefault(name, (parameters, value))
    if "DTSTART" not in event or method in _ANSWERS:
        return ""
    what, where = (_words(event.get(name, ("", ""))[1]) for name in ("SUMMARY", "LOCATION"))
    repeats = "berulang / repeats" if "RRULE" in event else ""
    end = event.get("DTEND") or _after(event["DTSTART"], event.get("DURATION", ("", ""))[1])
    parts = (what, _when(event["DTSTART"], end), repeats, where)
    return f"{_SAID.get(method, _EVENT)}: {', '.join(part for part in parts if part)}"


def _fields(text: str) -> Iterator[tuple[str, str, str]]:
    """(NAME, parameters, value); a line that begins with a blank goes on with the one before (RFC 5545 §3.1)."""
    for line in re.sub(r"\n[ \t]", "", text.replace("\r\n", "\n")).split("\n"):
        head, colon, value = _parted(line)
        name, _, parameters = head.partition(";")
        if colon:
            yield name.strip().upper(), parameters, value


def _parted(line: str) -> tuple[str, str, str]:
    """At the first colon outside quotes."""
    quoted = False
    for at, sign in enumerate(line[:1_000]):
        quoted ^= sign == '"'
        if sign == ":" and not quoted:
            return line[:at], ":", line[at + 1 :]
    return line, "", ""


def _after(start: tuple[str, str], lasts: str) -> tuple[str, str] | None:
    """The end of an event that says how long it lasts instead (RFC 5545 §3.6.1)."""
    length = _LASTS.fullmatch(lasts.strip())
    if length is None:
        return None
    weeks, days, hours, minutes = (int(number or 0) for number in length.groups())
    form = "%Y%m%dT%H%M%S" if "T" in start[1].upper() else "%Y%m%d"
    try:
        begins = datetime.strptime(start[1].strip().upper().rstrip("Z"), form)  # noqa: DTZ007 - its zone goes along
        ends = begins + timedelta(weeks=weeks, days=days, hours=hours, minutes=minutes)
    except (ValueError, OverflowError):
        return None
    return start[0], ends.strftime(form) + start[1].strip()[15:]


def _when(start: tuple[str, str], end: tuple[str, str] | None) -> str:
    """Date, hours and zone as the calendar says them; what is no moment as it is written."""
    begins, ends = _MOMENT.match(start[1].strip()), _MOMENT.match(end[1].strip()) if end else None
    if begins is None:
        return _words(start[1])
    day = "-".join(begins.group(1, 2, 3))
    if begins[4] is None:
        last = _day_before(ends) if ends else day
        return f"{day} – {last}" if last > day else day
    zone = _zone(start[0], begins)
    if end is None or ends is None or ends[4] is None:
        return f"{day} {begins[4]}:{begins[5]}{zone}"
    elsewhere = _zone(end[0], ends)
    other = "-".join(ends.group(1, 2, 3))
    until = f"{ends[4]}:{ends[5]}{elsewhere}"
    between = zone if zone != elsewhere else ""  # a journey ends in another zone
    joined = f" – {other} {until}" if other != day else f" – {until}" if between else f"–{until}"
    return f"{day} {begins[4]}:{begins[5]}{between}{joined}"


def _zone(parameters: str, moment: re.Match[str]) -> str:
    found = _ZONE.search(parameters)
    return " (UTC)" if moment[6] else f" ({_words(found[1] or found[2])})" if found else ""


def _day_before(ends: re.Match[str]) -> str:
    """The last day of an event of whole days: DTEND is the day after it (RFC 5545 §3.6.1)."""
    try:
        return (date(int(ends[1]), int(ends[2]), int(ends[3])) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return ""


def _words(value: str) -> str:
    """Text of RFC 5545 §3.3.11 in one line."""
    plain = re.sub(r"\\([nN])|\\(.)", lambda found: " " if found[1] else found[2], value[: 4 * _WIDE])
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())
    return words if len(words) <= _WIDE else words[: _WIDE - 1] + "…"
