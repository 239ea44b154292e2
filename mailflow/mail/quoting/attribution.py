"""Where a quotation begins in plain text: attribution lines, header blocks of Outlook and its kin, separator lines.

Every test looks at a few lines of bounded length, so that finding the beginning is linear however hostile the text is.
"""

from __future__ import annotations

import re

from mailflow.core.late import LatePattern
from mailflow.mail.quoting.words import (
    ADDRESS,
    CITING,
    DATE,
    FIRST_PERSON,
    FORM_DATES,
    FORWARDED,
    GLUED,
    LABEL,
    MOBILE,
    OPENER,
    ORIGINAL,
    ROLE,
    SENT,
    TIME,
    VERB,
)

MAX_LINE = 400  # characters of a line that may belong to an attribution
MAX_LINES = 5  # of one attribution

_TRIM = " \t\xa0*_-<>|\u200b\u200e\u200f\u202a\u202c\ufeff\ue001•=~"
_END = re.compile(r"[:：]\s{0,3}[*_\s-]{0,40}$|-{2,}\s{0,3}$|@[^<>]{1,120}>\s{0,2}$|[写寫]道\s{0,3}[:：,，。]?\s{0,3}$")
_LAST = frozenset(":：->*_道")
_SHARED = re.compile(r"(?:\s|^)-{0,6}\s?((?:On|Pada|Am|Le|El|Il|Op)\s(?=[^.!?]{0,40}\d).{5,300})$")
_BESIDE = re.compile(
    r"@[\w.-]{1,200}[>)\]\s\"']{1,4}(?:a |ezt |har |hat |님이 )?$"
)  # the address stands right before the verb
_DIGIT = re.compile(r"\d")


def quoted(line: str) -> bool:
    """A line that starts with the mark of quotation; `>>> http://… <<<` is an arrow somebody drew."""
    start = line[:12].lstrip(" \t\xa0")
    return start[:1] in (">", "\ue001") and not line.rstrip().endswith("<<<") and not line.startswith(">>> import")


def unmarked(line: str) -> str:
    """Without its mark of quotation."""
    return _MARK.sub("", line, count=1) if quoted(line) else line


