"""What a customer's reply means, as a whole text and no part of it: thanks, "it works now", heard, or more than that.

The text becomes a row of classes (classes.py, customer_words.py), parted into clauses. A clause must be understood to
its last word, else a person has to read the mail: a "not yet", a "but", a question or an unknown word is content.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from functools import partial

from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies.classes import LINE_END, Lexicon, Word
from mailflow.core.replies.customer_words import CLASSES

LONGEST = 600  # characters; who writes more tells something
_MOST_WORDS = 40
_LEXICON = Lexicon(CLASSES)


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


# Rewritten first, each match becoming as many words of the class behind it (classes: customer_words.py).
_REWRITES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), kind)
    for pattern, kind in (
        (r"f[ipydMk]*[CLc][CLcip]*", "p"),  # maaf baru balas
        ("f", "p"),
        (r"F[ip]*e|F", "c"),  # (thank you for) solving my problem
        (r"e[ipx]*K", "u"),  # the error is back
        ("K", "S"),  # the internet is back
        (r"e[ixp]*d?[ip]*n[ip]*V[ip]*k*", "S"),  # error sudah tidak muncul lagi
        (r"d?[ip]*n[ip]*V?[ip]*[eo](?:[ip]*k)*", "S"),  # tidak ada masalah lagi, no more errors
        (r"e[ipxd]*[ipdk]*o", "S"),  # the problem is gone
        (r"e[ipx]*(?:d[ipxk]*[SO]|S)", "S"),  # masalahnya sudah selesai
        (r"R[ip]*x|x[ip]*R", "S"),  # received the refund
        (r"R[ip]*c", "A"),  # got the answer
        ("R", "a"),
    )
)
_PAST = re.compile(r"(?=.*h|.*M.*[Nne]|.*[Nne].*M)[hMNneVdsixpkycTOgaA]+")
_SETUP = re.compile(r"[dpiykaOtcgAMx]*T[dMTxpickgy]*")
_SURVEY = re.compile(r"(?=.*z)[^nNeb?u#w]*")
_WISH = re.compile(r"[pityAOag]*w[^nNexbVo?u#]*|[pityAOag]*w[pigcCBkn]*|[tp]*[pBk]*")
_WORKS = re.compile(
    r"[^d]*d.*[sVO].*|[^s]*s[^d]*d.*"  # pulsanya sudah masuk; masuk sudah
    r"|[^C]*[kM][^C]*s[^C]*|[^xC]*s[^xC]*k[^xC]*"  # sekarang bisa login; masuk lagi
    r"|(?=.*x)(?=.*d)(?=.*g).*"  # sinyalnya sudah bagus
    r"|[ipMx]*O[ip]*k[ipk]*|[ipMx]*k[ip]*O[ip]*"  # its ok now
)
_WORKS_ALONE = re.compile(r"[ptygaOAi]*s[ptygaOAi]*")  # masuk kak
_DONE_ALONE = re.compile(r"[ptygaOkMi]*d[ptygaOkM]*")
_UNDERSTOOD_ALREADY = re.compile(r"[pti]*d[pi]*A[ptiak]*")
_COURTESY_DONE = re.compile(r"[^d]*d[pi]*[cgC].*")
_UNREADABLE = re.compile(r"[u?#nNebVohwBTL]")
_AMOUNT = re.compile(r"(?<=x)([ip]*)#(x?)(?=[ip]*d)")  # pulsa 50 ribu sudah


@dataclass(frozen=True, slots=True)
class _Clause:
    says: _Says
    weak: bool  # "masuk kak", "sudah": an answer, where a question was asked
    words: str


def read(text: str, names: tuple[str, ...] = (), *, asked: str = "", after_question: bool = False) -> Reading:
    """What the new words of a customer mean. `names` (operators, the desk, himself) are courtesy.

    `asked`: what the newest answer wanted of him (questions.py); "ok" and "sudah" may tell it, and must be read.
    `after_question`: he replies to our own "did it help?", where "yes" means solved.
    """
    if len(text) > LONGEST:
        return Reading(Meaning.CONTENT)
    if text.strip() == ".":
        return Reading(Meaning.ACKNOWLEDGEMENT, ".")
    words = _LEXICON.words(text, names)
    if not words or len(words) > _MOST_WORDS:
        return Reading(Meaning.CONTENT)
    clauses = _clauses(words)
    meaning = _meaning(clauses, asked, after_question)
    return Reading(meaning, _said_so(clauses, meaning))


def _clauses(words: list[Word]) -> list[_Clause]:
    """The clauses in order. "At first it failed" is forgiven when what follows says that it works now."""
    row = _rewritten("".join(word.kind for word in words))
    found: list[_Clause] = []
    start = 0
    for end in [*(at for at, kind in enumerate(row) if kind in "|b"), len(row)]:
        kinds = row[start:end]
        if kinds:
            found.append(_read_clause(kinds, " ".join(word.text for word in words[start:end])))
        if end < len(row) and row[end] == "b":
            found.append(_Clause(_Says.CONTENT, False, words[end].text))
        start = end + 1
    return _forgiven(found)


def _rewritten(row: str) -> str:
    row = row.replace(LINE_END, "|")
    row = row.replace("m", "p" if row.strip("m|p") else "a")
    row = _AMOUNT.sub(lambda found: found.group(1) + "x" + "x" * len(found.group(2)), row)
    for pattern, kind in _REWRITES:
        row = pattern.sub(partial(_as, kind), row)
    return row


def _as(kind: str, found: re.Match[str]) -> str:
    """As many classes as were there, so that each still has its word."""
    return kind + "p" * (len(found.group()) - 1)


def _read_clause(kinds: str, words: str) -> _Clause:
    said, weak = _says(kinds)
    return _Clause(said, weak, words)


def _says(kinds: str) -> tuple[_Says, bool]:
    if _SURVEY.fullmatch(kinds):
        return _Says.THANKS if "t" in kinds else _Says.HEARD, False
    if _WISH.fullmatch(kinds):
        return _Says.THANKS if "t" in kinds else _Says.NOTHING, False
    if _SETUP.fullmatch(kinds) or _PAST.fullmatch(kinds):
        return _Says.SETUP, False
    bare = kinds if "S" in kinds or "s" in kinds or "d" in kinds else ""
    readable = not _UNREADABLE.search(_without_try(bare) if bare else kinds)
    if not readable:
        return _Says.CONTENT, False
    return _says_readable(kinds)


def _without_try(kinds: str) -> str:
    """What was tried, and what is there now, may stand beside "it works"."""
    return re.sub(r"T|(?<=d)([ip]*)V", "i", kinds)


def _says_readable(kinds: str) -> tuple[_Says, bool]:
    if "S" in kinds:
        return _Says.SOLVED, False
    if _UNDERSTOOD_ALREADY.fullmatch(kinds):
        return (_Says.THANKS if "t" in kinds else _Says.HEARD), False
    if _DONE_ALONE.fullmatch(kinds) and not ("g" in kinds and "t" in kinds):
        return (_Says.SOLVED, False) if "O" in kinds[kinds.index("d") :] else (_Says.DONE, True)
    if _WORKS.fullmatch(kinds) and not ("c" in kinds and "d" not in kinds):
        return _Says.SOLVED, "t" not in kinds
    if _WORKS_ALONE.fullmatch(kinds):
        return _Says.SOLVED, True
    if "d" in kinds and not _COURTESY_DONE.fullmatch(kinds):
        return _Says.CONTENT, False
    if re.search(r"[xsqM]", kinds):
        return _Says.CONTENT, False
    return _says_courtesy(kinds), False


def _says_courtesy(kinds: str) -> _Says:
    present = set(kinds)
    if "C" in present and not present & set("tdgv"):
        return _Says.CONTENT  # "bantu ya": asks for it
    if "t" in present or ("g" in present and present & set("cv")):
        return _Says.THANKS
    if present & set("cvC"):
        return _Says.COURTESY
    if present & set("aOAg"):
        return _Says.HEARD
    return _Says.YES if "y" in present else _Says.NOTHING


def _forgiven(clauses: list[_Clause]) -> list[_Clause]:
    """Without the setting-up clauses that a later "it works" answers, and the "but" between the two."""
    kept: list[_Clause] = []
    solved = False
    for at in range(len(clauses) - 1, -1, -1):
        clause = clauses[at]
        joins = clause.says is _Says.CONTENT and clause.words and at > 0 and clauses[at - 1].says is _Says.SETUP
        solved = solved or clause.says in (_Says.SOLVED, _Says.DONE)
        if solved and (clause.says is _Says.SETUP or (joins and _is_but(clause))):
            continue
        kept.append(clause)
    return kept[::-1]


def _is_but(clause: _Clause) -> bool:
    return "".join(word.kind for word in _LEXICON.words(clause.words)).strip("b") == ""


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


_DECISIVE = {
    Meaning.SOLVED: (_Says.SOLVED, _Says.DONE, _Says.YES),
    Meaning.THANKS: (_Says.THANKS,),
    Meaning.ACKNOWLEDGEMENT: (_Says.HEARD, _Says.YES),
}


def _said_so(clauses: list[_Clause], meaning: Meaning) -> str:
    decisive = _DECISIVE.get(meaning, ())
    return next((clause.words for clause in clauses if clause.says in decisive), "")
