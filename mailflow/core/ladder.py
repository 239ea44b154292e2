"""The reminder ladders, each one entry of LADDERS: its clock, the state it belongs to, its rungs, its explanation.

A new ladder is a name and its entry; the keys of rules.yaml, the default rungs, `why`, the digest and a ticket's clocks
are derived. `core/ladders.py` does the arithmetic.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from mailflow.core.status import Status


class Ladder(StrEnum):
    """A key of `reminders:` in rules.yaml, and of a ticket's clocks."""

    CLAIM = "claim"
    ANSWER = "answer"
    FEEDBACK = "feedback"
    CLOSING = "closing"
    SOLVED = "solved"
    SECOND_TIER = "second_tier"


class ShippedRung(NamedTuple):
    """A rung of the shipped rules: after how long (a duration as in rules.yaml), which letter, to whom."""

    after: str
    letter: str
    to: tuple[str, ...]


class LadderKind(NamedTuple):
    """Everything known about one ladder."""

    status: Status  # its rungs fire only in this state; its clock starts when a ticket enters it
    waits: tuple[str, str]  # what the clock means, for `why`: Indonesian, English
    shipped: tuple[ShippedRung, ...]  # the default rungs, when rules.yaml does not name the ladder
    outlasts: bool = False  # the clock continues through other states until what it waits for has happened
    by_event: bool = False  # its clock starts at an event in that state, and stops the state's own clock
    ours: bool = True  # a rung that has fired means that we are late; customers may take as long as they like


LADDERS: Mapping[Ladder, LadderKind] = MappingProxyType(
    {
        Ladder.CLAIM: LadderKind(
            Status.NEW,
            ("menunggu ada yang mengambil", "waits for somebody to claim it"),
            (ShippedRung("24h", "reminder-claim", ("operators",)), ShippedRung("48h", "escalation-claim", ("pic",))),
        ),
        Ladder.ANSWER: LadderKind(
            Status.OPEN,
            ("pelanggan menunggu jawaban", "the customer waits for an answer"),
            (
                ShippedRung("24h", "reminder-answer", ("owner",)),
                ShippedRung("48h", "escalation-answer", ("owner", "pic")),
            ),
            outlasts=True,
        ),
        Ladder.FEEDBACK: LadderKind(
            Status.WAITING,
            ("pelanggan diam sesudah dijawab", "the customer is silent after an answer"),
            (
                ShippedRung("2wd", "ask-feedback", ("customer",)),
                ShippedRung("3wd", "ask-feedback", ("customer",)),
                ShippedRung("4wd", "suggest-close", ("owner",)),
            ),
            ours=False,
        ),
        Ladder.CLOSING: LadderKind(
            Status.CLOSING,
            ("pernyataan penutupan menunggu PIC", "a closing statement waits for the PIC"),
            (ShippedRung("24h", "reminder-closing", ("pic",)),),
        ),
        Ladder.SOLVED: LadderKind(
            Status.WAITING,
            (
                "pelanggan mengatakan sudah selesai, dan belum ada yang mengusulkan penutupan",
                "the customer says that it is solved, and nobody has proposed to close it",
            ),
            (ShippedRung("1wd", "suggest-close", ("owner",)), ShippedRung("2wd", "closing-notice", ("pic",))),
            by_event=True,
        ),
        Ladder.SECOND_TIER: LadderKind(
            Status.ESCALATED,
            ("lini kedua belum menjawab", "the second tier has not answered"),
            (
                ShippedRung("48h", "reminder-second-tier", ("second-tier", "owner")),
                ShippedRung("96h", "escalation-second-tier", ("owner", "pic")),
            ),
        ),
    }
)

OF_STATUS: Mapping[Status, Ladder] = MappingProxyType(
    {kind.status: ladder for ladder, kind in LADDERS.items() if not kind.by_event}
)
