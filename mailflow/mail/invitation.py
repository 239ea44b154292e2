"""A calendar invitation as one line of text (RFC 5545, RFC 5546): what, when, where. Language and zone are those of the
mail: the line is written before anybody knows who will read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailflow.core.lazy_regex import LazyPattern

LONGEST = 200_000  # characters that are read
_WIDE = 200  # characters of what or where
_SAID = {"REQUEST": "Undangan / Invitation", "CANCEL": "Dibatalkan / Cancelled", "ADD": "Undangan / Invitation"}
_EVENT = "Acara / Event"
_ANSWERS = ("REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH")  # written by programs about an invitation (nature.py)
_MOMENT = LazyPattern(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z?))?", re.ASCII)
_ZONE = LazyPattern(r"(?:^|;)TZID=\"?([^\";:]{1,80})", re.IGNORECASE)


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
    parts = (what, _when(event["DTSTART"], event.get("DTEND")), repeats, where)
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


def _when(start: tuple[str, str], end: tuple[str, str] | None) -> str:
    """Date, hours and zone as the calendar says them; what is no moment as it is written."""
    begins = _MOMENT.match(start[1].strip())
    if begins is None:
        return _words(start[1])
    day = "-".join(begins.group(1, 2, 3))
    if begins[4] is None:
        return day
    zone = _ZONE.search(start[0])
    named = " (UTC)" if begins[6] else f" ({_words(zone[1])})" if zone else ""
    ends = _MOMENT.match(end[1].strip()) if end else None
    until = ""
    if ends is not None and ends[4] is not None:
        other = "-".join(ends.group(1, 2, 3))
        until = f"–{ends[4]}:{ends[5]}" if other == day else f" – {other} {ends[4]}:{ends[5]}"
    return f"{day} {begins[4]}:{begins[5]}{until}{named}"


def _words(value: str) -> str:
    """Text of RFC 5545 §3.3.11 in one line."""
    plain = re.sub(r"\\([nN])|\\(.)", lambda found: " " if found[1] else found[2], value[: 4 * _WIDE])
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in plain).split())
    return words if len(words) <= _WIDE else words[: _WIDE - 1] + "…"
