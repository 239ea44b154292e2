"""Rate limits: how much one address, or one organisation, may cause (`limits:` of rules.yaml), and what is counted.

`From` and Reply-To prove nothing: sixty mails with a forged address would cause sixty letters to its owner. So the
limit is on the mailbox a letter goes to, whoever caused it.
"""

from __future__ import annotations

from dataclasses import dataclass

_DOTS_MEAN_NOTHING = frozenset({"gmail.com", "googlemail.com"})


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many per clock hour, and per day (this hour and the 23 before it)."""

    hour: int
    day: int

    def allows(self, hour: int, day: int) -> bool:
        """Whether one more is allowed after so many in this hour and this day."""
        return hour < self.hour and day < self.day


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


def mailbox(address: str) -> str:
    """A canonical form of the address: without plus tag, and without dots where the provider ignores them."""
    local, _, domain = address.casefold().rpartition("@")
    local = local.split("+", 1)[0]
    return f"{local.replace('.', '') if domain in _DOTS_MEAN_NOTHING else local}@{domain}"
