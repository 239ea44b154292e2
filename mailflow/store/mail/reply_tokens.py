"""Which edition of a personal reply token is in force: a new one makes all letters before it prove nothing.

A token is renewed when somebody else may know it, on that ticket; and for good, on all tickets, when it is revoked or
the person leaves rules.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable

from mailflow.store.engine.database import Database

_ALL = -1  # ticket_n: every ticket's tokens of that person


def edition(db: Database, person: str, n: int) -> str:
    """Of the tokens of `person`, an address, on ticket `n` (0: letters of no ticket). "" as long as nothing
    happened."""
    sql = "SELECT ticket_n, renewed FROM reply_token WHERE person = ? AND ticket_n IN (?, ?)"
    found: dict[int, int] = dict(db.execute(sql, (person.casefold(), n, _ALL)).fetchall())
    return f"{found.get(_ALL, 0)}.{found.get(n, 0)}" if found else ""


def renew(db: Database, person: str, n: int) -> None:
    """Writer. Somebody else may know the token on ticket `n`: the next letter has another one."""
    _count(db, person, n, 1)


def revoke(db: Database, person: str) -> None:
    """Writer. No letter that was ever sent to `person` proves anything any more."""
    _count(db, person, _ALL, 2)


def note_staff(db: Database, present: Iterable[str], known: Iterable[str]) -> None:
    """Writer. Tokens of who has left rules.yaml are dead, also when the same address comes back: an odd number says
    that it was away when last looked at."""
    here = {address.casefold() for address in present}
    away = {
        row[0] for row in db.execute("SELECT person FROM reply_token WHERE ticket_n = ? AND renewed % 2 = 1", (_ALL,))
    }
    for address in (({one.casefold() for one in known} - here) - away) | (here & away):
        _count(db, address, _ALL, 1)


def _count(db: Database, person: str, n: int, by: int) -> None:
    sql = """INSERT INTO reply_token (person, ticket_n, renewed) VALUES (?, ?, ?)
        ON CONFLICT (person, ticket_n) DO UPDATE SET renewed = reply_token.renewed + excluded.renewed"""
    db.execute(sql, (person.casefold(), n, by))
