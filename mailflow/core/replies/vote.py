"""A customer's vote in reply to the closing letter: a digit from 1 to 5 or a word of the scale, and his comment.

Only what begins the reply votes, greetings and "my rating:" aside; a digit that counts something ("5 hari", "2 kali"),
numbers a list or belongs to a longer number does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.meaning import Meaning
from mailflow.core.replies.cards import without_signature
from mailflow.core.replies.classes import BOUNDARY, EMOJI, LINE_END, NUMBER, UNKNOWN, Lexicon, key
from mailflow.core.replies.customer import LONGEST, read
from mailflow.core.replies.customer_words import (
    ACK,
    BLESSING,
    BUT,
    CLASSES,
    COURTESY,
    FILL,
    HELPED,
    LINK,
    NOW,
    OKAY,
    PRAISE,
    SERVICE,
    THANKS,
    WISH,
    YES,
)  # fmt: skip
from mailflow.lazy_dataclasses import dataclass

LOWEST, HIGHEST = 1, 5

# The scale in words (interfaces-2.md, "Survey words"), and as people write it.
SCALE: Mapping[int, str] = MappingProxyType(
    {
        1: """
            satu; one; kecewa; sangat kecewa; kecewa sekali; kecewa banget; kecewa bgt; kecewa berat; tidak puas sekali;
            mengecewakan; sangat mengecewakan; mengecewakan sekali; disappointed; very disappointed; disappointing;
            very disappointing;
            sangat tidak puas; tidak puas sama sekali; sama sekali tidak puas; very unsatisfied;
            very dissatisfied; not satisfied at all""",
        2: """
            dua; two; tidak puas; tdk puas; gak puas; ga puas; nggak puas; tak puas; belum puas; kurang;
            kurang puas; kurang memuaskan; tidak memuaskan; unsatisfied; dissatisfied; not satisfied;
            not very satisfied""",
        3: "tiga; three; cukup; cukup puas; cukup memuaskan; fair; fairly satisfied",
        4: "empat; four; puas; satisfied; memuaskan; saya puas; quite satisfied",
        5: """
            lima; five; sangat puas; puas sekali; puas banget; puas bgt; sangat puas sekali; very satisfied;
            sangat memuaskan; extremely satisfied; fully satisfied; completely satisfied; memuaskan sekali""",
    }
)
_ENTRIES: Mapping[tuple[str, ...], int] = MappingProxyType(
    {tuple(map(key, entry.split())): score for score, text in SCALE.items() for entry in re.split(r"[;\n]", text)}
)
_FIRST_WORDS = LazyPattern(r"[^\W\d_]+(?: [^\W\d_]+){0,3}")
_OF_FEELING = frozenset("puas satisfied memuaskan kecewa disappointed unsatisfied dissatisfied".split())

_REMARK, _LEAD = "r", "l"  # how he was served; "my rating"
_COMMENTS = Lexicon(
    {
        **CLASSES,
        _REMARK: """
            buruk; jelek; payah; parah; bad; poor; terrible; awful; worst; ramah; kok;
            nih; saja; aja;
            lemot; lambat banget; lama banget; lumayan; agak; lama; lambat; lelet; kurang; slow; a bit; bit;
            a little; little; rather; quite;
            cukup; could be faster; faster; could be quicker; balasnya; jawabnya; prosesnya; nunggu; menunggu;
            nunggunya; menunggunya; tunggu; waiting; wait; took; while; took a while; took long; long;
            too long; terlalu; standar; biasa; biasa saja; biasa aja; average; so so; lebih; ditingkatkan;
            tingkatkan; pertahankan; dipertahankan; perlu; harus; better; improve; delayed; sedikit; prosedur;
            antri; antre; replies; replied; responded; respond; cepat lagi; lebih cepat; quicker; next time;
            lain kali; ke depan; kedepannya; overall; secara umum; menurut saya; in my opinion; pelayanan lama;
            response time; not bad; not too bad; tidak buruk; untuk; for; dari saya; dari kami;
            dari aku; from me; from us""",
        _LEAD: """
            nilai; nilainya; nilai saya; nilai dari saya; nilai dari kami; nilai dari aku; nilai dr saya;
            skor dari saya; rating dari saya; skor; score; my score; rating; rate; bintang; angka; vote; pilih;
            beri; berikan; kasih; memberi; kami beri; give; i give; would give; penilaian; survei; survey;
            jawaban survei; poin; rating saya;
            pokoknya; it's a; it is a; definitely a; definitely; a; a solid; pasti""",
    }
)
_MAY_LEAD = frozenset(
    {FILL, THANKS, LINK, YES, ACK, OKAY, COURTESY, SERVICE, PRAISE, NOW, _LEAD, BOUNDARY, LINE_END, EMOJI}
)
_MAY_FOLLOW = frozenset({FILL, THANKS, YES, BUT, EMOJI, BOUNDARY, LINE_END, PRAISE})
_REMARKS = frozenset(
    {*_MAY_LEAD, _REMARK, BUT, HELPED, WISH, BLESSING, "d", "L", "f", "F", "A"}  # words about how he was served
)
_JOINS = frozenset("juga dan lagi dulu sama yang and also well saya lain hal orang sekali".split())
_OF_FIVE = LazyPattern(
    r"\s*(?:/\s*5|(?:dari|out of|of)\s+(?:5|lima|five)|bintang|stars?|poin|points?)\b", re.IGNORECASE
)
_DIGIT = LazyPattern(r"(?<![\w.,:/+-])[1-5](?![\w%])(?![.,:–-]\s?\d)(?!/\s*[0-46-9])")
_LAST = LazyPattern(r"[,.;\n]\s*([1-5])\s*[.!]*\Z")
_STARS = LazyPattern(r"\s*([⭐★🌟]{1,5})[☆]*(?![⭐★🌟])")
_SENTENCE_END = re.compile(r"[.!;\n]")
_NUMBERED = LazyPattern(r"[\s>]*[1-9]\s*(?:[.)=:–-]|[^\W\d_])")
_MARKS = str.maketrans("", "", "\ufe0f\ufe0e\u20e3\u200d")


