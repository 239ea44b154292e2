"""A ticket goes into another after its time was over, before anybody has counted that."""

from __future__ import annotations

from datetime import timedelta

from mailflow.core.occasions import CommandGiven
from mailflow.flow.schedule import reminders
from mailflow.flow.ticket.typed_command import carry_out
from tests.flow.conftest import Office


def test_a_breach_that_the_merge_counts_is_counted_once(desk: Office) -> None:
    """As after an outage: the clock goes on in the other ticket, with its breach."""
    for customer in ("ani", "joko"):
        desk.mail(customer, to="desk", subject=f"Pulsa {customer}", body=f"Pulsa {customer} belum masuk.")
        desk.look()
        desk.mail("budi", body="", reply_to="announcement", to="desk")
        desk.look()
        if customer == "ani":
            desk.mail("budi", body="Sudah kami isi ulang.", reply_to="claim-receipt", to="desk")
            desk.pass_time(desk.now() + timedelta(minutes=2))
    desk.clock.set(desk.clock.now() + timedelta(hours=30))
    carry_out(desk.parts, "2", CommandGiven("merge", "Budi", {"into": "1"}))
    reminders.ring(desk.parts)
    counted = desk.parts.db.execute("SELECT ticket_n FROM event WHERE kind = 'breached' ORDER BY id").fetchall()
    assert [n for (n,) in counted] == [2]
    desk.clock.set(desk.clock.now() + timedelta(hours=30))
    reminders.ring(desk.parts)
    assert desk.parts.db.value("SELECT count(*) FROM event WHERE kind = 'breached'") == 1
