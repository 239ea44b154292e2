"""`python -m tests.simulation`: desk-years by the hundred, one of them again, or for as long as you let it."""

from __future__ import annotations

import argparse
import gc
import logging
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from multiprocessing import Pool

from tests.postgres import Postgres
from tests.simulation.kept import OPEN
from tests.simulation.played import names
from tests.simulation.schemas import schema
from tests.simulation.world import History, World, Wrong

ENOUGH = 200  # of each kind of words and slips in a thousand desk-years


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument("--seed", type=int, help="this one, with its whole trace")
    parser.add_argument("--seeds", type=int, default=200, help="so many")
    parser.add_argument("--begin", type=int, default=1, help="the first of them")
    parser.add_argument("--minutes", type=float, help="until then, however many")
    parser.add_argument("--days", type=float, default=365.0, help="of each year: fewer, and as much happens in them")
    parser.add_argument("--jobs", type=int, default=1, help="processes")
    parser.add_argument("--postgres", action="store_true", help="on a PostgreSQL of our own instead of SQLite")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with ExitStack() as ends:
        server = ends.enter_context(Postgres()).url("{}") if asked.postgres else ""
        return _one(asked.seed, server, asked.days) if asked.seed is not None else _many(asked, server)


def _one(seed: int, server: str, days: float) -> int:
    with schema(server, seed) as url:
        world = World(seed, days, url=url)
        try:
            history = world.run()
        except BaseException:
            print("\n".join(world.trace))
            raise
    print("\n".join(world.trace))
    print(history)
    return 0


def _many(asked: argparse.Namespace, server: str) -> int:
    began, until = time.monotonic(), asked.minutes and time.monotonic() + asked.minutes * 60
    last = sys.maxsize if until else asked.begin + asked.seeds
    sums, failed, count = dict.fromkeys(("mails", "tickets", "letters", "doubles", "kills"), 0), [], 0
    opened: Counter[str] = Counter()
    said: Counter[str] = Counter()
    with Pool(asked.jobs) as pool:
        for seeds in _batches(asked.begin, last, until, asked.jobs * 4):
            for seed, history, words in pool.imap(partial(_played, server, asked.days), seeds):
                count += 1
                if history is None:
                    failed.append(seed)
                    print(words, flush=True)
                    continue
                opened.update(history.open)
                said.update(history.said)
                for name in sums:
                    sums[name] += getattr(history, name)
    minutes = (time.monotonic() - began) / 60
    told = ", ".join(f"{total} {name}" for name, total in sums.items())
    print(f"{count} desk-years in {minutes:.1f} minutes ({count / minutes:.0f} a minute): {told}")
    for name, times in sorted(said.items()):
        print(f"{times:8} times: {name}{'' if times * 1000 >= ENOUGH * count else ' (seldom)'}")
    print(f"missing: {', '.join(sorted(set(names()) - said.keys())) or 'nothing'}")
    for name, times in sorted(opened.items()):
        print(f"known and open, in {times} of them: {name}: {OPEN[name]}")
    print(f"failed: {failed}" if failed else "nothing was lost, nothing came twice, nothing is stuck")
    return 1 if failed else 0


def _batches(first: int, last: int, until: float | None, size: int) -> Iterator[range]:
    while first < last and (until is None or time.monotonic() < until):
        yield range(first, min(first + size, last))
        first += size


def _played(server: str, days: float, seed: int) -> tuple[int, History | None, str]:
    logging.disable(logging.CRITICAL)
    gc.disable()  # a year is small; what it leaves goes before the next
    gc.collect()
    try:
        with schema(server, seed) as url:
            return seed, World(seed, days, url=url).run(), ""
    except Wrong as wrong:
        return seed, None, str(wrong)
    except Exception:
        return seed, None, f"seed {seed}: {traceback.format_exc()}"


if __name__ == "__main__":
    sys.exit(main())
