"""One desk that is killed: its home, the mail servers around it, its people, and one daemon after the other."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import Any

from bench.desk import free_port, make_desk
from bench.kills.people import OPERATORS, People, Written
from bench.kills.postoffice import WAYS, Outbound, Sink
from bench.kills.verdict import Verdict, judge, parked_by_chance, run, waiting
from tests.live.dovecot import PASSWORD, Dovecot
from tests.live.killable import Daemons, Life

THINKING = 0.004  # seconds a mail server thinks before it takes a letter, and before it says so, at most
PATIENCE = 120.0  # seconds without an end: what is missing by then is lost


class Desk:
    """One desk with its two mail servers, its people, and the daemons that work for it one after the other."""

    def __init__(self, dovecot: Dovecot, daemons: Daemons, url: str, seed: int, *, exact: bool = False) -> None:
        self.base = Path(tempfile.mkdtemp(prefix="mailflow-kills-"))
        self.home, self.log, self.url = self.base / "home", self.base / "log", url
        self._daemons = daemons
        self._life: Life | None = None
        self.killed: set[int] = set()  # lives
        self.lives = 0
        self._began = 0  # where in the log the last daemon begins
        self.parked = 0  # mails a person had to say `retry` for
        port, user = free_port(), dovecot.new_user()
        self.people = People(lambda mail: self.outbound.send(mail), Random(seed))
        self.sink = Sink(self.people.read, Random(seed + 1), 0.0 if exact else THINKING)
        self.outbound = Outbound(dovecot, user, port, _some_way if exact else _any_way(Random(seed + 2)))
        self._imap = f"imap+insecure://{user}@127.0.0.1:{dovecot.imap_port}/INBOX"
        self._ends = ExitStack()

    def __enter__(self) -> Desk:
        self._ends.callback(shutil.rmtree, self.base, ignore_errors=True)
        self._ends.enter_context(self.sink)
        self._ends.enter_context(self.outbound)
        box = f'{{imap: "{self._imap}", password: {PASSWORD}, since: all, after: delete, poll: 5s}}'
        boxes = f'[{box}, {{lmtp: "127.0.0.1:{self.outbound.port}"}}]'
        outgoing = f'{{smtp: "smtp+insecure://127.0.0.1:{self.sink.port}"}}'
        make_desk(self.home, boxes, outgoing, operators=OPERATORS, database=self.url)
        self.log.touch(0o600)
        return self

    def __exit__(self, *_: object) -> None:
        if self._life is not None and not self._life.ended():  # something above has failed
            self._life.kill()
        self._ends.close()

    def start(self, **order: Any) -> Life:
        """The next daemon; the one before is dead."""
        self.sink.hung_up()
        self.sink.life = self.lives = self.lives + 1
        self._began = self.log.stat().st_size
        self._life = self._daemons.start(self.home, self.log, **order)
        return self._life

    def runs(self, life: Life) -> bool:
        """Waits until the daemon says that it runs. False: it ended before."""
        while not life.ended(0.005):
            if b" running: " in self.said():
                return True
        return False

    def said(self) -> bytes:
        """By the daemon that was started last."""
        with self.log.open("rb") as log:
            log.seek(self._began)
            return log.read()

    def kill(self, life: Life) -> None:
        self.killed.add(self.lives)
        life.kill()

    def quiet(self) -> bool:
        """Every conversation is at its end, every mail handed over, and every mail and letter's end on record."""
        return not (self.people.unfinished or self.outbound.pending or waiting(self.home, self.url))

    def mend(self) -> None:
        """What an admin does who is told of parked mails. Only of these: a mail parked with another error is lost."""
        if count := parked_by_chance(self.home, self.url):
            self.parked += count
            told = run(self.home, "inbox", "retry", "--all")
            failed = [line for line in str(told.stderr).splitlines() if "it is done" not in line]  # decided meanwhile
            assert not failed, "\n".join(failed)

    def finish(self, life: Life, seconds: float = PATIENCE) -> list[str]:
        """Until the desk is quiet; what is wrong if it does not become so."""
        until = time.monotonic() + seconds
        while time.monotonic() < until and not life.ended(0.05):
            self.mend()
            if self.quiet():
                return []
        ended = life.ended()
        words = "the daemon ended by itself" if ended else f"not at its end after {seconds:.0f} s"
        return [f"{words}: {self.said().decode(errors='replace')[-3000:]}"]

    def judge(self) -> Verdict:
        """By which the last daemon still runs, for the doctor wants one."""
        found = judge(self.home, self.url, self.people, self.outbound.tries, self.sink.accepted, self.killed)
        found.strange += self.outbound.troubles
        return found

    def figures(self, found: Verdict, wrong: Sequence[str] = ()) -> dict[str, Any]:
        """What was counted, and every sentence about what is wrong."""
        tries = self.outbound.tries.values()
        return {
            "mails": len(self.people.written),
            "by way": dict(Counter(story.way for story in tries)),
            "given again": sum(story.tries - 1 for story in tries),
            "parked after five kills, by chance": self.parked,
            "tickets": len(self.people.conversations),
            "letters": len({(letter.message_id, letter.reader) for letter in self.sink.accepted}),
            "lost": len(found.lost),
            "decided twice": len(found.twice_decided),
            "doubles in the SMTP window": len(found.doubles),
            "doubles elsewhere": len(found.doubles_elsewhere),
            "gaps in numbers": len(found.gaps),
            "doctor and verify": len(found.doctor),
            "strange": len(found.strange) + len(wrong),
            "wrong": [*wrong, *found.wrong],
        }


def _any_way(rng: Random) -> Callable[[Written], str]:
    return lambda _: rng.choices(WAYS, (5, 4, 1))[0]


def _some_way(mail: Written) -> str:
    """The request lies in Dovecot when the daemon starts, since it announces a new mail only after half a second; all
    else is handed to the daemon's own port."""
    return "dovecot" if mail.what == "request" else "lmtp"
