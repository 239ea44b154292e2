"""Whether memory stays flat: one daemon, all its threads, through a simulated month of a busy desk.

Every working hour ten customers ask; operators claim and answer, customers write back, the PIC closes: all by mail,
through a Maildir, the desk's clock leaping from hour to hour. Prints JSON: resident memory and live objects after each
day, and how much they grow per day from the tenth on (until then caches fill). `--trace` says where what grew was made.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import shutil
import tempfile
import time
import tracemalloc
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.backlog import WORDS
from bench.desk import customer, make_desk, resident_mb, written
from mailflow import app
from mailflow.clock import SettableClock
from mailflow.store.mail import inbox, outbox
from tests.simulation import mails
from tests.simulation.mails import Item

START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)  # Monday 08:00 in Jakarta
DESK, WARM = "iduhelp@desk.example", 10  # days until caches are full
HOURS = 9
ASK_PER_HOUR = 10
LONGEST = 4000  # lines somebody pastes into his mail, now and then


class Month:
    """The world around one daemon."""

    def __init__(self, home: Path, start: datetime = START) -> None:
        make_desk(home, "[{maildir: var/in, since: all, after: delete, poll: 1s}]", "{maildir: var/out}")
        self._in, self._out = home / "var/in", home / "var/out/new"
        self._chance = random.Random(1)
        self.clock = SettableClock(start)
        self.parts = app.open_parts(home, self.clock, need_secrets=True, environ={})
        self.daemon = app.daemon(self.parts)
        self.mails = self.letters = 0
        self.lines, self.longest = 40, LONGEST  # of a request; of what somebody pastes

    def hour(self, asked: int) -> None:
        """What customers ask, and what everybody does about the letters of this hour."""
        for _ in range(asked):
            i = self.mails
            self._send(written(customer(i)), (DESK,), f"Pulsa {i}", self._words(self.lines))
        while self._settled():
            pass
        self.clock.advance(timedelta(hours=1))

    def _settled(self) -> int:
        """Wait until the daemon has nothing in hand; how many letters somebody reacts to."""
        db, until = self.parts.db, time.monotonic() + 120
        while any((self._in / "new").iterdir()) or inbox.counts(db)["waiting"] or outbox.waiting(db):
            assert time.monotonic() < until, (inbox.counts(db), outbox.counts(db))
            db.wait_for_commit(0.1)
        return sum(self._react(file) for file in sorted(self._out.iterdir()))

    def _react(self, file: Path) -> bool:
        raw = file.read_bytes()
        file.unlink()
        self.letters += 1
        item = mails.read(raw)
        kind = self.parts.db.value("SELECT kind FROM letter WHERE message_id = ?", (item.message_id,))
        dice = self._chance.random()
        if kind == "announcement":
            return self._reply("Op0 <op0@desk.example>", item, "")
        if kind in ("claim-receipt", "customer-wrote", "reopened"):
            words = "Sudah kami periksa, silakan dicoba lagi." + ("\n\n/selesai" if dice < 0.6 else "")
            return self._reply("Op0 <op0@desk.example>", item, words)
        if kind == "closing-notice":
            return self._reply("Dewi <dewi@desk.example>", item, "tutup")
        if kind == "answer" and dice < 0.4:
            return self._reply(written(item.to[0]), item, self._words(10))
        return False

    def _reply(self, author: str, item: Item, words: str) -> bool:
        _, text, _ = mails.with_quotation(words, item, 0, marked=True)
        to = item.reply_to or (item.sender,)
        self._send(author, to, mails.re_subject(item), text, mails.threading(item))
        return True

    def _send(
        self, author: str, to: tuple[str, ...], subject: str, text: str, heads: tuple[tuple[str, str], ...] = ()
    ) -> None:
        self.mails += 1
        name = f"{self.mails:08}.bench"
        if self._chance.random() < 0.02:
            text += "\n" + self._words(self._chance.randint(min(100, self.longest), self.longest))
        own = f"<{self.mails}@mail.example>"
        data = mails.write(author, to, (), subject, text, own, self.clock.now(), heads)
        (self._in / "tmp" / name).write_bytes(data)
        (self._in / "tmp" / name).rename(self._in / "new" / name)

    def _words(self, lines: int) -> str:
        return "\n".join(" ".join(self._chance.choice(WORDS) for _ in range(11)) for _ in range(lines))


def main(days: int, trace: bool) -> dict[str, object]:
    home = Path(tempfile.mkdtemp(prefix="mailflow-bench-"))
    began = time.monotonic()
    told: list[dict[str, float]] = []
    before: tracemalloc.Snapshot | None = None
    if trace:
        tracemalloc.start(12)
    try:
        month = Month(home)
        month.daemon.start()
        for day in range(1, days + 1):
            for _ in range(HOURS):
                month.hour(ASK_PER_HOUR if month.clock.now().weekday() < 5 else 1)
            month.clock.advance(timedelta(hours=24 - HOURS))
            gc.collect()
            told.append({"day": day, "mb": round(resident_mb(os.getpid()), 1), "objects": len(gc.get_objects())})
            if trace and day == WARM:
                before = tracemalloc.take_snapshot()
        assert month.daemon.stop()
        month.parts.db.close()
        if before is not None:
            for line in tracemalloc.take_snapshot().compare_to(before, "lineno")[:12]:
                print(line)
        return {
            "mails": month.mails,
            "letters": month.letters,
            "seconds": round(time.monotonic() - began),
            "days": told,
            "mb_per_day": round(slope([(point["day"], point["mb"]) for point in told[WARM:]]), 3),
            "objects_per_day": round(slope([(point["day"], point["objects"]) for point in told[WARM:]]), 1),
        }
    finally:
        shutil.rmtree(home, ignore_errors=True)


def slope(points: list[tuple[float, float]]) -> float:
    """Of the straight line nearest to all of them."""
    if len(points) < 2:
        return 0.0
    x, y = (sum(values) / len(points) for values in zip(*points, strict=True))
    return sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--trace", action="store_true")
    asked = parser.parse_args()
    print(json.dumps(main(asked.days, asked.trace), indent=2))
