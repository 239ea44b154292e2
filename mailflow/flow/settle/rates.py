"""Enforces `limits.mails` of rules.yaml: how many mails of a stranger may have an effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from mailflow.core.limits import Rate, mailbox
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.letter_limits import organisation
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
    ticket: Ticket | None

    @property
    def kinds(self) -> tuple[tuple[str, str, str, Callable[[Rules], Rate]], ...]:
        """(what, name shown, key counted, its limit), the narrowest first."""
        house = organisation(self.address)
        sure = "proven" if self.proven else "said to be"
        found = (
            ("sender", self.address, f"{sure} {mailbox(self.address)}", lambda rules: rules.limits.mails.sender),
            ("domain", f"@{house}", f"{sure} {house}", lambda rules: rules.limits.mails.domain),
        )
        if self.ticket is None:
            return found
        number = self.ticket.number
        return (*found, ("ticket", f"#{number}", str(self.ticket.n), lambda rules: rules.limits.mails.ticket))


def exceeded(parts: Parts, stranger: Stranger, at: datetime) -> Excess | None:
    """The first limit that one more mail would exceed."""
    kinds = stranger.kinds
    found = tally.counts(parts.db, [(f"mails-of-{what}", key) for what, _, key, _ in kinds], at)
    for (what, shown, _, limit), count in zip(kinds, found, strict=True):
        if not limit(parts.rules).allows(*count):
            return Excess(what, shown, limit(parts.rules))
    return None


def count_mail(parts: Parts, stranger: Stranger, at: datetime) -> None:
    """Writer. Count a mail that had an effect."""
    tally.add(parts.db, [(f"mails-of-{what}", key) for what, _, key, _ in stranger.kinds], at)