@dataclass(frozen=True, slots=True)
class Vote:
    """A score from 1 to 5. `by`: the words that said so; `comment`: what else he wrote; `asks`: and somebody must read
    it, since it is more than a remark on how he was served."""

    score: int
    by: str
    comment: str = ""
    asks: bool = False


def vote_in(text: str, names: tuple[str, ...] = ()) -> Vote | None:
    """The vote a reply to the closing letter casts; None when it is none."""
    plain = unicodedata.normalize("NFKC", text.translate(_MARKS)).strip()
    if not plain or len(plain) > 4 * LONGEST:
        return None
    found = _score(without_signature(plain, names), names)
    if found is None:
        return None
    score, by, rest = found
    if _is_list(rest):
        return None
    comment = rest.lstrip(" \t\n.,:;!–—-)(").strip()
    if _says_no_more(comment, score, names):
        comment = ""  # "Puas banget kak, 5"
    return Vote(score, by, comment, _asks(comment, names))


def _score(plain: str, names: tuple[str, ...]) -> tuple[int, str, str] | None:
    """(score, the words for it, what follows them) when the reply begins with one."""
    at = _after_greeting(plain, names)
    rest = plain[at:]
    if stars := _STARS.match(rest):
        return len(stars[1]), stars[1], rest[stars.end() :]
    if digit := _DIGIT.match(rest):
        end = digit.end()
        of_five = _OF_FIVE.match(rest, end)
        end = of_five.end() if of_five else end
        score = int(digit[0])
        if of_five or _may_follow(rest[end:], names, of_feeling=False):
            word = _scale_word(rest[end:].lstrip(" (.,:=–-"))
            if word is not None and abs(word[0] - score) > 1:
                return None  # "1 sangat puas": he reads the scale the other way round
            return score, rest[:end].strip(), rest[end:] if word is None else rest[end:].partition(word[1])[2]
        return None
    word = _scale_word(rest)
    if word is None:
        last = _last_digit(rest, names)
        return (last, str(last), rest.rpartition(str(last))[0]) if last else None
    if last := _last_digit(rest[len(word[1]) :], names):
        return (last, f"{word[1]}, {last}", "") if abs(last - word[0]) <= 1 else None
    feels = bool(_OF_FEELING & set(word[1].casefold().split()))
    after = rest[len(word[1]) :]
    of_five = _OF_FIVE.match(after)
    after = after[of_five.end() :] if of_five else after
    return (word[0], word[1], after) if of_five or _may_follow(after, names, of_feeling=feels) else None


