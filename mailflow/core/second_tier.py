"""Step 6: a ticket goes to the second tier, once the data of its category are there. `/eskalasi` and `mailflow
escalate` both end here."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from mailflow.core import events as ev
from mailflow.core.occasions import CommandGiven, MailArrived, Occasion
from mailflow.core.parties import Party, PartyKind, PendingEscalation, Shown, current_tier, same_address, with_address
from mailflow.core.people import is_customer, is_ours
from mailflow.core.rules import Rules, SecondTier
from mailflow.core.third_party import address_in
from mailflow.core.ticket import Status, Ticket
from mailflow.lazy_dataclasses import dataclass, replace

NAME = "escalate"
# Why it is refused (CommandRefused.why); the command and wording.py have the words.
NO_TIER, NOBODY_HAS_IT, WHERE = "no-second-tier", "nobody-has-it", "where"
NO_ADDRESS, NOT_OUTSIDE, TOO_OFTEN = "no-address", "not-outside", "too-often"
NOTHING_NEW, NO_CUSTOMER = "nothing-new", "nobody-to-ask"
# What the owner is told later, by itself.
GOES_NOW, ASKED_IN_VAIN = "goes-now", "asked-in-vain"
_A_DAY = timedelta(days=1)
_MOST_ASKED = 2  # then the owner decides
_CAN = (Status.NEW, Status.OPEN, Status.WAITING, Status.ESCALATED)


@dataclass(frozen=True, slots=True)
class _Target:
    """What it is about, and who gets it."""

    category: str
    to: str


def escalate(ticket: Ticket, command: CommandGiven, rules: Rules, now: datetime) -> list[ev.Event]:
    """`args`: `where` (a category or an address), `text`, `files` ("yes"), `by` (who does it; the owner if missing)."""
    tier = rules.second_tier
    if tier is None:
        return _refused(command, NO_TIER)
    if ticket.status not in _CAN:
        return _refused(command, f"is-{ticket.status.value}")
    if ticket.owner is None:
        return _refused(command, NOBODY_HAS_IT)
    meant = _target(ticket, command.args.get("where", "").strip(), tier)
    if isinstance(meant, str):
        return _refused(command, meant)
    if is_ours(meant.to, rules) or is_customer(ticket, meant.to):
        return _refused(command, NOT_OUTSIDE)
    if _is_passed_on(ticket, meant.to) and tier.reassignments is not None and passed_on(ticket) >= tier.reassignments:
        return _refused(command, TOO_OFTEN)
    asked = _Wanted(ticket.owner, now, command.args.get("text", "").strip(), bool(command.args.get("files")))
    filed = _filed(ticket, command, meant)
    missing = missing_of(tier, meant.category, command.data)
    if missing:
        waits = _asked_for(ticket, asked, meant, missing)
        return _refused(command, waits) if isinstance(waits, str) else [*filed, waits]
    sends = _sends(ticket, asked, meant, _shown(tier, meant.category, command.data))
    return _refused(command, sends) if isinstance(sends, str) else [*filed, sends]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """Who asks for it, when, and with which words."""

    owner: str
    at: datetime
    text: str
    files: bool


def _target(ticket: Ticket, where: str, tier: SecondTier) -> _Target | str:
    """The category or address named; without one those it has, or is with."""
    current = current_tier(ticket.parties)
    if "@" in where:
        address = address_in(where)
        return _Target(_category(ticket, current), address) if address else WHERE
    named = _named(where, tier) if where else None
    if named is not None or (where and f" {_plain(tier.name)} " not in f" {_plain(where)} "):
        return WHERE if named is None else _addressed(named, tier)
    if current is not None:
        return _Target(current.category, current.address)
    return _addressed(ticket.category or "", tier)


def _named(where: str, tier: SecondTier) -> str | None:
    """The one category whose name is among the words: "jaringan", "ke bagian jaringan ya", "pulsa tidak masuk"."""
    said = f" {_plain(where)} "
    named = [name for name in tier.categories if f" {_plain(name)} " in said]
    exact = [name for name in named if _plain(name) == said.strip()]
    found = exact or named
    return found[0] if len(found) == 1 else None


def _plain(words: str) -> str:
    return " ".join(re.findall(r"\w+", words.casefold().replace("_", " ")))


def _category(ticket: Ticket, current: Party | None) -> str:
    return current.category if current is not None and current.category else ticket.category or ""


def _addressed(category: str, tier: SecondTier) -> _Target | str:
    known = tier.category(category)
    to = (known.to if known is not None else None) or tier.to
    return NO_ADDRESS if to is None else _Target(category, to)


def _filed(ticket: Ticket, command: CommandGiven, meant: _Target) -> list[ev.Event]:
    """A category named by the command is the ticket's from now on."""
    where = command.args.get("where", "")
    if not where or "@" in where or meant.category == ticket.category:
        return []
    return [ev.Categorized(command.actor, meant.category, ticket.category)]


def missing_of(tier: SecondTier, category: str, data: Shown) -> tuple[str, ...]:
    """Names of the fields its category requires and nobody has said."""
    known, there = tier.category(category), {name for name, _ in data}
    return tuple(name for name in known.require if name not in there) if known is not None else ()


def _shown(tier: SecondTier, category: str, data: Shown) -> Shown:
    """What the form says: what the category requires, and nothing else of the customer's."""
    known = tier.category(category)
    return tuple(one for one in data if known is not None and one[0] in known.require)


def passed_on(ticket: Ticket) -> int:
    """How often it went from one address of the second tier to another."""
    tiers = [one for one in ticket.parties if one.kind is PartyKind.SECOND_TIER]
    return max(0, len(tiers) - 1)


