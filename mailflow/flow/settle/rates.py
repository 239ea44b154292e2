"""Enforces `limits.mails` of rules.yaml: how many mails of a stranger may have an effect."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.limits import MailLimits, Name, Rate, beyond
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import meta
from mailflow.store.mail import tally

_FORGOTTEN = "tally"  # in meta: the hour in which old counts were last taken away


def forget_if_due(parts: Parts) -> None:
    """Once an hour, delete counters no limit uses any more. Opens its own transaction."""
    hour = str(tally.hour_of(parts.clock.now()))
    if meta.get(parts.db, _FORGOTTEN) != hour:
        with parts.db.transaction(exclusive=False, quiet=True):
            tally.forget(parts.db, parts.clock.now())
            meta.put(parts.db, _FORGOTTEN, hour)


@dataclass(frozen=True, slots=True)
class Excess:
    """The limit a mail exceeds."""

    what: str  # sender | domain | ticket
    who: str  # as shown to people
    rate: Rate


@dataclass(frozen=True, slots=True)
class Stranger:
    """A person outside whose mail has an effect."""

    address: str  # "" when unknown
    proven: bool  # a forger must not use up what the real one may send
    mailbox: str  # the address in its canonical form
    house: str  # organisational domain


Counted = tuple[str, str, str, Rate]  # what, name shown, key counted, its limit


def _of_mail(limits: MailLimits, author: Stranger, ticket: Ticket | None) -> list[Counted]:
    """The narrowest limit first."""
    sure = "proven" if author.proven else "said to be"
    found = [
        ("sender", author.address, f"{sure} {author.mailbox}", limits.sender),
        ("domain", f"@{author.house}", f"{sure} {author.house}", limits.domain),
    ]
    return found if ticket is None else [*found, ("ticket", f"#{ticket.number}", str(ticket.n), limits.ticket)]


def exceeded(parts: Parts, author: Stranger, ticket: Ticket | None, at: datetime) -> Excess | None:
    """The first limit that one more mail of this author, for this ticket, would exceed."""
    counted = _of_mail(parts.rules.limits.mails, author, ticket)
    names, rates = _names(counted), [rate for *_, rate in counted]
    first = beyond(rates, tally.counts(parts.db, names, at))
    return None if first is None else Excess(counted[first][0], counted[first][1], rates[first])


def names_of(parts: Parts, author: Stranger, ticket: Ticket | None) -> list[Name]:
    """Under which names a mail that has an effect is counted."""
    return _names(_of_mail(parts.rules.limits.mails, author, ticket))


def _names(counted: list[Counted]) -> list[Name]:
    return [(f"mails-of-{what}", key) for what, _, key, _ in counted]
