"""Rate limits: how much one address, or one organisation, may cause (`limits:` of rules.yaml), and what is counted.

`From` and Reply-To prove nothing: sixty mails with a forged address would cause sixty letters to its owner. So the
limit is on the mailbox a letter goes to, whoever caused it.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.message import Address
from mailflow.lazy_dataclasses import dataclass

_DOTS_MEAN_NOTHING = frozenset({"gmail.com", "googlemail.com"})


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many per clock hour, and per day (this hour and the 23 before it)."""

    hour: int
    day: int

    def allows(self, hour: int, day: int) -> bool:
        """Whether one more is allowed after so many in this hour and this day."""
        return hour < self.hour and day < self.day


Name = tuple[str, str]  # what is counted, of whom: ("mails-of-sender", "ani@mail.example")
Limited = tuple[Name, Rate]

IN_ANSWER, LATER = "letters-to", "letters-later-to"  # in answer to a mail; later, by a clock or a claim: counted apart
_SETTING = {
    IN_ANSWER: "addressee",
    LATER: "addressee",
    "letters-to-domain": "domain",
    "letters-elsewhere": "elsewhere",
    "letters-by-domain": "domain",
}


def beyond(rates: Sequence[Rate], counts: Sequence[tuple[int, int]]) -> int | None:
    """Index of the first limit that one more would exceed, from (count in this hour, in this day) for each."""
    both = enumerate(zip(rates, counts, strict=True))
    return next((at for at, (rate, count) in both if not rate.allows(*count)), None)


def letter_limit_reached(limited: Sequence[Limited], counts: Sequence[tuple[int, int]]) -> str | None:
    """The first limit one more letter would exceed, in words for the admin; None when it is allowed."""
    first = beyond([rate for _, rate in limited], counts)
    if first is None:
        return None
    (what, _), rate = limited[first]
    return f"limits.letters.{_SETTING[what]} ({rate.hour} an hour, {rate.day} a day) is reached"


@dataclass(frozen=True, slots=True)
class LetterLimits:
    """Limits for automatic letters to people outside. Acknowledgements and refusals are counted together, and so are
    the letters a clock or a claim causes; never answers, nor what closing sends."""

    addressee: Rate = Rate(20, 20)  # to one mailbox
    domain: Rate = Rate(20_000, 100_000)  # to one organisation: Gmail is one, and a backlog comes in one hour
    elsewhere: Rate = Rate(10, 30)  # by one organisation's mails that ask for answers at another's address


@dataclass(frozen=True, slots=True)
class MailLimits:
    """Limits for mails of people outside that have an effect: further ones are quarantined."""

    sender: Rate = Rate(200, 1_000)
    domain: Rate = Rate(20_000, 100_000)
    ticket: Rate = Rate(60, 200)  # for one ticket, whoever writes


@dataclass(frozen=True, slots=True)
class Limits:
    letters: LetterLimits = LetterLimits()
    mails: MailLimits = MailLimits()


def of_letter(
    limits: LetterLimits, to: Address | None, house: str, asked_by: str, group: str = IN_ANSWER
) -> list[Limited]:
    """The limits of one automatic letter to someone outside, and under which names it is counted; none for nobody.

    `house` is the reader's organisation, `asked_by` that of the author whose mail causes the letter, when only the
    author vouches for the address; "" when a form or a colleague does.
    """
    if to is None:
        return []
    found: list[Limited] = [
        ((group, mailbox(to.email)), limits.addressee),
        (("letters-to-domain", house), limits.domain),
    ]
    if asked_by not in ("", house):
        found += [(("letters-elsewhere", asked_by), limits.elsewhere), (("letters-by-domain", asked_by), limits.domain)]
    return found


def mailbox(address: str) -> str:
    """A canonical form of the address: without plus tag, and without dots where the provider ignores them."""
    local, _, domain = address.casefold().rpartition("@")
    local = local.split("+", 1)[0]
    return f"{local.replace('.', '') if domain in _DOTS_MEAN_NOTHING else local}@{domain}"
