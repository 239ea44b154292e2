"""The setting of the demo: a home in a fresh folder, the outside mail server, the daemon, and a clock that jumps from
scene to scene."""

from __future__ import annotations

import socket
import tempfile
import textwrap
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from zoneinfo import ZoneInfo

from mailflow import app
from mailflow.clock import SettableClock, SystemClock
from mailflow.config.init import make_home
from mailflow.core.how_many import agreeing
from mailflow.core.moments import length_words, short_moment
from mailflow.demo.cast import Actor
from mailflow.demo.postoffice import Delivered, PostOffice, free_port
from mailflow.demo.words import Words
from mailflow.errors import CannotDo
from mailflow.web.passwords import hashed

ZONE = ZoneInfo("Asia/Jakarta")
WIDTH = 88  # columns of a letter as shown
LISTENS_WITHIN = 20.0  # seconds


class Stage:
    """Everything the demo needs, as a context manager. The home folder stays."""

    def __init__(self, tell: Callable[[str], None], home: Path | None, language: str, words: Words) -> None:
        self.words, self._language = words, language
        self.home = home or Path(tempfile.mkdtemp(prefix="mailflow-demo-"))
        self._tell = tell
        self.clock = SettableClock(_a_monday_morning())
        self.post = PostOffice()

    def __enter__(self) -> Stage:
        self._port = free_port()
        self.web = f"http://127.0.0.1:{free_port()}" if _has_pages() else ""
        _make_home(self.home, self._port, self.post.port, self.web, self._language)
        self.post.open()
        self.parts = app.open_parts(self.home, self.clock, need_secrets=True)
        self.daemon = app.daemon(self.parts)
        self.daemon.start()
        _wait_for(self._port)
        return self

    def __exit__(self, *_: object) -> None:
        self.daemon.stop()
        self.post.close()
        self.parts.db.close()

    def person(self, name: str, address: str) -> Actor:
        return Actor(name, address, self._port, self._wrote)

    @property
    def now(self) -> datetime:
        return self.clock.now().astimezone(ZONE)

    @property
    def moment(self) -> str:
        return short_moment(self.now, ZONE, self._language)

    def _wrote(self, at: datetime, sender: str) -> str:
        """The line a mail client of that language puts above a quotation."""
        return self.words.wrote.format(moment=short_moment(at, ZONE, self._language), sender=sender)

    def later(self, by: timedelta) -> None:
        """Let time pass; due alarms fire."""
        self.clock.advance(by)
        words = self.words.later.format(length=length_words(by, self._language), moment=self.moment)
        self._tell(f"        ··· {words} ···\n")
        self.daemon.tick()

    def pass_quietly(self, by: timedelta) -> None:
        """As `later`, of which nothing is told."""
        self.clock.advance(by)
        self.daemon.tick()

    def letter(self, reader: Actor, has: str, most: int = 3) -> Delivered:
        """The next letter to `reader` that contains these words; shows at most `most` lines of it,
        and for 0 nothing."""
        return self.any_letter((reader,), has, most)

    def any_letter(self, readers: tuple[Actor, ...], has: str, most: int = 3) -> Delivered:
        """The next letter to any of them that contains these words."""
        names = {person.address: person.name for person in readers}
        found = self.post.wait_for(
            lambda d: d.reader in names and has in f"{d.subject}\n{d.text}", f"a letter to {', '.join(names.values())}"
        )
        if most:
            self._tell(self._shown(found, names[found.reader], most))
        return found

    def _shown(self, letter: Delivered, reader: str, most: int) -> str:
        own = [part for line in letter.text.splitlines() for part in textwrap.wrap(line, WIDTH)]
        head = [self.words.to.format(reader=reader, sender=letter.mail["From"]), f"Subject: {letter.subject}"]
        left = {"count": len(own) - most}
        more = [agreeing(self.words.left_out, left).format(**left)] if left["count"] > 0 else []
        return "\n".join(f"    | {line}".rstrip() for line in [*head, *own[:most], *more]) + "\n"


def _wait_for(port: int) -> None:
    """Wait until the daemon's listener accepts connections, in its own thread. Raises CannotDo after
    LISTENS_WITHIN."""
    until = time.monotonic() + LISTENS_WITHIN
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError as error:
            if time.monotonic() > until:
                raise CannotDo(f"the desk's listener on port {port} did not answer: {error.strerror}") from error
            time.sleep(0.02)


def _make_home(home: Path, mail_in: int, mail_out: int, web: str, language: str) -> None:
    if not (home / "rules.yaml").exists():
        make_home(home)
    rules = (Path(__file__).parent / "rules.yaml").read_text(encoding="utf-8")
    rules = rules.replace("@IN@", str(mail_in)).replace("@OUT@", str(mail_out)).replace("@LANGUAGE@", language)
    rules = rules.replace("@WEB@", _pages(web) if web else "")
    (home / "rules.yaml").write_text(rules, encoding="utf-8")


def _has_pages() -> bool:
    """Whether the extra `web` is installed."""
    return all(find_spec(name) is not None for name in ("waitress", "argon2"))


def _pages(url: str) -> str:
    """The part of rules.yaml that shows the team's page."""
    listen = url.partition("//")[2]
    return (
        "web:                                      # the team's page, as long as `mailflow run` goes on\n"
        f"  listen: {listen}\n  url: {url}\n"
        f'  users: {{dewi: "{hashed("demo")}"}}   # the password is: demo'
    )


def _a_monday_morning() -> datetime:
    """The last from which the whole story of two weeks has ended by now; a report of the last 30 days shows
    all of it."""
    latest = SystemClock().now().astimezone(ZONE) - timedelta(days=14, hours=3)
    monday = latest.replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=latest.weekday())
    return (monday if monday <= latest else monday - timedelta(days=7)).astimezone(UTC)
