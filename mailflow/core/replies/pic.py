"""What a PIC's reply to a closing notice means: close, send back, a note to the owner, or not clear.

Each clause says yes, no, something else or nothing. The first line that says anything decides; what follows it is the
reason. Closing cannot be taken back by mail, so contradictions, conditions ("ya, kalau refundnya cair"), doubts and
mere signs (👍) are unclear, and she is asked back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum, auto
from types import MappingProxyType

from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies import pic_words as w
from mailflow.core.replies.classes import BOUNDARY, EMOJI, FILLER, LINE_END, QUESTION, UNKNOWN, Lexicon, Word, weighty
from mailflow.core.replies.grammar import ClassPattern
from mailflow.core.replies.leaning import Lean, Leanings, shape
from mailflow.core.replies.learned import pics as learned
from mailflow.core.replies.levelled import of_tokens
from mailflow.core.replies.tokens import tokens
from mailflow.lazy_dataclasses import dataclass, replace

LONGEST = 4000  # characters that are read; the first line decides
_MOST_SHOWN = 60  # characters that explain shows where no words decide
_FIRST_WORDS = 60  # further down she tells, and decides nothing

_LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "agree": w.AGREE + w.GRANT,
        "grant": w.GRANT,
        "assent": w.ASSENT,
        "close": w.CLOSE,
        "may": w.MAY,
        "no": w.NO,
        "not_needed": w.NOT_NEEDED,
        "fine": w.FINE,
        "doubt": w.DOUBT,
        "ticket": w.TICKET,
        "wait": w.WAIT,
        "condition": w.IF,
        "fill": w.FILL,
        "but": w.BUT,
        "trouble": w.TROUBLE,
        "open": w.OPEN,
        "remind": w.REMIND,
        "result": w.RESULT,
        "refuse": w.REFUSE,
        "work": w.WORK,
        "why": w.WHY,
        "still": w.STILL,
        "next_time": w.NEXT_TIME,
        "before": w.BEFORE,
        "await": w.AWAIT,
        "because": w.BECAUSE,
        "then": w.THEN,
        "limiting": w.NO + w.IF + w.WAIT + w.AWAIT + w.STILL + w.OPEN + w.DOUBT + w.BUT + w.BEFORE,
        "plain": w.FILL + w.TICKET + w.STILL + w.THEN,  # says nothing itself
        "emoji": EMOJI,
        "question": QUESTION,
        "boundary": BOUNDARY,
        "line_end": LINE_END,
        "unknown": UNKNOWN,
    }
)
_LEXICON = Lexicon(w.CLASSES)


def _pattern(*alternatives: str) -> ClassPattern:
    return ClassPattern(" or ".join(alternatives), _LETTERS)


class _Says(Enum):
    """What one clause says."""

    NOTHING = auto()
    YES = auto()
    NO = auto()
    DOUBT = auto()  # or yes with a condition
    LATER = auto()  # a condition or a moment, no verdict: with a yes it is none
    ASKS = auto()
    WHY = auto()  # asks for the reason: beside a verdict it is the reason for that
    REMARK = auto()  # for the next ticket
    ELSE = auto()


# What a clause says, of its words' classes; the first that holds.
_GRAMMAR = """
    why      any* why any* question plain*                                      # kenapa belum ditutup?
    # kalau komplain lagi kita buka: no condition of closing
    nothing  (plain|may|wait)* condition !(agree|close|question)* trouble !(agree|close|question)* refuse !(agree|no)*
    asks     any* question (fill|doubt)*
    remark   !(agree|close|question)* next_time any*                            # lain kali jangan telat
    nothing  (plain|assent|emoji)*
    later    plain* work !(agree|close|question|refuse)* doubt !(agree|close|question|refuse)*  # ask: yes or no
    doubt    any* doubt any*
    # telepon dulu baru ditutup
    no       !(agree|close|question|condition|not_needed)* before !(agree|question|condition)*
    doubt    !(work|question)* unknown !(question)* then (plain|may)* (close|agree) !(question)*   # x, then close
    no       plain* await !(agree|close|question)*                              # tunggu pelanggan membalas dulu
    # ya karena uangnya sudah kembali
    yes      (plain|may)* (agree|close) (plain|may|agree|close)* because !(limiting|question)*
    no       (plain|may)* open !(agree|close|question|condition)*               # keep it open until Friday
    # tunggu dulu jangan ditutup
    no       plain* (wait|await) (plain|wait|unknown)* no plain* close (plain|wait|assent)*
    no       (plain|may)* refuse !(agree|no|question)*                          # kembalikan ke Budi
    nothing  (plain|fine|result|assent|emoji)*                                  # tidak apa-apa
    # pelanggan sudah tidak mengeluh
    nothing  (plain|may|fine|assent|agree|unknown)* no plain* trouble (plain|wait|assent)*
    no       (plain|agree)* agree plain* no (plain|may)* close (plain|wait|assent)*   # ok jangan ditutup
    doubt    any* agree (plain|may|assent)* no any*                             # ya tidak
    doubt    any* close plain* no plain* close any*                             # tutup jangan ditutup
    doubt    any* may (plain|assent)* no (plain|assent)* may? plain*            # boleh tidak boleh
    # belum boleh ditutup, saya belum setuju
    no       (plain|may|assent|result)* no (plain|assent|may|wait|agree|close|no|result)*
    no       plain* no plain* unknown (plain|may)* close (plain|wait|assent)*   # belum saatnya ditutup
    no       (plain|may)* close (plain|may)* no (plain|assent|may|wait|agree|no|result)*  # closing is not ok yet
    doubt    (plain|may)* close (plain|may)* wait (plain|wait)* !(close|agree|unknown)*   # tutup besok
    no       (plain|may)* not_needed (plain|may)* (close|agree) (plain|wait|assent)*      # tidak usah ditutup
    yes      (plain|may)* remind (plain|may)* close (plain|assent)*             # jangan lupa ditutup
    doubt    plain* wait (plain|wait)* close (plain|wait|assent)*               # besok saja ditutupnya
    doubt    plain* condition !(close|agree|no|trouble)* (close|agree) !(no)*         # kalau sudah puas ya tutup saja
    doubt    plain* await !(question)* (close|agree) !(question)*               # tunggu konfirmasi lalu tutup
    later    plain* (condition|wait|await|work) any*                       # setelah refundnya cair; tunggu dulu
    no       plain* close plain* wait plain* condition any*                     # tutupnya besok, setelah uangnya masuk
    # tutup kalau sudah cair
    doubt    (plain|may)* (agree|close|may) (plain|may|agree|close|fine|assent|not_needed|result)* condition any*
    else     any* no any*                                                       # saya belum baca tiketnya
    nothing  (plain|may)* (not_needed|remind) any*                              # tidak perlu tanya lagi
    doubt    (plain|may)* (agree|close) any* (wait|work) any*                   # ok nanti saya cek
    yes      (plain|may|fine)* agree (plain|may|agree|close|fine|assent|result|emoji)*
    yes      (plain|may|fine|result)* close (plain|may|agree|close|fine|assent|result|emoji)*
    yes      (plain|fine)* may (plain|assent|result)*                           # boleh
    doubt    plain* agree any* (still|open) any*                                # yes, it is still open
    doubt    plain* grant plain* unknown !(close)*                              # silakan refund
    yes      plain* agree (plain|may|agree|close|fine|assent|result|unknown|emoji)*       # ya pelanggan sudah puas
    later    !(agree|close|question|no)* wait plain*                            # kabari dia dulu
