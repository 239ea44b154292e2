"""What a mirror looks for: the short way by the hash chain finds what the newest events and mails show."""

from __future__ import annotations

from typing import Any

import pytest

from mailflow.core.occasions import CommandGiven
from mailflow.flow.schedule.mailbox_mirror import _Mirrored
from mailflow.flow.ticket.typed_command import carry_out
from mailflow.store.engine import chain_links
from mailflow.store.read import mirrored
from tests.flow.conftest import Office

BOX = "mailbox1"


class Mirror(_Mirrored):
    """The real one, which notes what it would show: these folders have no server for keywords."""

    def __init__(self, desk: Office, name: str) -> None:
        self._parts, self._pattern, self._asked = desk.parts, "", list[int]()
        self._shown, self._seen, self._looked = {}, set(), None
        self.box: Any = type("Box", (), {"name": name})
        self._lock: Any = type("Lock", (), {"take": lambda self: None})()

    def _show(self, numbers: list[int]) -> int:
        self._asked += numbers
        return len(numbers)

    def shown(self) -> set[int]:
        asked, self._asked = self._asked, []
        return set(asked)


def test_the_chain_names_what_is_new(desk: Office) -> None:
    """The same mails as among all of them, and events whenever there are any: for a request, its second copy, a
    reply, a command from the shell, letters alone."""
    db = desk.parts.db
    name, head, event, seen = "", chain_links.head(db), mirrored.newest_event(db), set[tuple[int, int]]()
    copied = desk.client.write({"from": ["Ani"], "to": ["list"], "subject": ["Pulsa"]}, ["Belum masuk."])
    kinds = set[tuple[bool, bool]]()
    for step in (
        lambda: desk.put(copied, BOX),
        lambda: desk.put(copied, BOX),
        lambda: desk.mail("Ani", reply_to="acknowledgement", body="Sudah masuk?"),
        lambda: carry_out(desk.parts, "1", CommandGiven("close", "Dewi", {}, True)),
        lambda: desk.mail("Rina", subject="Kedua"),
    ):
        step()
        for part in (desk.look, desk.look):
            part()
            name = name or str(db.value("SELECT mailbox FROM inbox"))
            now, newest = chain_links.head(db), mirrored.newest_event(db)
            decided = mirrored.decided_between(db, head.number, now.number)
            all_of_them = set(mirrored.settled_since(db, 0, name))
            assert set(mirrored.settled_of(db, decided.mails, name)) == all_of_them - seen
            assert decided.events == (newest > event)
            kinds.add((decided.events, bool(decided.mails)))
            head, event, seen = now, newest, all_of_them
    assert {(True, True), (False, True), (False, False)} <= kinds
    assert len(seen) == 4


def test_a_mirror_goes_on_where_it_was(desk: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second mirror that always looks for everything shows the same. While nothing is decided, a look
    asks the database one thing."""
    desk.mail("Ani")
    desk.look()
    name = str(desk.parts.db.value("SELECT mailbox FROM inbox"))
    short, long = Mirror(desk, name), Mirror(desk, name)
    for sender, subject in (("Rina", "Pulsa"), ("Ani", "Jaringan"), ("Rina", "Wifi")):
        short.look()
        long._looked = None
        long.look()
        assert short.shown() == long.shown()
        desk.mail(sender, subject=subject, body=f"{subject} mati.")
        desk.look()
    assert short.look() > 0
    assert 4 in short.shown()
    asked: list[str] = []
    execute = desk.parts.db.execute
    monkeypatch.setattr(desk.parts.db, "execute", lambda sql, *rest: asked.append(sql) or execute(sql, *rest))
    assert short.look() == 0
    assert len(asked) == 1
