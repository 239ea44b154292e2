"""PostgreSQL servers under Patroni, which agree by etcd on who leads: real processes on loopback ports, in a folder
that is thrown away.

Each node stands for a machine. What it hears and says goes through three lines: to its PostgreSQL (clients and the
servers that follow it), to its Patroni, and from its Patroni to etcd. Cut off, all three carry nothing.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import tempfile
from contextlib import ExitStack, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.request import urlopen

import psycopg

from tests.cluster import USER, Node, as_nobody, children, lasting_port
from tests.postgres import program
from tests.proxy import Proxy

PATRONI, ETCD = shutil.which("patroni"), shutil.which("etcd")
TTL = 10  # seconds until a leader that is not heard of leads no more
_MADE = 90.0  # seconds: bounds, no measures
_WHOLE = 120.0
_AGAIN = 30.0  # seconds until a node that does not follow is copied anew, as `patronictl reinit` does
_PARAMETERS = {
    "fsync": "off",  # a test's machine may lose its power (pg_rewind needs full_page_writes)
    "wal_log_hints": "on",  # so does it
    "shared_buffers": "16MB",
    "max_connections": 80,
    "log_min_messages": "fatal",
    "wal_keep_size": "256MB",
    "wal_receiver_timeout": "3s",
    # a leader that stops waits so long for standbys out of reach; Patroni 3.0 starts it twice if that takes longer
    "wal_sender_timeout": "2s",
    "wal_retrieve_retry_interval": "200ms",
}


class Machine(Node):
    """A PostgreSQL and its Patroni."""

    def __init__(self, base: Path, name: str, etcd: int) -> None:
        super().__init__(base, name)
        self._api = lasting_port()
        self.line, self._to_patroni, self._to_etcd = Proxy(self.port), Proxy(self._api), Proxy(etcd)
        self.lines = (self.line, self._to_patroni, self._to_etcd)

    def start(self, command: list[str]) -> None:
        """Returns at once."""
        assert PATRONI is not None
        settings = self.base / f"{self.name}.json"  # which YAML contains
        settings.write_text(json.dumps(self._settings()))
        with (self.base / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, PATRONI, str(settings)], stdout=log, stderr=log, cwd="/", start_new_session=True,
                env={**os.environ, "HOME": str(self.base)},
            )  # fmt: skip

    def leads(self) -> bool:
        """Whether it says so, asked directly."""
        with suppress(psycopg.Error):
            return self.run("SELECT NOT pg_is_in_recovery()") == [(True,)]
        return False

    def members(self) -> list[dict[str, Any]]:
        """What its Patroni knows of all."""
        with suppress(OSError, ValueError), urlopen(f"http://127.0.0.1:{self._api}/cluster", timeout=2) as answer:
            found: list[dict[str, Any]] = json.load(answer)["members"]
            return found
        return []

    def signal(self, how: signal.Signals) -> None:
        """To Patroni, and to PostgreSQL with every process of it."""
        assert self._process is not None
        with suppress(ProcessLookupError):
            self._process.send_signal(how)
        for server in self._servers():
            for pid in (server, *children(server)):
                with suppress(OSError):
                    os.kill(pid, how)

    def cut_off(self) -> None:
        for line in self.lines:
            line.cut_off()

    def heal(self) -> None:
        for line in self.lines:
            line.heal()

    def _servers(self) -> list[int]:
        """Process ids of what works on its folder and is not Patroni, also where no postmaster.pid tells of it."""
        found = []
        for place in Path("/proc").glob("[0-9]*/cmdline"):
            with suppress(OSError):
                words = place.read_bytes().split(b"\0")
                if any(word in (str(self.data).encode(), f"--pgdata={self.data}".encode()) for word in words):
                    found.append(int(place.parent.name))
        return found

    def _settings(self) -> dict[str, Any]:
        everybody = {"username": USER}
        return {
            "scope": "desk",
            "name": self.name,
            "restapi": {"listen": f"127.0.0.1:{self._api}", "connect_address": f"127.0.0.1:{self._to_patroni.port}"},
            # without use_proxies it would go round our line, to the address that etcd says of itself
            "etcd3": {"hosts": [f"127.0.0.1:{self._to_etcd.port}"], "use_proxies": True},
            "bootstrap": {"dcs": _DCS, "initdb": [{"auth": "trust"}, {"encoding": "UTF8"}, {"locale": "C.UTF-8"}]},
            "postgresql": {
                "listen": f"127.0.0.1:{self.port}",
                "connect_address": f"127.0.0.1:{self.line.port}",
                "data_dir": str(self.data),
                "bin_dir": str(_programs()),
                "pgpass": str(self.base / f"{self.name}.pgpass"),
                "authentication": {"superuser": everybody, "replication": everybody, "rewind": everybody},
                "pg_hba": ["host all all 127.0.0.1/32 trust", "host replication all 127.0.0.1/32 trust"],
                "parameters": {"unix_socket_directories": ""},
                "use_unix_socket": False,
                "basebackup": [{"checkpoint": "fast"}],  # or it waits for the next one
            },
        }


_DCS = {
    "ttl": TTL,
    "loop_wait": 1,
    "retry_timeout": 3,
    "synchronous_mode": True,
    "primary_start_timeout": 0,  # a server that crashed is replaced at once
    "postgresql": {"use_pg_rewind": True, "parameters": _PARAMETERS},
}


class PatroniCluster:
    """`with PatroniCluster(3) as cluster:` one leads, one of the others confirms each commit (synchronous_mode)."""

    def __init__(self, count: int = 3) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="mailflow-patroni-"))
        etcd = lasting_port()
        self.nodes = [Machine(self.base, f"n{number}", etcd) for number in range(1, count + 1)]
        self.leader = self.nodes[0]
        self.copied_anew = 0  # nodes that did not come back by themselves
        self._etcd, self._as = etcd, as_nobody(self.base)
        self._ends = ExitStack()

    def __enter__(self) -> PatroniCluster:
        try:
            self._start()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.kill()
        self._ends.close()
        shutil.rmtree(self.base, ignore_errors=True)

    @property
    def url(self) -> str:
        """All nodes, each by its line."""
        hosts = ",".join(f"127.0.0.1:{node.line.port}" for node in self.nodes)
        return f"postgresql://{USER}@{hosts}/postgres"

    def replaced(self, seconds: float = 90.0) -> float:
        """Wait for another leader; returns when it was there, by monotonic()."""
        old, until = self.leader, monotonic() + seconds
        while True:
            for node in self.nodes:
                if node is not old and node.leads():
                    self.leader = node
                    return monotonic()
            assert monotonic() < until, self.words()
            sleep(0.05)

    def whole(self, seconds: float = _WHOLE) -> None:
        """Start what does not run, and wait until all follow one leader, and one confirms its commits."""
        for node in self.nodes:
            if not node.runs:
                node.start(self._as)
        began, again = monotonic(), monotonic() + _AGAIN
        while not self._is_whole():
            assert monotonic() - began < seconds, self.words()
            if monotonic() > again:
                again = monotonic() + _AGAIN
                self._copy_anew()
            sleep(0.2)

    def _copy_anew(self) -> None:
        following = self._following()
        for node in self.nodes:
            if following and node is not self.leader and node.name not in following:
                node.kill()
                shutil.rmtree(node.data, ignore_errors=True)
                node.start(self._as)
                self.copied_anew += 1

    def words(self) -> str:
        """What the nodes have said, for a test that fails."""
        return "\n".join(f"{node.name}:\n{_tail(self.base / f'{node.name}.log')}" for node in self.nodes)

    def _start(self) -> None:
        for node in self.nodes:
            for line in node.lines:
                self._ends.enter_context(line)
        self._ends.callback(self._begin_etcd())
        self.leader.start(self._as)
        until = monotonic() + _MADE
        while not self.leader.leads():
            assert self.leader.runs and monotonic() < until, self.words()
            sleep(0.1)
        self.whole(_MADE)

    def _begin_etcd(self) -> Any:
        assert ETCD is not None
        client, peers = f"http://127.0.0.1:{self._etcd}", f"http://127.0.0.1:{lasting_port()}"
        with (self.base / "etcd.log").open("wb") as log:
            process = subprocess.Popen(
                [*self._as, ETCD, "--name", "one", "--data-dir", str(self.base / "etcd"),
                 "--listen-client-urls", client, "--advertise-client-urls", client,
                 "--listen-peer-urls", peers, "--initial-advertise-peer-urls", peers,
                 "--initial-cluster", f"one={peers}"],
                stdout=log, stderr=log, cwd="/", start_new_session=True,
            )  # fmt: skip

        def end() -> None:
            process.kill()
            process.wait(20)

        until = monotonic() + _MADE
        while not _agreed(client):
            assert process.poll() is None and monotonic() < until, _tail(self.base / "etcd.log")
            sleep(0.05)
        return end

    def _following(self) -> dict[str, str]:
        """sync_state of each server that follows the leader, by name."""
        sql = "SELECT application_name, sync_state FROM pg_stat_replication WHERE state = 'streaming'"
        with suppress(psycopg.Error):
            return {str(name): str(state) for name, state in self.leader.run(sql)}
        return {}

    def _is_whole(self) -> bool:
        leading = [node for node in self.nodes if node.leads()]
        if len(leading) != 1:
            return False
        self.leader = leading[0]
        following = self._following()
        # a standby that PostgreSQL calls sync is promoted only when etcd says so, too
        confirms = [member["name"] for member in self.leader.members() if member["role"] == "sync_standby"]
        others = {node.name for node in self.nodes if node is not self.leader}
        return others <= following.keys() and any(following.get(name) == "sync" for name in confirms)


def _agreed(etcd: str) -> bool:
    """Whether etcd has begun, and knows its own version: Patroni ends when it says "not_decided"."""
    with suppress(OSError, ValueError), urlopen(f"{etcd}/version", timeout=2) as answer:
        return bool(json.load(answer)["etcdcluster"][0].isdigit())
    return False


def _programs() -> Path:
    found = program("postgres")
    assert found is not None
    return found.resolve().parent


def _tail(file: Path) -> str:
    with suppress(OSError):
        lines = file.read_text(errors="replace").splitlines()
        return "\n".join([line for line in lines if "INFO: no action" not in line][-30:])
    return ""
