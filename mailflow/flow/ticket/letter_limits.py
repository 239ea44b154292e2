"""Enforces `limits.letters` of rules.yaml: how many letters nobody wrote may go to one mailbox or organisation outside.

A person's answers, and what a PIC's closing sends, are never limited.
"""

from __future__ import annotations

from collections.abc import Sequence

from mailflow.core.limits import IN_ANSWER, Limited, letter_limit_reached, of_letter
from mailflow.core.message import Address
from mailflow.flow.parts import Parts
from mailflow.mail.domains import organisation, organisational
from mailflow.store.mail import tally


def limits_of(parts: Parts, to: Address, asked_by: Address | None, group: str = IN_ANSWER) -> list[Limited]:
    """What limits one more automatic letter to someone outside. `asked_by`: the author whose mail causes it, when only
    the author vouches for the address; None when a form or a colleague does."""
    return of_letter(parts.rules.limits.letters, to, organisation(to), organisation(asked_by), group)


def take(parts: Parts, limited: Sequence[Limited]) -> str | None:
    """Writer. Count one more letter, if none of its limits is reached; else the limit, in words for the admin."""
    names, now = [name for name, _ in limited], parts.clock.now()
    full = letter_limit_reached(limited, tally.counts(parts.db, names, now))
    if full is None:
        tally.add(parts.db, names, now)
    return full


def prepare() -> None:
    """The list of public suffixes takes a tenth of a second to load: now, so that the first mail does not wait."""
    organisational("desk.co.id")
