"""Crash anywhere: the daemon is killed with SIGKILL, and everything is there once. By the hundred: `make kills`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.kills.at_random import random_kills
from bench.kills.desk import Desk
from bench.kills.exactly import exact_kills
from tests.live.dovecot import Dovecot
from tests.live.killable import Daemons
from tests.postgres import Postgres

pytestmark = [pytest.mark.live, pytest.mark.timeout(300)]

DATABASES = ("sqlite", "postgresql")
STEPS = (  # before and after the COMMIT of each
    "store.engine.migrations.migrate in MainThread",
    "store.health.workers.register in MainThread",
    "store.health.workers.beat in ThreadPoolExecutor",
    "store.health.watching.note_loops in ThreadPoolExecutor",
    "store.health.watching.pulse in ThreadPoolExecutor",
    "store.mail.arrivals.put in read",  # from Dovecot
    "flow.intake.receive.Receiver._round in read",
    "store.mail.arrivals.put in store",  # by LMTP, before the 250 and after it
    "store.mail.inbox.take in process",
    "flow.settle.worker._slice in process",
    "store.mail.outbox.take in deliver",
    "flow.deliver._hand_over in deliver",
    "store.health.watching.forget_loops in MainThread",
    "store.health.workers.forget in MainThread",
)
ON_POSTGRESQL = ("store.health.leases.take in read", "store.health.leases.free in read")
BETWEEN = (
    "before a statement",
    "before after: in the mailbox",
    "after after: in the mailbox",
    "before DATA",
    "before the answer to DATA",
    "after DATA",
)


@pytest.fixture(scope="module")
def daemons() -> Iterator[Daemons]:
    with Daemons() as forked:
        yield forked


@pytest.mark.parametrize("database", DATABASES)
def test_killed_at_every_kind_of_point(dovecot: Dovecot, daemons: Daemons, postgres: Postgres, database: str) -> None:
    """Before, between and after the commits of a conversation, around DATA, while it starts and while it stops: all its
    mails have one outcome, all letters arrive, and only the letter in the server's hands may arrive twice."""
    told = exact_kills(dovecot, daemons, postgres if database == "postgresql" else None, every=9)
    print(told)  # pytest -s shows what was killed how often
    assert told["wrong"] == []
    steps = STEPS + (ON_POSTGRESQL if database == "postgresql" else ())
    kinds = {f"{when} commit {step}" for step in steps for when in ("before", "after")} | set(BETWEEN)
    assert kinds - set(told["of them"]) == set()


@pytest.mark.parametrize("database", DATABASES)
def test_killed_at_random(dovecot: Dovecot, daemons: Daemons, postgres: Postgres, database: str) -> None:
    """Twenty times, under load: nothing is lost, nothing decided twice, no letter doubled outside the window."""
    url = postgres.new_desk() if database == "postgresql" else ""
    with Desk(dovecot, daemons, url, seed=4) as desk:
        told = random_kills(desk, 20, seed=4, patient=False)
    print(told)
    assert told["wrong"] == []
    assert told["tickets"] >= 12
    assert told["doubles in the SMTP window"] <= 20
