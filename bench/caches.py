"""What each remembered function (`lru_cache`) saves: `python bench/caches.py`.

A desk settles requests, then whole conversations; each function's calls that were remembered, times what one that was
not takes, as a share of all processor time. The figure stands beside its `lru_cache`; what saves less than 0.3 % of
both is not remembered. That a remembered answer is the one it would give now, tests/test_caches.py shows.
"""

from __future__ import annotations

import functools
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.backlog import fill
from bench.desk import make_desk, written
from mailflow import app
from mailflow.flow import daemon  # noqa: F401 - loads what settles mails
from tests.simulation import mails

COUNT = 150  # requests
DESK = "iduhelp@desk.example"
WORDS = "Sudah kami periksa, Bu. Silakan dicoba lagi, pulsanya sudah kami kirim ulang tadi pagi."


def cached() -> dict[Any, list[tuple[Any, str]]]:
    """{remembered function: where modules name it} of the parts of mailflow that are loaded."""
    found: dict[Any, list[tuple[Any, str]]] = {}
    for module in [one for name, one in sorted(sys.modules.items()) if name.startswith("mailflow")]:
        for name, value in vars(module).items():
            if hasattr(value, "cache_info") and str(value.__module__).startswith("mailflow"):
                found.setdefault(value, []).append((module, name))
    return found


def timed(function: Callable[..., Any], seconds: list[float]) -> Callable[..., Any]:
    def act(*args: Any, **more: Any) -> Any:
        began = time.perf_counter()
        try:
            return function(*args, **more)
        finally:
            seconds.append(time.perf_counter() - began)

    return act


def settle(home: Path, *, replies: bool, count: int = COUNT) -> float:
    """Seconds of processor for `count` requests, and with `replies` for a claim and an answer to each."""
    make_desk(home, "[{maildir: var/in, since: all, after: delete}]", "{maildir: var/out}")
    fill(home / "var/in/new", count)
    parts, began = app.open_parts(home, need_secrets=True), time.process_time()
    app.once(parts)
    for words in ("", WORDS) if replies else ():
        letters = [mails.read(file.read_bytes()) for file in sorted((home / "var/out/new").iterdir())]
        for i, item in enumerate(one for one in letters if "lists.desk.example" in one.to[0]):
            _, text, _ = mails.with_quotation(words, item, i, marked=True)
            subject, own = mails.re_subject(item), f"<{len(words)}.{i}@desk.example>"
            author, threading = written("op0@desk.example"), mails.threading(item)
            data = mails.write(author, (DESK,), (), subject, text, own, parts.clock.now(), threading)
            (home / "var/in/new" / f"{len(words)}.{i}").write_bytes(data)
        app.once(parts)
    spent = time.process_time() - began
    parts.db.close()
    return spent


def main() -> None:
    shares: dict[str, list[str]] = {}
    for replies in (False, True):
        measured = []
        for function, places in cached().items():
            seconds: list[float] = []
            again = functools.lru_cache(function.cache_parameters()["maxsize"])(timed(function.__wrapped__, seconds))
            for module, name in places:
                setattr(module, name, again)
            measured.append((f"{function.__module__}.{function.__name__}", function, places, again, seconds))
        with tempfile.TemporaryDirectory(prefix="mailflow-caches-") as folder:
            spent = settle(Path(folder), replies=replies)
        for label, function, places, again, seconds in measured:
            saved = again.cache_info().hits * statistics.median(seconds) / spent if seconds else 0.0
            shares.setdefault(label, []).append(f"{saved:7.1%}" if saved < 1 else "  much ")
            for module, name in places:
                setattr(module, name, function)
    print(f"{'':56}requests  conversations")
    for label, both in sorted(shares.items()):
        print(f"{label:56}" + "   ".join(both))


if __name__ == "__main__":
    main()
