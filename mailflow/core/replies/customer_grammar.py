"""What the words of a customer mean together: patterns over the classes of customer_words.py, in the notation of
grammar.py. In order; each says beside it what it is for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core.replies import customer_words as w
from mailflow.core.replies.classes import EMOJI, NUMBER, QUESTION, UNKNOWN
from mailflow.core.replies.grammar import ClassPattern

LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "thanks": w.THANKS,
        "ack": w.ACK,
        "okay": w.OKAY,
        "seen": w.SEEN,
        "yes": w.YES,
        "fill": w.FILL,
        "link": w.LINK,
        "small": w.LINK + w.FILL,  # says nothing itself
        "courtesy": w.COURTESY,
        "praise": w.PRAISE,
        "service": w.SERVICE,
        "done": w.DONE,
        "works": w.WORKS,
        "solved": w.SOLVED,
        "now": w.NOW,
        "moment": w.MOMENT,
        "got": w.GOT,
        "back": w.BACK,
        "tried": w.TRIED,
        "wish": w.WISH,
        "blessing": w.BLESSING,
        "apology": w.APOLOGY,
        "late": w.LATE,
        "helped": w.HELPED,
        "mended": w.MENDED,
        "thing": w.THING,
        "not": w.NOT,
        "not_yet": w.NOT_YET + w.COULD_NOT,
        "exists": w.EXISTS,
        "trouble": w.TROUBLE,
        "gone": w.GONE,
        "but": w.BUT,
        "past": w.PAST,
        "survey": w.SURVEY,
        "filled": w.FILLED,
        "unknown": UNKNOWN + w.LIMITS,
        "number": NUMBER,
        "question": QUESTION,
        "emoji": EMOJI,
    }
)


def _pattern(*alternatives: str) -> ClassPattern:
    return ClassPattern(" or ".join(alternatives), LETTERS)


# Rewritten first, each match becoming as many words of the class behind it.
REWRITES: tuple[tuple[ClassPattern, str], ...] = (
    # maaf baru balas
    (_pattern("apology (small|yes|done|moment|now)* (helped|late|courtesy) (small|helped|late|courtesy)*"), w.FILL),
    (_pattern("apology"), w.FILL),
    (_pattern("mended small* trouble", "mended"), w.COURTESY),  # (thank you for) solving my problem
    (_pattern("trouble (small|thing)* back"), UNKNOWN),  # the error is back
    (_pattern("back"), w.SOLVED),  # the internet is back
    # error sudah tidak muncul lagi
    (_pattern("trouble (small|thing)* done? small* not small* exists small* now*"), w.SOLVED),
    # tidak ada masalah lagi, no more errors
    (_pattern("done? small* not small* exists? small* (trouble|gone) (?:small* now)*"), w.SOLVED),
    (_pattern("trouble (small|thing|done)* (small|done|now)* gone"), w.SOLVED),  # the problem is gone
    # masalahnya sudah selesai
    (_pattern("trouble (small|thing)* (?: done (small|thing|now)* (solved|okay) or solved )"), w.SOLVED),
    (_pattern("got small* thing", "thing small* got"), w.SOLVED),  # received the refund
    (_pattern("got small* courtesy"), w.SEEN),  # got the answer
    (_pattern("got"), w.ACK),
)
AMOUNT = _pattern("(?<= thing ) ( small* ) number ( thing? ) (?= small* done )")  # pulsa 50 ribu sudah

# -- what a clause says

_TROUBLED = "(not_yet|not|trouble)"
# at first it failed; tadi error
PAST = _pattern(
    f"(?= any* past or any* moment any* {_TROUBLED} or any* {_TROUBLED} any* moment ) "
    "(small|past|moment|not_yet|not|trouble|exists|done|works|thing|now|yes|courtesy|tried|okay|praise|ack|seen)+"
)
# saya sudah restart
SETUP = _pattern(
    "(small|done|yes|now|ack|okay|thanks|courtesy|praise|seen|moment|thing)* tried "
    "(small|done|moment|tried|thing|courtesy|now|praise|yes)*"
)
SURVEY = _pattern("(?= any* survey ) !(not|not_yet|trouble|but|question|unknown|number|wish)*")
_BEFORE_WISH = "(small|thanks|yes|seen|okay|ack|praise)*"
WISH = _pattern(
    f"{_BEFORE_WISH} wish !(not|not_yet|trouble|thing|works|but|exists|gone|question|unknown|number)*",
    f"{_BEFORE_WISH} wish (small|praise|courtesy|helped|blessing|now|not)*",
    "(thanks|fill)* (fill|blessing|now)*",
)
WORKS = _pattern(
    "!(done)* done any* (works|exists|okay) any*",  # pulsanya sudah masuk
    "!(works)* works !(done)* done any*",  # masuk sudah
    "!(helped)* (now|moment) !(helped)* works !(helped)*",  # sekarang bisa login
    "!(thing|helped)* works !(thing|helped)* now !(thing|helped)*",  # masuk lagi
    "(?= any* thing ) (?= any* done ) (?= any* praise ) any*",  # sinyalnya sudah bagus
    "(small|moment|thing)* okay small* now (small|now)*",  # its ok now
    "(small|moment|thing)* now small* okay small*",
)
WORKS_ALONE = _pattern(  # masuk kak
    "(small|thanks|yes|praise|ack|okay|seen)* works (small|thanks|yes|praise|ack|okay|seen)*"
)
DONE_ALONE = _pattern(
    "(small|thanks|yes|praise|ack|okay|now|moment)* done (fill|thanks|yes|praise|ack|okay|now|moment)*"
)
UNDERSTOOD_ALREADY = _pattern("(small|thanks)* done small* seen (small|thanks|ack|now)*")
COURTESY_DONE = _pattern("!(done)* done small* (courtesy|praise|helped) any*")
UNREADABLE = _pattern("(unknown|question|number|not|not_yet|trouble|but|exists|gone|past|wish|blessing|tried|late)")
TRIED = _pattern("tried", "(?<= done ) ( small* ) exists")
TELLS = _pattern("(thing|works|filled|moment)")
