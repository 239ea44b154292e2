"""What a proof of one ticket is made of: its entries in the hash chain, the chain itself, the heads that were mailed.
Read only."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import NamedTuple

from mailflow.store.engine import chain_links, hash_chain
from mailflow.store.engine.database import Database
from mailflow.store.engine.hash_chain import Chained


class EntryAt(NamedTuple):
    """An entry with its place in the chain."""

    link: int
    place: int  # in its link, from 0
    chained: Chained


class HeadLetter(NamedTuple):
    """A letter of ours that carried a head."""

    message_id: str
    at: str
    to: tuple[str, ...]
    text: str


def refs_of(db: Database, n: int) -> set[str]:
    """Of the ticket's events, of its mails, of its letters."""
    filed = "SELECT inbox_id FROM message WHERE ticket_n = ? AND inbox_id IS NOT NULL"
    found = {hash_chain.of_event(n, row[0]) for row in db.all("SELECT seq FROM event WHERE ticket_n = ?", (n,))}
    mails = db.all(f"SELECT id FROM inbox WHERE ticket_n = ? OR id IN ({filed})", (n, n))
    letters = db.all("SELECT id FROM letter WHERE ticket_n = ?", (n,))
    return found | {hash_chain.of_mail(row[0]) for row in mails} | {hash_chain.of_letter(row[0]) for row in letters}


def placed(db: Database, refs: Collection[str]) -> Iterator[EntryAt]:
    """Their entries, and those of what has gone of them, in the order of the chain. Reads the whole chain."""
    for number, lines, _ in chain_links.links(db, 1, chain_links.head(db).number):
        for index, line in enumerate(lines.split("\n")):
            ref = line[: line.find(" ")]
            if ref in refs or (ref[:1] == "x" and _of(line) in refs):
                yield EntryAt(number, index, hash_chain.read(line)[0])


def _of(line: str) -> str:
    return hash_chain.gone(line.split(" ", 2)[2]).of


def chain(db: Database, first: int, last: int) -> str:
    """chain.txt: the head before the first link; of each link its number, its head, and the digests of its entries."""
    before = next((head for _, _, head in chain_links.links(db, first - 1, first - 1)), hash_chain.BEGINNING)
    lines = [f"before {before}"]
    for number, entries, head in chain_links.links(db, first, last):
        lines += [f"link {number} {head}", *(one.digest for one in hash_chain.read(entries))]
    return "\n".join(lines) + "\n"


def letters_with_head(db: Database) -> list[HeadLetter]:
    """Those that were sent, oldest first."""
    sql = (
        "SELECT message_id, sent_at, recipients, text FROM letter "
        "WHERE ticket_n IS NULL AND kind IN ('digest', 'report') AND state = 'sent' ORDER BY id"
    )
    return [HeadLetter(one, at, tuple(json.loads(to)), text) for one, at, to, text in db.all(sql) if "head " in text]


class SentLetter(NamedTuple):
    """A letter of the ticket, and what servers said of it."""

    id: int
    kind: str
    message_id: str
    created: str
    state: str
    sent: str | None
    results: dict[str, dict[str, str]]  # by recipient: state, words
    subject: str


def letters(db: Database, n: int) -> list[SentLetter]:
    sql = (
        "SELECT id, kind, message_id, created_at, state, sent_at, results, subject FROM letter "
        "WHERE ticket_n = ? ORDER BY id"
    )
    return [SentLetter._make((*row[:6], json.loads(row[6]), row[7])) for row in db.all(sql, (n,))]


class CameMail(NamedTuple):
    """A mail of the ticket, and what became of it."""

    id: int
    arrived: str
    outcome: str
    message_id: str
    sender: str


def mails(db: Database, n: int) -> list[CameMail]:
    sql = (
        "SELECT i.id, i.arrived_at, COALESCE(i.outcome, i.state), i.message_id, COALESCE(m.sender, '[\"\"]') "
        "FROM inbox i LEFT JOIN message m ON m.inbox_id = i.id AND m.ticket_n = ? "
        "WHERE i.ticket_n = ? OR m.id IS NOT NULL ORDER BY i.arrived_at, i.id"
    )
    return [CameMail._make((*row[:4], json.loads(row[4])[0])) for row in db.all(sql, (n, n))]
