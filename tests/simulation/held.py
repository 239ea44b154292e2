"""Held answers in the simulation: what operators do with them, and what must be true of them.

Exactly one operator's answer reaches the customer unless another says so himself; none that is held is lost: each waits
in its ticket until its author, or the end of the ticket, decides about it.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.simulation.calendar import Calendar
from tests.simulation.entry import Entry, when

if TYPE_CHECKING:
    from tests.simulation.colleagues import Operator
    from tests.simulation.mails import Item
    from tests.simulation.world import World

_WORDS = (
    "kirim",
    "Kirim saja ya",
    "send",
    "kirim\n\nMaaf, baru bisa besok. {qz}",
    "catatan",
    "note",
    "buang",
    "drop",
    "hm",
)


def decide(operator: Operator, item: Item) -> None:
    """One of the three words, in reply to `held`; seldom another."""
    said = operator.chance.choice(_WORDS)
    operator.write("command", item, said, to=(item.sender,), counted="operator: a word about a held answer")


class HeldAnswers:
    """Follows the log, beside the rows."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.waiting: dict[tuple[int, int], str] = {}  # (ticket, number of the event): author
        self.counts: Counter[str] = Counter()
        self._since: dict[tuple[int, int], datetime] = {}
        self._reminded: set[tuple[int, int]] = set()
        self._for_later: set[tuple[int, int]] = set()  # answers somebody has let go, at a moment he named

    def happened(self, n: int, seq: int, kind: str, actor: str | None, data: dict[str, Any]) -> None:
        if kind == "answer-held":
            self.waiting.pop((n, data.get("instead") or 0), None)
            self.waiting[n, seq] = actor or ""
            self._since[n, seq] = when(data["at"])
        elif kind == "held-settled" or (kind in ("answered", "answer-scheduled") and data.get("held")):
            self._decided(n, data["held"], actor)
            self._for_later |= {(n, seq)} if kind == "answer-scheduled" else set()
        elif kind == "answered" and (n, data.get("scheduled")) in self._for_later:
            return
        elif kind == "answered" and data.get("relayed") and data.get("owner") != actor:
            self.world.fail(
                f"{actor}'s answer went to the customer of {data.get('owner')}'s ticket {n}, and was not held"
            )
        if kind in ("answer-held", "held-settled"):
            self.counts[f"{kind} {data.get('how') or data.get('why')}"] += 1

    def reminded(self, entry: Entry, calendar: Calendar) -> None:
        """Its author has not decided for four working hours: he is asked once more, and only once."""
        key = (entry.n, entry.data["held"])
        if key in self._reminded or self.waiting.get(key) != entry.actor:
            self.world.fail(f"{entry.actor} is reminded of the held answer {key}: {self.waiting.get(key)} has it")
        self._reminded.add(key)
        due = calendar.after(self._since[key], "4wh")
        if entry.recorded < due:
            self.world.fail(f"{entry.actor} is reminded of the held answer {key} before {due}")

    def _decided(self, n: int, number: int, actor: str | None) -> None:
        author = self.waiting.pop((n, number), None)
        if author != actor:
            self.world.fail(f"{actor} decided about the held answer {number} of ticket {n}, which is {author}'s")

    def has(self, n: int, author: str | None) -> bool:
        """Whether he has to decide about an answer of ticket `n`."""
        return any(key[0] == n and whose == author for key, whose in self.waiting.items())

    def renamed(self, n: int, before: str, after: str) -> bool:
        """What `before` has on ticket `n` is that of `after`; whether he has any."""
        his = [key for key, author in self.waiting.items() if key[0] == n and author == before]
        self.waiting.update(dict.fromkeys(his, after))
        return bool(his)

    def kept(self, tickets: set[int]) -> None:
        """These tickets hold exactly theirs."""
        there: dict[tuple[int, int], str] = {}
        for n in sorted(tickets):
            state = json.loads(self.world.db.value("SELECT state FROM ticket WHERE n = ?", (n,)))
            there |= {(n, held["number"]): held["operator"] for held in state.get("held", ())}
        waiting = {key: author for key, author in self.waiting.items() if key[0] in tickets}
        if there != waiting:
            self.world.fail(f"held answers: the tickets have {there}, by the log it is {waiting}")
