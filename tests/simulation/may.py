"""What a mail of each kind may do to a ticket, and how it may end."""

from __future__ import annotations

from tests.simulation.colleagues import NO_ANSWER, VERDICTS
from tests.simulation.people import NO_QUESTION

# What a mail of each kind may do to a ticket.
_COLLEAGUES = {
    "claimed", "claim-came-second", "claim-returned", "answer-returned", "answer-held", "held-settled",
    "answered", "note-filed", "closing-stated", "confirmation-asked",
    "command-answered", "reaction-filed", "released", "note-added", "categorized", "prioritized", "snoozed", "excused",
    "command-undone", "answer-scheduled", "answer-taken-back", "escalated", "escalation-waits", "escalation-voided",
    "command-refused", "customer-named", "statement-rejected", "pic-wrote", "closed",
    "request-received", "customer-wrote", "reopened", "linked", "assigned", "discarded", "breached", "copy-found",
}  # fmt: skip
CUSTOMERS = {
    "answer-taken-back",
    "answer-held",
    "reaction-filed",
    "request-received",
    "customer-wrote",
    "reopened",
    "linked",
    "assigned",
    "discarded",
    "letter-undelivered",
    "breached",
    "escalated",
    "escalation-waits",
    "escalation-voided",
    "copy-lost",
    "request-repeated",
    "incident-proposed",
    "incident-joined",
}
_AGREED = {
    "merged",
    "ticket-joined",
    "merge-moved",
    "split-off",
    "split-from",
    "redacted",
    "third-party-asked",
    "incident-joined",
    "incident-declined",
    "incident-left",
    "excused",
}
_HELPED = {"solved-by-self-help", "held-settled"}  # which ends the ticket: what is held on it becomes a note
OPERATORS = ("answer", "note", "command", *NO_ANSWER)
AT_HOME = {"claim": False, "op-heard": False, "aside": False, "closing-word": True, "command": True}  # says solved?
MAY: dict[str, set[str]] = {
    **dict.fromkeys(("request", "reply", "form", "spam", "newsletter", "nameless", "flood", "stranger"), CUSTOMERS),
    **dict.fromkeys(NO_QUESTION, CUSTOMERS - {"reopened"}),
    **{key: {*CUSTOMERS - {"reopened"}, *_HELPED} for key in ("helped", "solved")},
    "greeting": CUSTOMERS,
    "transaction": set(),
    **dict.fromkeys(("answer", "note", "command", *VERDICTS), _COLLEAGUES),
    **dict.fromkeys([verdict for verdict in VERDICTS if verdict != "verdict-yes"], _COLLEAGUES - {"closed"}),
    **dict.fromkeys(NO_ANSWER, _COLLEAGUES - {"answered", "closing-stated", "closed"}),
    # on a ticket of his own it is what a customer says
    "closing-word": {*_COLLEAGUES - {"answered", "closing-stated", "closed"}, *_HELPED},
    "command": {*_COLLEAGUES, *_AGREED},
    **{key: {*_COLLEAGUES, *_AGREED} for key in ("consent", "pic-command")},
    **{key: set() for key in ("proof", "stop", "click")},
    "third": {"party-wrote", "party-acknowledged"},
    "vote": {*CUSTOMERS, "vote-cast"},
    "notice": {*CUSTOMERS - {"reopened", "customer-wrote"}, "automatic-filed", "party-acknowledged"},
    **{key: {"automatic-filed"} for key in ("receipt", "delay")},
    "vacation": {"automatic-filed", "party-acknowledged"},
    "tier": {"party-wrote", "second-tier-late", "breached"},
    "tier-auto": {"party-acknowledged"},
    # without a header that says so it is known by its haste, which a clock that jumps hides
    "tier-receipt": {"party-acknowledged", "party-wrote", "second-tier-late", "breached"},
    "bounce": {"letter-undelivered", "automatic-filed"},
    "forged-bounce": {"automatic-filed", "letter-undelivered"},  # who holds a letter of ours may say that it came back
    **{key: set() for key in ("forged", "nobody", "echo", "deadly")},
}

_ENDS_OF_CUSTOMERS = {"request", "customer-reply", "duplicate", "quarantined"}
_ENDS_OF_COLLEAGUES = {
    "claim", "answer", "held", "note", "closing-statement", "command", "duplicate", "parked", "request",
    "customer-reply", "quarantined", "reaction",
}  # fmt: skip
# How each kind of mail may end. Colleagues' mails depend on what the ticket is by then; tickets.py looks closer.
OUTCOMES: dict[str, set[str]] = {
    **dict.fromkeys(("request", "reply", "stranger", *NO_QUESTION), _ENDS_OF_CUSTOMERS),
    "greeting": {"chat", *_ENDS_OF_CUSTOMERS},
    "transaction": {"transaction", "duplicate"},
    "reaction": {"reaction", "duplicate", "quarantined"},
    "vote": {*_ENDS_OF_CUSTOMERS, "survey"},
    "notice": {
        "automatic",
        "request",
        "duplicate",
        "quarantined",
    },  # only its subject tells: no question is thrown away for that
    "spam": {"quarantined", "duplicate"},
    "form": {"request", "duplicate", "quarantined"},
    "flood": {"request", "quarantined", "duplicate"},
    "proof": {"note", "quarantined", "duplicate"},
    **{key: {"note", "duplicate"} for key in ("stop", "click")},
    "nobody": {"parked", "duplicate"},
    **dict.fromkeys(("answer", "note", "command", *NO_ANSWER, *VERDICTS), _ENDS_OF_COLLEAGUES),
    **{key: {*_ENDS_OF_COLLEAGUES, "automatic"} for key in ("consent", "pic-command")},
    "third": {"third-party", "duplicate"},
    **{key: {"automatic", "duplicate"} for key in ("vacation", "receipt", "delay")},
    **{key: {"bounce", "duplicate"} for key in ("bounce", "forged-bounce")},
    **{key: {"second-tier", "duplicate"} for key in ("tier", "tier-auto", "tier-receipt")},
    **{key: {"request", "duplicate", "quarantined"} for key in ("newsletter", "nameless")},
    "forged": {"quarantined", "duplicate"},
    "echo": {"echo"},
    "deadly": {"parked"},
}
