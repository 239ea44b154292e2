"""An operator whose name changes in rules.yaml, at the same address: the same person has what he had
(`operator-renamed`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.simulation.entry import Entry, wrong
from tests.simulation.model import Model

if TYPE_CHECKING:
    from tests.simulation.held import HeldAnswers
    from tests.simulation.waits import Waits
    from tests.simulation.world import World

NEW_NAMES = {"Budi": "Budi Santoso", "Tono": "Tono Wibowo"}


def plain(name: str) -> str:
    """What everybody calls him, whatever rules.yaml says."""
    return name.partition(" ")[0]


def other_name(rules: dict[str, Any], name: str) -> dict[str, Any]:
    """These rules, with this operator's other name wherever they name him."""
    after = NEW_NAMES.get(name, plain(name))
    operators = [one if one["name"] != name else {**one, "name": after} for one in rules["operators"]]
    shifts = [
        {**one, "operators": [after if who == name else who for who in one["operators"]]}
        for one in rules.get("shifts", ())
    ]
    return {**rules, "operators": operators, **({"shifts": shifts} if shifts else {})}


class Renaming:
    """A method for the kind of event."""

    def __init__(self, world: World, held: HeldAnswers, waits: Waits) -> None:
        self.world, self.held, self.waits = world, held, waits

    def operator_renamed(self, model: Model, entry: Entry) -> None:
        before, after = entry.data["before"], entry.data["after"]
        knew = [model.owner == before, self.held.renamed(entry.n, before, after)]
        knew.append(self.waits.renamed(entry.n, before, after))
        if plain(before) != plain(after):
            wrong(self.world, entry, f"{before} is not {after}")
        model.owner = after if model.owner == before else model.owner
        self.world.said["operator: has another name, and what he had written waits"] += any(knew[1:])
