"""What stands behind *block 17* and *trust 17*: the whole domain or the address alone, and until when."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.when.hasty import HASTY
from mailflow.core.when.vocabulary import UNTIL, UNTIL_SIGNS
from mailflow.lazy_dataclasses import dataclass

# Domains of which everybody may have an address: a word about one of them would be about all its users.
PUBLIC = frozenset(
    """gmail.com googlemail.com yahoo.com yahoo.co.id ymail.com rocketmail.com outlook.com outlook.co.id hotmail.com
    live.com msn.com icloud.com me.com mac.com aol.com gmx.com gmx.net gmx.de web.de mail.com mail.ru yandex.com
    proton.me protonmail.com zoho.com tutanota.com fastmail.com qq.com 163.com plasa.com telkom.net""".split()
)
_DOMAIN = LazyPattern(r"\b(?:se)?(?:domain(?:nya)?|organisasi(?:nya)?|organi[sz]ation)\b", re.IGNORECASE)
# "SMP" is a school, too, and a plain moment is found without a word before it.
_WORDS = "|".join(sorted(UNTIL | {hasty for hasty, word in HASTY.items() if word in UNTIL and hasty != "smp"}))
_UNTIL = LazyPattern(rf"\b(?:(?:sampai|sampe) dengan|(?:{_WORDS}|to|by)\b|{UNTIL_SIGNS})\s+(.{{1,60}})", re.IGNORECASE)
_FOR = LazyPattern(r"\b(?:selama|untuk|buat|for)\s+(.{1,60})", re.IGNORECASE)
# without a word before it: "30 hari", "seminggu", "selamanya"
_TIME = LazyPattern(
    r"\b(?:\d{1,4}\s*(?:hari|minggu|pekan|bulan|tahun|jam|days?|weeks?|months?|years?|hours?)"
    r"|se(?:hari|minggu|pekan|bulan|tahun)|besok|lusa|tomorrow|\d{4}-\d\d?-\d\d?|\d{1,2}[./-]\d{1,2}(?:[./-]\d{2,4})?"
    r"|\d{1,2}\s*(?:jan|feb|mar|apr|mei|may|jun|jul|agu|aug|sep|okt|oct|nov|des|dec)[a-z]{0,7}(?:\s\d{4})?"
    r"|selama-?lamanya|selamanya|seterusnya|permanen(?:t(?:ly)?)?|forever|always)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class SenderTerms:
    domain: bool  # all of its domain, not only the address
    until: str  # as written, without the word before it; "" when no end is named


def sender_terms(words: str) -> SenderTerms:
    """`domain sampai 31 Desember` → all of the domain, until "31 Desember"; `selama 2 hari` → "2 hari"."""
    found = _UNTIL.search(words) or _for(words)
    until = found[1] if found else bare[0] if (bare := _TIME.search(words)) else ""
    return SenderTerms(_DOMAIN.search(words) is not None, until.strip(" .,;"))


def _for(words: str) -> re.Match[str] | None:
    """*untuk* and *for* say a reason, too: "untuk promo"."""
    found = _FOR.search(words)
    return found if found and (found[0].lower().startswith("selama") or _TIME.search(found[1])) else None


def whose(address: str, terms: SenderTerms) -> str | None:
    """The sender the words are about: an address, or "@" and its domain; None when that domain is everybody's."""
    domain = address.casefold().rpartition("@")[2]
    if not terms.domain:
        return address.casefold()
    return None if domain in PUBLIC or domain.startswith(("gmail.", "yahoo.", "hotmail.", "outlook.")) else f"@{domain}"
