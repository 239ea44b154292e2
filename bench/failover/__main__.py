"""`python -m bench.failover [--rounds 20] [--kinds kill,freeze,cut]`: a line of JSON for each round, one for the whole;
exit status 1 when something was lost, decided twice, or back too late.

Two daemons, three servers. In each round the leader is killed (kill -9 of all its processes), frozen (SIGSTOP of all of
them) or cut off (its answers reach no daemon any more, while it works on and its standbys go on following it), then
another one is promoted. A frozen or cut-off leader comes back while the new one works, says read-write, and stands
first in the address.
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
from bench.failover.verdict import counted
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.store.mail import inbox, outbox
from tests.cluster import Cluster, Node
from tests.proxy import Proxy

KINDS = ("kill", "freeze", "cut")
NOTICED = 1.0  # seconds until somebody promotes another one; Patroni takes its ttl
BACK_WITHIN = 15.0  # seconds after the new leader is there
PATIENCE = 90.0  # seconds: a bound, no measure
SETTLED = 300.0  # the same for what is left at the end


def main(rounds: int, kinds: tuple[str, ...] = KINDS) -> dict[str, Any]:
    with ExitStack() as ends:
        home = Path(ends.enter_context(tempfile.TemporaryDirectory(prefix="mailflow-failover-")))
        cluster = ends.enter_context(Cluster(3))
        lines = {node.name: ends.enter_context(Proxy(node.port)) for node in cluster.nodes}
        url = _url(cluster, lines)
        sink = ends.enter_context(Sink())
        ports = [free_port(), free_port()]
        outgoing = f'{{smtp: "smtp+insecure://127.0.0.1:{sink.port}"}}'
        make_desk(home, '[{lmtp: "127.0.0.1:${PORT}"}]', outgoing, database=url)
        logs = [home / "one.log", home / "two.log"]
        for port, log in zip(ports, logs, strict=True):
            ends.enter_context(daemon(home, log, PORT=str(port)))
            wait_for(port)
        back = []
        with Load(ports, 3) as load:
            load.first_after(time.monotonic(), PATIENCE)
            for kind in itertools.islice(itertools.cycle(kinds), rounds):
                back.append(_round(cluster, lines, load, sink, kind))
                print(json.dumps(back[-1]), flush=True)
        db = open_database(cluster.leader.url)
        ends.callback(db.close)
        _settled(db)
        found = counted(db, list(load.accepted), sink.letters, rounds)
        found["accepted_after"] = max(one["accepted_after"] for one in back)
        found["decided_after"] = max(one["decided_after"] for one in back)
        found["wrong"]["late"] = sum(max(one["accepted_after"], one["decided_after"]) > BACK_WITHIN for one in back)
        found["log"] = [_told(log) for log in logs]
        return found


def _round(cluster: Cluster, lines: dict[str, Proxy], load: Load, sink: Sink, kind: str) -> dict[str, Any]:
    """Seconds from the new leader's start until a mail was accepted, and until one that came later was decided."""
    old = cluster.leader
    _fail(old, lines[old.name], kind)
    time.sleep(NOTICED)
    cluster.fail_over()
    began = time.monotonic()
    accepted = load.first_after(began, PATIENCE)
    decided = _first_letter(sink, accepted)
    if kind == "freeze":
        old.thaw()
    lines[old.name].hanging = False
    load.first_after(time.monotonic() + 2.0, PATIENCE)  # beside the one that leads no more
    cluster.copy(old)
    cluster.confirm_by([node for node in cluster.nodes if node is not cluster.leader])
    return {"kind": kind, "accepted_after": round(accepted - began, 1), "decided_after": round(decided - began, 1)}


def _fail(old: Node, line: Proxy, kind: str) -> None:
    match kind:
        case "kill":
            old.kill()
        case "freeze":
            old.freeze()
        case _:
            line.hanging = True


def _first_letter(sink: Sink, after: float) -> float:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        if found := [at for at, _, _ in list(sink.letters) if at > after]:
            return min(found)
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
    return {"leaders": text.count("has another leader"), "troubles": text.count("trying again")}


def _url(cluster: Cluster, lines: dict[str, Proxy]) -> str:
    hosts = ",".join(f"127.0.0.1:{lines[node.name].port}" for node in cluster.nodes)
    return f"postgresql://desk@{hosts}/postgres"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--kinds", default=",".join(KINDS))
    given = parser.parse_args()
    result = main(given.rounds, tuple(given.kinds.split(",")))
    print(json.dumps(result, indent=1))
    sys.exit(any(result["wrong"].values()))