def _is_passed_on(ticket: Ticket, to: str) -> bool:
    current = current_tier(ticket.parties)
    return current is not None and not same_address(current.address, to)


def _sends(ticket: Ticket, asked: _Wanted, meant: _Target, data: Shown) -> ev.Escalated | str:
    party = with_address((one for one in ticket.parties if one.kind is PartyKind.SECOND_TIER), meant.to)
    new = data if party is None else tuple(one for one in data if one not in party.sent)
    if party is not None and not new and not asked.text and not asked.files:
        if ticket.status is Status.ESCALATED and not party.ended:
            return NOTHING_NEW
        new = data  # once more, or back to an address that had it before
    return ev.Escalated(
        operator=asked.owner,
        at=asked.at,
        to=party.address if party is not None else meant.to,
        category=meant.category,
        text=asked.text,
        data=new,
        again=party is not None,
        first=not (party is not None and ticket.status is Status.ESCALATED and party == current_tier(ticket.parties)),
        passed_on=ticket.status is Status.ESCALATED and _is_passed_on(ticket, meant.to),
        files=asked.files,
    )


def _asked_for(ticket: Ticket, asked: _Wanted, meant: _Target, missing: tuple[str, ...]) -> ev.EscalationWaits | str:
    customer = ticket.answer_to or ticket.requester
    if customer is None or customer.key in ticket.undeliverable:
        return NO_CUSTOMER
    waits = ticket.pending
    kept = waits is not None and waits.files and not asked.files  # those of the command before
    return ev.EscalationWaits(
        operator=asked.owner,
        at=asked.at,
        to=meant.to,
        category=meant.category,
        text=asked.text or (waits.text if waits is not None else ""),
        missing=missing,
        asks=_may_ask(ticket, asked.at),
        files=asked.files or kept,
        source=waits.number if waits is not None and kept else 0,
        wants="request",
    )


def _may_ask(ticket: Ticket, at: datetime) -> bool:
    """Not twice within a day."""
    return ticket.data_asked_at is None or at - ticket.data_asked_at >= _A_DAY


def _refused(command: CommandGiven, why: str) -> list[ev.Event]:
    return [ev.CommandRefused(command.actor, NAME, why)]


# -- an escalation that waits for data


def awaited(ticket: Ticket, occasion: Occasion, found: list[ev.Event], rules: Rules) -> list[ev.Event]:
    """What follows when a mail may have brought what an escalation waits for. `ticket`: after `found`, the events of
    the mail."""
    waits, tier = ticket.pending, rules.second_tier
    if waits is None or tier is None or not isinstance(occasion, MailArrived) or occasion.data is None:
        return []
    if any(isinstance(event, ev.EscalationWaits | ev.Escalated) for event in found):
        return []
    missing = missing_of(tier, waits.category, occasion.data)
    if not missing:
        return [_goes(ticket, waits, occasion, tier)]
    wrote = next((event for event in found if isinstance(event, ev.CustomerWrote) and not event.thanks), None)
    if wrote is None:
        return []
    if waits.asked >= _MOST_ASKED:
        return [ev.EscalationVoided(waits.operator, missing)]
    return [_again(waits, occasion.at, missing)] if _may_ask(ticket, occasion.at) else []


def with_awaited(found: list[ev.Event], more: list[ev.Event]) -> list[ev.Event]:
    """All of them; the mail itself knows that it sent the escalation on its way."""
    if any(isinstance(event, ev.Escalated) for event in more):
        found = [replace(event, escalates=True) if isinstance(event, ev.CustomerWrote) else event for event in found]
    return [*found, *more]


def _goes(ticket: Ticket, waits: PendingEscalation, mail: MailArrived, tier: SecondTier) -> ev.Escalated:
    asked = _Wanted(waits.operator, mail.at, waits.text, waits.files)
    meant = _Target(waits.category, waits.to)
    party = with_address((one for one in ticket.parties if one.kind is PartyKind.SECOND_TIER), meant.to)
    data = _shown(tier, waits.category, mail.data or ())
    return ev.Escalated(
        operator=asked.owner,
        at=asked.at,
        to=meant.to,
        category=meant.category,
        text=asked.text,
        data=data,
        again=party is not None,
        passed_on=ticket.status is Status.ESCALATED and _is_passed_on(ticket, meant.to),
        files=waits.files,
        source=waits.number if waits.files else 0,
        by_itself=True,
    )


def _again(waits: PendingEscalation, at: datetime, missing: tuple[str, ...]) -> ev.EscalationWaits:
    return ev.EscalationWaits(
        operator=waits.operator,
        at=at,
        to=waits.to,
        category=waits.category,
        text=waits.text,
        missing=missing,
        files=waits.files,
        source=waits.number,
        wants="request",
    )


# -- what its mails mean


def party_mail(ticket: Ticket, mail: MailArrived) -> list[ev.Event]:
    """The events of a party's mail: for the owner, or no answer."""
    said = mail.party
    party = next((one for one in ticket.parties if said is not None and one.number == said.number), None)
    sender = mail.message.shown_sender
    assert said is not None and party is not None and sender is not None  # flow found it on this ticket
    if said.no_answer:
        about = (said.no_answer, said.their_number, mail.message.message_id)
        return [ev.PartyAcknowledged(mail.at, sender, party.number, party.kind, *about)]
    return [
        ev.PartyWrote(
            at=mail.at,
            sender=sender,
            party=party.number,
            party_kind=party.kind,
            text=mail.told,
            files=tuple(file.name for file in mail.message.files),
            their_number=said.their_number,
            message_id=mail.message.message_id,
            unverified=mail.message.is_forged,
            to=party.address,
            first=party.answered_at is None,
            owner=said.owner,
        )
    ]
