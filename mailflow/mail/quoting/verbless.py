"""Forms of single programs that say when and by whom what follows was written, without a verb."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.quoting.words import TIME, has_date

_GROUPWISE = LazyPattern(r">>>\s[^>\n]{2,100}(?:<[^<>\n]{3,100}>)?[^>\n]{5,60}>>>\s{0,3}$")


def between_arrows(line: str) -> bool:
    """`>>> Ani 02/01/2024 10:00 >>>` of GroupWise, above a quotation without marks."""
    return (
        line.startswith(">>> ")
        and len(line) < 250
        and _GROUPWISE.match(line) is not None
        and has_date(line)
        and TIME.search(line) is not None
    )


def names_then_dates(line: str) -> bool:
    """`"Ani" ani@customer.example – 16 November 2026 pukul 09.10` of Nextcloud Mail: neither verb nor colon, the date
    as its reader's language writes it. Only what stands below tells it from a line of an author's own."""
    return named_and_dated(line) is not None


def named_and_dated(line: str) -> tuple[str, str] | None:
    """(name and address, date) of such a line."""
    if line.lstrip(" \t\xa0")[:1] != '"' or "@" not in line:
        return None
    found = _NEXTCLOUD.fullmatch(line.strip())
    return found and (f"{found[1]} <{found[2]}>", found[3])


_NEXTCLOUD = LazyPattern(
    r"(\"[^\"\n]{1,100}\") <?([^\s<>@]{1,64}@[^\s<>@]{1,190})>? – ((?=[^\n]{0,50}\d{4})[^\n]{6,60})"
)


def dates_then_names(text: str) -> bool:
    """Of a text that is dated: Tuta's form and mail.ru's, or mutt's with a stamp."""
    return _TUTA.fullmatch(text) is not None or _STAMPED.search(text) is not None


# Tuta: `16 Nov 2026, 09:10 by ani@x.example:`; mail.ru: `Senin, 16 November 2026, 09:10 +07:00 dari Ani ani@x.example:`
_TUTA = LazyPattern(
    r"[\w.,/ -]{6,30}?,? \d{1,2}[:.]\d{2}(?: ?[AP]M)?(?: [+-]\d{2}:?\d{2})? "
    r"(?:by|from|dari|von|oleh|par|por|de|da|door|av|af|przez|od|от|від) (?:[^<>@\n]{1,60} )?<?\S{1,64}@\S{3,190}",
    re.IGNORECASE,
)
# Mutt, by the configuration of many: `* Ani <ani@x.example> [2026-11-16 09:10]:`
_STAMPED = LazyPattern(r"<[^<>\s@]{1,64}@[^<>\s@]{3,190}> ?[\[(]\w[\w:., +/-]{7,40}[\])]:?")
