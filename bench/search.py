"""How fast the archive is searched: `python -m bench.search [MESSAGES] [URL]`, by default 1,000,000 on SQLite.

Makes a desk of so many messages of sixty words (Zipf, Indonesian and English, telephone numbers), three to a ticket,
then asks. Prints JSON: milliseconds of the processor, of ours and of PostgreSQL's on the same host (best of five, and
the first), bytes of the index, and the memory of a process that does nothing but ask.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import accumulate, chain
from pathlib import Path

from mailflow.core.search.families import family
from mailflow.core.search.tokens import Tokens, tokens_of
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.engine.protocol import Params
from mailflow.store.read.search import EVERYTHING, Filters, asked, search

COUNT = 1_000_000
BATCH = 5_000
VOCABULARY, POOL = 60_000, 20_000
COMMON = (
    "saya yang belum dan di masuk pulsa sudah mohon untuk ke the to nomor dari ini bisa tidak kak dengan your is and "
    "tolong bantuan terima kasih sejak kemarin bayar transfer kuota tagihan please refund invoice payment account"
).split()
SYLLABLES = (
    "ba be bi bo bu da di du ga gi ka ke ki ku la li lu ma me mi na ni pa pe ra ri sa se si ta te ti wa ya".split()
)


ROOTS = "daftar nilai kirim tagih jadwal proses bantu ubah lapor ajar".split()  # many of whose forms are common, too
FORMS = 10


def vocabulary(chance: random.Random) -> list[str]:
    """The commonest first."""
    made = dict.fromkeys((*COMMON, *chain.from_iterable(family(root)[:FORMS] for root in ROOTS)))
    while len(made) < VOCABULARY:
        made["".join(chance.choices(SYLLABLES, k=chance.randint(2, 5)))] = None
    return list(made)


class Pool:
    """Texts with their tokens, made once and used again with another number each time: making a million texts takes
    longer than indexing them."""

    def __init__(self, size: int, chance: random.Random) -> None:
        words = vocabulary(chance)
        weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
        self._texts = [" ".join(chance.choices(words, cum_weights=weights, k=60)) for _ in range(size)]
        self._tokens = [tokens_of(("Pulsa", text)) for text in self._texts]

    def text(self, n: int) -> str:
        return f"{self._texts[n % len(self._texts)]} 0812-{n // 10000:04}-{n % 10000:04}"

    def tokens(self, n: int, ticket: int) -> Tokens:
        made, number = self._tokens[n % len(self._texts)], f"{n // 10000:04} {n % 10000:04}"
        forms = (f"no{ticket}", f"n812{number.replace(' ', '')}")
        return Tokens((*made.words, "0812", *number.split()), (*made.forms, *forms))


def fill(db: Database, count: int) -> None:
    pool = Pool(min(count, POOL), random.Random(1))
    for start in range(0, count, BATCH):
        numbers = range(start + 1, min(start + BATCH, count) + 1)
        with db.transaction(durable=False):
            db.many(_TICKET, [((n + 2) // 3, str((n + 2) // 3)) for n in numbers if n % 3 == 1])
            db.many(_MESSAGE, [_message(n, pool.text(n), count) for n in numbers])
            db.many(_DOCUMENT, [(n, (n + 2) // 3, n, _month(n, count)) for n in numbers])
            row = db.engine.words.row
            db.many(db.engine.words.put, [row(n, pool.tokens(n, (n + 2) // 3)) for n in numbers])


def _message(n: int, text: str, count: int) -> Params:
    sender = f'["c{n % 50000}@mail.example", ""]'
    return (n, (n + 2) // 3, _month(n, count), sender, f"<{n}@mail.example>", text)


def _month(n: int, count: int) -> str:
    return f"2026-{n * 12 // (count + 1) + 1:02}-01T00:00:00.000000Z"


_TICKET = (
    "INSERT INTO ticket (n, number, token, status, subject, requester_name, breaches, state, version, wake_rules) "
    "VALUES (?, ?, '', 'closed', 'Pulsa', '', 0, '{}', 1, '')"
)
_MESSAGE = (
    "INSERT INTO message (id, ticket_n, at, direction, sender, recipients, subject, message_id, text, attachments) "
    """VALUES (?, ?, ?, 'in', ?, '{"to": [["desk@desk.example", ""]], "cc": []}', 'Pulsa', ?, ?, '[]')"""
)
_DOCUMENT = "INSERT INTO document (id, ticket_n, kind, source_id, part, at, digest) VALUES (?, ?, 'mail', ?, 0, ?, 'x')"


def index_bytes(db: Database) -> dict[str, int]:
    if db.engine.one_writer:
        words = int(db.value("SELECT sum(length(block)) FROM words_data"))
    else:
        words = int(db.value("SELECT pg_total_relation_size('words')"))
    return {
        "words": words,
        "of it the index alone": words
        if db.engine.one_writer
        else int(db.value("SELECT pg_relation_size('words_said')")),
    }


QUESTIONS = {
    "rare word": None,  # from a text
    "number": None,
    "phrase": None,
    "phrase of two common words": '"saya yang"',
    "phrase of common words that never meets": '"yang saya belum dan di masuk pulsa"',
    "commonest word": "saya",
    "two common words": "saya belum",
    "two words in 15 % each": "invoice payment",
    "three of them": "invoice payment account",
    "two words with many common forms": "penilaian pendaftaran",
    "six words": "saya bayar tagihan kuota transfer kemarin",
    "a word that is nowhere, and a common one": "xyzzyx saya",
    "beginning": "pemb*",
    "beginning of many": "saya*",
    "nothing": "xyzzyx",
    "common without common": "saya -yang",
    "15 % without 15 %": "account -payment",
    "a word's forms": "pembayaran",
    "common words that may be one": "terima kasih",
    "one word that may be several": "terimakasih",
    "commonest word in an old month": "saya",
    "commonest word before the last half year": "saya",
    "rare word in an old month": None,
    "phrase that never meets in an old month": '"yang saya belum dan di masuk pulsa"',
}
FEBRUARY, MARCH, JULY = (datetime(2026, month, 1, tzinfo=UTC) for month in (2, 3, 7))
PERIODS = {
    "commonest word in an old month": Filters(since=FEBRUARY, until=MARCH),
    "commonest word before the last half year": Filters(until=JULY),
    "rare word in an old month": Filters(since=FEBRUARY, until=MARCH),
    "phrase that never meets in an old month": Filters(since=FEBRUARY, until=MARCH),
}


def processor(db: Database) -> Callable[[], float]:
    """A clock of the seconds that this process and its server have used."""
    if db.engine.one_writer:
        return time.process_time
    server = Path(f"/proc/{db.value('SELECT pg_backend_pid()')}/schedstat")
    return lambda: time.process_time() + int(server.read_text().split()[0]) / 1e9


def ask(url: str) -> None:
    db = open_database(url)
    used = processor(db)
    chance = random.Random(5)
    newest = int(db.value("SELECT max(id) FROM message"))
    text = str(db.value("SELECT text FROM message WHERE id = ?", (newest // 2 // 5 * 5 + 1,)))
    words = text.split()
    rare = max((word for word in words if word.isalpha()), key=len)
    phone = next(word for word in words if word.startswith("0812-"))
    at = chance.randrange(20, 50)
    chosen = {
        "rare word": f'"{rare}"',
        "rare word in an old month": f'"{rare}"',
        "number": phone.replace("-", ""),
        "phrase": f'"{" ".join(words[at : at + 2])}"',
    }
    found = {}
    for name, fixed in QUESTIONS.items():
        question = asked(db, [fixed or chosen[name]])
        filters = PERIODS.get(name, EVERYTHING)
        for best in (False, True):
            took, hits = [], None
            for _ in range(5):
                began = used()
                hits = search(db, question, filters, best=best)
                took.append((used() - began) * 1000)
            assert hits is not None
            found[f"{name}, {'by match' if best else 'newest'}"] = {
                "ms": round(min(took), 1), "first_ms": round(took[0], 1), "total": hits.total, "more": hits.more,
                "asked": fixed or chosen[name],
            }  # fmt: skip
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        json.dumps(
            {"questions": found, "peak_mb": round(peak, 1), "bytes": index_bytes(db), "messages": newest}, indent=1
        )
    )
    db.close()


def main(count: int, url: str) -> None:
    db = open_database(url)
    began = time.perf_counter()
    fill(db, count)
    print(json.dumps({"filled": count, "seconds": round(time.perf_counter() - began)}), flush=True)
    db.close()
    subprocess.run([sys.executable, "-m", "bench.search", "ask", url], check=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["ask"]:
        ask(sys.argv[2])
    else:
        with tempfile.TemporaryDirectory(prefix="mailflow-bench-") as folder:
            count = int(sys.argv[1]) if sys.argv[1:] else COUNT
            main(count, sys.argv[2] if sys.argv[2:] else f"sqlite:///{Path(folder)}/desk.db".replace("///", "////", 1))
