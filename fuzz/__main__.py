"""`python -m fuzz`: rounds of one target or of all, and a line of JSON for each; status 1 when something was found.

How far a long run is stands on stderr, as the same lines.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import resource
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path

from fuzz.harness import Outcome, input_of, play
from fuzz.targets import SHARE, TARGETS

_MEMORY = 4 << 30  # bytes of address space: what would take more fails instead of the machine


def main() -> None:
    given = _given()
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    if given.show is not None:
        sys.stdout.buffer.write(input_of(TARGETS[given.target], given.seed, given.show))
        return
    begin, keep = given.begin, Path(given.keep)
    until = time.monotonic() + given.minutes * 60 if given.minutes else float("inf")
    found = 0
    for name in [given.target] if given.target else TARGETS:
        rounds = given.rounds if given.target else max(1, given.rounds * SHARE[name] // 100)
        numbers = range(begin, begin + rounds)
        outcome = play(TARGETS[name], given.seed, numbers, keep, until=until, tell=_so_far)
        print(_line(outcome), flush=True)
        found += outcome.exceptions
    sys.exit(found > 0)


def _so_far(outcome: Outcome) -> None:
    print(_line(outcome), file=sys.stderr, flush=True)


def _line(outcome: Outcome) -> str:
    return json.dumps(asdict(outcome))


def _given() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--target", choices=TARGETS, help="else all, the smaller parsers more often")
    parser.add_argument("--rounds", type=int, default=10_000)
    parser.add_argument("--begin", type=int, default=0, help="number of the first input")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--minutes", type=float, help="end then at the latest")
    parser.add_argument("--show", type=int, metavar="N", help="print input N of --target, and do nothing")
    kept = Path(tempfile.gettempdir()) / f"mailflow-fuzz-{os.getuid()}"
    parser.add_argument("--keep", default=str(kept), metavar="DIR", help="where found inputs go (default: %(default)s)")
    given = parser.parse_args()
    if given.show is not None and not given.target:
        parser.error("--show needs --target")
    return given


if __name__ == "__main__":
    main()
