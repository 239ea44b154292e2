"""The header block of a quoted mail, as written by Outlook and similar programs: From, Sent, To, Subject in any
language; and separator lines: "-----Original Message-----", "---------- Forwarded message ----------"."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.quoting.words import (
    ADDRESS,
    FORM_DATES,
    FORWARDED,
    LABEL,
    ORIGINAL,
    ROLE,
    SENT,
    TIME,
    UNFRAMED,
    has_date,
)

# the whole block on one line, as after some conversions to text: "From: Ani <ani@toko.example> Sent: …"
_BESIDE_FROM = LazyPattern(
    r"([^@]{0,60}[\w.+-]{1,60}@[\w.-]{1,80}>?)\s{1,4}\*{0,2}(sent|date|gesendet|datum|dikirim|tanggal|envoyé|date)\s?:"
    r"\s{0,3}\*{0,2}\s?(.{0,20}\d.{0,150})",
    re.IGNORECASE,
)


def header_block(lines: list[str], at: int) -> int:
    """How many lines from `at` are a header block of a quoted mail (From/Sent/To/Subject in any language); 0 for
    none."""
    return head(lines, at)[0]


def head(lines: list[str], at: int) -> tuple[int, dict[str, str]]:
    """The same, with the value of each role."""
    role, value, label = _label(lines[at])
    if role not in ("from", "date", "subject", "to"):
        return 0, {}
    if role == "from" and (beside := _BESIDE_FROM.fullmatch(value)) is not None:
        return 1, {"from": beside[1], "date": beside[3]}
    roles, labels = {role: value}, {label}
    last, loose = at, 0
    for index in range(at + 1, min(at + 14, len(lines))):
        line = lines[index]
        role, value, label = _label(line)
        if role and role not in roles:
            roles[role] = value
            labels.add(label)
            last, loose = index, 0
            continue
        loose += 1
        if loose > (2 if len(roles) < 3 else 1) or (not line.strip() and len(roles) >= 3):
            break
    return (last - at + 1, roles) if _is_head(roles, labels) else (0, {})


def _is_head(roles: dict[str, str], labels: set[str]) -> bool:
    """Whether labelled lines are a mail's header block, not a filled-in form ("Dari: Jakarta, Tanggal: 5 Mei"): there
    is an address, or a date label that only mail programs use."""
    if len(roles) < 2:
        return False
    dated = "date" in roles and (has_date(roles["date"]) or TIME.search(roles["date"]) is not None)
    written = " ".join(roles.get(role, "") for role in ("from", "to"))
    if "from" in roles:
        named = ADDRESS.search(written) is not None or "mailto" in written
        return named or (dated and len(roles) >= (3 if labels & SENT else 4) and not labels & FORM_DATES)
    return dated and "to" in roles and ADDRESS.search(written) is not None


def is_label(line: str) -> bool:
    """Whether a line is one of a header block: `Sent: …`, `*Kepada:* …`."""
    return _label(line)[0] != ""


_CELLS = LazyPattern(r"\|\s{0,3}([^|\n]{1,25})\|\s{0,3}([^|\n]{0,500}?)\s{0,3}\|?\s{0,3}")  # NetEase draws a table


def _label(line: str) -> tuple[str, str, str]:
    """(role, value, label) of a line like `*Dari:* Budi`, empty strings when it is none."""
    if len(line) > 700 or (":" not in line and "：" not in line and not line.startswith("|")):
        return "", "", ""
    colon = line.find(":")
    if line.startswith("|") and (cells := _CELLS.fullmatch(line)) is not None:
        label = cells[1].strip(" *_:：").casefold()
        return ROLE.get(label, ""), cells[2], label
    if "：" not in line and (colon > 45 or line.startswith("//", colon + 1)):
        return "", "", ""  # too far right for a label, or the colon of a URL
    found = LABEL.match(line)
    if found is None:
        return "", "", ""
    label = found[1].strip(" *_").casefold()
    return ROLE.get(label, ""), found[2].strip(" *_"), label


def original(line: str) -> bool:
    """-----Original Message----- in any language, or the mark html.py leaves where a program's own quotation begins."""
    framed = len(line) < 150 and ("--" in line or "__" in line or "—" in line or "‐‐" in line)
    return line.startswith("\ue000") or (framed and _says(line) and ORIGINAL.match(line) is not None)


def names_original(line: str) -> bool:
    """ "Original Message" without strokes around it."""
    return len(line) < 60 and UNFRAMED.match(line) is not None


def _says(line: str) -> bool:
    """Whether anything is written between the strokes: below a line that is only drawn, both patterns would look for
    their words at each of them."""
    return line.strip(" \t\xa0*_>|-=—:") != ""


def forwarded(line: str) -> bool:
    """---------- Forwarded message ---------- in any language."""
    framed = (
        "--" in line or "__" in line or "==" in line or "—" in line or line.rstrip(" *\xa0")[-1:] in ("：", ":", "件")
    )
    return framed and 6 < len(line) < 200 and _says(line) and FORWARDED.match(line) is not None
