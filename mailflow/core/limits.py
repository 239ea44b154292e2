"""How much one address, or one organisation, may cause: `limits:` of rules.yaml, and whom a count is about.

`From` and Reply-To prove nothing: whoever writes sixty mails with another's address in them has us write sixty letters
to that person. So what counts is the mailbox a letter goes to, whoever asked for it.
"""

from __future__ import annotations

from dataclasses import dataclass

_DOTS_MEAN_NOTHING = frozenset({"gmail.com", "googlemail.com"})


@dataclass(frozen=True, slots=True)
class Rate:
    """At most so many. An hour is one of the clock, a day this one and the 23 before it."""

    hour: int
    day: int

    def allows(self, hour: int, day: int) -> bool:
        """One more, after so many in this hour and this day."""
        return hour < self.hour and day < self.day


@dataclass(frozen=True, slots=True)
class LetterLimits:
    """Automatic letters to people outside: acknowledgements, refusals."""

    addressee: Rate = Rate(10, 20)  # to one mailbox
    domain: Rate = Rate(2_000, 10_000)  # to one organisation; a campus, or Gmail, is thousands of people
    elsewhere: Rate = Rate(10, 30)  # by one organisation's mails that ask for answers at another's address


@dataclass(frozen=True, slots=True)
class MailLimits:
    """Mails of people outside that do something: what comes beyond is held."""

    sender: Rate = Rate(60, 300)
    domain: Rate = Rate(2_000, 10_000)
    ticket: Rate = Rate(20, 60)  # for one ticket, whoever writes


@dataclass(frozen=True, slots=True)
class Limits:
    letters: LetterLimits = LetterLimits()
    mails: MailLimits = MailLimits()


def mailbox(address: str) -> str:
    """One mailbox under all its names: without plus tag, and without dots where they mean nothing."""
    local, _, domain = address.casefold().rpartition("@")
    local = local.split("+", 1)[0]
    return f"{local.replace('.', '') if domain in _DOTS_MEAN_NOTHING else local}@{domain}"
