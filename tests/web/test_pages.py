"""/health and /metrics: what they say of a desk that is well, and of one that is not."""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from prometheus_client import Metric
from prometheus_client.parser import text_string_to_metric_families

from mailflow import app
from mailflow.config.settings import Web
from mailflow.flow.daemon import Daemon
from mailflow.store.health import workers
from mailflow.web import pages
from mailflow.web.serve import WebServer
from tests.flow.conftest import Office
from tests.flow.test_daemon import running, until

ROOT = Path(__file__).parents[2]
SAMPLE = re.compile(r'mailflow_[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+')


@pytest.fixture
def daemon(desk: Office) -> Iterator[Daemon]:
    """One that is not started."""
    daemon = app.daemon(desk.parts)
    yield daemon
    workers.forget(desk.parts.db, daemon._workers)


def got(desk: Office, daemon: Daemon, path: str, method: str = "GET") -> tuple[str, str]:
    """Status and body, as WSGI has them."""
    said: list[str] = []
    environ = {"REQUEST_METHOD": method, "PATH_INFO": path, "REMOTE_ADDR": "127.0.0.1"}
    body = b"".join(pages(desk.parts, daemon.watch)(environ, lambda status, headers: said.append(status)))
    return said[0], body.decode()


def test_a_desk_that_is_well(desk: Office, daemon: Daemon) -> None:
    """200, and how long ago each loop did something."""
    status, body = got(desk, daemon, "/health")
    found = json.loads(body)
    assert (status, found["ok"], found["faults"]) == ("200 OK", True, [])
    assert {loop["name"] for loop in found["loops"]} >= {"read maildir:var/in", "sending"}
    assert found["waiting"] == {"oldest_mail_seconds": 0.0, "oldest_letter_seconds": 0.0}


def test_what_is_wrong_is_said_with_503(desk: Office, daemon: Daemon) -> None:
    """A server out of reach, a mailbox, a loop that hangs."""
    daemon._circuit.down("connection refused")
    daemon._receivers[0]._down("login refused")
    daemon._receivers[1].loop.step(allowed=-1.0)
    status, body = got(desk, daemon, "/health")
    assert status == "503 Service Unavailable"
    faults = " ".join(json.loads(body)["faults"])
    for words in ("sending: connection refused", "read maildir:var/in: login refused", "read maildir:var/in2 hangs"):
        assert words in faults


def test_metrics_count_everything(desk: Office, daemon: Daemon) -> None:
    """Each line is one Prometheus reads."""
    desk.mail("ani")
    desk.look()
    desk.mail("budi", body="Silakan periksa.", reply_to="acknowledgement", to="list")
    desk.look()
    daemon._circuit.down("refused")
    status, body = got(desk, daemon, "/metrics")
    assert status == "200 OK"
    lines = body.splitlines()
    assert [line for line in lines if not line.startswith("# ") and not SAMPLE.fullmatch(line)] == []
    for line in (
        'mailflow_mails{outcome="request"} 1',
        'mailflow_mails{outcome="parked"} 0',
        'mailflow_letters{state="waiting"} 0',
        'mailflow_mailbox_up{mailbox="maildir:var/in"} 1',
        "mailflow_sending_up 0",
        "mailflow_breaches_total 0",
        "mailflow_oldest_letter_seconds 0",
    ):
        assert line in lines, body
    assert sum(line.startswith("mailflow_tickets{") for line in lines) == 1
    assert sum(line.startswith("# TYPE") for line in lines) == sum(line.startswith("# HELP") for line in lines)


def families(desk: Office, daemon: Daemon) -> dict[str, Metric]:
    """As Prometheus' own client reads them."""
    found = list(text_string_to_metric_families(got(desk, daemon, "/metrics")[1]))
    assert len({one.name for one in found}) == len(found)
    return {one.name: one for one in found}


