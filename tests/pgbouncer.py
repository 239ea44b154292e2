"""A PgBouncer of our own before a PostgreSQL of our own, in a folder that is thrown away, ended by its own pid."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from tests.postgres import USER, Postgres, answers

_NUMBERS = itertools.count(1)


def program() -> Path | None:
    """Debian's lies in /usr/sbin, which not every user's PATH has."""
    found = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")
    return Path(found) if found else None


class PgBouncer:
    """`with PgBouncer(server, "transaction") as pooler: open_database(pooler.url)`: an empty database of its own."""

    def __init__(self, server: Postgres, mode: str, pool: int = 20) -> None:
        self._server, self._mode, self._pool = server, mode, pool
        self._process: subprocess.Popen[bytes] | None = None
        self._name = f"pooled{next(_NUMBERS)}"
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port = int(probe.getsockname()[1])

    @property
    def url(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/{self._name}"

    def __enter__(self) -> PgBouncer:
        self._server.run(f"CREATE DATABASE {self._name}")
        self.base = Path(tempfile.mkdtemp(prefix="mailflow-pgbouncer-"))
        settings = {
            "listen_addr": "127.0.0.1",
            "listen_port": self.port,
            "unix_socket_dir": "",
            "auth_type": "any",
            "pool_mode": self._mode,
            "default_pool_size": self._pool,
            "query_wait_timeout": 60,
            "logfile": self.base / "log",
        }
        place = f"host=127.0.0.1 port={self._server.port} dbname={self._name} user={USER}"
        lines = ["[databases]", f"{self._name} = {place}", "[pgbouncer]", *(f"{k} = {v}" for k, v in settings.items())]
        (self.base / "pgbouncer.ini").write_text("\n".join(lines) + "\n", encoding="utf-8")
        command = [str(program()), "--quiet", str(self.base / "pgbouncer.ini")]
        if os.getuid() == 0:  # it refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(self.base, nobody.pw_uid, nobody.pw_gid)
            command = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups", *command]
        self._process = subprocess.Popen(command, cwd="/", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(200):
            if self._answers():
                return self
        raise AssertionError(f"PgBouncer does not start:\n{(self.base / 'log').read_text()}")

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(20)
        shutil.rmtree(self.base, ignore_errors=True)

    def _answers(self) -> bool:
        assert self._process is not None
        return answers(self._process, self.url, self.base / "log")
