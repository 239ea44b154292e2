"""Where a quotation begins in plain text: attribution lines, header blocks of Outlook and similar programs, separator
lines.

Every test examines a few lines of limited length, so that finding the beginning is linear for any text.
"""

from __future__ import annotations

import re
from functools import lru_cache

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.quoting.verbless import dates_then_names, names_then_dates
from mailflow.mail.quoting.words import ADDRESS, CITING, DATE, FIRST_PERSON, OPENER, TIME, VERB, has_date

MAX_LINE = 400  # characters of a line that may belong to an attribution
MAX_LINES = 5  # of one attribution

_TRIM = " \t\xa0*_-<>|\u200b\u200e\u200f\u202a\u202c\ufeff\ue001•=~"
_END = LazyPattern(
    r"[:：]\s{0,3}[*_\s-]{0,40}$|-{2,}\s{0,3}$|@[^<>]{1,120}>\s{0,2}$|[写寫]道\s{0,3}[:：,，。]?\s{0,3}$"
)
_LAST = frozenset(":：->*_道")
_SHARED = LazyPattern(r"(?:\s|^)-{0,6}\s?((?:On|Pada|Am|Le|El|Il|Op)\s(?=[^.!?]{0,40}\d).{5,300})$")
_BESIDE = LazyPattern(
    r"@[\w.-]{1,200}[>)\]\s\"']{1,4}(?:a |ezt |har |hat |님이 )?$"
)  # the address stands right before the verb
_DIGIT = LazyPattern(r"\d")


def quoted(line: str) -> bool:
    """A line that starts with a quotation mark (`>`); `>>> http://… <<<` is only a drawn arrow."""
    start = line[:12].lstrip(" \t\xa0")
    return start[:1] in (">", "\ue001") and not line.rstrip().endswith("<<<") and not line.startswith(">>> import")


def unmarked(line: str) -> str:
    """The line without its quotation marks."""
    return _MARK.sub("", line, count=1) if quoted(line) else line


