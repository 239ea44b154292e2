"""The links of the hash chain, whoever appends them."""

from __future__ import annotations

from pathlib import Path

import pytest

from mailflow.flow.admin.verify_chain import verify_chain
from mailflow.store.desk import tickets
from mailflow.store.engine import chain_links, hash_chain
from mailflow.store.engine.database import Database
from mailflow.store.engine.hash_chain import MailRow
from tests.store.desk import ended, process

WORKERS, EACH = 4, 12
# each its own process: requests with their letters, again and again
_WORKER = """
for one in range({each}):
    request(db)
"""


def test_several_processes_make_one_chain(filed: Database, tmp_path: Path) -> None:
    """Each link follows the one before it, none is missing or twice, and all of the log is in it."""
    before = chain_links.head(filed).number
    for child in [process(_WORKER.format(each=EACH), tmp_path) for _ in range(WORKERS)]:
        ended(child)
    assert len(tickets.all_numbers(filed)) == WORKERS * EACH
    assert chain_links.head(filed).number == before + WORKERS * EACH
    assert list(verify_chain(filed)) == []


def test_what_is_undone_is_not_chained(db: Database) -> None:
    """A savepoint that is rolled back takes its entries with it; a transaction all of them."""
    with db.transaction():
        chain_links.append(db, MailRow(1, "a", "b", "c"))
        with pytest.raises(LookupError), db.savepoint():
            chain_links.append(db, MailRow(2, "a", "b", "c"))
            raise LookupError
    with pytest.raises(LookupError), db.transaction():
        chain_links.append(db, MailRow(3, "a", "b", "c"))
        raise LookupError
    ((number, lines, head),) = chain_links.links(db, 1, 9)
    assert ([one.ref for one in hash_chain.read(lines)], number) == (["m1"], 1)
    assert (number, head) == tuple(chain_links.head(db))


def test_a_transaction_is_one_link_however_much_it_chains(db: Database) -> None:
    """Entries in the order in which they came."""
    with db.transaction():
        for one in range(1, 40):
            chain_links.append(db, MailRow(one, "a", "b", "c"))
    ((_, lines, _),) = chain_links.links(db, 1, 9)
    assert [one.ref for one in hash_chain.read(lines)] == [f"m{one}" for one in range(1, 40)]


def test_the_same_past_has_another_digest_under_another_key() -> None:
    """Who does not know the key cannot try what an entry holds."""
    entry = MailRow(1, "a", "b", "c").entry
    assert hash_chain.digest(b"1" * 32, entry) != hash_chain.digest(b"2" * 32, entry)
