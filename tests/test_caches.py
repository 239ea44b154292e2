"""Remembered functions: each tells what it saves, and answers as it would without remembering."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bench import caches

PACKAGE = Path(__file__).parent.parent / "mailflow"
_FIGURE = re.compile(r"\d (?:%|µs|ms)|more than 1 %")


@pytest.mark.parametrize("file", sorted(PACKAGE.rglob("*.py")), ids=lambda file: file.stem)
def test_every_memory_has_its_figure(file: Path) -> None:
    """Beside `lru_cache`, or in the line above."""
    lines = file.read_text(encoding="utf-8").split("\n")
    for at, line in enumerate(lines):
        if "lru_cache(" in line:
            assert _FIGURE.search(lines[at - 1] + line), f"{file.name}:{at + 1}: what does it save? (bench/caches.py)"


def test_a_remembered_answer_is_the_one_given_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a desk settles requests, claims and answers, every remembered function is also asked anew."""
    asked: set[str] = set()
    differ: list[tuple[str, object]] = []

    def compared(function: Any) -> Callable[..., Any]:
        def act(*args: Any, **more: Any) -> Any:
            remembered, now = function(*args, **more), function.__wrapped__(*args, **more)
            differ.extend([(function.__name__, args)] if remembered != now else [])
            asked.add(function.__name__)
            return remembered

        return act

    bounded = [one for one in caches.cached().items() if one[0].cache_parameters()["maxsize"]]
    for function, places in bounded:
        for module, name in places:
            monkeypatch.setattr(module, name, compared(function))
    caches.settle(tmp_path / "home", replies=True, count=6)
    assert differ == []
    assert {"_key", "codec", "addresses", "to_text", "_attributes"} <= asked
