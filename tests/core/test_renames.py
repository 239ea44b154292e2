"""Who an operator of old is in rules.yaml now."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.core import events as ev
from mailflow.core.evolve import evolve
from mailflow.core.lost_copies import LostAnswer
from mailflow.core.renames import Renaming, now_called
from mailflow.core.rules import Person
from mailflow.core.ticket import Ticket
from mailflow.core.undoing import Logged, last_command
from mailflow.store.engine.fields import to_json
from tests.core.desk import ANA, at, opened, rules
from tests.core.desk import BUDI as BUDI_WRITES
from tests.core.desk import SARI as SARI_WRITES

BUDI, SARI = Person("Budi", "budi@x"), Person("Sari Dewanti", "sari@x", ("sd@x",))


@pytest.mark.parametrize(
    ("name", "addresses", "now"),
    [
        ("Budi", {"budi@x"}, "Budi"),
        ("budi", {"budi@x"}, "Budi"),
        ("Sari", {"sari@x"}, "Sari Dewanti"),
        ("Sari", {"old@x", "sd@x"}, "Sari Dewanti"),
        ("Budi", {"old@x"}, "Budi"),
        ("Budi", set(), "Budi"),
        ("Budi", {"sari@x"}, "Sari Dewanti"),
        ("Budi", {"sari@x", "budi@x"}, "Budi"),
        ("Tono", {"tono@x"}, None),
        ("Tono", set(), None),
    ],
)
def test_by_address_before_name(name: str, addresses: set[str], now: str | None) -> None:
    """Either will do; where they point at two people, the address says who it is."""
    assert now_called(name, addresses, (BUDI, SARI)) == now


def busy() -> Ticket:
    """Budi has the ticket; he has answered for later, Sari's answer is held, and each knows a mail of the customer."""
    story = opened(rules(undo_within=timedelta(minutes=1)))
    story.mail(ANA, "Nomornya 0812.", 2, answers="customer-mail")
    story.mail(SARI_WRITES, "Sudah kami isi ulang.", 3)
    story.mail(BUDI_WRITES, "Sudah kami proses, mohon dicek.", 4, answers="claim-receipt")
    lost = LostAnswer(1, "Budi", "<x@desk.example>", "Sudah.")
    return replace(story.ticket, lost=(lost,))


def test_a_name_changes_wherever_the_ticket_has_it() -> None:
    """No value of the state is the old one any more."""
    after = Renaming("Budi", "Budi Santoso").throughout(busy())
    assert '"Budi Santoso"' in to_json(after)
    assert '"Budi"' not in to_json(after)
    assert Renaming("Budi Santoso", "Budi").throughout(after) == busy()


def test_a_renaming_of_an_earlier_version_is_folded_as_it_was() -> None:
    """It changed the owner, and not the authors of what waited."""
    after = evolve(busy(), ev.OperatorRenamed("rules.yaml", "Budi", "Budi Santoso"), at(5))
    assert (after.owner, after.unsent[0].operator) == ("Budi Santoso", "Budi")


def test_who_was_renamed_takes_back_what_he_commanded_before() -> None:
    """He is the same person, and what is restored has his present name."""
    story = opened()
    story.mail(BUDI_WRITES, "", 2, answers="claim-receipt", commands=(("lepas", ""),))
    log = [Logged(i + 1, at(1), i, event) for i, (event, _) in enumerate(story.log)]
    log.append(Logged(len(log) + 1, at(3), 99, ev.OperatorRenamed("rules.yaml", "Budi", "Budi Santoso", True)))
    found = last_command(log, "Budi Santoso")
    assert found is not None
    assert (found.kinds, found.before.owner) == (("Released",), "Budi Santoso")


def test_an_answer_that_waits_and_changed_nothing_before_is_renamed_too() -> None:
    """One that a close would not have to take anything back for."""
    ticket = busy()
    assert ticket.unsent
    plain = replace(ticket, unsent=tuple(replace(one, before=None) for one in ticket.unsent))
    after = Renaming("Budi", "Budi Santoso").throughout(plain)
    assert {one.operator for one in after.unsent} == {"Budi Santoso"}
