"""One person under two names: the present name of an operator who was renamed in rules.yaml, and a ticket that knew
the earlier one."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from mailflow.core.holding import FurtherMail, UnsentAnswer
from mailflow.core.rules import Person
from mailflow.core.ticket import Ticket, TicketParts
from mailflow.lazy_dataclasses import dataclass, replace

Name = TypeVar("Name", str, str | None)


def now_called(name: str, addresses: Collection[str], operators: Collection[Person]) -> str | None:
    """The present name of the operator once called `name`, who had these addresses (case-folded); None when name and
    all addresses are gone.

    An address is the stronger sign: when the name now belongs to someone else, the person with the address counts.
    """
    namesake = next((p for p in operators if p.name.casefold() == name.casefold()), None)
    by_address = [p for p in operators if any(own.casefold() in addresses for own in p.addresses)]
    if namesake is not None and (namesake in by_address or not by_address):
        return namesake.name
    return by_address[0].name if by_address else None


@dataclass(frozen=True, slots=True)
class Renaming:
    """An operator's name changes; the same person keeps everything."""

    before: str
    after: str

    def owner(self, ticket: Ticket) -> Ticket:
        """Only who has it, and what waits in his name for its customer's data: all that logs of before know of it."""
        waits = ticket.pending
        return replace(
            ticket,
            owner=self._now(ticket.owner),
            statement_by=self._now(ticket.statement_by),
            pending=replace(waits, operator=self._now(waits.operator)) if waits else None,
        )

    def throughout(self, ticket: Ticket) -> Ticket:
        """Wherever the ticket knows an operator by name: what waits or is held is its author's as before."""
        return replace(
            self.owner(ticket),
            held=tuple(replace(one, operator=self._now(one.operator)) for one in ticket.held),
            unsent=tuple(map(self._unsent, ticket.unsent)),
            further=tuple(map(self._further, ticket.further)),
            lost=tuple(replace(one, operator=self._now(one.operator)) for one in ticket.lost),
            parties=tuple(replace(one, operator=self._now(one.operator)) for one in ticket.parties),
        )

    def parts(self, parts: TicketParts) -> TicketParts:
        """What taking back a command restores."""
        return replace(parts, owner=self._now(parts.owner), statement_by=self._now(parts.statement_by))

    def _unsent(self, answer: UnsentAnswer) -> UnsentAnswer:
        before = answer.before
        if before is not None:
            further = tuple(map(self._further, before.further))
            before = replace(before, statement_by=self._now(before.statement_by), further=further)
        return replace(answer, operator=self._now(answer.operator), before=before)

    def _further(self, mail: FurtherMail) -> FurtherMail:
        return replace(
            mail,
            addressed=tuple(map(self._now, mail.addressed)),
            known_to=tuple(map(self._now, mail.known_to)),
        )

    def _now(self, name: Name) -> Name:
        return self.after if name == self.before else name
