"""Taking back a command: what is put back of a ticket, and what time has done meanwhile."""

from __future__ import annotations

from mailflow.core.ladder import Ladder
from mailflow.core.status import Status
from mailflow.core.ticket import Ticket, TicketParts
from mailflow.core.undoing import Undoable, restored
from mailflow.lazy_dataclasses import replace
from tests.core.desk import at


def test_what_rang_since_on_a_clock_that_ran_before_has_rung() -> None:
    """An expired claim leaves its answer clock running: the claim after it is taken back, what it rang is not."""
    before = Ticket(n=1, clocks={Ladder.ANSWER: at(1), Ladder.CLAIM: at(2)}, rung=("claim:24h",))
    after = replace(before, status=Status.OPEN, owner="Sari", clocks={Ladder.ANSWER: at(1)}, rung=())
    now = replace(after, rung=("answer:24h", "answer:48h"), breached=True)
    undoable = Undoable(3, ("Claimed",), TicketParts.of(before), TicketParts.of(after))
    parts = restored(now, undoable)
    assert (parts.rung, parts.breached, parts.status) == (("claim:24h", "answer:24h", "answer:48h"), True, Status.NEW)
    begun = replace(after, clocks={Ladder.ANSWER: at(3)})  # a clock that the command itself began
    parts = restored(
        replace(begun, rung=("answer:24h",), breached=True), replace(undoable, after=TicketParts.of(begun))
    )
    assert (parts.rung, parts.breached) == (("claim:24h",), False)
