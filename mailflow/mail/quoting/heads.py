"""The head of a quoted mail, as Outlook and its kin write it above: From, Sent, To, Subject in any language; and the
lines that part old from new: "-----Original Message-----", "---------- Forwarded message ----------"."""

from __future__ import annotations

import re

from mailflow.mail.quoting.words import ADDRESS, DATE, FORM_DATES, FORWARDED, LABEL, ORIGINAL, ROLE, SENT, TIME

# the whole head on one line, as some pages become text: "From: Ani <ani@toko.example> Sent: …"
_BESIDE_FROM = re.compile(
    r"([^@]{0,60}[\w.+-]{1,60}@[\w.-]{1,80}>?)\s{1,4}\*{0,2}(sent|date|gesendet|datum|dikirim|tanggal|envoyé|date)\s?:"
    r"\s{0,3}\*{0,2}\s?(.{0,20}\d.{0,150})",
    re.IGNORECASE,
)


def header_block(lines: list[str], at: int) -> int:
    """How many lines from `at` are the head of a quoted mail (From/Sent/To/Subject in any language); 0 for none."""
    return head(lines, at)[0]


def head(lines: list[str], at: int) -> tuple[int, dict[str, str]]:
    """The same, and what the head says for each role."""
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
    """Whether labelled lines are the head of a mail, not a form somebody filled in ("Dari: Jakarta, Tanggal: 5 Mei"):
    an address in it, or the word only mail programs use for its date."""
    if len(roles) < 2:
        return False
    dated = "date" in roles and (DATE.search(roles["date"]) or TIME.search(roles["date"])) is not None
    written = " ".join(roles.get(role, "") for role in ("from", "to"))
    if "from" in roles:
        named = ADDRESS.search(written) is not None or "mailto" in written
        return named or (dated and len(roles) >= (3 if labels & SENT else 4) and not labels & FORM_DATES)
    return dated and "to" in roles and ADDRESS.search(written) is not None


def is_label(line: str) -> bool:
    """Whether a line is one of a head: `Sent: …`, `*Kepada:* …`."""
    return _label(line)[0] != ""


_CELLS = re.compile(r"\|\s{0,3}([^|\n]{1,25})\|\s{0,3}([^|\n]{0,500}?)\s{0,3}\|?\s{0,3}")  # NetEase draws a table


def _label(line: str) -> tuple[str, str, str]:
    """Role, value and label of a line like `*Dari:* Budi`, empty when it is none."""
    if len(line) > 700 or (":" not in line and "：" not in line and not line.startswith("|")):
        return "", "", ""
    colon = line.find(":")
    if line.startswith("|") and (cells := _CELLS.fullmatch(line)) is not None:
        label = cells[1].strip(" *_:：").casefold()
        return ROLE.get(label, ""), cells[2], label
    if "：" not in line and (colon > 45 or line.startswith("//", colon + 1)):
        return "", "", ""  # too far for a label, or a link's
    found = LABEL.match(line)
    if found is None:
        return "", "", ""
    label = found[1].strip(" *_").casefold()
    return ROLE.get(label, ""), found[2].strip(" *_"), label


def original(line: str) -> bool:
    """-----Original Message----- in any language, or the mark html.py leaves where a program's own quotation begins."""
    return line.startswith("\ue000") or (
        len(line) < 150 and ("--" in line or "__" in line or "—" in line or "‐‐" in line) and bool(ORIGINAL.match(line))
    )


def forwarded(line: str) -> bool:
    """---------- Forwarded message ---------- in any language."""
    framed = (
        "--" in line or "__" in line or "==" in line or "—" in line or line.rstrip(" *\xa0")[-1:] in ("：", ":", "件")
    )
    return framed and 6 < len(line) < 200 and FORWARDED.match(line) is not None