def test_prometheus_reads_the_metrics(desk: Office, daemon: Daemon) -> None:
    """With its units and suffixes, labels whatever they are called, and numbers to the last digit."""
    daemon._receivers[0].loop.name = 'read imap:a"b\\c\nd'
    desk.write_rules({"webhooks": [{"name": "chat", "url": "http://127.0.0.1:9/", "body": "{}"}]})
    desk.mail("ani")
    desk.look()
    desk.sql("INSERT INTO total (what, word, number) VALUES ('breach', '', 12345678)")
    found = families(desk, daemon)
    assert {one.name: one.type for one in found.values() if one.type == "counter"} == {
        "mailflow_breaches": "counter", "mailflow_webhook_sent": "counter",
    }  # fmt: skip
    assert found["mailflow_breaches"].samples[0].value == 12345678
    assert 'imap:a"b\\c\nd' in [one.labels["mailbox"] for one in found["mailflow_mailbox_up"].samples]
    assert found["mailflow_webhook_up"].samples[0].labels == {"webhook": "chat"}
    assert all(one.documentation for one in found.values())
    for name in found:
        assert re.fullmatch(r"mailflow_[a-z_]+", name)
        assert not name.endswith(("_total", "_minutes", "_hours", "_ms"))


def test_every_metric_is_documented(desk: Office, daemon: Daemon) -> None:
    """With its type and labels, and no other."""
    desk.write_rules({"webhooks": [{"name": "chat", "url": "http://127.0.0.1:9/", "body": "{}"}]})
    desk.mail("ani")
    desk.look()
    page = (ROOT / "docs" / "metrics.md").read_text(encoding="utf-8")
    written = {cells[0]: cells[1:3] for cells in re.findall(r"^\| `(mailflow_\w+)` \| (\w+) \| ([^|]*) \|", page, re.M)}
    made = {}
    for one in families(desk, daemon).values():
        labels = sorted({label for sample in one.samples for label in sample.labels})
        name = f"{one.name}_total" if one.type == "counter" else one.name
        made[name] = (one.type, ", ".join(f"`{label}`" for label in labels))
    assert written == made


def test_nothing_else_is_there(desk: Office, daemon: Daemon) -> None:
    """No other page, and nothing can be changed."""
    assert got(desk, daemon, "/")[0] == "404 Not Found"
    assert got(desk, daemon, "/health", "POST")[0] == "405 Method Not Allowed"
    assert got(desk, daemon, "/metrics", "HEAD") == ("200 OK", "")


def test_the_pages_are_there_as_long_as_the_daemon_runs(desk: Office) -> None:
    """`web:` in rules.yaml is all that is needed."""
    desk.write_rules({"web": "127.0.0.1:0"})
    with running(desk) as daemon:
        [web] = daemon.beside
        assert isinstance(web, WebServer)
        assert web.bound.wait(10)
        until(desk, lambda: daemon.loops.begun)
        url = f"http://127.0.0.1:{web.port}"
        with urlopen(f"{url}/health", timeout=10) as answer:
            assert json.load(answer)["ok"] is True
        daemon._circuit.loop.down("refused")
        with pytest.raises(HTTPError, match="503"):
            urlopen(f"{url}/health", timeout=10)
        with urlopen(f"{url}/metrics", timeout=10) as answer:
            assert answer.headers["Content-Type"].startswith("text/plain; version=0.0.4")
        daemon._circuit.loop.up()
    with pytest.raises(OSError, match="refused"):
        urlopen(f"{url}/health", timeout=10)


def test_a_port_that_is_taken_is_asked_for_again(desk: Office, daemon: Daemon, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second daemon of the home works without it, and has it when the first ends."""
    monkeypatch.setattr("mailflow.web.serve.ASK_AGAIN", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as first:
        web = WebServer(pages(desk.parts, daemon.watch), Web("127.0.0.1", first.getsockname()[1]))
        web.start()
        assert not web.bound.wait(0.2)
    assert web.bound.wait(10)
    web.stop()


def test_connections_that_ask_nothing_keep_nobody_from_asking(
    desk: Office, daemon: Daemon, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A monitor hears how we are, however many others hold a connection open or begin a request and stop."""
    monkeypatch.setattr("mailflow.web.serve.MOST_CONNECTIONS", 12)
    monkeypatch.setattr("mailflow.web.serve.ROOM", 6)
    web = WebServer(pages(desk.parts, daemon.watch), Web("127.0.0.1", 0))
    web.start()
    assert web.bound.wait(10)
    idle = [socket.create_connection(("127.0.0.1", web.port)) for _ in range(30)]
    for one in idle[::2]:
        one.sendall(b"GET /health HTTP/1.1\r\nHost: x")
    with urlopen(f"http://127.0.0.1:{web.port}/metrics", timeout=10) as answer:
        assert answer.status == 200
    for one in idle:
        one.close()
    web.stop()
