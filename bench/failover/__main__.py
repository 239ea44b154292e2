"""`python -m bench.failover [--rounds 20] [--kinds kill,freeze,cut] [--by patroni|script]`: a line of JSON for each
round, one for the whole; exit status 1 when something was lost, decided twice, or back too late.

Two daemons, three servers. In each round the leader is killed (kill -9 of all its processes, Patroni's too), frozen
(SIGSTOP of all of them) or cut off (nothing it says or hears arrives), until another one leads. A frozen or cut-off
leader comes back while the new one works, says read-write, and stands first in the address.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from bench.desk import Sink, daemon, free_port, make_desk, wait_for
from bench.failover.load import Load
from bench.failover.servers import ByScript, Servers, UnderPatroni
from bench.failover.verdict import counted
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.mail import inbox, outbox

KINDS = ("kill", "freeze", "cut")
_BY: dict[str, type[Servers]] = {"patroni": UnderPatroni, "script": ByScript}
CUSTOMERS = 12  # who write at once: more than ten mails a second
BACK_WITHIN = 15.0  # seconds after the new leader is there
PATIENCE = 90.0  # seconds: a bound, no measure
SETTLED = 900.0  # the same for what is left at the end


def main(rounds: int, kinds: tuple[str, ...] = KINDS, by: str = "script", customers: int = 3) -> dict[str, Any]:
    with ExitStack() as ends:
        home = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="mailflow-failover-")))
        servers = ends.enter_context(_BY[by]())
        sink = ends.enter_context(Sink())
        ports = [free_port(), free_port()]
        outgoing = f'{{smtp: "smtp+insecure://127.0.0.1:{sink.port}"}}'
        make_desk(home, '[{lmtp: "127.0.0.1:${PORT}"}]', outgoing, database=servers.url)
        logs = [home / "one.log", home / "two.log"]
        for port, log in zip(ports, logs, strict=True):
            ends.enter_context(daemon(home, log, PORT=str(port)))
            wait_for(port)
        back, began = [], time.monotonic()
        with Load(ports, customers) as load:
            load.first_after(time.monotonic(), PATIENCE)
            for kind in itertools.islice(itertools.cycle(kinds), rounds):
                back.append(_round(servers, load, sink, kind))
                print(json.dumps(back[-1]), flush=True)
            lasted = time.monotonic() - began
        db = open_database(servers.leader.url)
        ends.callback(db.close)
        _settled(db)
        found = counted(db, list(load.accepted), sink.letters, [(one["failed"], one["over"]) for one in back])
        return found | _times(back, lasted, found["wrong"]) | {"log": [_told(log) for log in logs]}


def _round(servers: Servers, load: Load, sink: Sink, kind: str) -> dict[str, Any]:
    """Seconds from the new leader's start until a mail was accepted, and until one that came later was decided; when
    the round began and ended, by monotonic()."""
    failed = time.monotonic()
    servers.fail(kind)
    began = servers.replaced()
    accepted = load.first_after(began, PATIENCE)
    decided = _first_letter(sink, accepted)
    servers.recover()
    load.first_after(time.monotonic() + 2.0, PATIENCE)  # beside the one that leads no more
    servers.whole()
    after = {"accepted_after": round(accepted - began, 1), "decided_after": round(decided - began, 1)}
    return {"kind": kind, "leaderless": round(began - failed, 1), **after, "failed": failed, "over": time.monotonic()}


def _times(back: list[dict[str, Any]], lasted: float, wrong: dict[str, int]) -> dict[str, Any]:
    wrong["late"] = sum(max(one["accepted_after"], one["decided_after"]) > BACK_WITHIN for one in back)
    longest = {name: max(one[name] for one in back) for name in ("leaderless", "accepted_after", "decided_after")}
    led = lasted - sum(one["leaderless"] + one["accepted_after"] for one in back)
    return {**longest, "seconds": round(lasted), "seconds_with_a_leader": round(led)}


def _first_letter(sink: Sink, after: float) -> float:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        later = itertools.takewhile(lambda letter: letter[0] > after, reversed(list(sink.letters)))
        if found := [at for at, _, _ in later]:
            return found[-1]
        time.sleep(0.02)
    raise TimeoutError("no letter leaves any more")


def _settled(db: Database) -> None:
    until = time.monotonic() + SETTLED
    while inbox.counts(db).get("waiting", 0) or outbox.waiting(db):
        if time.monotonic() > until:
            break
        time.sleep(0.2)


def _told(log: Path) -> dict[str, int]:
    text = log.read_text()
    said = [line for line in text.splitlines() if " WARNING " in line or " ERROR " in line or " CRITICAL " in line]
    leaders = sum("has another leader" in line for line in said)
    refused = sum("refuses mail" in line for line in said)
    return {"leaders": leaders, "refuses": refused, "other_warnings": len(said) - leaders - refused}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--by", choices=_BY, default="patroni")
    parser.add_argument("--kinds", default=",".join(KINDS))
    given = parser.parse_args()
    result = main(given.rounds, tuple(given.kinds.split(",")), given.by, CUSTOMERS)
    print(json.dumps(result, indent=1))
    sys.exit(any(result["wrong"].values()))
