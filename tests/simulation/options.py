"""What an admin may switch on besides: claims that expire, customers told who has theirs, morning lists, deputies,
shifts, rules at intake, incidents, mailed reports. Each is on in some of the desks."""

from __future__ import annotations

from random import Random
from typing import Any

from tests.simulation.forum import FORUM

SHOP = "mesin@toko.example"  # a program's receipts
_LIMITS = {"mails": {"sender": {"hour": 4, "day": 20}}}
_SHIFTS = [
    {"name": "pagi", "hours": {"mon-sun": "06:00-14:00"}, "operators": ["Budi"]},
    {"name": "sore", "hours": {"mon-sun": "14:00-06:00"}, "operators": ["Sari"]},
]
_INTAKE = [
    {"when": {"from": "@toko.example"}, "then": {"kind": "transaction"}},
    {"when": {"body": "apa kabar"}, "then": {"kind": "chat"}},
    {"when": {"subject": "paket data"}, "then": {"category": "data", "self_help": ["answer-pulsa-data"]}},
    {"when": {"subject": "komplain"}, "then": {"kind": "complaint"}},
]


_QUICKLY = {
    "claim": [{"after": "15m", "letter": "reminder-claim", "to": "operators"}],
    "answer": [
        {"after": "2h", "letter": "reminder-answer", "to": "owner"},
        {"after": "3wh", "letter": "escalation-answer", "to": ["owner", "pic"]},
    ],
}


def switched_on(rules: dict[str, Any], chance: Random) -> None:
    """Some of all that is off in a new desk."""
    there = (
        ("claim_expires", 0.3, chance.choice(("8wh", "24h", "3d"))),
        ("tell_claim", 0.4, True),
        ("announce_taken", 0.3, True),
        ("morning_list", 0.3, "07:30"),
        ("incidents", 0.75, {"customers": 3, "within": "2h"}),
        ("shifts", 0.2, _SHIFTS),
        ("public_lists", 0.4, [FORUM]),
        ("limits", 0.5, _LIMITS),
        ("customers", 0.25, {"admit": "registered"}),
        ("broadcast", 0.5, {"per_month": chance.choice((1, 2)), "per_minute": chance.choice((2, 60))}),
        ("reports", 0.3, [{"every": chance.choice(("monday", "month")), "at": "17:00", "to": "dewi@desk.example"}]),
    )
    rules.update({name: value for name, odds, value in there if chance.random() < odds})
    if chance.random() < 0.3:
        rules["operators"][0] = {**rules["operators"][0], "deputy": "Sari"}
    if chance.random() < 0.4:
        rules["reminders"]["bundle"] = 1
    intake = [*_INTAKE, *rules["rules"]]
    if chance.random() < 0.4:  # what Sari has learned is hers first
        rules["operators"][1] = {**rules["operators"][1], "groups": ["teknis"]}
        intake = [_with(rule, "masuk", "group", "teknis") for rule in intake]
    if chance.random() < 0.4:
        rules["ladders"] = {"kilat": _QUICKLY}
        intake = [_with(rule, "komplain", "ladder", "kilat") for rule in intake]
    rules["rules"] = intake


def _with(rule: dict[str, Any], subject: str, word: str, value: str) -> dict[str, Any]:
    """The rule about that subject also says this."""
    return {**rule, "then": {**rule["then"], word: value}} if rule["when"].get("subject") == subject else rule