"""


def _clauses_of(grammar: str) -> Iterator[tuple[ClassPattern, _Says]]:
    """(pattern, what it says) of each line: a word of _Says, the pattern, perhaps an example behind `#`."""
    for line in grammar.split("\n"):
        said = line.partition("#")[0].split(maxsplit=1)
        if said:
            yield _pattern(said[1]), _Says[said[0].upper()]


_CLAUSES = tuple(_clauses_of(_GRAMMAR))
_ONLY_VERDICTS = _pattern("(plain|question|agree|assent|close|may|emoji|no|doubt)*")
_ENDS_IN_BUT = _pattern("but (plain|boundary|line_end)*$")
_BARE_ASSENT = _pattern("(plain|agree|assent)*")
_OF_CLOSING = _pattern("(close|open|wait)")
_LEFT = _pattern("(still|open)", "no !(trouble)*$", "but !(next_time)*$")
_FIRST_ASSENT = _pattern(
    "(?<! !(boundary|line_end|but) ) ( plain* ) assent"
)  # "ya, …" and "Budi, ya …", not "tutup ya"


_TELLING = frozenset({_Says.ELSE, _Says.ASKS, _Says.WHY, _Says.LATER, _Says.REMARK})


def read(text: str, names: tuple[str, ...] = ()) -> Reading:
    """YES, NO, UNCLEAR or CONTENT (a note to the owner). `rest`: the whole, if there is more in it than the verdict."""
    words = first_words(text, names)
    kinds = "".join(_kind(words, at) for at in range(len(words))).replace(
        EMOJI, FILLER
    )  # a sign beside words only accompanies them
    row = _FIRST_ASSENT.sub(rf"\1{w.AGREE}", kinds)
    decides, below = _lines(words, row)
    by = next((clause.words for clause in decides if clause.says in (_Says.YES, _Says.NO, _Says.DOUBT)), "")
    by = by or " ".join(clause.words for clause in decides) or text.strip()[:_MOST_SHOWN]
    more = any(clause.says in _TELLING for clause in (*decides, *below))
    found = Reading(_meaning(decides, below), by, text.strip() if more else "")
    if found.meaning is Meaning.NO:
        return found
    if found.meaning is Meaning.YES and _ENDS_IN_BUT.search(row):
        return replace(found, meaning=Meaning.UNCLEAR)  # "ok but"
    lean = _LEANINGS.of(of_tokens(tokens(text[:LONGEST]), names, weighty(words)), shape(text))
    if found.meaning is Meaning.YES:
        known = not any(one.says is _Says.ELSE or (one.says is _Says.YES and _is_vague(one.kinds)) for one in decides)
        sure = lean.chance(Meaning.YES) >= CLOSES and not (lean.strange and _names_something_else(decides))
        return found if known or sure else replace(found, meaning=Meaning.UNCLEAR)
    return _refused(found, text, lean, decides)


def _kind(words: list[Word], at: int) -> str:
    """ "Makasih ya": behind such a word "ya" assents to nothing."""
    softens = words[at].kind == w.ASSENT and at > 0 and words[at - 1].text.casefold() in _SOFTENED
    return w.FILL if softens else words[at].kind


def _names_something_else(decides: list[_Clause]) -> bool:
    """ "Ya, rujuk ke poliklinik": no word of closing, and none that tells how it is."""
    said = {kind for one in decides for kind in one.kinds}
    words = {word for one in decides for word in one.words.casefold().split()}
    return said.isdisjoint({w.CLOSE, w.RESULT, w.FINE, w.BECAUSE, w.NO}) and words.isdisjoint(w.REPORTS)


_SOFTENED = frozenset(
    """makasih mksh kasih terimakasih trims thanks thx tq suwun nuhun nuwun maaf sorry mantap bagus keren sip siap noted
    good nice hebat jos""".split()
)


def _is_vague(kinds: str) -> bool:
    """Words no class knows stand in it, beside what gives its reason."""
    return UNKNOWN in kinds.partition(w.BECAUSE)[0]


def first_words(text: str, names: tuple[str, ...]) -> list[Word]:
    """Those that are read, with their classes."""
    return _LEXICON.words(text[:LONGEST], names)[:_FIRST_WORDS]


_LEANINGS = Leanings(learned.TABLE)
# Chances by the points: of yes, from which one with words no class knows closes, and from which one does whose only
# known words are of closing; of no, from which it sends back, where the grammar knows no verdict and where it finds it
# unclear; of anything but a note, from which she is asked
CLOSES, CLOSES_UNREAD, SENDS_BACK, STAYS_OPEN, ASKS_HER = 0.35, 0.8, 0.6, 0.75, 0.6
_LONGEST_LEANING = 400  # characters; who writes more has given reasons, not a verdict


def _refused(found: Reading, text: str, lean: Lean, decides: list[_Clause]) -> Reading:
    """What words no grammar knows whole lean to: "permintaan penutupan saya tolak", "hayuk tutup"."""
    if "?" in text or len(text) > _LONGEST_LEANING or not lean.by:
        return found
    enough = STAYS_OPEN if found.meaning is Meaning.UNCLEAR else SENDS_BACK
    if lean.chance(Meaning.NO) >= enough:
        return Reading(Meaning.NO, lean.by, text.strip())
    if found.meaning is Meaning.UNCLEAR:
        return found
    if not lean.strange and lean.chance(Meaning.YES) >= CLOSES_UNREAD and all(map(_only_agrees, decides)):
        return replace(found, meaning=Meaning.YES, by=lean.by)
    return replace(found, meaning=Meaning.UNCLEAR) if lean.chance(Meaning.CONTENT) <= 1 - ASKS_HER else found


def _only_agrees(clause: _Clause) -> bool:
    """Some of its words close, and none says otherwise: points alone never close."""
    return clause.says is _Says.YES or (
        not _LIMITING & set(clause.kinds) and not {w.AGREE, w.GRANT, w.CLOSE}.isdisjoint(clause.kinds)
    )


_LIMITING = frozenset((w.NO, w.DOUBT, w.WAIT, w.AWAIT, w.IF, w.BUT, w.TROUBLE, w.OPEN, w.REFUSE, w.WORK, w.WHY, w.STILL,
                       w.BEFORE, w.NOT_NEEDED, QUESTION))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Clause:
    says: _Says
    kinds: str
    words: str
    turns: bool  # a "but" stands before it


_PARTS = (BOUNDARY, LINE_END, w.BUT, QUESTION)


def _lines(words: list[Word], row: str) -> tuple[list[_Clause], list[_Clause]]:
    """The clauses of the first line that says anything, and those below it."""
    lines: list[list[_Clause]] = [[]]
    start = 0
    for end in [*(at for at, kind in enumerate(row) if kind in _PARTS), len(row)]:
        kinds = row[start : end + (row[end : end + 1] == QUESTION)]
        if kinds and (says := _says(kinds)) is not _Says.NOTHING:
            turns = row[max(start - 1, 0) : start] == w.BUT
            lines[-1].append(_Clause(says, kinds, " ".join(word.text for word in words[start:end]), turns))
        if row[end : end + 1] == LINE_END and lines[-1]:
            lines.append([])
        start = end + 1
    return lines[0], [clause for line in lines[1:] for clause in line]


def _says(kinds: str) -> _Says:
    return next((says for pattern, says in _CLAUSES if pattern.fullmatch(kinds)), _Says.ELSE)


def _refuses_surely(decides: list[_Clause]) -> bool:
    """ "Kata siapa selesai? Jangan ditutup": a question, and then a no that speaks of closing."""
    last = decides[-1]
    return last.says is _Says.NO and w.CLOSE in last.kinds and all(one.says is not _Says.YES for one in decides)


def _wonders(decides: list[_Clause]) -> bool:
    """ "Kok sudah mau ditutup? Uangnya belum balik": she asks about the closing, and says what is against it."""
    asked, *rest = decides
    of_closing = not {w.CLOSE, w.RESULT, w.FINE}.isdisjoint(asked.kinds)
    against = bool(rest) and (
        rest[-1].says is _Says.NO or (rest[-1].says is _Says.ELSE and _LEFT.search(rest[-1].kinds) is not None)
    )
    return of_closing and against


def _is_agreed_refusal(decides: list[_Clause]) -> bool:
    """ "Iya, jangan ditutup", "ok, biarkan terbuka dulu": a bare assent to what the no says."""
    first, *rest = decides
    assents = first.says is _Says.YES and _BARE_ASSENT.fullmatch(first.kinds) is not None
    denies = all(one.says is _Says.NO and not one.turns and _OF_CLOSING.search(one.kinds) for one in rest)
    return assents and bool(rest) and denies


def _comes_first(decides: list[_Clause]) -> bool:
    """ "Send him the invoice first, then close": something is to be done before the closing."""
    last = next((at for at, one in reversed([*enumerate(decides)]) if one.says is _Says.YES), 0)
    before = any(one.says is not _Says.YES for one in decides[:last])
    return before and w.THEN in decides[last].kinds.partition(w.CLOSE)[0]


def _takes_back(decides: list[_Clause]) -> bool:
    """ "Setuju ditutup, eh masih ada satu", "yes, the refund is still missing": behind the yes something is left."""
    at = next((at for at, one in enumerate(decides) if one.says is _Says.YES), len(decides))
    rest = decides[at + 1 :]
    if rest and rest[-1].says is _Says.YES and w.CLOSE in rest[-1].kinds:
        return False  # "ya, masih ada sedikit, tapi tutup saja"
    return any(
        one.says is _Says.ELSE and _LEFT.search(one.kinds if not one.turns else w.BUT + one.kinds) for one in rest
    )


def _meaning(decides: list[_Clause], below: list[_Clause]) -> Meaning:
    said = {clause.says for clause in decides}
    if decides and _is_agreed_refusal(decides):
        return Meaning.NO
    if _Says.WHY in said:
        said ^= {_Says.WHY} | (set() if said & {_Says.YES, _Says.NO} else {_Says.ELSE})
    if decides and said <= {_Says.ASKS, _Says.WHY, _Says.ELSE, _Says.NO} and _Says.ASKS in said and _wonders(decides):
        return Meaning.NO
    if _Says.ASKS in said and not _refuses_surely(decides):
        only_signs = all(_ONLY_VERDICTS.fullmatch(clause.kinds) for clause in decides)
        return Meaning.UNCLEAR if only_signs else Meaning.CONTENT
    contradicts = {clause.says for clause in below if clause.says is _Says.NO or w.CLOSE in clause.kinds}
    verdicts = said & {_Says.YES, _Says.NO}
    if verdicts and len((verdicts | contradicts) & {_Says.YES, _Says.NO}) > 1:
        return Meaning.UNCLEAR
    doubtful = _Says.DOUBT in said or {_Says.YES, _Says.LATER} <= said or _comes_first(decides) or _takes_back(decides)
    if _Says.NO not in said and doubtful:
        return Meaning.UNCLEAR
    if {_Says.NO, _Says.DOUBT} <= said and any(one.turns for one in decides):
        return Meaning.UNCLEAR  # "belum, tapi boleh ditutup kalau mau"
    if verdicts:
        return Meaning.YES if _Says.YES in verdicts else Meaning.NO
    return Meaning.CONTENT if said & {_Says.ELSE, _Says.LATER, _Says.REMARK} else Meaning.UNCLEAR
