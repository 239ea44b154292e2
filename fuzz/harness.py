"""Plays rounds of one target: makes an input, checks it, counts. An input that breaks a promise is kept on disk."""

from __future__ import annotations

import gc
import resource
import signal
import time
import traceback
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import FrameType
from zlib import crc32

Check = Callable[[bytes], None]  # raises when a promise is broken
_MOST_KEPT = 20  # inputs; one fault is found many times
_TELL_EVERY = 50_000  # rounds: a long run that is ended early has been counted all the same


class TooSlow(BaseException):
    """The check took more of the processor than its target allows. No `except Exception` may swallow it."""


@dataclass(frozen=True)
class Target:
    """What is fuzzed."""

    name: str
    make: Callable[[Random], bytes]
    opened: Callable[[], AbstractContextManager[Check]]
    seconds: float  # of the processor for one input, at most


@dataclass(frozen=True)
class Outcome:
    """What came of some rounds."""

    target: str
    seed: int
    rounds: int
    exceptions: int
    seconds: float  # of the processor, for all
    slowest_seconds: float
    slowest_round: int
    peak_mb: float  # of the whole process until now
    kept: tuple[str, ...]


def input_of(target: Target, seed: int, number: int) -> bytes:
    """Input `number` of a target: always the same."""
    return target.make(Random((seed << 96) | (crc32(target.name.encode()) << 64) | number))


def play(
    target: Target,
    seed: int,
    numbers: Iterable[int],
    keep: Path,
    *,
    until: float = float("inf"),
    tell: Callable[[Outcome], None] = lambda _: None,
) -> Outcome:
    """One round for each number, until the monotonic clock shows `until`; `tell` hears how far it is."""
    tally = _Tally(target, seed, keep)
    with target.opened() as check, _Watch(target.seconds) as watch:
        for number in numbers:
            if time.monotonic() >= until:
                break
            raw = input_of(target, seed, number)
            tally.count(number, raw, *watch.over(check, raw))
            if tally.rounds % _TELL_EVERY == 0:
                tell(tally.outcome())
    return tally.outcome()


class _Tally:
    """What came of the rounds so far."""

    def __init__(self, target: Target, seed: int, keep: Path) -> None:
        self._target, self._seed, self._keep = target, seed, keep
        self._began = time.process_time()
        self._kept: list[str] = []
        self._slowest, self._slowest_round = 0.0, 0
        self.rounds = self._exceptions = 0

    def count(self, number: int, raw: bytes, error: BaseException | None, took: float) -> None:
        """One round more."""
        self.rounds += 1
        if took > self._slowest:
            self._slowest, self._slowest_round = took, number
        if error is not None:
            self._exceptions += 1
            if len(self._kept) < _MOST_KEPT:
                self._kept.append(_kept(self._keep, f"{self._target.name}-{self._seed}-{number}", raw, error))

    def outcome(self) -> Outcome:
        return Outcome(
            self._target.name,
            self._seed,
            self.rounds,
            self._exceptions,
            seconds=round(time.process_time() - self._began, 1),
            slowest_seconds=round(self._slowest, 4),
            slowest_round=self._slowest_round,
            peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
            kept=tuple(self._kept),
        )


class _Watch:
    """Ends a check that takes too much of the processor, by a signal: only in the main thread."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> _Watch:
        gc.freeze()
        self._before = signal.signal(signal.SIGPROF, _interrupt)
        return self

    def __exit__(self, *_: object) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, self._before)
        gc.unfreeze()

    def over(self, check: Check, raw: bytes) -> tuple[BaseException | None, float]:
        """(what the check raised, seconds of the processor it took)."""
        error: BaseException | None = None
        signal.setitimer(signal.ITIMER_PROF, self._seconds)
        began = time.process_time()
        try:
            check(raw)
        except KeyboardInterrupt:
            raise
        except BaseException as found:
            error = found
        finally:
            took = time.process_time() - began
            signal.setitimer(signal.ITIMER_PROF, 0)
        if error is None and took > self._seconds:  # in one call of C, which no signal interrupts
            error = TooSlow(f"{took:.2f} s")
        return error, took


def _interrupt(_: int, frame: FrameType | None) -> None:
    raise TooSlow("".join(traceback.format_stack(frame, 8)))


def _kept(folder: Path, name: str, raw: bytes, error: BaseException) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(raw)
    file.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), "utf-8", "backslashreplace")
    return str(file)
