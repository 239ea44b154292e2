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


def play(target: Target, seed: int, numbers: Iterable[int], keep: Path, *, until: float = float("inf")) -> Outcome:
    """One round for each number, until the monotonic clock shows `until`."""
    kept: list[str] = []
    rounds = exceptions = slowest_round = 0
    slowest = 0.0
    began = time.process_time()
    with target.opened() as check, _Watch(target.seconds) as watch:
        for number in numbers:
            if time.monotonic() >= until:
                break
            raw = input_of(target, seed, number)
            error, took = watch.over(check, raw)
            rounds += 1
            if took > slowest:
                slowest, slowest_round = took, number
            if error is not None:
                exceptions += 1
                if len(kept) < _MOST_KEPT:
                    kept.append(_kept(keep, f"{target.name}-{seed}-{number}", raw, error))
    used = time.process_time() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    times = {"seconds": round(used, 1), "slowest_seconds": round(slowest, 4), "peak_mb": round(peak)}
    return Outcome(target.name, seed, rounds, exceptions, slowest_round=slowest_round, kept=tuple(kept), **times)


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
