"""Words that are to disappear (a PIN, a password) and the texts they disappear from. Pure, linear."""

from __future__ import annotations

import hmac
import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.secret import accepted

GONE = "[***]"  # ASCII, so that every charset has it
SHORTEST, LONGEST, MOST = 3, 200, 20  # characters of one, how many at once

# names of the fields of events and occasions that hold people's words, at any depth
_TEXTS = frozenset(
    "text subject note why words line question said detail comment results args files data shown".split()
)
_NUMBER = LazyPattern(r"\+?\d(?:[ .()-]{0,3}\d){9,24}")  # shorter ones could be dates
_PLAIN_WORDS = LazyPattern(r"\w+")
_AROUND = " \t.,;:!?\"'“”„‘’«»`()[]<>{}*_~|"
_READ = 200_000  # characters of a mail that are looked through
_BETWEEN = r"[\s>.()-]{0,3}"
_QUOTED = LazyPattern(r"[\"“”„]([^\"“”„\n]{1,200})[\"“”]|«([^«»\n]{1,200})»")
_BESIDE = frozenset("dan serta juga and also ya tolong please kata sandi pin password sandinya passwordnya".split())
_QUOTES = "\"'“”„‘’«»`"


def words_of(text: str) -> tuple[str, ...]:
    """What is to disappear: one on each line, without quotation marks around it; or several quoted on one line."""
    found = (one for line in text.splitlines() for one in _named(line))
    return tuple(dict.fromkeys(one for one in found if one))


def _named(line: str) -> tuple[str, ...]:
    """ "PIN "887766" dan "rahasia123", tolong" names two."""
    quoted = [found[1] or found[2] for found in _QUOTED.finditer(line[:_READ])]
    beside = _PLAIN_WORDS.findall(_QUOTED.sub(" ", line).casefold()) if quoted else []
    return tuple(quoted) if quoted and _BESIDE.issuperset(beside) else (_bare(line),)


def _bare(line: str) -> str:
    bare = line.strip().lstrip(">").strip()
    return bare.strip(_QUOTES).strip() if len(bare) > 2 and bare[0] in _QUOTES else bare


def fit(words: Iterable[str]) -> bool:
    """Neither too short (they would be found everywhere) nor too long or too many."""
    found = tuple(words)
    return 0 < len(found) <= MOST and all(SHORTEST <= len(one) <= LONGEST for one in found)


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Finds each of them as a whole, also broken over lines, quoted, or written as in HTML; and a long number, such as
    that of a phone, in other spellings of it: letters say it in their own."""
    wanted = tuple(words)
    each = {form for word in wanted for form in (word, html.escape(word), html.escape(word, quote=False))}
    found = [_one(word) for word in sorted(each, key=lambda word: (-len(word), word))]
    numbers = [_spelled(word) for word in dict.fromkeys(wanted) if _NUMBER.fullmatch(word)]
    return re.compile("|".join((*found, *numbers)))


def _spelled(number: str) -> str:
    """081234567890 as 0812-3456-7890 and +62 812 3456 7890."""
    digits = re.sub(r"\D", "", number)
    phone = re.fullmatch(r"(?:62|0)(8\d{7,12})", digits)
    first, rest = (r"(?:\+?62|0)", phone[1]) if phone else (digits[0], digits[1:])
    return rf"(?<!\w){first}{''.join(_BETWEEN + digit for digit in rest)}(?!\w)"


def _one(word: str) -> str:
    inner = r"[\s>]{1,20}".join(map(re.escape, word.split()))
    before = r"(?<!\w)" if re.match(r"\w", word) else ""
    behind = r"(?!\w)" if re.search(r"\w$", word) else ""
    return before + inner + behind


def without(text: str, gone: re.Pattern[str]) -> str:
    return gone.sub(GONE, text)


def scrubbed(value: object, gone: re.Pattern[str], *, free: bool = False) -> object:
    """A JSON value with its words gone from every text; codes, names, numbers and moments are left as they are."""
    if isinstance(value, Mapping):
        return {key: scrubbed(one, gone, free=free or key in _TEXTS) for key, one in value.items()}
    if isinstance(value, list):
        return [scrubbed(one, gone, free=free) for one in value]
    return without(value, gone) if free and isinstance(value, str) else value


def sealed(secret: bytes, data: bytes) -> str:
    """The digest that is kept of what was there: HMAC-SHA-256 under the desk's secret, in hexadecimal. Without that, it
    tells nobody which of a million PINs it was; a plain sha256 would, in a second."""
    return hmac.new(secret, b"redacted\0" + data, "sha256").hexdigest()


def word_seal(secret: bytes, word: str) -> str:
    """By which a word to be removed is found again in the mail that names it, and of which nothing is learned."""
    return sealed(secret, " ".join(word.split()).encode())


def sealed_words(secret: bytes, text: str, seals: Sequence[str]) -> tuple[str, ...]:
    """The words with these seals that stand in `text`: a line, or what is behind a command; () unless all are there."""
    lines = dict.fromkeys(part for line in text.splitlines() for part in _parts(line))
    known = {word_seal(one, part): part for one in accepted(secret) for part in lines}
    return tuple(known[seal] for seal in seals) if all(seal in known for seal in seals) else ()


def seals_kept(secret: bytes, words: Iterable[str]) -> tuple[str, ...]:
    """What a ticket keeps of words that are gone, so that they do not come back: "1:" and the seal of one that is a
    single word, "0:" and that of a long number's digits."""
    return tuple(dict.fromkeys(seal for word in words for seal in _kept(secret, word)))


