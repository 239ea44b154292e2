"""A robot that writes too much (`limits:`): what is beyond is held together, and one word of the PIC decides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulation.home import DESK

if TYPE_CHECKING:
    from tests.simulation.world import World

FLOODER = "alarm@pabrik.example"
WORDS = ("lepas", "release", "buang", "drop", "lepas semua", "buang semua")  # in reply to a letter about floods
_WHAT = ("Pompa 1", "Gudang utara", "Panel surya", "Genset", "Lift barat", "Kamar dingin", "AC ruang 3", "Pintu")


def floods(world: World) -> None:
    """One mail a minute, each about something else."""
    for number, what in enumerate(_WHAT):
        world.later(60.0 * number, lambda what=what: _writes(world, what))  # type: ignore[misc]


def _writes(world: World, what: str) -> None:
    world.post.write(
        "flood", f"Pabrik <{FLOODER}>", (DESK,), f"{what} bermasalah", f"{what}: suhu dan tekanan tidak wajar. {{qz}}",
        audience=frozenset((FLOODER,)), counted="robot: a flood",
    )  # fmt: skip
