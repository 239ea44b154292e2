"""An event of a ticket as a sentence for a person at a terminal. What `--json` prints are the event's own fields."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from mailflow.core.commands.results import result_words
from mailflow.core.how_many import how_many
from mailflow.core.plain import JsonObject
from mailflow.core.wording import say

Event = JsonObject
_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:\+00:00|Z)")

_CLOSINGS = {"satisfied": "the customer is satisfied", "no-feedback": "the customer is silent"}
_PARTIES = {"second-tier": "the second tier", "third-party": "a third party"}
_QUIET = {"solved": "said that it is solved", "acknowledgement": "said that it is understood"}
_SETTLED = {"note": "kept as a note", "dropped": "dropped", "void": "void, the ticket is over"}
_STATED = {"text": "with the closing text", "command": "by command", "automatic": "by itself"}


def sentence(event: Event) -> str:
    """What happened: "Budi took the ticket". Without a sentence of its own, as of a newer version, an event is told by
    its name, its author and what it holds."""
    tell = SENTENCES.get(event["kind"])
    return tell(event) if tell else f"{event['kind']} by {event['actor']}{_held(event)}"


def with_moments(told: str, said: Callable[[str], str]) -> str:
    """The sentence with each moment in it as `said` writes one, for events hold them in UTC."""
    return _MOMENT.sub(lambda found: said(found[0]), told)


_WITH_TEXT = frozenset(
    ("note-added", "command-answered", "answer-held", "escalated", "third-party-asked", "escalation-waits")
)


def added(event: Event) -> str:
    """Words that stand in no mail: a note typed at the command line, or with a closing."""
    if event["kind"] in _WITH_TEXT:
        return str(event.get("text") or "")
    return str(event.get("note") or "")


def _held(event: Event) -> str:
    told = ("kind", "actor", "seq", "at")
    held = [str(value) for name, value in event.items() if name not in told and value and value != event["actor"]]
    return f": {', '.join(held)}" if held else ""


def _claimed(event: Event) -> str:
    return f"{event['operator']} took the ticket" + (" and answered" if event.get("wrote") else "")


def _answered(event: Event) -> str:
    owner = event.get("owner")
    parts = [
        f"{event['operator']} answered",
        "passed on from the desk's address" if event.get("relayed") else "straight to the customer",
        "the first answer" if event.get("first") else "",
        "only a link" if event.get("only_link") else "",
        f"though the ticket is {owner}'s" if owner and owner != event["operator"] else "",
    ]
    return ", ".join(part for part in parts if part)


def _note_filed(event: Event) -> str:
    why, let_out_by = event.get("why"), event.get("let_out_by")
    if let_out_by:
        return f"kept as a note: a mail as from {event['author']}, who did not prove it, let out by {let_out_by}"
    return f"kept as a note by {event['author']}" + (f": {say(why, 'en')}" if why else "")


def _customer_wrote(event: Event) -> str:
    said = _QUIET.get(event.get("meaning") or "", "said thank you") if event.get("thanks") else "wrote again"
    return f"{event['sender'][0]} {said}{_unverified(event)}"


def _unverified(event: Event) -> str:
    return ", though the sender's address may be forged" if event.get("unverified") else ""


def _closing_stated(event: Event) -> str:
    how = _STATED.get(event.get("by", ""), "")
    return f"{event['operator']} proposes to close, {how}: {_CLOSINGS.get(event['closing'], event['closing'])}"


def _rang(event: Event) -> str:
    if not event.get("send"):
        return f"the {event['ladder']} clock passed {event['after']}; no letter, a later step was due as well"
    return f"the {event['ladder']} clock passed {event['after']}: {event['letter']} to {', '.join(event['to'])}"


def _closed(event: Event) -> str:
    return f"{event['actor']} closed the ticket" + (f" with the letter {event['letter']}" if event["letter"] else "")


def _reopened(event: Event) -> str:
    whose = f"it is {event['owner']}'s" if event["owner"] else "nobody's"
    return f"{event['actor']} reopened the ticket; {whose}{_because(event)}"


def _vote_cast(event: Event) -> str:
    return f"{event['sender'][0] or 'the customer'} gave {event['score']} of 5" + (
        f": {event['comment']}" if event.get("comment") else ""
    )


def _assigned(event: Event) -> str:
    before = event.get("before")
    return f"{event['actor']} gave the ticket to {event['operator']}" + (f", it was {before}'s" if before else "")


def _joined(e: Event) -> str:
    if e.get("again"):
        return f"{e['actor']} took back the answer to ticket {e['number']}: its question is open here"
    return f"{e['actor']} merged ticket {e['number']} into it"


def _moved(e: Event) -> str:
    if e.get("follows"):
        return f"the ticket it was merged into was merged itself, by {e['actor']}: it goes on in ticket {e['number']}"
    return f"{e['actor']} made its question ticket {e['number']}"


def _released(event: Event) -> str:
    return f"{event['actor']} gave the ticket back to all operators" + _because(event)


def _escalated(event: Event) -> str:
    what = "sent what is new to" if event.get("again") else "passed the ticket on to" if event.get("passed_on") else ""
    itself = ", by itself, for the data have arrived" if event.get("by_itself") else ""
    return f"{event['operator']} {what or 'escalated the ticket to'} {event['to']}{itself}"


def _asks(event: Event) -> str:
    return "; the customer is asked" if event.get("asks") else ""


def _asked_pic(event: Event) -> str:
    return f" (tickets {', '.join(event['numbers'])}): the PIC is asked" if event["numbers"] else ""


def _because(event: Event) -> str:
    return f": {event['why']}" if event.get("why") else ""


def _command_answered(event: Event) -> str:
    lines = (f"{line}: {_result(line, code, *more)}".removeprefix(": ") for line, code, *more in event["results"])
    return f"{event['author']}'s commands: {'; '.join(lines)}"


def _result(line: str, code: str, detail: str = "") -> str:
    return result_words(line, code, "en", since=detail, detail=detail)


SENTENCES: Mapping[str, Callable[[Event], str]] = MappingProxyType(
    {
        "request-received": lambda e: f"{e['sender'] or 'somebody unknown'} asked{_unverified(e)}",
        "request-repeated": lambda e: f"{e['sender'][0]} sent the same again, to {', '.join(e['to'])}",
        "claimed": _claimed,
        "customer-named": lambda e: f"{e['operator']} found the customer: {e['customer'][0]}",
        "claim-came-second": lambda e: f"{e['operator']} replied too, and was told whose the ticket is",
        "claim-returned": lambda e: f"{e['operator']} got his answer back: first an empty reply, then the answer",
        "answer-returned": lambda e: f"{e['operator']} got his words back, unsent: {say(e['why'], 'en')}",
        "answer-held": lambda e: f"{e['operator']}'s answer is held: {say(e['why'], 'en')}",
        "answer-scheduled": lambda e: f"{e['operator']}'s answer waits until {e['due_at']}",
        "answer-left": lambda e: f"{e['operator']}'s answer leaves",
        "answer-taken-back": lambda e: f"{e['operator']}'s answer was taken back before it left",
        "held-settled": lambda e: f"{e['operator']}'s held answer: {_SETTLED.get(e['how'], e['how'])}",
        "held-reminded": lambda e: f"{e['operator']} was asked again about a held answer",
        "answered": _answered,
        "note-filed": _note_filed,
        "customer-wrote": _customer_wrote,
        "closing-stated": _closing_stated,
        "statement-rejected": lambda e: f"{e['pic']} sent it back to the owner",
        "pic-wrote": lambda e: f"{e['pic']} wrote to the owner",
        "rang": _rang,
        "breached": lambda e: f"{e['operator']} let the customer wait too long: a breach",
        "closed": _closed,
        "reopened": _reopened,
        "assigned": _assigned,
        "released": _released,
        "claim-expired": lambda e: f"{e['operator']} has not answered within {e['after']}: it is everybody's again",
        "operator-renamed": lambda e: f"{e['before']} is now written {e['after']} in {e['actor']}",
        "solved-by-self-help": lambda e: (
            f"{e['sender'][0]} was helped by {' or '.join(e['letters'])}: closed by itself"
        ),
        "discarded": lambda e: f"{e['actor']} discarded the ticket{_because(e)}",
        "note-added": lambda e: f"note by {e['actor']}",
        "confirmation-asked": lambda e: f"{', '.join(e['to'])} asked back whether {e['actor']} may {e['act']}",
        "command-undone": lambda e: f"{e['actor']} took back the last command",
        "categorized": lambda e: f"{e['actor']} filed it under {e['category']}",
        "prioritized": lambda e: f"{e['actor']} set its priority to {e['priority']}",
        "snoozed": lambda e: f"{e['actor']} is not to be reminded before {e['until']}",
        "excused": lambda e: f"{e['actor']} excused a breach: {e['text']}",
        "merged": lambda e: f"{e['actor']} merged it into ticket {e['number']}",
        "ticket-joined": _joined,
        "merge-moved": _moved,
        "split-off": lambda e: f"{e['actor']} made a mail of it ticket {e['number']}",
        "split-from": lambda e: f"{e['actor']} made it of a mail on ticket {e['number']}",
        "redacted": lambda e: f"{e['actor']} removed {e['words']} word(s) of mail {e['mail']} from everything kept",
        "copy-lost": lambda e: f"an answer of {e['operator']}'s never came here: known from a quotation, unverified",
        "copy-found": lambda e: f"the original of {e['operator']}'s answer came, and takes its place",
        "incident-proposed": lambda e: f"may be one incident with ticket {e['number']}, by its words{_asked_pic(e)}",
        "imported": lambda e: f"{e['actor']} brought {how_many(e['mails'], 'old mail')} in from {e['source']}",
        "incident-joined": lambda e: f"{e['actor']} made it part of incident {e['number']}",
        "incident-left": lambda e: (
            f"{e['actor']} said that {'there is no' if e['whole'] else 'it is no part of'} incident {e['number']}"
        ),
        "incident-declined": lambda e: f"{e['actor']} said that it is no incident",
        "linked": lambda e: f"goes together with ticket {e['n']}",
        "automatic-filed": lambda e: f"automatic mail from {e['sender'] or 'nobody'} was filed: {e['what']}",
        "reaction-filed": lambda e: f"{e['sender'] or 'somebody'} reacted with {e['emoji']}",
        "third-party-asked": lambda e: f"{e['operator']} asked {e['to']}",
        "escalated": _escalated,
        "escalation-waits": lambda e: f"{e['operator']} may escalate when there is {', '.join(e['missing'])}{_asks(e)}",
        "escalation-voided": lambda e: f"nothing went to the second tier: still no {', '.join(e['missing'])}",
        "party-wrote": lambda e: (
            f"{e['sender'][0]} ({_PARTIES.get(e['party_kind'], 'outside')}) replied to the owner{_unverified(e)}"
        ),
        "party-acknowledged": lambda e: (
            f"{e['sender'][0]} ({_PARTIES.get(e['party_kind'], 'outside')}) sent no answer: {e['what']}"
        ),
        "second-tier-late": lambda e: f"{e['to']} has not answered in time: overdue",
        "vote-cast": _vote_cast,
        "survey-reminded": lambda e: "the customer was reminded of the survey" if e["send"] else "no time left to vote",
        "letter-undelivered": lambda e: f"{e['letter']} did not reach {e['recipient']}: {e['words']}",
        "command-refused": lambda e: f"{e['command']} by {e['actor']} was refused: {say(e['why'], 'en')}",
        "command-answered": _command_answered,
    }
)
