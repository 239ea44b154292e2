"""Inputs made by chance: changed specimens, and texts grown from a grammar. The same dice, the same input."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from random import Random

LONGEST = 100_000  # bytes of an input
_DEEPEST = 8  # names inside names; below that the last alternative is taken, which must not name itself
_NAME = re.compile(r"\{(\w+)\}")

Grammar = Mapping[str, Sequence[str]]


def mutated(dice: Random, specimens: Sequence[bytes], tokens: Sequence[bytes]) -> bytes:
    """Bytes near a specimen: flipped, cut, doubled, mixed with another, and with `tokens` parsers trip over."""
    raw = bytearray(dice.choice(specimens))
    for _ in range(dice.randint(1, 8)):
        at, until = sorted((dice.randrange(len(raw) + 1), dice.randrange(len(raw) + 1)))
        match dice.randrange(6):
            case 0:
                raw[at:at] = dice.choice(tokens)
            case 1:
                del raw[at : min(until, at + dice.randint(1, 200))]
            case 2:
                raw[at : at + 1] = bytes([dice.randrange(256)])
            case 3:
                raw[at:at] = raw[at : min(until, at + 300)] * dice.randint(1, 5)
            case 4:
                raw[at:until] = dice.choice(specimens)[at:until]
            case _:
                raw = raw[:until] if dice.random() < 0.2 else raw.replace(b"\n", dice.choice([b"\r\n", b"\n", b"\r"]))
    return bytes(raw[:LONGEST])


def grown(dice: Random, grammar: Grammar, name: str = "start", depth: int = 0) -> str:
    """A text for `name`: one of its alternatives, with every `{other}` in it grown in its turn."""
    alternatives = grammar[name]
    chosen = alternatives[-1] if depth >= _DEEPEST else dice.choice(alternatives)
    return _NAME.sub(
        lambda found: grown(dice, grammar, found[1], depth + 1) if found[1] in grammar else found[0], chosen
    )
