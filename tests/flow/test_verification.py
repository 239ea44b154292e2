"""`mailflow customers verify` asks many addresses, a second between them."""

from __future__ import annotations

from datetime import timedelta

from mailflow.flow.admin import register, verification
from mailflow.flow.schedule import answers
from mailflow.store.desk import register as customers
from tests.flow.conftest import Office

ADDRESSES = ("ani@mail.example", "joko@mail.example", "rina@kampus.example")


def asks_all(desk: Office) -> None:
    for address in ADDRESSES:
        register.enter(desk.parts, {"addresses": address, "name": address[:4]})
    assert verification.ask(desk.parts, list(customers.listing(desk.parts.db))) == len(ADDRESSES)


def test_each_letter_leaves_at_its_moment(desk: Office) -> None:
    """The first at once, the others after a second each; no alarm waits behind them."""
    asks_all(desk)
    desk.look()
    assert desk.kinds() == ["verify-address"]
    desk.pass_time(desk.now() + timedelta(seconds=5))
    assert [letter.to for letter in desk.world] == [[address] for address in ADDRESSES]


def test_letters_about_no_answer_are_let_go_once(desk: Office) -> None:
    """They belong to no ticket: the loop that lets answers go ends all the same."""
    asks_all(desk)
    desk.clock.set(desk.clock.now() + timedelta(minutes=1))
    assert answers.send_due(desk.parts) == 0
    assert desk.parts.db.value("SELECT count(*) FROM letter WHERE due_at IS NOT NULL") == 0
