"""Where the processor's time of a mail goes, part by part: `python -m bench.budget [CHECKOUT] [--mails N]`.

Prints JSON: of requests, and of claims and answers to them, microseconds a mail of each part here and in another
checkout (a baseline), and how often this one's whole is of the other's: the median of pairs taken in turns, for other
work on the machine shifts both. From a Maildir into a Maildir, everything durable, the shipped rules.

A timer of the processor's time (every 4 ms with most kernels) looks which function is at work: the innermost one that
PARTS names. What no part names is `other`, what comes before the round `start`.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from bench.backlog import WORDS
from bench.caches import DESK
from bench.caches import WORDS as ANSWER
from bench.desk import ROOT, mail, written
from mailflow.clock import SystemClock
from tests.simulation import mails

RULES = """\
desk: {name: iDuHelp, address: iduhelp@desk.example, list: milis@lists.desk.example, language: id}
mailboxes: [{maildir: var/in, since: all}]
outgoing: {maildir: var/out}
operators: [{name: Op0, address: op0@desk.example}, {name: Op1, address: op1@desk.example}]
pic: [{name: Dewi, address: dewi@desk.example}]
announce: list
trust: {operators: from}
"""
# part: of the files and functions that do it, in this checkout or an older one; the first that fits counts
PARTS = {
    "log": r"/logging/|cli/logs",
    "commit": r"sqlite\.py:.*\bcommit$",
    "packing": r"fields\.py:(un)?pack$",
    "json": r"/json/|core/plain|core/eventlog",
    "chain of events": r"chain_links|hash_chain",
    "search index": r"search_index|core/search/|word_index|fts5",
    "figures": r"store/desk/(counted|totals|summed)",
    "files of letters": r"mail/multipart|/email/",
    "words of letters": r"jinja2|mail/(sandbox|canned|templates|work|facts|pieces)\.py",
    "letters": r"mail/(writing|compose|identity)\.py|ticket/render",
    "quoting": r"mail/quoting",
    "meaning": r"core/(replies|operator|closing|when)",
    "bodies": r"mail/(bodies|html|transfer|encoded|attachments)\.py|ticket/files",
    "headers": r"mail/(headers|mime|addresses|dates|nature|authentication)",
    "finders": r"core/(finders|temper|hints)",
    "robots, repetitions": r"core/(likeness|repeats)|settle/(robots|repetition)|store/mail/acknowledged",
    "understanding, else": r"mailflow/mail/",
    "record": r"store/(desk/)?record",
    "deliver": r"flow/deliver|transports/|store/(mail/)?outbox",
    "receive": r"(intake|flow)/receive|sources/|store/mail/arrivals|flow/turns",
    "decide": r"mailflow/core/",
    "settle": r"mailflow/(flow|store/(?!engine/|sqlite|database|connections|fields))",
}
_SAMPLED = """
import collections, json, os, resource, runpy, signal, sys
sys.path.insert(0, sys.argv[1])
found = collections.Counter()
def look(_, frame):
    stack = []
    while frame is not None:
        stack.append(f"{frame.f_code.co_filename}:{frame.f_code.co_name}")
        frame = frame.f_back
    found["\\n".join(stack)] += 1
signal.signal(signal.SIGPROF, look)
signal.setitimer(signal.ITIMER_PROF, 0.001, 0.001)
sys.argv = ["mailflow", "--home", sys.argv[2], "run", "--once", "--quiet"]
try:
    runpy.run_path(sys.path[0] + "/cli.py", run_name="__main__")
except SystemExit as ended:
    assert not ended.code, ended.code