def _last_digit(rest: str, names: tuple[str, ...]) -> int | None:
    """The digit in "puas kak, 5" and "biasa aja, 3": all that stands behind a remark on how he was served."""
    found = _LAST.search(rest[:LONGEST])
    if found is None or len(rest) > LONGEST:
        return None
    before = _COMMENTS.words(rest[: found.start()], names)
    return int(found[1]) if all(word.kind in _REMARKS for word in before) else None


def _after_greeting(plain: str, names: tuple[str, ...]) -> int:
    """Where the first word stands that is no greeting, thanks or "my rating:"."""
    at = 0
    for word in _COMMENTS.words(plain[:LONGEST], names):
        start = plain.find(word.text, at)
        if start < 0 or word.kind not in _MAY_LEAD or _STARS.match(plain, start):
            return max(start, at)
        if _scale_word(plain[start:]) is not None or _DIGIT.match(plain, start):
            return start
        at = start + len(word.text)
    return at


def _scale_word(text: str) -> tuple[int, str] | None:
    """(score, its words) when `text` begins with words of the scale; the longest."""
    head = _FIRST_WORDS.match(text)
    parts = head[0].split(" ") if head else []
    for size in range(len(parts), 0, -1):
        score = _ENTRIES.get(tuple(map(key, parts[:size])))
        if score is not None:
            return score, " ".join(parts[:size])
    return None


def _may_follow(after: str, names: tuple[str, ...], *, of_feeling: bool) -> bool:
    """What follows a score does not make it count or modify something."""
    words = _COMMENTS.words(after[:200].lstrip(" \t()"), names)
    if not words or not after.strip():
        return True
    if after.lstrip(" \t")[:1] in "\n.,;:!)(–—-" or after.lstrip(" \t")[:1] in "⭐★":
        return True
    first = words[0]
    if key(first.text) in _JOINS:
        return False
    if first.kind == _REMARK:  # "2 lambat banget", "3 aja, agak lama", "1 saja. Belum masuk!": not "3 harus dicek"
        said = _COMMENTS.words(_SENTENCE_END.split(after.lstrip(" \t()"), 1)[0][:200], names)
        return all(word.kind in _REMARKS for word in said)
    return first.kind in _MAY_FOLLOW or (of_feeling and first.kind in (COURTESY, SERVICE, LINK))


def _says_no_more(comment: str, score: int, names: tuple[str, ...]) -> bool:
    """Nothing but the same score once more, courtesies aside."""
    words = _COMMENTS.words(comment[:LONGEST], names)
    numbers = [word.text for word in words if word.kind == NUMBER]
    return numbers == [str(score)] and all(word.kind in (*_MAY_LEAD, NUMBER) for word in words)


def _is_list(rest: str) -> bool:
    """Other numbers begin lines below: a list of his, or our scale in a quotation."""
    return any(_NUMBERED.match(line) for line in rest.split("\n")[1:])


def _asks(comment: str, names: tuple[str, ...]) -> bool:
    if not comment or read(comment, names).meaning is not Meaning.CONTENT:
        return False
    kinds = {word.kind for word in _COMMENTS.words(comment[:LONGEST], names)}
    return len(comment) > LONGEST or UNKNOWN in kinds or not kinds <= _REMARKS
