"""The logs of a large desk are folded in other processes: with the same result, in the order of the tickets."""

from __future__ import annotations

import runpy
from pathlib import Path

from mailflow.flow.admin.verify import verify
from mailflow.flow.admin.verify_apart import verified_apart
from mailflow.store.desk import tickets
from tests.flow.conftest import Office


def harmed(desk: Office) -> None:
    """Three tickets, of which two are not what their logs say: one in a column, one in its state."""
    for name in ("Ani", "Rina", "Joko"):
        desk.mail(name)
        desk.look()
    desk.sql("UPDATE ticket SET owner = 'Mallory' WHERE n = 3")
    desk.sql("UPDATE ticket SET state = replace(state, 'Pulsa', 'Bukan') WHERE n = 1")


def test_other_processes_find_the_same(desk: Office) -> None:
    """A ticket at a time, told as they come."""
    harmed(desk)
    numbers, seen = tickets.all_numbers(desk.parts.db), list[tuple[int, int]]()
    with verified_apart(desk.parts.policy.settings.database, desk.home, (1, 3), numbers, at_once=1) as apart:
        links = apart.links(lambda done, of: None)
        found = list(apart.tickets(lambda done, of: seen.append((done, of))))
    assert [(one.first, one.last) for one in links] == [(3, 3), (2, 2), (1, 1)]
    assert found == list(verify(desk.parts.db))
    assert [(one.n, one.field) for one in found] == [(1, "subject"), (3, "column owner")]
    assert seen == [(1, 3), (2, 3), (3, 3)]


def test_the_front_door_of_a_checkout_is_no_trap_for_them() -> None:
    """They read it under another name; as a command it would start them again, without end."""
    runpy.run_path(str(Path(__file__).parents[2] / "cli.py"), run_name="__mp_main__")


def test_what_no_program_can_read_is_told(desk: Office) -> None:
    """An event of an unknown kind, or without what it needs, is named; the tickets beside it are compared."""
    harmed(desk)
    desk.sql("UPDATE event SET data = '{}' WHERE ticket_n = 2 AND seq = 1")
    found = list(verify(desk.parts.db))
    assert [(one.n, one.field) for one in found] == [(1, "subject"), (2, "event 1"), (3, "column owner")]


def test_a_row_of_an_older_version_is_right(desk: Office) -> None:
    """It lacks fields that are newer; the rest is what the log says."""
    desk.mail("Ani")
    desk.look()
    state = desk.parts.db.value("SELECT state FROM ticket WHERE n = 1")
    assert '"linked":[]' in state
    desk.sql("UPDATE ticket SET state = replace(state, '\"linked\":[],', '') WHERE n = 1")
    assert list(verify(desk.parts.db)) == []
