"""The owner asks somebody outside privately. `/tanya` and `mailflow ask` both end here."""

from __future__ import annotations

from datetime import datetime

from mailflow.core import events as ev
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.occasions import CommandGiven
from mailflow.core.parties import PartyKind, with_address
from mailflow.core.people import belongs, is_ours, is_robot, same
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket

NAME = "ask"
# Why it is refused (CommandRefused.why); the command and wording.py have the words.
NOT_AN_ADDRESS, NOBODY_READS, OURS = "ask-no-address", "ask-robot", "ask-ours"
CUSTOMERS, SECOND_TIER, NO_WORDS, NOBODY_HAS_IT = "ask-customer", "ask-second-tier", "ask-no-words", "ask-nobody-has-it"
REFUSALS = (NOT_AN_ADDRESS, NOBODY_READS, OURS, CUSTOMERS, SECOND_TIER, NO_WORDS, NOBODY_HAS_IT)
_ADDRESS = LazyPattern(r"[^\s@<>,;:\"()]{1,64}@[^\s@<>,;:\"()]{1,200}\.[^\s@<>,;:\"().]{2,40}")


def address_in(written: str) -> str:
    """The address behind the command ("bank@mandiri.example", "Bank <cs@bank.example>"); "" when there is not exactly
    one."""
    bare = written.replace("mailto:", " ")
    found = list(dict.fromkeys(one.strip(".").casefold() for one in _ADDRESS.findall(bare)))
    return found[0] if len(found) == 1 else ""


def words_behind(written: str) -> str:
    """The question that stands behind the address on the same line: "cs@bank.example: sudah masuk?"; a remark in
    brackets is none."""
    ends = [found.end() for found in _ADDRESS.finditer(written)]
    behind = written[ends[-1] :].lstrip(" >:;,.-") if ends else ""
    return "" if behind.startswith(("(", "[")) else behind


def ask(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """`args`: `to` (an address), `text`, `files` ("yes")."""
    to, text = address_in(command.args.get("to", "")), command.args.get("text", "").strip()
    why = f"is-{ticket.status.value}" if ticket.status.over else _refused(ticket, to, text, rules)
    if why:
        return [ev.CommandRefused(command.actor, NAME, why, detail=ticket.merged_number or to)]
    known = with_address(ticket.parties, to)
    return [
        ev.ThirdPartyAsked(
            operator=ticket.owner or command.actor,
            at=now,
            to=known.address if known is not None else to,
            text=text,
            again=known is not None,
            files=bool(command.args.get("files")),
        )
    ]


def _refused(ticket: Ticket, to: str, text: str, rules: Rules) -> str:
    known = with_address(ticket.parties, to)
    reasons = (
        (not to, NOT_AN_ADDRESS),
        (is_ours(to, rules), OURS),
        (is_robot(to), NOBODY_READS),
        (belongs(ticket, to), CUSTOMERS),
        ((known is not None and known.kind is PartyKind.SECOND_TIER) or _is_second_tier(to, rules), SECOND_TIER),
        (not text, NO_WORDS),
        (ticket.owner is None, NOBODY_HAS_IT),
    )
    return next((why for holds, why in reasons if holds), "")


def _is_second_tier(to: str, rules: Rules) -> bool:
    """It gets a form with the data it requires, or nothing."""
    return rules.second_tier is not None and any(same(to, address) for address in rules.second_tier.addresses)
