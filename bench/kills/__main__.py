"""Crash anywhere: the daemon is killed with SIGKILL again and again while mail comes in by a Dovecot and by its own
port and letters leave for a real SMTP server; then every mail and letter is counted.

    python -m bench.kills --kills 500 --database sqlite          random moments, soon after each start
    python -m bench.kills --exact --database postgresql          each commit, statement and DATA in turn

Prints JSON; exit status 1 when anything was lost, decided twice, or doubled outside the SMTP window (between the
server's taking a letter and our record of it, where RFC 5321 §4.5.5 leaves nothing better than the same Message-ID).
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from contextlib import ExitStack

from bench.kills.at_random import random_kills
from bench.kills.desk import Desk
from bench.kills.exactly import exact_kills
from tests.live.dovecot import PROGRAM, Dovecot
from tests.live.killable import Daemons
from tests.postgres import Postgres, program

KILLS = 500


def main(words: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--kills", type=int, default=KILLS, help="at random moments")
    parser.add_argument("--seed", type=int, default=1, help="of those moments")
    parser.add_argument(
        "--exact", action="store_true", help="not at random: at every point of one conversation in turn"
    )
    parser.add_argument(
        "--every", type=int, default=1, help="with --exact: of each kind of point only every so-manieth"
    )
    asked = parser.parse_args(words)
    if PROGRAM is None or (asked.database == "postgresql" and program("postgres") is None):
        parser.error("needs installed servers: apt install dovecot-imapd dovecot-lmtpd postgresql")
    with ExitStack() as servers:
        server = servers.enter_context(Postgres()) if asked.database == "postgresql" else None
        daemons, dovecot = servers.enter_context(Daemons()), servers.enter_context(Dovecot())
        if asked.exact:
            told = exact_kills(dovecot, daemons, server, asked.every)
        else:
            desk = Desk(dovecot, daemons, server.new_desk() if server else "", asked.seed)
            told = random_kills(servers.enter_context(desk), asked.kills, asked.seed)
    print(json.dumps({"database": asked.database, **told}, indent=2))
    return bool(told["wrong"])


if __name__ == "__main__":
    sys.exit(main())
