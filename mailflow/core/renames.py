"""One person under two names: the present name of an operator who was renamed in rules.yaml."""

from __future__ import annotations

from collections.abc import Collection

from mailflow.core.rules import Person


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
