"""Patroni decides who leads: `make failover`, with one round. Skipped where Patroni or etcd is missing."""

from __future__ import annotations

import pytest

from bench.failover import __main__ as campaign
from tests.patroni import ETCD, PATRONI

pytestmark = [
    pytest.mark.live,
    pytest.mark.timeout(300),
    pytest.mark.skipif(
        PATRONI is None or ETCD is None, reason="Patroni and etcd are not installed (apt install patroni etcd-server)"
    ),
]


def test_a_frozen_leader_is_replaced_by_patroni(capsys: pytest.CaptureFixture[str]) -> None:
    """SIGSTOP of PostgreSQL and its Patroni, longer than its ttl; then it goes on beside the new one. Nothing is lost
    or decided twice, and each daemon sends one letter once more at most."""
    found = campaign.main(1, ("freeze",), "patroni")
    assert not any(found["wrong"].values()), (found, capsys.readouterr().out)
    assert found["mails"] > 20
