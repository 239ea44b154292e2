"""What a customer's reply means, as a whole text and no part of it: thanks, "it works now", heard, or more than that.

The text becomes a row of classes (classes.py, customer_words.py), parted into clauses. A clause must be understood to
its last word, else a person has to read the mail: a "not yet", a "but", a question or an unknown word is content.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import partial

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies import customer_grammar as g
from mailflow.core.replies import customer_words as w
from mailflow.core.replies.cards import without_identity
from mailflow.core.replies.classes import BOUNDARY, EMOJI, LINE_END, NUMBER, QUESTION, UNKNOWN, Lexicon, Word, weighty
from mailflow.core.replies.customer_wishes import asks, closes_his_own
from mailflow.core.replies.leaning import Leanings, shape
from mailflow.core.replies.learned import customers as learned
from mailflow.core.replies.levelled import of_tokens
from mailflow.core.replies.tokens import dislikes, tokens
from mailflow.lazy_dataclasses import dataclass

LONGEST = 600  # characters; who writes more tells something
_MOST_WORDS = 40
LEXICON = Lexicon(w.CLASSES)


class _Says(IntEnum):
    """What one clause says, the weightier later."""

    NOTHING = 0  # greetings, names, blessings
    COURTESY = 1  # "for your help": belongs to a thanks
    HEARD = 2
    YES = 3
    THANKS = 4
    SETUP = 5  # "at first it failed", "I restarted it": is well only if a later clause says that it works
    DONE = 6  # "sudah" and no more
    SOLVED = 7
    CONTENT = 8


@dataclass(frozen=True, slots=True)
class _Clause:
    says: _Says
    weak: bool  # "masuk kak", "sudah": an answer, where a question was asked
    words: str
    kinds: str = ""


def read(text: str, names: tuple[str, ...] = (), *, asked: str = "", after_question: bool = False) -> Reading:
    """What the new words of a customer mean. `names` (operators, the desk, himself) are courtesy.

    `asked`: what the newest answer wanted of him (questions.py); "ok" and "sudah" may tell it, and must be read.
    `after_question`: he replies to our own "did it help?", where "yes" means solved.
    """
    if len(text) > LONGEST:
        return Reading(Meaning.CONTENT, f"more than {LONGEST} characters")
    if text.strip() == ".":
        return Reading(Meaning.ACKNOWLEDGEMENT, ".")
    words = LEXICON.words(text if asked else without_identity(text), names)  # asked for his number he may tell it so
    if not words or len(words) > _MOST_WORDS:
        return Reading(Meaning.CONTENT, f"more than {_MOST_WORDS} words" if words else "no words")
    if quoted := _doubted(text):
        return Reading(Meaning.CONTENT, quoted)
    clauses = _clauses(words)
    meaning = _meaning(clauses, asked, after_question)
    found = Reading(meaning, _said_so(clauses, meaning))
    if meaning is not Meaning.CONTENT or asked or after_question:
        return found
    return _leaning(text, names, ends_well=_ends_well(clauses)) or found


_QUOTED = LazyPattern(r"(?<!\w)(?:[\"“”„«‘][^\"“”„«»‘’\n]{1,40}[\"“”»’]|'[^'\n]{2,40}'(?!\w))")
_ASKED_FOR = LazyPattern(r"[\"“”„«‘'](?:selesai|solved)[\"“”»’'][.!]*", re.IGNORECASE)
_OUTCOMES = frozenset({w.DONE, w.WORKS, w.SOLVED, w.OKAY, w.HELPED, w.MENDED})


def _doubted(text: str) -> str:
    """The quoted words of `yeah right, "fixed"`, "" for none: who quotes an outcome does not say that it is so. The
    word that our letter asks for may be copied with the marks around it."""
    if _ASKED_FOR.fullmatch(text.strip()):
        return ""
    for found in _QUOTED.finditer(text):
        said = found.group()[1:-1]
        if any(word.kind in _OUTCOMES for words in (said, f"it's {said}") for word in LEXICON.words(words)):
            return found.group()
    return ""


_RESIGNS = LazyPattern(r"\b(?:tidak|tdk|gak?|nggak|ngga|tak|ndak|no)\s+(?:usah|perlu|jadi|need)\b", re.IGNORECASE)
_DOUBTS = frozenset({w.NOT, w.NOT_YET, w.COULD_NOT, w.TROUBLE, w.LIMITS, w.GONE, w.PAST, QUESTION})


def _ends_well(clauses: list[_Clause]) -> bool:
    """ "Wow that was quick, line is back": it ends with an "it works" of known words, behind remarks that are none."""
    end = next((clause for clause in reversed(clauses) if clause.says > _Says.THANKS), None)
    if end is None or end.says is not _Says.SOLVED:
        return False
    return all(_DOUBTS.isdisjoint(clause.kinds) for clause in clauses if clause.says is _Says.CONTENT)


_LEANINGS = Leanings(learned.TABLE)
# chances by the points from which words no grammar knows say that it works
SURE, SURE_OF_A_QUESTION = 0.76, 0.95
SURE_IN_DOUBT = 0.88  # … among words of trouble, "not" or a question
SURE_OF_THANKS = 0.9
SURE_OF_ITS_END = 0.5  # … where the grammar knows the last clause


def _leaning(text: str, names: tuple[str, ...], *, ends_well: bool) -> Reading | None:
    """What is like other thanks, or other "it works", where nothing was asked: "saldonya udah balik utuh"."""
    said = without_identity(text)
    words = LEXICON.words(said, names)
    if _limits(words) or len(_NUMBERS.findall(said)) > 1 or _ASKED.match(said) is not None:  # "30rb dari 50rb"
        return None
    lean = _LEANINGS.of(of_tokens(tokens(said), names, weighty(words)), shape(said))
    doubted = any(word.kind in _DOUBTS for word in words) or _RESIGNS.search(said) is not None
    solved = SURE_OF_ITS_END if ends_well else SURE_IN_DOUBT if doubted else SURE
    enough = SURE_OF_THANKS if lean.likeliest == Meaning.THANKS else solved
    enough = SURE_OF_A_QUESTION if dislikes(said) else enough
    sure = lean.by and lean.likeliest in _WELL and lean.chance(lean.likeliest) >= enough
    return Reading(Meaning(lean.likeliest), lean.by) if sure else None


_WELL = frozenset({Meaning.SOLVED, Meaning.THANKS})
_NUMBERS = LazyPattern(r"\d[\d.,]*")
_ASKED = LazyPattern(  # a question without its mark: "has this been solved"
    r"\W{0,9}(?:(?:has|have|is|are|does|will|would|can|could|should)\s(?:this|that|it|the|my|our|we|you|he|she|they|there)|"
    r"(?:was|were|did)\s(?:this|that|it|we|you|he|she|they)|apa(?:kah)?)\b",
    re.IGNORECASE,
)


def _limits(words: list[Word]) -> bool:
    """Whether they say that not all is well: "sebagian", "belum", or a turn that is the last thing told."""
    turn = max((at for at, word in enumerate(words) if word.kind == w.BUT and not _is_past(words, at)), default=-1)
    ends_well = any(word.kind in (w.WORKS, w.SOLVED, w.OKAY) for word in words[turn:])
    return any(word.kind in (w.LIMITS, w.NOT_YET) for word in words) or (turn > 0 and not ends_well)


def _is_past(words: list[Word], at: int) -> bool:
    """ "Tadi cuma perlu restart"."""
    return at > 0 and words[at - 1].kind in (w.MOMENT, w.PAST)


def _clauses(words: list[Word]) -> list[_Clause]:
    """The clauses in order. "At first it failed" is forgiven when what follows says that it works now."""
    row = _rewritten("".join(_kind(words, at) for at in range(len(words))))
    found: list[_Clause] = []
    start = 0
    for end in [*(at for at, kind in enumerate(row) if kind in (BOUNDARY, w.BUT)), len(row)]:
        kinds = row[start:end]
        if kinds:
            found.append(_read_clause(kinds, " ".join(word.text for word in words[start:end])))
        if end < len(row) and row[end] == w.BUT:
            found.append(_Clause(_Says.CONTENT, False, words[end].text))
        start = end + 1
    return _forgiven(found)


def _kind(words: list[Word], at: int) -> str:
    """His thing, whatever it is called: "obatnya sudah saya terima", "sudah bisa daftar, terima kasih"."""
    kind = words[at].kind
    if kind == NUMBER and _is_span(words, at):
        return w.MOMENT
    if kind != UNKNOWN:
        return kind
    if at and words[at - 1].kind == NUMBER and _is_span(words, at - 1):
        return w.MOMENT
    if words[at].text.casefold() == _INDEED and _stands_behind(words, at):
        return w.FILL
    before = "".join(word.kind for word in words[max(0, at - 2) : at])
    after = words[at + 1].kind if at + 1 < len(words) else ""
    came = any(word.text.casefold() in _CAME for word in words[at + 2 :])
    if words[at].text.casefold().endswith(_HIS) and after == w.DONE and came:
        return w.THING
    ends = after in ("", BOUNDARY, LINE_END, EMOJI, w.FILL, w.THANKS)
    if before in _HOLDS and ends and words[at].text.casefold().endswith(_HIS[0]) and words[at].text not in _HEARSAY:
        return w.THING  # "sudah benar datanya"
    works = before == w.DONE + w.WORKS and words[at - 1].text.casefold() in _ABLE
    return w.THING if works and any(word.kind in (w.THANKS, w.NOW) for word in words[at:]) else kind


def _is_span(words: list[Word], at: int) -> bool:
    """ "Setelah 3 hari"; not "sudah 3 hari", which is a complaint."""
    after = at + 1 < len(words) and words[at + 1].text.casefold() in _SPANS
    return after and at > 0 and words[at - 1].text.casefold() in _BEHIND


_BEHIND = frozenset("setelah sesudah habis abis after".split())
_SPANS = frozenset(
    "detik menit jam hari minggu bulan seconds minute minutes hour hours day days week weeks month months".split()
)
_INDEED = "kok"  # "udah bener kok": at the end of what is said; in front of it, it asks why


def _stands_behind(words: list[Word], at: int) -> bool:
    ends = at + 1 == len(words) or words[at + 1].kind in (BOUNDARY, LINE_END, EMOJI, w.FILL, w.NOW)
    return ends and at > 0 and words[at - 1].kind not in (BOUNDARY, LINE_END)


_HIS = ("nya", "ku")
_HEARSAY = frozenset("katanya kayanya kayaknya keliatannya kelihatannya seharusnya harusnya mestinya".split())
_HOLDS = (w.DONE + w.WORKS, w.DONE + w.OKAY)
_CAME = frozenset("terima diterima trima sampai sampe nyampe tiba datang kembali balik".split())
_ABLE = frozenset("bisa bs iso tiasa saged".split())


def _rewritten(row: str) -> str:
    """With phrases made one class. A sign beside words accompanies them; alone it says that he has seen it."""
    row = row.replace(LINE_END, BOUNDARY)
    row = row.replace(EMOJI, w.FILL if row.strip(EMOJI + BOUNDARY + w.FILL) else w.ACK)
    row = g.AMOUNT.sub(lambda found: found.group(1) + w.THING + w.THING * len(found.group(2)), row)
    for pattern, kind in g.REWRITES:
        row = pattern.sub(partial(_as, kind), row)
    return row


def _as(kind: str, found: re.Match[str]) -> str:
    """As many classes as were there, so that each still has its word."""
    return kind + w.FILL * (len(found.group()) - 1)


def _read_clause(kinds: str, words: str) -> _Clause:
    wants = asks(kinds, words) or closes_his_own(kinds, words)
    said, weak = (_Says.CONTENT, False) if wants else _says(kinds)
    return _Clause(said, weak, words, kinds)


def _says(kinds: str) -> tuple[_Says, bool]:
    if g.SURVEY.fullmatch(kinds):
        return _Says.THANKS if w.THANKS in kinds else _Says.HEARD, False
    if g.WISH.fullmatch(kinds):
        return _Says.THANKS if w.THANKS in kinds else _Says.NOTHING, False
    if g.SETUP.fullmatch(kinds) or g.PAST.fullmatch(kinds):
        return _Says.SETUP, False
    bare = kinds if w.SOLVED in kinds or w.WORKS in kinds or w.DONE in kinds else ""
    readable = not g.UNREADABLE.search(_without_try(bare) if bare else kinds)
    if not readable:
        return _Says.CONTENT, False
    return _says_readable(kinds)


def _without_try(kinds: str) -> str:
    """What was tried, and what is there now, may stand beside "it works"."""
    return g.TRIED.sub(w.LINK, kinds)


def _says_readable(kinds: str) -> tuple[_Says, bool]:
    if w.SOLVED in kinds:
        return _Says.SOLVED, False
    if g.UNDERSTOOD_ALREADY.fullmatch(kinds):
        return (_Says.THANKS if w.THANKS in kinds else _Says.HEARD), False
    if g.DONE_ALONE.fullmatch(kinds) and not (w.PRAISE in kinds and w.THANKS in kinds):
        return (_Says.SOLVED, False) if w.OKAY in kinds[kinds.index(w.DONE) :] else (_Says.DONE, True)
    if g.WORKS.fullmatch(kinds) and not (w.COURTESY in kinds and w.DONE not in kinds):
        return _Says.SOLVED, w.THANKS not in kinds
    if g.WORKS_ALONE.fullmatch(kinds):
        return _Says.SOLVED, True
    if w.DONE in kinds and not g.COURTESY_DONE.fullmatch(kinds):
        return _Says.CONTENT, False
    if g.TELLS.search(kinds):
        return _Says.CONTENT, False
    return _says_courtesy(kinds), False


def _says_courtesy(kinds: str) -> _Says:
    present = set(kinds)
    if w.HELPED in present and not present & {w.THANKS, w.DONE, w.PRAISE, w.SERVICE}:
        return _Says.CONTENT  # "bantu ya": asks for it
    if w.THANKS in present or (w.PRAISE in present and present & {w.COURTESY, w.SERVICE}):
        return _Says.THANKS
    if present & {w.COURTESY, w.SERVICE, w.HELPED}:
        return _Says.COURTESY
    if present & {w.ACK, w.OKAY, w.SEEN, w.PRAISE}:
        return _Says.HEARD
    return _Says.YES if w.YES in present else _Says.NOTHING


def _forgiven(clauses: list[_Clause]) -> list[_Clause]:
    """Without the setting-up clauses that a later "it works" answers, and the "but" between the two."""
    kept: list[_Clause] = []
    solved = False
    for at in range(len(clauses) - 1, -1, -1):
        clause = clauses[at]
        joins = clause.says is _Says.CONTENT and clause.words and at > 0 and clauses[at - 1].says <= _Says.SETUP
        solved = solved or clause.says in (_Says.SOLVED, _Says.DONE)
        if solved and (clause.says is _Says.SETUP or (joins and _is_but(clause))):
            continue
        kept.append(clause)
    return kept[::-1]


def _is_but(clause: _Clause) -> bool:
    return "".join(word.kind for word in LEXICON.words(clause.words)).strip(w.BUT) == ""


def _meaning(clauses: list[_Clause], asked: str, after_question: bool) -> Meaning:
    said = {clause.says for clause in clauses}
    if said & {_Says.CONTENT, _Says.SETUP} or not said - {_Says.NOTHING}:
        return Meaning.CONTENT
    if said & {_Says.SOLVED, _Says.DONE}:
        told = any(c.says in (_Says.SOLVED, _Says.DONE) and not c.weak for c in clauses)
        # "it works" after "please try again", or with thanks, needs no more; after a question it may be its answer
        told = told or (_Says.SOLVED in said and (asked == "request" or _Says.THANKS in said))
        return Meaning.SOLVED if told or not asked else Meaning.CONTENT
    if _Says.YES in said and after_question and not asked:
        return Meaning.SOLVED
    if _Says.THANKS in said:
        return Meaning.THANKS
    if said & {_Says.HEARD, _Says.YES}:
        return Meaning.CONTENT if asked == "question" else Meaning.ACKNOWLEDGEMENT
    return Meaning.CONTENT


_MOST_SHOWN = 60  # characters of words none of which decides alone
_DECISIVE = {
    Meaning.SOLVED: (_Says.SOLVED, _Says.DONE, _Says.YES),
    Meaning.THANKS: (_Says.THANKS,),
    Meaning.ACKNOWLEDGEMENT: (_Says.HEARD, _Says.YES),
    Meaning.CONTENT: (_Says.CONTENT, _Says.SETUP),
}


def _said_so(clauses: list[_Clause], meaning: Meaning) -> str:
    decisive = _DECISIVE.get(meaning, ())
    said = next((clause.words for clause in clauses if clause.says in decisive), "")
    return said or " ".join(clause.words for clause in clauses)[:_MOST_SHOWN]
