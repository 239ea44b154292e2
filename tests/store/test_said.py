"""Texts that a reply may quote, found by the Message-IDs it names."""

from __future__ import annotations

import pytest

from mailflow.store.engine.database import Database
from mailflow.store.mail import said
from mailflow.store.mail.said import Written
from tests.store.desk import BUDI, letter, request

LETTERS = [letter("<1@desk.example>"), letter("<2@desk.example>", "announcement", (BUDI,))]


def test_what_a_reply_answers_is_found_by_one_statement(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """Letters and mails of its ticket and of others, of which none is what the customer has read on this one."""
    request(db, LETTERS)
    request(db, [letter("<3@desk.example>")])
    ran: list[str] = []
    ask = db.execute
    monkeypatch.setattr(db, "execute", lambda sql, params=(): ran.append(sql) or ask(sql, params))
    found = said.of_ids(db, 1, ["<1@desk.example>", "<2@desk.example>", "<3@desk.example>", "<unknown@desk.example>"])
    assert {(one.message_id, one.public) for one in found} >= {
        ("<1@desk.example>", True),
        ("<2@desk.example>", False),
        ("<3@desk.example>", False),
    }
    assert len(ran) == 1
    assert said.of_ids(db, 1, []) == []


def test_another_ticket_s_mail_is_not_its_own(db: Database) -> None:
    """Asked from the ticket that has it, it is public; from another, it is only known."""
    request(db, [letter("<1@desk.example>")])
    request(db)
    assert Written("terima kasih", "<1@desk.example>", True) in said.of_ids(db, 1, ["<1@desk.example>"])
    assert all(not one.public for one in said.of_ids(db, 2, ["<1@desk.example>"]))
