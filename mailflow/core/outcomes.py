"""What a mail was taken for, as interfaces.md names it: by what happened to its ticket."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from mailflow.core import events as ev

# The first that happened names the mail.
_OUTCOMES: tuple[tuple[type[ev.Event], str], ...] = (
    (ev.RequestReceived, "request"),
    (ev.AutomaticFiled, "automatic"),
    (ev.ClosingStated, "closing-statement"),
    (ev.AnswerReturned, "held"),
    (ev.Answered, "answer"),
    (ev.Closed, "command"),
    (ev.StatementRejected, "command"),
    (ev.CommandRefused, "command"),
    (ev.NoteFiled, "note"),
    (ev.PicWrote, "note"),
    (ev.ClaimReturned, "note"),
    (ev.CommandAnswered, "command"),
    (ev.Reopened, "customer-reply"),  # by a command it stands beside CommandAnswered
    (ev.VoteCast, "survey"),
    (ev.CustomerWrote, "customer-reply"),
    (ev.Claimed, "claim"),
    (ev.ClaimCameSecond, "claim"),
    (ev.ReactionFiled, "reaction"),
    (ev.RequestRepeated, "duplicate"),
    *((kind, "command") for kind in get_args(ev.DoneByCommand)),
)
# What happens besides, or without a mail: it is not what the mail was.
_BESIDE = frozenset({ev.CustomerNamed, ev.Linked, ev.Breached, ev.Rang, ev.OperatorRenamed, ev.LetterUndelivered})


def outcome_of(events: Sequence[ev.Event]) -> str:
    """None at all is the owner's own further claim. Raises LookupError for an event that stands in neither table: what
    nobody has named must not pass for a claim."""
    kinds = {type(event) for event in events} - _BESIDE
    unknown = kinds - {kind for kind, _ in _OUTCOMES}
    if unknown:
        raise LookupError(f"core/outcomes.py does not say what a mail with {unknown.pop().__name__} is")
    return next((name for kind, name in _OUTCOMES if kind in kinds), "claim")
