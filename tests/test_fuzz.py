"""The fuzz targets, a few seconds of them: `make fuzz` plays as many rounds as one likes."""

from __future__ import annotations

import warnings
from contextlib import nullcontext
from pathlib import Path

import pytest

from fuzz.harness import Target, TooSlow, input_of, play
from fuzz.rules import ENVIRON
from fuzz.targets import SHARE, TARGETS
from mailflow.config import load
from mailflow.errors import ConfigError
from mailflow.mail.canned import read_canned

ROUNDS = {
    "listener": 200,
    "mails": 1_000,
    "authres": 2_000,
    "commands": 600,
    "rules": 120,
    "templates": 120,
    "arguments": 80,
}
SEED = 20261129


@pytest.mark.parametrize("name", TARGETS)
def test_a_bounded_run_finds_nothing(name: str, tmp_path: Path) -> None:
    """No exception, no promise broken, nothing slow."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # of Python, about what a template was compiled to
        outcome = play(TARGETS[name], SEED, range(ROUNDS[name]), tmp_path)
    assert outcome.rounds == ROUNDS[name]
    assert outcome.exceptions == 0, [Path(file).with_suffix(".txt").read_text("utf-8") for file in outcome.kept[:3]]


def test_every_target_is_played_by_make_fuzz() -> None:
    """Also when none is named."""
    assert SHARE.keys() == TARGETS.keys() == ROUNDS.keys()


def test_a_smaller_parser_is_played_nine_times_for_each_mail() -> None:
    """So that one word, ROUNDS=1000000, asks for a million mails and nine million of the rest."""
    assert sum(share for name, share in SHARE.items() if name != "mails") == 9 * SHARE["mails"]


def test_a_long_run_says_how_far_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever ends it early has the counts until then."""
    monkeypatch.setattr("fuzz.harness._TELL_EVERY", 3)
    told: list[int] = []
    target = Target("quiet", lambda _: b"", lambda: nullcontext(lambda _: None), seconds=1)
    outcome = play(target, 1, range(7), tmp_path, tell=lambda so_far: told.append(so_far.rounds))
    assert (told, outcome.rounds) == ([3, 6], 7)


@pytest.mark.parametrize("name", TARGETS)
def test_an_input_is_made_again_from_its_number(name: str) -> None:
    """Otherwise nothing that was found could be looked at."""
    made = [input_of(TARGETS[name], SEED, number) for number in range(30)]
    assert made == [input_of(TARGETS[name], SEED, number) for number in range(30)]
    assert len(set(made)) > 15


def test_what_is_found_is_kept_and_counted(tmp_path: Path) -> None:
    """The input beside its traceback; what takes too long is found as well, whatever it catches."""

    class Faulty:
        def __enter__(self):
            return self.check

        def __exit__(self, *_: object) -> None: ...

        def check(self, raw: bytes) -> None:
            if raw == b"1":
                raise ValueError("one")
            while raw == b"2":
                try:
                    sum(range(1_000))
                except Exception:
                    raise AssertionError from None

    numbers = iter(range(4))
    target = Target("faulty", lambda _: str(next(numbers)).encode(), Faulty, seconds=0.05)
    outcome = play(target, 1, range(4), tmp_path)
    assert (outcome.rounds, outcome.exceptions) == (4, 2)
    assert [Path(file).read_bytes() for file in outcome.kept] == [b"1", b"2"]
    told = [Path(file).with_suffix(".txt").read_text("utf-8") for file in outcome.kept]
    assert "ValueError: one" in told[0] and TooSlow.__name__ in told[1]
    assert outcome.slowest_round == 2


@pytest.mark.parametrize("name", ["rules", "templates"])
def test_many_inputs_are_valid(name: str, tmp_path: Path) -> None:
    """A target whose inputs are all refused at the door would test the door alone."""
    assert sum(VALID[name](input_of(TARGETS[name], SEED, number), tmp_path) for number in range(100)) >= 4


def _rules(raw: bytes, folder: Path) -> bool:
    (folder / "rules.yaml").write_bytes(raw)
    try:
        load(folder, ENVIRON)
    except ConfigError:
        return False
    return True


def _letter(raw: bytes, folder: Path) -> bool:
    file = folder / "salam.id.txt"
    file.write_bytes(raw)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        return read_canned("an-own-letter", "id", file, None, file.name)[0] is not None


VALID = {"rules": _rules, "templates": _letter}