signal.setitimer(signal.ITIMER_PROF, 0)
used = resource.getrusage(resource.RUSAGE_SELF)
print("\\n" + json.dumps([used.ru_utime + used.ru_stime, found]))
"""


class Spent(NamedTuple):
    """Of one round."""

    seconds: float  # of the processor
    parts: Counter[str]  # how often each was at work


@cache
def part_of(place: str) -> str:
    """ "" for a function that belongs to whoever called it."""
    return next((name for name, fits in PARTS.items() if re.search(fits, place)), "")


def at_work(stack: str) -> str:
    places = stack.split("\n")
    if not any(place.endswith(":run_once") for place in places):
        return "start"
    return next(filter(None, map(part_of, places)), "other")


def run_once(checkout: Path, home: Path) -> Spent:
    environ = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", _SAMPLED, str(checkout), str(home)]
    done = subprocess.run(command, env=environ, cwd=home, check=True, capture_output=True, text=True)
    seconds, found = json.loads(done.stdout.strip().rpartition("\n")[2])
    parts = Counter[str]()
    for stack, count in found.items():
        parts[at_work(stack)] += count
    return Spent(seconds, parts)


def requests(folder: Path, count: int) -> None:
    """Four kilobytes each, every one of another customer, who says a word of his own: else all are one robot's."""
    for i in range(count):
        house = "".join("abcdefghij"[int(digit)] for digit in str(i))
        text = f"Saya {house}.\n" + "\n".join(
            " ".join(WORDS[(i + 7 * line + word) % len(WORDS)] for word in range(11)) for line in range(52)
        )
        data = mail(written(f"ani{house}@{house}.example"), f"Pulsa belum masuk {i}", text, f"<m{i}@mail.example>")
        (folder / f"{1_700_000_000 + i}.M{i}.bench").write_bytes(data)


def replies(home: Path, words: str) -> None:
    """An operator's, to the announcement of each request."""
    letters = [mails.read(file.read_bytes()) for file in sorted((home / "var/out/new").iterdir())]
    for i, item in enumerate(one for one in letters if "lists.desk.example" in one.to[0]):
        _, text, _ = mails.with_quotation(words, item, i, marked=True)
        author, own = written("op0@desk.example"), f"<{len(words)}.{i}@desk.example>"
        subject, now = mails.re_subject(item), SystemClock().now()
        data = mails.write(author, (DESK,), (), subject, text, own, now, mails.threading(item))
        (home / "var/in/new" / f"{1_800_000_000 + len(words)}.M{i}.bench").write_bytes(data)


def played(checkout: Path, count: int) -> Iterator[tuple[str, Spent]]:
    """A round with requests, one with claims and answers."""
    with tempfile.TemporaryDirectory(prefix="mailflow-budget-") as folder:
        home = Path(folder) / "home"
        command = [sys.executable, str(checkout / "cli.py"), "init", str(home)]
        subprocess.run(command, check=True, capture_output=True, stdin=subprocess.DEVNULL)
        (home / "rules.yaml").write_text(RULES, encoding="utf-8")
        for part in ("in/new", "in/cur", "in/tmp"):
            (home / "var" / part).mkdir(parents=True, exist_ok=True)
        requests(home / "var/in/new", count)
        yield "requests", run_once(checkout, home)
        for words in ("", ANSWER):
            replies(home, words)
        yield "claims and answers", run_once(checkout, home)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("checkout", nargs="?", type=Path, help="the baseline, byte-compiled")
    asked.add_argument("--mails", type=int, default=300)
    asked.add_argument("--rounds", type=int, default=3)
    given = asked.parse_args()
    places = {"here": ROOT} | ({"there": given.checkout.resolve()} if given.checkout else {})
    found: dict[str, dict[str, list[Spent]]] = {}
    for _ in range(given.rounds):
        for name, place in places.items():
            for case, spent in played(place, given.mails):
                found.setdefault(case, {}).setdefault(name, []).append(spent)
    sizes = {"requests": given.mails, "claims and answers": 2 * given.mails}
    print(json.dumps({case: table(spent, sizes[case]) for case, spent in found.items()}, indent=2))


def table(found: dict[str, list[Spent]], size: int) -> dict[str, object]:
    """Microseconds a mail."""
    told: dict[str, object] = {}
    for name, rounds in found.items():
        parts, looks = sum((one.parts for one in rounds), Counter[str]()), sum(one.parts.total() for one in rounds)
        whole = statistics.median(one.seconds for one in rounds) / size * 1e6
        told[name] = {"whole": round(whole)} | {part: round(whole * n / looks) for part, n in parts.most_common()}
    if len(found) > 1:
        pairs = zip(found["here"], found["there"], strict=True)
        told["here/there"] = round(statistics.median(here.seconds / there.seconds for here, there in pairs), 3)
    return told


if __name__ == "__main__":
    main()
