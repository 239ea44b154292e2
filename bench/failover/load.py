"""Customers: each mail is handed over by LMTP again and again until the desk accepts it."""

from __future__ import annotations

import itertools
import smtplib
import threading
import time
from collections.abc import Sequence
from types import TracebackType

from bench.desk import customer, hand_over, mail, written

PAUSE = 0.8  # seconds between the mails of one customer


def house(number: int) -> str:
    """An address in a domain of its own: mails of one house have turns (core/turns.py), and would wait."""
    name = customer(number).partition("@")[0]
    return f"{name}@{name}.example"


class Load:
    """`with Load(ports, count) as load:` so many threads write, each to the listeners in turns."""

    def __init__(self, ports: Sequence[int], count: int) -> None:
        self.accepted: dict[int, float] = {}  # number of the mail → when it was accepted, by monotonic(), in that order
        self._ports = ports
        self._next = 0
        self._guard = threading.Lock()
        self._over, self._in_vain = threading.Event(), threading.Event()
        self._threads = [threading.Thread(target=self._write, args=(at,), daemon=True) for at in range(count)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        """What is on its way is handed over to its end, unless the run has failed."""
        if error is not None:
            self._in_vain.set()
        self._over.set()
        for thread in self._threads:
            thread.join()

    def first_after(self, at: float, seconds: float) -> float:
        """When the first mail after `at` was accepted."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            with self._guard:
                later = itertools.takewhile(lambda when: when > at, reversed(self.accepted.values()))
                found = list(later)
            if found:
                return found[-1]
            time.sleep(0.02)
        raise TimeoutError("no mail is accepted any more")

    def _write(self, at: int) -> None:
        while not self._over.wait(PAUSE):
            with self._guard:
                self._next += 1
                number = self._next
            who = house(number)
            data = mail(written(who), f"Pulsa {who}", f"Belum masuk, kata {who}.", f"<q{number}@mail.example>")
            turn = at
            while not self._handed(self._ports[turn % len(self._ports)], who, data):
                turn += 1
                if self._in_vain.wait(0.5):
                    return
            with self._guard:
                self.accepted[number] = time.monotonic()

    @staticmethod
    def _handed(port: int, who: str, data: bytes) -> bool:
        try:
            hand_over(port, who, data)
        except (OSError, smtplib.SMTPException):
            return False
        return True
