"""Whether the PIC's yes did what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.simulation.entry import Entry

if TYPE_CHECKING:
    from tests.simulation.world import World

_STATED = "SELECT max(seq) FROM event WHERE ticket_n = ? AND kind = 'closing-stated' AND id < ?"
_WRITTEN = "SELECT version FROM letter WHERE message_id = ?"
_CLOSES = "SELECT count(*) FROM event WHERE occasion_id = ? AND kind = 'closed'"


def is_heard(world: World, entry: Entry) -> bool:
    """A yes to the notice of the closing statement that stands closes, whatever Message-ID a relay gave the notice.
    Asked of a ticket in closing."""
    if entry.cause != "mail-arrived" or entry.kind == "breached":
        return True
    mail = world.check.mail(entry.about["inbox"])
    if mail.kind != "verdict-yes" or not mail.answers:
        return True
    stands = world.db.value(_WRITTEN, (mail.answers,)) >= world.db.value(_STATED, (entry.n, entry.id))
    return not stands or bool(world.db.value(_CLOSES, (entry.occasion,)))