_MARK = re.compile(r"^[ \t\xa0]{0,12}[>\ue001][ \t]?")
_BIDI = dict.fromkeys((*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def _logical(line: str) -> str:
    """A line without the marks that only steer its direction: Gmail puts them around addresses in Hebrew and Arabic."""
    return line if line.isascii() else line.translate(_BIDI)


_GROUPWISE = re.compile(r">>>\s[^>\n]{2,100}(?:<[^<>\n]{3,100}>)?[^>\n]{5,60}>>>\s{0,3}$")


def between_arrows(line: str) -> bool:
    """`>>> Ani 02/01/2024 10:00 >>>` of GroupWise, above a quotation without marks."""
    return (
        line.startswith(">>> ")
        and len(line) < 250
        and _GROUPWISE.match(line) is not None
        and DATE.search(line) is not None
        and TIME.search(line) is not None
    )


def ends(line: str) -> bool:
    """Whether a line may be the last of an attribution. Cheap for the many lines that are not."""
    bare = (line if line.isascii() else _logical(line)).rstrip()
    if bare[-1:] == ">" and "@" not in bare:
        return False  # the link most such lines end with
    if bare[-1:] in _LAST:
        return _END.search(bare[-200:]) is not None
    return "@" in bare and VERB.search(bare[-40:]) is not None


def attribution(lines: list[str], at: int) -> int:
    """How many lines from `at` are an attribution ("On …, X wrote:"); 0 when none begins here."""
    first = lines[at].strip(_TRIM)
    if not first or quoted(lines[at]) or len(lines[at]) > MAX_LINE:
        return 0
    joined = " "
    for count in range(1, MAX_LINES + 1):
        line = _logical(lines[at + count - 1]) if at + count <= len(lines) else ""
        if (
            not line.strip()
            or len(line) > MAX_LINE
            or (count > 1 and quoted(line) and not _splits_address(joined, line))
        ):
            break
        # a soft line break nobody decoded joins without a blank
        joined = (joined[:-1] if joined.endswith("=") else joined + " ") + line.strip()
        if ends(line):
            if _attributes(joined, count) and (count == 1 or _may_open(first)):
                follows = next((one for one in lines[at + count : at + count + 4] if one.strip()), None)
                if _believable(joined, follows):
                    return count
            elif count > 1 and _attributes(line.strip(), 1):
                break  # a complete one begins on this very line
    return 0


# Yahoo's programs on phones: the quotation begins on the attribution's own line, two or more blanks behind it
_GLUED = re.compile(r"(.{10,250}?<[^<>\s@]{1,64}@[^<>\s@]{1,190}>[^:<>@]{0,30}:)\s{2,8}\S")


# Notes: `Ani Wijaya ---02/01/2024 10:00:00---Halo desk`
_NOTES = re.compile(r"[^\d\n-][^\n]{1,80}? ---\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}[:.]\d{2}[^\n-]{0,12}---")


def begins_quotation(line: str) -> bool:
    """`On 22 Nov 2026 at 7:03, Ani<ani@x> wrote:   Hello`: date, address, verb, and behind them what was quoted."""
    if "---" in line and _NOTES.match(line) is not None:
        return True
    found = _GLUED.match(line[:1_000]) if "@" in line and ">" in line else None
    if found is None or not ends(found[1]):
        return False
    return DATE.search(found[1]) is not None and _attributes(found[1].strip(), 1)


def _may_open(first: str) -> bool:
    """Whether a line can be the first of several: it has the date, or the name before a folded address."""
    sentence = first[-1:] in ".!?…" and not re.search(r"(?:\d|\b[ap]\.\s?m)\.$", first)
    return not sentence and (
        DATE.search(first) is not None or "@" in first or OPENER.match(first) is not None or first[-1:] in ",<"
    )


def _splits_address(joined: str, line: str) -> bool:
    """`Name <\\n> a@b> wrote:`: some programs quote the second half of a folded address."""
    return joined.endswith("<") and ADDRESS.search(line) is not None


# Tuta: `16 Nov 2026, 09:10 by ani@toko.example:`
_TUTA = LatePattern(
    r"[\w.,/ -]{6,30}?,? \d{1,2}[:.]\d{2}(?: ?[AP]M)? "
    r"(?:by|von|oleh|par|por|da|door|av|af|przez|od|от) \S{1,64}@\S{3,190}",
    re.IGNORECASE,
)


def _attributes(joined: str, lines: int) -> bool:
    """Whether the text of these lines tells when or from whom the following was, and nothing else."""
    if len(joined) > 600:
        return False
    text = joined.strip(_TRIM).strip()
    ended = _END.search(joined) is not None
    if len(text) > MAX_LINE and "@" not in text:
        return False
    dated = (
        _DIGIT.search(text) is not None
        and DATE.search(text) is not None
        and (TIME.search(text) is not None or "@" in text)
    )
    address = "@" in text and ADDRESS.search(text) is not None
    verb = next(reversed(list(VERB.finditer(text, max(0, len(text) - 200)))), None)
    if verb is None:
        if address and lines <= 2 and CITING.match(text) is not None:
            return True
        if dated and _TUTA.fullmatch(text) is not None:
            return True
        # "2026-11-21 10:00 GMT+07:00 Name <a@b>:" and its kin in languages that leave the verb out
        at_end = (
            re.search(r"<\s?[^<>\s]{1,100}@[^<>]{1,100}>\s{0,2}[:：]?$|님[:：]?$|さん[:：]?$", joined.strip())
            is not None
        )
        return (
            dated
            and at_end
            and DATE.search(text[:45]) is not None
            and TIME.search(text) is not None
            and len(text) < 250
        )
    tail = text[verb.end() :].strip(" :：*_-<>\xa0.,，。")
    if not ended and not (tail == "" and dated and (address or OPENER.match(text))):
        return False
    if FIRST_PERSON.search(text[: verb.start()][-30:]):
        return False
    opens = OPENER.match(text) is not None or DATE.search(text[:30]) is not None
    if dated and opens:
        return len(tail) < 160 and not re.search(r"[.!?]\s+\w", tail)
    beside = dated or _BESIDE.search(text[: verb.start()]) is not None
    if address and (not tail or dated) and beside and len(text) < 250:
        # "Name <a@b> wrote:", "Name <a@b> schrieb am Fr., 28. Apr. 2017 um 11:53 Uhr:", "X <x@y> 于2026年…写道："
        return lines <= 3 and not re.search(r"[.!?;]\s+[A-Z]\w+ \w+ ", text[: verb.start()])
    if dated and lines <= 2 and len(text) < 160:
        return (
            re.search(r"^[^.!?:]{2,60}\s(?:wrote|schrieb|menulis|skrev)\s(?:on|am|at|pada|den)\b", text, re.IGNORECASE)
            is not None
        )
    return not tail and lines <= 2 and len(text) < 100 and "?" not in text


def _believable(joined: str, follows: str | None) -> bool:
    """ "John wrote:" alone is a sentence unless a quotation follows; a date with an address is not."""
    text = joined.strip(_TRIM)
    if DATE.search(text) is not None and TIME.search(text) is not None:
        return True
    verb = VERB.search(text)
    if verb is not None and _BESIDE.search(text[: verb.start()]) is not None:
        return True
    return follows is not None and quoted(follows)


def shared_line(line: str) -> int:
    """Where an attribution begins that shares its line with the answer ("ok On Wed, Apr 4, X wrote:"); -1 for none."""
    if len(line) > 1_000 or not ends(line):
        return -1
    found = _SHARED.search(line)
    if found is None or found.start(1) == 0 or not _attributes(found[1], 1) or not TIME.search(found[1]):
        return -1
    return found.start()


_SENT_FROM = re.compile(
    r"(?:sent from|dikirim dari|dihantar d|gesendet|envoyé de|get outlook|dapatkan outlook)", re.IGNORECASE
)


def glued_original(line: str) -> int:
    """Where a separator begins that runs into its head and the quotation on one line, with the mobile line before it;
    -1 for none."""
    if "----" not in line or (found := GLUED.search(line[:5_000])) is None:
        return -1
    above = line[max(0, found.start() - 100) : found.start()].rstrip()
    sent = next((one for one in _SENT_FROM.finditer(above) if MOBILE.match(above[one.start() :])), None)
    return found.start() - (len(line[max(0, found.start() - 100) : found.start()]) - sent.start() if sent else 0)


# the whole head on one line, as some pages become text: "From: Ani <ani@toko.example> Sent: …"
_BESIDE_FROM = re.compile(
    r"([^@]{0,60}[\w.+-]{1,60}@[\w.-]{1,80}>?)\s{1,4}\*{0,2}(sent|date|gesendet|datum|dikirim|tanggal|envoyé|date)\s?:"
    r"\s{0,3}\*{0,2}\s?(.{0,20}\d.{0,150})",
    re.IGNORECASE,
)


_SIGNS = (":", "--", "@", "__", "==", "|", "：", "\ue000", "—", "道", "件")


def suspects(lines: list[str]) -> list[bool]:
    """For each line whether it has any of the signs without which no quotation begins on it: a colon, an address, a
    drawn line. Most lines have none, and need not be asked the dearer questions; most texts have but two or three."""
    text = "\n".join(lines)
    signs = [sign for sign in _SIGNS if sign[0] in text and sign in text]  # one character is found ten times as fast
    return [any(map(line.__contains__, signs)) for line in lines] if signs else [False] * len(lines)


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