_MARK = LazyPattern(r"^[ \t\xa0]{0,12}[>\ue001][ \t]?")
_BIDI = dict.fromkeys((*range(0x200E, 0x2010), *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def _logical(line: str) -> str:
    """A line without direction marks: Gmail puts them around addresses in Hebrew and Arabic."""
    return line if line.isascii() else line.translate(_BIDI)


def ends(line: str) -> bool:
    """Whether a line may be the last of an attribution. Fast for the many lines that are not."""
    bare = (line if line.isascii() else _logical(line)).rstrip()
    if bare[-1:] == ">" and "@" not in bare:
        return False  # a link, as at the end of most such lines
    if bare[-1:] in _LAST:
        return _END.search(bare[-200:]) is not None
    return "@" in bare and (VERB.is_in(bare[-40:]) or names_then_dates(bare))


def attribution(lines: list[str], at: int) -> int:
    """How many lines from `at` are an attribution ("On …, X wrote:"); 0 when none begins here."""
    if quoted(lines[at]) or not lines[at].strip(_TRIM) or len(lines[at]) > MAX_LINE:
        return 0
    if names_then_dates(lines[at]) and _is_quoted_below(lines, at + 1):
        return 1
    joined, count = " ", 0
    while (more := _continued(lines, at + count, joined)) and count + more <= MAX_LINES:
        count += more
        line = _logical(lines[at + count - 1])
        joined = _join(joined, line.strip())
        if not ends(line) or (_is_open(joined) and _closes(lines, at + count)):
            continue
        if _attributes(joined) and (count == 1 or _may_open(lines[at], lines[at + 1], joined)):
            if _believable(joined, _is_quoted_below(lines, at + count)):
                return 0 if _opens_later(lines, at, count) else count
        elif count > 1 and _attributes(line.strip()):
            break  # a complete one begins on this line
    return 0


def _is_quoted_below(lines: list[str], at: int) -> bool:
    """Whether the next text from `at` on is a quotation."""
    return next((quoted(one) for one in lines[at : at + 4] if one.strip()), False)


def _continued(lines: list[str], at: int, joined: str) -> int:
    """How many more lines an attribution has that reads `joined` so far: 2 across a blank line, as Polymail puts one
    between name and address; 0 when it ends here."""
    line = lines[at] if at < len(lines) else ""
    if not line.strip():
        return 2 if parts_name(lines, at) and has_date(joined) else 0
    if len(line) > MAX_LINE:
        return 0
    return 1 if joined == " " or not quoted(line) or _splits_address(joined, line) else 0


def parts_name(lines: list[str], at: int) -> bool:
    """Whether the blank line `at` only separates a name from its address in brackets below."""
    return at + 1 < len(lines) and lines[at + 1].lstrip(" \t*_")[:1] == "<"


def _join(joined: str, line: str) -> str:
    """Undecoded soft line breaks, and those beside a bracket, are joined without a blank."""
    if joined.endswith("="):
        return joined[:-1] + line
    return joined + line if joined.endswith("<") or (line[:1] == ">" and _is_open(joined)) else f"{joined} {line}"


def _is_open(joined: str) -> bool:
    """Whether an address has begun whose bracket is not closed yet."""
    return joined.count("<") > joined.count(">")


def _closes(lines: list[str], at: int) -> bool:
    return at < len(lines) and lines[at].lstrip()[:1] == ">"


def _splits_address(joined: str, line: str) -> bool:
    """`Name <a@b\n> wrote:` as broken by Gmail at its margin, and `Name <\n> a@b> wrote:`: some programs quote the
    second half of a folded address."""
    return _is_open(joined) and ("@" in joined[joined.rfind("<") :] or ADDRESS.search(line) is not None)


def _opens_later(lines: list[str], at: int, count: int) -> bool:
    """Whether the first of these lines only precedes an attribution, and has a date of its own."""
    for later in range(1, count):
        part = _logical(" ".join(lines[at + later : at + count]))
        above = _logical(" ".join(lines[at : at + later]))
        said = _is_said(above)
        opens = said or ((OPENER.begins(part) or has_date(part[:30])) and has_date(part))
        inside = part[:1] == "<" or _is_open(above) or ("@" in above and _BY_NAME.search(above) is not None)
        if opens and not inside and not _only_begins(above, part) and attribution(lines, at + later):
            return True
    return False


def _is_said(above: str) -> bool:
    """Words as in a sentence, and no beginning of an attribution: the author's own, directly above one."""
    if "@" in above or OPENER.begins(above) or has_date(above) or _HOUR.search(above):
        return False
    return any(word.isascii() and word[:1].islower() for word in above.split())


def _only_begins(above: str, part: str) -> bool:
    """`On Mon,` or `Pada tanggal` above `2 Nov 2026 …`: wrapped by a narrow program, and not the author's words."""
    words = above.split()
    if not words or len(words) > MOST_BEGINNING or not all(_BEGINS.fullmatch(word) for word in words[1:]):
        return False
    if not OPENER.begins(words[0]) and not OPENER.begins(above):
        return False
    return len(words) == 1 or not OPENER.begins(part) or all(OPENER.fullmatch(word) for word in words)


MOST_BEGINNING = 5  # words: "Il giorno lun", "Vào 09:15, Th 2, 2"
_BEGINS = LazyPattern(r"(?:[^\s\d]{1,14}|\d{1,4}|\d{1,2}[:.]\d{2})[.,،]{0,2}")  # a weekday, a number, the hour
_BY_NAME = LazyPattern(r">\)?[\s,]{0,3}\S{0,4}\s{0,3}$")  # `Name <a@b>,` above the date: part of the attribution


# Yahoo on phones: the quotation begins on the attribution's line, after two or more blanks
_GLUED = LazyPattern(r"(.{10,250}?<[^<>\s@]{1,64}@[^<>\s@]{1,190}>[^:<>@]{0,30}:)\s{2,8}\S")


# Notes: `Ani Wijaya ---02/01/2024 10:00:00---Halo desk`
_NOTES = LazyPattern(r"[^\d\n-][^\n]{1,80}? ---\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},? \d{1,2}[:.]\d{2}[^\n-]{0,12}---")


def begins_quotation(line: str) -> bool:
    """`On 22 Nov 2026 at 7:03, Ani<ani@x> wrote:   Hello`: date, address, verb, followed by the quoted text."""
    if "---" in line and _NOTES.match(line) is not None:
        return True
    found = _GLUED.match(line[:1_000]) if "@" in line and ">" in line else None
    if found is None or not ends(found[1]):
        return False
    return has_date(found[1]) and _attributes(found[1].strip())


def _may_open(line: str, following: str, joined: str) -> bool:
    """Whether a line can be the first of several: it contains the date, or the name before a folded address."""
    first = line.strip(_TRIM)
    if _is_open(line):
        return True
    named = _is_dated(first) or (_is_dated(joined) and not any(word[0].islower() for word in first.split()))
    if named and following.lstrip()[:1] in ("<", "("):
        return True
    if first[-1:] in ".!?…" and not _abbreviates(first, following) and not _names_only(first):
        return False
    return has_date(first) or "@" in first or first[-1:] in ",<" or OPENER.begins(first) or _is_dated(joined)


def _abbreviates(first: str, following: str) -> bool:
    """The full stop at its end belongs to "nov.", "a.m.", "Jr.", a month, or the word before an hour."""
    if _SHORT.search(first) is not None or _only_begins(first, following.strip()):
        return True
    dated = next(reversed(list(DATE.finditer(first))), None)
    return dated is not None and (first[dated.end() :] in ("", ".") or following.lstrip()[:1].isdigit())


def _names_only(first: str) -> bool:
    """Whether only names follow the hour: no verb, so a full stop ends no sentence."""
    hour = next(reversed(list(_HOUR.finditer(first))), None)
    return hour is not None and _is_dated(first) and not any(w[0].islower() for w in first[hour.end() :].split()[1:])


# Allowed before a full stop ending an attribution's first line: a number, "a.m.", "S.Kom.", "Tbk.", "Jr.", "nov."
_SHORT = LazyPattern(r"(?:\d|\b[ap]\.\s?m|\.\w{1,4}|\b[A-Z]\w{0,4}|\b(?:[^\W\d]{1,2}|\w{3}))\.$")


@lru_cache(maxsize=512)  # a reply is read up to three times: 1.0 % of conversations (bench/caches.py)
def _attributes(joined: str) -> bool:
    """Whether this text only says when, or by whom, the following was written."""
    text = joined.strip(_TRIM).strip()
    if len(joined) > 600 or (len(text) > MAX_LINE and "@" not in text):
        return False
    if len(text) > 300 and not OPENER.begins(text) and not has_date(text[:45]):
        return False  # no form without a leading date is so long
    if len(text) > 100 and "@" not in text and _DIGIT.search(text) is None:
        return False
    verb = next(reversed(list(VERB.finditer(text, max(0, len(text) - 200)))), None)
    return _without_verb(joined, text) if verb is None else _with_verb(joined, text, verb)


def _is_dated(text: str) -> bool:
    """A date with a time or an address; or, in any script, a year and an hour."""
    if has_date(text):
        return TIME.search(text) is not None or "@" in text
    bare = _BRACKETS.sub("", text)
    return _YEAR.search(bare) is not None and _HOUR.search(bare) is not None


_BRACKETS = LazyPattern(r"[<(][^<>()@]{0,100}@[^<>()]{0,200}[>)]")
_YEAR = LazyPattern(r"(?<!\d)\d{4}(?!\d)")
_HOUR = LazyPattern(r"(?<!\d)\d{1,2}\s?[:.h]\s?\d{2}(?!\d)")


def _is_addressed(text: str) -> bool:
    return "@" in text and ADDRESS.search(text) is not None


def _without_verb(joined: str, text: str) -> bool:
    """ "2026-11-21 10:00 GMT+07:00 Name <a@b>:" and similar, in languages that omit the verb."""
    dated = _DIGIT.search(text) is not None and _is_dated(text)
    if _is_addressed(text) and CITING.match(text) is not None:
        return True
    if dated and dates_then_names(text):
        return True
    if not dated or len(text) >= 300:
        return False
    early = has_date(text[:45]) and TIME.search(text) is not None
    return _ADDRESS_ENDS.search(joined.strip()) is not None and (early or OPENER.begins(text))


_ADDRESS_ENDS = LazyPattern(r"<\s?[^<>\s]{1,100}@[^<>]{1,100}>\s{0,2}[:：]?$|님[:：]?$|さん[:：]?$")


def _with_verb(joined: str, text: str, verb: re.Match[str]) -> bool:
    dated = _DIGIT.search(text) is not None and _is_dated(text)
    opener = OPENER.begins(text)
    before, tail = text[: verb.start()], text[verb.end() :].strip(" :：*_-<>()\xa0.,，。")
    if _END.search(joined) is None and not (tail == "" and dated and (_is_addressed(text) or opener)):
        return False
    if FIRST_PERSON.search(before[-30:]):
        return False
    if dated and (opener or has_date(text[:30])):
        return len(tail) < 160 and (_names(tail) or not _SENTENCE_ENDS.search(tail))
    if (
        _is_addressed(text)
        and (not tail or dated)
        and (dated or _BESIDE.search(before) is not None)
        and len(text) < 300
    ):
        # "Name <a@b> wrote:", "Name <a@b> schrieb am Fr., 28. Apr. 2017 um 11:53 Uhr:", "X <x@y> 于2026年…写道："
        return not re.search(r"[a-z]{4}[.!?;]\s+[A-Z]\w+ \w+ ", before)
    if dated and len(text) < 160:
        return _WROTE_ON.search(text) is not None
    return not tail and len(text) < 100 and "?" not in text


_SENTENCE_ENDS = LazyPattern(r"[^\W\d_]{4}[.!?]\s+\w")
_NAMED = LazyPattern(r"(?:[^\W\d_][^\s<>@]{0,30}\s){1,6}<?[^<>\s@]{1,64}@[^<>\s@]{3,190}")


def _names(tail: str) -> bool:
    """ "iDuHelp! Offline <help@desk.example": a name may have a mark, as no more than its address follows."""
    return _NAMED.fullmatch(tail) is not None


_WROTE_ON = LazyPattern(r"^[^.!?:]{2,60}\s(?:wrote|schrieb|menulis|skrev)\s(?:on|am|at|pada|den)\b", re.IGNORECASE)


def _believable(joined: str, quotes: bool) -> bool:
    """ "John wrote:" alone is a sentence unless a quotation follows; a date with an address is an attribution."""
    text = joined.strip(_TRIM)
    if has_date(text) and TIME.search(text) is not None:
        return True
    if _is_addressed(text) and _is_dated(text):
        return True
    verb = VERB.search(text)
    if verb is not None and _BESIDE.search(text[: verb.start()]) is not None:
        return True
    return quotes


def shared_line(line: str) -> int:
    """Where an attribution begins on the same line as the answer ("ok On Wed, Apr 4, X wrote:"); -1 for none."""
    if len(line) > 1_000 or not ends(line):
        return -1
    found = _SHARED.search(line)
    if found is None or found.start(1) == 0 or not _attributes(found[1]) or not TIME.search(found[1]):
        return -1
    return found.start()


_SIGNS = (":", "--", "@", "__", "==", "|", "：", "\ue000", "—", "道", "件")


def suspects(lines: list[str], asked: list[int]) -> list[bool]:
    """For each line that is asked about whether it has any sign of a quotation's beginning: a colon, an address, a
    drawn line. Most lines have none, and skip the slower tests; most texts have two or three."""
    found = [False] * len(lines)
    text = "\n".join([lines[index] for index in asked])
    signs = [sign for sign in _SIGNS if sign in text]
    for index in asked if signs else ():
        found[index] = any(map(lines[index].__contains__, signs))
    return found
