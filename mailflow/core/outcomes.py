"""The outcome of a mail on a ticket, as named in interfaces.md: derived from the events that followed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

from mailflow.core import events as ev
from mailflow.core.meaning import Meaning

# The first of these events decides the outcome.
_OUTCOMES: tuple[tuple[type[ev.Event], str], ...] = (
    (ev.RequestReceived, "request"),
    (ev.Imported, "imported"),
    (ev.AutomaticFiled, "automatic"),
    (ev.PartyWrote, "second-tier"),  # of a third party: see `outcome_of`
    (ev.PartyAcknowledged, "second-tier"),
    (ev.ClosingStated, "closing-statement"),
    (ev.AnswerReturned, "held"),
    (ev.Answered, "answer"),
    (ev.AnswerHeld, "held"),
    (ev.AnswerScheduled, "answer"),
    (ev.Closed, "command"),
    (ev.StatementRejected, "command"),
    (ev.CommandRefused, "command"),
    (ev.NoteFiled, "note"),
    (ev.PicWrote, "note"),
    (ev.ClaimReturned, "note"),
    (ev.CommandAnswered, "command"),
    (ev.ConfirmationAsked, "command"),
    (ev.Reopened, "customer-reply"),  # by a command it comes together with CommandAnswered
    (ev.SolvedBySelfHelp, "customer-reply"),
    (ev.VoteCast, "survey"),
    (ev.CustomerWrote, "customer-reply"),
    (ev.Claimed, "claim"),
    (ev.ClaimCameSecond, "claim"),
    (ev.TicketJoined, "command"),
    (ev.CopyFound, "answer"),
    (ev.MergeMoved, "command"),
    (ev.CommandUndone, "command"),
    (ev.ReactionFiled, "reaction"),
    (ev.RequestRepeated, "duplicate"),
    (ev.HeldSettled, "command"),
    (ev.AnswerTakenBack, "command"),
    (ev.AnswerLeft, "answer"),
    (ev.HeldReminded, "command"),
    *((kind, "command") for kind in get_args(ev.DoneByCommand)),
    *((kind, "command") for kind in (ev.Escalated, ev.ThirdPartyAsked, ev.EscalationWaits, ev.EscalationVoided)),
)
# Events that accompany others, or happen without a mail: they decide no outcome.
_BESIDE = frozenset(
    {
        ev.CustomerNamed,
        ev.Linked,
        ev.Breached,
        ev.ClaimExpired,
        ev.Rang,
        ev.OperatorRenamed,
        ev.LetterUndelivered,
        ev.SplitFrom,
        ev.CopyLost,
        ev.SecondTierLate,
        ev.IncidentProposed,
        ev.IncidentJoined,
        ev.IncidentDeclined,
        ev.SurveyReminded,
    }
)


def outcome_of(events: Sequence[ev.Event]) -> str:
    """No events at all: the owner has claimed again. Raises LookupError for an event in neither table, so that a new
    event does not silently count as a claim."""
    kinds = {type(event) for event in events} - _BESIDE
    if ev.CustomerWrote in kinds:  # an answer that it holds back is not its own
        kinds -= {ev.AnswerHeld, ev.AnswerTakenBack}
    unknown = kinds - {kind for kind, _ in _OUTCOMES}
    if unknown:
        raise LookupError(f"core/outcomes.py does not say what a mail with {unknown.pop().__name__} is")
    if any(isinstance(one, ev.CustomerWrote) and one.meaning == Meaning.VOTE for one in events):
        return "survey"  # too late to be counted
    party = next((one.party_kind for one in events if isinstance(one, ev.PartyWrote | ev.PartyAcknowledged)), None)
    return party or next((name for kind, name in _OUTCOMES if kind in kinds), "claim")
