"""Real daemons that can be killed quickly, often and exactly. Nothing in mailflow/ knows of it.

`Daemons` starts a process that has imported mailflow and forks one `mailflow run` for each order: a daemon then begins
in a tenth of a second instead of a whole one, so that hundreds of kills take minutes. In the fork, and nowhere else,
`Points` counts where the daemon passes: before and after every COMMIT, before every statement of a transaction, around
the end of DATA and around `after:` in the mailbox. Told a point, the daemon kills itself exactly there with SIGKILL.

    with Daemons() as daemons:
        life = daemons.start(home, log, kill="after commit store.mail.arrivals.put 2")
        life.ended(10.0)
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NoReturn

ROOT = Path(__file__).resolve().parent.parent.parent
# What a killed daemon held is free once its heartbeat is 20 s old, its mailbox after 9 s; a mail that was in hand at
# several deaths is put off for up to a minute. A campaign cannot wait that long five hundred times, so these seconds go
# by while the next daemon begins.
ASLEEP = 60.0
STATEMENT = "before a statement"


@dataclass(frozen=True)
class Order:
    """What the process below is asked for."""

    home: str
    log: str
    kill: str = ""  # the point at which to die, "" = none
    trace: str = ""  # the file that is told of every point passed
    aged: bool = True  # what the dead held is free at once


class Life:
    """One daemon, from its start to its end. The kernel tells of the end through the pidfd, no polling."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._fd = os.pidfd_open(pid)  # the parent keeps the zombie until the next order: the pid is still its own
        self._end = select.poll()
        self._end.register(self._fd, select.POLLIN)

    def ended(self, seconds: float = 0.0) -> bool:
        """Whether it has ended, waiting so long for it."""
        return bool(self._end.poll(seconds * 1000))

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """It is gone, files and connections closed, when this returns."""
        signal.pidfd_send_signal(self._fd, how)
        assert self.ended(30), f"daemon {self.pid} survives {how.name}"

    def __del__(self) -> None:
        os.close(self._fd)


