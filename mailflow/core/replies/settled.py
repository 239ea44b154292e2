"""What an operator's reply means when no rule knows all of its words: the signs' reading and the learned points,
settled by their strength.

The two err in different places: signs know what somebody thought of, points what was like it. Where they agree it
stands; where they do not, the author is asked (`unsure`), but where the points are strong.
"""

from __future__ import annotations

from functools import cache

from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies.leaning import Lean, Leanings, shape
from mailflow.core.replies.learned import operators
from mailflow.core.replies.levelled import levelled
from mailflow.core.replies.spoken import Spoken
from mailflow.lazy_dataclasses import replace

# Chances by the points, found by reading lists with what was learned from all others:
SENDS = 0.6  # that it is an answer, from which one that the signs call so goes
SENDS_DOUBTFUL = 0.85  # … one that the signs doubt
TELLS, TELLS_CLEARLY = 0.7, 0.93  # that it is talk, from which it is that; … although the signs are clear
HEARD = 0.8  # that it only says that he has heard, where the signs call it an answer
CLAIMS, NO_ANSWER = (
    0.87,
    0.075,
)  # that it only claims, and that it is an answer, where the signs see one: else the claim
# counts and the words are held
ASKS, INSISTS = 0.88, 0.95  # that it is an answer although the signs say otherwise: the author is asked; it goes
TAKES, GIVES_UP = 0.8, 0.8  # that what the signs call talk is a claim; that what they call a claim is talk
_OWNED = (
    0.2  # more on the author's own ticket, which he need not claim: what he takes upon himself he tells the customer
)
_EITHER = frozenset({Meaning.CLAIM, Meaning.ASIDE})


@cache
def _leanings() -> Leanings:
    return Leanings(operators.TABLE)


def settled(
    signs: Reading, signed: list[Spoken], said: str, *, owned: bool, clear: bool = False, talk: bool = False
) -> Reading:
    """`signs`: the reading by signs, `clear` where they leave no doubt that it is for the customer, `talk` where they
    leave none that it is not; `said`: the text without its signature."""
    lean = leaning(signed, said)
    if not lean.by:
        return signs
    answer = lean.chance(Meaning.CONTENT) + owned * (lean.chance(Meaning.CLAIM) + _OWNED)
    if signs.meaning is Meaning.CONTENT:
        return _an_answer(signs, lean, answer, clear=clear)
    if answer >= ASKS:
        return Reading(Meaning.CONTENT, lean.by, rest=said, unsure=talk or answer < INSISTS)
    other = lean.likeliest
    enough = TAKES if other == Meaning.CLAIM else GIVES_UP
    if signs.meaning in _EITHER and other in _EITHER - {signs.meaning} and lean.chance(other) >= enough:
        return Reading(Meaning(other), lean.by)
    return signs


def leaning(signed: list[Spoken], said: str) -> Lean:
    """What these words lean to by the learned points."""
    return _leanings().of(levelled(signed), shape(said))


def _an_answer(signs: Reading, lean: Lean, answer: float, *, clear: bool) -> Reading:
    if answer >= (SENDS_DOUBTFUL if signs.unsure else SENDS):
        return replace(signs, unsure=False)
    if _is_no_answer(lean, answer, TELLS_CLEARLY if clear else TELLS):
        return Reading(Meaning(lean.likeliest), lean.by)
    return replace(signs, by=lean.by, unsure=True)


def _is_no_answer(lean: Lean, answer: float, tells: float) -> bool:
    if lean.likeliest == Meaning.CLAIM:
        return lean.chance(Meaning.CLAIM) >= CLAIMS and answer < NO_ANSWER
    tells = max(tells, HEARD) if lean.likeliest == Meaning.ACKNOWLEDGEMENT else tells
    return lean.likeliest != Meaning.CONTENT and lean.chance(lean.likeliest) >= tells
