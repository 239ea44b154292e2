"""Several PostgreSQL servers of our own, one leading and the others following it, that can be killed, frozen and
promoted: real processes on loopback ports, in a folder that is thrown away."""

from __future__ import annotations

import os
import pwd
import random
import shutil
import signal
import socket
import subprocess
import tempfile
from contextlib import suppress
from pathlib import Path
from time import monotonic, sleep

import psycopg

from tests.postgres import program

USER = "desk"
_SETTINGS = {
    "fsync": "off",  # a test's machine may lose its power
    "full_page_writes": "off",
    "wal_log_hints": "on",  # pg_rewind needs it
    "shared_buffers": "16MB",
    "max_connections": "80",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "fatal",
    "wal_keep_size": "256MB",
    "wal_receiver_timeout": "3s",
    "wal_retrieve_retry_interval": "200ms",
}


class Node:
    """One server: its folder, its port, its process group."""

    def __init__(self, base: Path, name: str) -> None:
        self.name, self.base, self.data = name, base, base / name
        self.port = lasting_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.frozen = False

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self, command: list[str]) -> None:
        given = {**_SETTINGS, "port": str(self.port), "unix_socket_directories": str(self.base)}
        options = [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
        with (self.base / f"{self.name}.log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, str(program("postgres")), "-D", str(self.data), *options],
                stdout=log, stderr=log, cwd="/", start_new_session=True,
            )  # fmt: skip
        until = monotonic() + 30
        while not self.answers():
            assert self.runs, (self.base / f"{self.name}.log").read_text()
            assert monotonic() < until, (self.base / f"{self.name}.log").read_text()
            sleep(0.05)

    def answers(self) -> bool:
        try:
            self.run("SELECT 1")
        except psycopg.Error:
            return False
        return True

    def run(self, sql: str) -> list[tuple[object, ...]]:
        """As the administrator."""
        with psycopg.connect(self.url, autocommit=True, connect_timeout=2) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def signal(self, how: signal.Signals) -> None:
        """To the postmaster and every process of it, each of which leads a group of its own."""
        assert self._process is not None
        for pid in (self._process.pid, *children(self._process.pid)):
            with suppress(ProcessLookupError):
                os.kill(pid, how)

    def freeze(self) -> None:
        self.signal(signal.SIGSTOP)
        self.frozen = True

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)
        self.frozen = False

    def kill(self) -> None:
        if self._process is not None:
            self.signal(signal.SIGKILL)
            self._process.wait(20)
            self._process, self.frozen = None, False

    def stop(self) -> None:
        """At once, whoever is connected."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(20)
            self._process = None


def lasting_port() -> int:
    """One that is free also when its server starts again: none that the system gives out to clients, who may have it
    while the server is down (ip_local_port_range)."""
    lowest = 32768
    with suppress(OSError, ValueError):
        lowest = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    for port in random.sample(range(10_000, max(lowest, 20_000)), 100):
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise OSError("no port is free")


def children(pid: int) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def as_nobody(folder: Path) -> list[str]:
    """The beginning of a command for a program that refuses to run as root; `folder` is for it."""
    if os.getuid():
        return []
    nobody = pwd.getpwnam("nobody")
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


class Cluster:
    """`with Cluster(3) as cluster:` the first node leads; the others follow it, and one of them confirms each commit
    unless `synchronous` is False."""

    def __init__(self, count: int = 2, *, synchronous: bool = True) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="mailflow-cluster-"))  # short: a socket's path has 107 characters
        self.nodes = [Node(self.base, f"n{number}") for number in range(1, count + 1)]
        self.leader = self.nodes[0]
        self.synchronous = synchronous
        self._as: list[str] = []

    def __enter__(self) -> Cluster:
        self._as = as_nobody(self.base)
        made = [str(program("initdb")), "-D", str(self.leader.data), "-U", USER, "-A", "trust", "-E", "UTF8"]
        self._do(*made, "--no-sync", "--locale=C.UTF-8")
        self.leader.start(self._as)
        for node in self.nodes[1:]:
            self.copy(node)
        self.confirm_by([node for node in self.nodes if node is not self.leader])
        return self

    def __exit__(self, *_: object) -> None:
        for node in self.nodes:
            node.kill()
        # nobody waits for the end of that
        subprocess.run(["sh", "-c", 'rm -rf "$0" >/dev/null 2>&1 &', str(self.base)], check=False)

    def url(self, schema: str = "public", first: Node | None = None) -> str:
        """All nodes, `first` before the others."""
        nodes = sorted(self.nodes, key=lambda node: node is not first)
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in nodes)
        return f"postgresql://{USER}@{hosts}/postgres?options=-csearch_path%3D{schema}"

    def copy(self, node: Node) -> None:
        """Begin a standby anew as a copy of the leader."""
        node.kill()
        shutil.rmtree(node.data, ignore_errors=True)
        place = f"host=127.0.0.1 port={self.leader.port} user={USER}"
        self._do(str(program("pg_basebackup")), "-D", str(node.data), "-d", place, "-R", "--no-sync", "-c", "fast")
        self.follow(node)

    def follow(self, node: Node) -> None:
        """Make a node that runs, or was stopped, follow the leader."""
        place = f"host=127.0.0.1 port={self.leader.port} user={USER} application_name={node.name} connect_timeout=2"
        settings = node.data / "postgresql.auto.conf"
        settings.write_text(f"primary_conninfo = '{place}'\nrecovery_target_timeline = 'latest'\n")
        (node.data / "standby.signal").touch()
        if node.runs:
            node.run("SELECT pg_reload_conf()")
        else:
            node.start(self._as)

    def confirm_by(self, standbys: list[Node]) -> None:
        names = ", ".join(node.name for node in standbys)
        said = f"ANY 1 ({names})" if standbys and self.synchronous else ""
        self.leader.run(f"ALTER SYSTEM SET synchronous_standby_names = '{said}'")
        self.leader.run("SELECT pg_reload_conf()")

    def promote(self, node: Node) -> None:
        """`node` leads from now on, whatever the others do."""
        self.leader = node
        node.run("SELECT pg_promote(true, 30)")
        self.confirm_by([])

    def fail_over(self) -> None:
        """What Patroni does: of the standbys that are left the most advanced one leads, once none of them follows the
        old leader any more and could confirm a commit to it; the rest follow the new one, and confirm."""
        old = self.leader
        rest = [node for node in self.nodes if node is not old and node.runs]
        for node in rest:
            (node.data / "postgresql.auto.conf").write_text("")
            node.run("SELECT pg_reload_conf()")
        for node in rest:
            while node.run("SELECT 1 FROM pg_stat_wal_receiver"):
                sleep(0.02)
        asked = "SELECT GREATEST(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()) - '0/0'::pg_lsn"
        best = max(rest, key=lambda node: int(str(node.run(asked)[0][0])))
        self.promote(best)
        others = [node for node in rest if node is not best]
        for node in others:
            self.follow(node)
        self.confirm_by(others)

    def _do(self, *command: str) -> None:
        done = subprocess.run([*self._as, *command], check=False, capture_output=True, cwd="/")
        assert done.returncode == 0, done.stderr.decode()