def _kept(secret: bytes, word: str) -> Iterator[str]:
    yield f"{len(word.split())}:{word_seal(secret, word)}"
    if _NUMBER.fullmatch(word):
        yield f"0:{word_seal(secret, _digits(word))}"


def come_back(secret: bytes, text: str, seals: Sequence[str]) -> tuple[str, ...]:
    """The words with these seals that stand in `text`, as they stand there. Whoever wrote them may have quoted them
    unmarked, or typed them anew."""
    known = frozenset(seals)
    lengths = sorted({int(seal.partition(":")[0]) for seal in known})
    said = {(length, part): None for length in lengths for part in _said(text[:_READ], length)}
    found = (
        part for length, part in said if any(f"{length}:{word_seal(one, part)}" in known for one in accepted(secret))
    )
    return tuple(word for word in dict.fromkeys(found) if fit((word,)))


def kept_out(secret: bytes, text: str, seals: Sequence[str]) -> str:
    """`text` without the words that are gone."""
    back = come_back(secret, text, seals)[:MOST] if seals else ()
    return without(text, pattern(back)) if back else text


def _said(text: str, length: int) -> Iterator[str]:
    """What may be one of the words: runs of `length` words, with and without what stands around them."""
    if not length:
        yield from (_digits(found[0]) for found in _NUMBER.finditer(text))
        return
    words = [word for piece in text.split() if (word := piece.lstrip(">"))]
    for at in range(len(words) - length + 1):
        run = " ".join(words[at : at + length])
        for one in (run, *(run.partition(mark)[2] for mark in ":=" if mark in run)):
            yield from (one, one.rstrip(".,;:)"), one.strip(_AROUND))
        if length == 1:
            yield from _PLAIN_WORDS.findall(run)


def _digits(number: str) -> str:
    """+62 812-3456-7890 and 0812 3456 7890 are 081234567890."""
    digits = re.sub(r"\D", "", number)
    return f"0{digits[2:]}" if digits.startswith("628") else digits


def _parts(line: str) -> Iterator[str]:
    """What a line may name: all of it, or what stands behind the command, which may have a blank behind its slash."""
    words = line.split()
    for behind in range(min(3, len(words))):
        yield from words_of(" ".join(words[behind:]))


_SEALED = "redacted "


def seal_of(secret: bytes, digest: str) -> str:
    """In place of the digest by which further copies of a mail are known (Message.digest): they are still, by us."""
    return _SEALED + sealed(secret, digest.encode())


def seals_of(secret: bytes, digest: str) -> tuple[str, ...]:
    """Under each secret that counts."""
    return tuple(seal_of(one, digest) for one in accepted(secret)) if digest else ()


def is_sealed(digest: str) -> bool:
    """Whether the mail that has this digest has lost words."""
    return digest.startswith(_SEALED)


def may_be_left_of(known: str, text: str) -> bool:
    """Whether `known`, a text that has lost words, may be what is left of `text`, or of one with a list's footer: at
    least half of its words are there."""
    left = set(known.replace(GONE, " ").split())
    return GONE in known and 2 * len(left & set(text.split())) >= len(left)