class Daemons:
    """Orders to the process that forks them; ended with the context, as is whoever of them still lives."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._last: Life | None = None

    def __enter__(self) -> Daemons:
        command = [sys.executable, "-m", "tests.live.killable"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        if self._last is not None and not self._last.ended():
            self._last.kill()
        self._process.communicate()  # the end of its orders is its end

    def start(self, home: Path, log: Path, *, kill: str = "", trace: Path | None = None, aged: bool = True) -> Life:
        """`mailflow --home HOME run`, its stderr appended to `log`."""
        assert self._process is not None and self._process.stdin is not None and self._process.stdout is not None
        order = Order(str(home), str(log), kill, str(trace or ""), aged)
        self._process.stdin.write(json.dumps(asdict(order)).encode() + b"\n")
        self._process.stdin.flush()
        self._last = Life(int(self._process.stdout.readline()))
        return self._last


# -- in the process that forks


def serve() -> None:
    """Orders from stdin, one a line; pids to stdout."""
    _import_all()
    for line in sys.stdin:
        while _reaped():
            pass
        order = Order(**json.loads(line))
        _read_home(Path(order.home))
        pid = os.fork()
        if pid == 0:
            _be_daemon(order)
        print(pid, flush=True)


def _import_all() -> None:
    """What `mailflow run` imports while it starts. No threads, no work: a fork of it is as good as a fresh start."""
    import imapclient  # noqa: F401
    import psycopg  # noqa: F401

    import mailflow.app
    import mailflow.cli.logs
    import mailflow.cli.run
    import mailflow.flow.daemon
    import mailflow.mail.sources.imap
    import mailflow.mail.sources.lmtp
    import mailflow.mail.transports.smtp
    import mailflow.store.engine.postgres  # noqa: F401


def _read_home(home: Path) -> None:
    """As each daemon does again for itself; the modules it needs for that are imported then."""
    from mailflow import app, config

    app.open_templates(config.load(home))


def _reaped() -> bool:
    try:
        return os.waitpid(-1, os.WNOHANG)[0] != 0
    except ChildProcessError:
        return False


def _be_daemon(order: Order) -> NoReturn:
    from mailflow.cli import cli

    log = os.open(order.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDWR)
    for ours, theirs in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(ours, theirs)
    trace = os.open(order.trace, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600) if order.trace else None
    points = Points(order.kill, trace)
    if order.kill or order.trace:
        points.mark()
    if order.aged:
        _age_the_dead(points)
    try:
        cli(["--home", order.home, "run"], prog_name="mailflow")
    finally:
        sys.stderr.flush()
        os._exit(1)  # cli ends with SystemExit: what is above belongs to the parent


def _age_the_dead(points: Points) -> None:
    """Before the first worker of this process is known, `ASLEEP` seconds have gone by for all that is on record."""
    from mailflow.store.health import workers

    register, todo = workers.register, [True]

    def after_a_while(db: Any, now: float) -> str:
        if todo:
            todo.clear()
            points.counting = False  # this transaction is none of the daemon's
            with db.transaction():
                db.execute("UPDATE worker SET heartbeat = heartbeat - ?", (ASLEEP,))
                db.execute("UPDATE lease SET ends = ends - ?", (ASLEEP,))
                for table in ("inbox", "letter"):
                    db.execute(f"UPDATE {table} SET not_before = not_before - ?", (ASLEEP,))
            points.counting = True
        return register(db, now)

    workers.register = after_a_while


# -- in the daemon


class Points:
    """Counts by name how often each point was passed; `kill` is a name with the number at which to die."""

    def __init__(self, kill: str, trace: int | None) -> None:
        self._kill, self._trace = kill, trace
        self.counting = True
        self._passed: Counter[str] = Counter()
        self._guard = threading.Lock()
        self._here = threading.local()

    def mark(self) -> None:
        """Wrap the methods at which a daemon can be killed; each wrapper does what was done before."""
        from mailflow.mail.sources.imap import ImapSource
        from mailflow.mail.transports.smtp import SmtpTransport
        from mailflow.store.engine.database import Database
        from mailflow.store.engine.postgres import PostgresEngine
        from mailflow.store.engine.sqlite import SqliteEngine

        for engine in (SqliteEngine, PostgresEngine):
            self._around(engine, "commit", lambda: f"commit {_step()}")
        for statement in ("execute", "many", "each"):
            self._before(Database, statement)
        self._around(ImapSource, "done", lambda: "after: in the mailbox")
        self._around(SmtpTransport, "_hand_over", lambda: "DATA")
        self._in_the_middle_of_data()

    def pass_(self, name: str) -> None:
        if not self.counting:
            return
        with self._guard:
            self._passed[name] += 1
            point = f"{name} {self._passed[name]}"
            if self._trace is not None:
                os.write(self._trace, f"{point}\n".encode())
            if point == self._kill:
                os.write(2, f"killed {point}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)

    def _around(self, owner: type, method: str, name: Callable[[], str]) -> None:
        real = getattr(owner, method)

        def wrapped(*args: Any, **more: Any) -> Any:
            what = name()
            self.pass_(f"before {what}")
            result = real(*args, **more)
            self.pass_(f"after {what}")
            return result

        setattr(owner, method, wrapped)

    def _before(self, owner: type, method: str) -> None:
        real = getattr(owner, method)

        def wrapped(database: Any, *args: Any) -> Any:
            if database.in_transaction:
                self.pass_(STATEMENT)
            return real(database, *args)

        setattr(owner, method, wrapped)

    def _in_the_middle_of_data(self) -> None:
        """All of the letter has been sent, its answer is not yet read: the server may have taken it, or may yet."""
        from smtplib import SMTP

        from mailflow.mail.transports.smtp import SmtpTransport

        hand_over, getreply, here = SmtpTransport._hand_over, SMTP.getreply, self._here

        def in_data(*args: Any) -> Any:
            here.data = True
            try:
                return hand_over(*args)
            finally:
                here.data = False

        def answered(connection: Any) -> Any:
            if getattr(here, "data", False):
                self.pass_("before the answer to DATA")
            return getreply(connection)

        SmtpTransport._hand_over = in_data  # type: ignore[method-assign]
        SMTP.getreply = answered  # type: ignore[method-assign]


def _step() -> str:
    """Whose transaction it is: the nearest function that is neither the database's machinery nor Python's, and the loop
    it runs in (a mail is stored by who reads a mailbox, and by the daemon's own port)."""
    loop = threading.current_thread().name.partition(" ")[0].partition("-")[0]
    frame = sys._getframe(1)
    while frame.f_back is not None:
        frame = frame.f_back
        module = frame.f_globals.get("__name__", "")
        if module.startswith("mailflow.") and module not in _MACHINERY:
            return f"{module.removeprefix('mailflow.')}.{frame.f_code.co_qualname} in {loop}"
    return "unknown"


_MACHINERY: Sequence[str] = tuple(f"mailflow.store.engine.{name}" for name in ("database", "sqlite", "postgres"))

if __name__ == "__main__":
    serve()
