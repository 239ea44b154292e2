"""The forms in which people write one word, so that *pulsa* finds *pulsanya* and *pembayaran* finds *membayar*.

Forms are made when a question is asked; the index has words as they were written, so a phrase means what it says, and
a better rule needs no new index. A form that is no word finds nothing. Indonesian: clitics, and the affixes me-, di-,
ber-, ter-, pe-, ke- with -kan, -an, -i and the sound they change (kirim: mengirim). English: plurals.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

_PARTICLES = ("lah", "kah", "pun")
_OWNERS = ("nya", "ku", "mu")
# Words that only look as if they ended so, among those people write to a desk.
_WHOLE = frozenset(
    "masalah adalah sekolah setelah jumlah sejumlah langkah berkah makalah bermasalah ialah kuliah ampun himpun "
    "berlaku perilaku pelaku selaku mengaku bertemu ketemu penemu hanya tanya punya bertanya ditanya menanya "
    "nyonya allah musholah istilah hikmah pernikah celah belah lelah kelilah".split()
)
_SHORT = frozenset("hp wa no id sn ktm krs ukt sks".split())  # short, and yet with a clitic: hpnya
_VOWELS = frozenset("aeiou")
_LEAST = 4  # letters of a root
_PREFIXES: tuple[tuple[str, tuple[str, ...]], ...] = (  # as written, and the sounds it may have swallowed
    ("meny", ("s",)), ("peny", ("s",)), ("menge", ("",)), ("penge", ("",)), ("meng", ("", "k")), ("peng", ("", "k")),
    ("mem", ("", "p")), ("pem", ("", "p")), ("men", ("", "t")), ("pen", ("", "t")), ("ber", ("",)), ("ter", ("",)),
    ("per", ("",)), ("me", ("",)), ("pe", ("",)), ("di", ("",)), ("ke", ("",)),
)  # fmt: skip
_OFTEN_NONE = frozenset({"ber", "ter", "per", "me", "pe", "di", "ke"})  # many words only begin so: pesan, kelas
_OF_SYLLABLES, _LEAST_SYLLABLE = frozenset({"menge", "penge"}), 3  # mengecek: cek; but mengemail: email
_ROOTS = 3  # candidates that are followed


def family(word: str) -> tuple[str, ...]:
    """`word` first, then the forms that mean nearly the same. Words with digits or of other scripts stay alone."""
    if not (word.isascii() and word.isalpha()) or len(word) < 2:
        return (word,)
    return _family(word)


@lru_cache(maxsize=512)  # saves 30 µs for a word that is asked again (2026-11-30)
def _family(word: str) -> tuple[str, ...]:
    bare = without_clitics(word)
    found = [word, bare, *with_clitics(bare), *_english(bare)]
    for root in _roots(bare)[:_ROOTS]:
        found += _forms(root)
    return tuple(dict.fromkeys(found))


def without_clitics(word: str) -> str:
    """ "pulsanyalah" → "pulsa"; "masalah" stays."""
    for endings in (_PARTICLES, _OWNERS):
        for ending in endings:
            rest = word.removesuffix(ending)
            if word not in _WHOLE and rest != word and _may_be_bare(rest, ending):
                word = rest
                break
    return word


def _may_be_bare(rest: str, ending: str) -> bool:
    return len(rest) > 3 or rest in _SHORT or (len(rest) == 3 and ending in ("nya", "kah"))


def with_clitics(word: str) -> Iterator[str]:
    for ending in (*_OWNERS, *_PARTICLES):
        if f"{word}{ending}" not in _WHOLE:
            yield f"{word}{ending}"


def _english(word: str) -> Iterator[str]:
    if len(word) < 3:
        return
    if word.endswith("ies"):
        yield f"{word[:-3]}y"
    elif word.endswith("s") and not word.endswith("ss"):
        yield word[:-1]
        if word.endswith(("xes", "ches", "shes", "sses")):
            yield word[:-2]
    elif word.endswith("y") and word[-2] not in _VOWELS:
        yield f"{word[:-1]}ies"
    elif word.endswith(("x", "ch", "sh", "ss")):
        yield f"{word}es"
    else:
        yield f"{word}s"


def _roots(word: str) -> list[str]:
    """What the word may be made of; itself, when it has no affix."""
    if len(word) < _LEAST:
        return []
    found = []
    for rest in _without_prefix(word):
        found += [root for root in _without_suffix(rest) if _may_be_root(root)]
    return list(dict.fromkeys(found)) or [word]


def _without_prefix(word: str) -> Iterator[str]:
    for prefix, sounds in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest == word:
            continue
        least = _LEAST_SYLLABLE if prefix in _OF_SYLLABLES else _LEAST
        yield from (
            f"{sound}{rest}" for sound in sounds if len(sound + rest) >= least and (not sound or rest[0] in _VOWELS)
        )
        if prefix in _OFTEN_NONE:
            break
        if prefix not in _OF_SYLLABLES:
            return
    yield word


def _without_suffix(word: str) -> Iterator[str]:
    for suffix in ("kan", "an", "i"):
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= _LEAST:
            yield rest
            if suffix == "kan" and rest[-1] in _VOWELS:
                yield word.removesuffix("an")  # tindakan
            if suffix != "i":  # resmi
                return
            break
    yield word


def _may_be_root(root: str) -> bool:
    """It has a vowel, and begins as a word can."""
    begins = root[0] in _VOWELS or root[1] in _VOWELS or root[1] in "rlyw"
    return begins and any(letter in _VOWELS for letter in root)


def _forms(root: str) -> Iterator[str]:
    """The forms of a root that mean nearly the same, the commonest first."""
    doing, doer = _nasal("me", root), _nasal("pe", root)
    yield root
    for stem in (f"{root}an", f"{doer}an", f"{root}kan", f"{doing}", f"{doing}kan", f"di{root}", f"di{root}kan"):
        yield from (stem, f"{stem}nya")
    yield from (f"{root}i", f"{doing}i", f"di{root}i", f"ber{root}", f"ter{root}", f"ke{root}an", f"{doer}")


def _nasal(prefix: str, root: str) -> str:
    """me- or pe- with the sound the root calls for: bayar → membayar, tagih → menagih, kirim → mengirim."""
    first, second = root[0], root[1]
    if len(root) <= 4 and sum(letter in _VOWELS for letter in root) == 1:
        return f"{prefix}nge{root}"  # cek → mengecek
    swallowed = root[1:] if second in _VOWELS else root  # memproses, mentransfer keep theirs
    if first == "p":
        return f"{prefix}m{swallowed}"
    if first == "t":
        return f"{prefix}n{swallowed}"
    if first == "s":
        return f"{prefix}ny{root[1:]}" if second in _VOWELS else f"{prefix}n{root}"
    if first == "k":
        return f"{prefix}ng{swallowed}"
    if first in "bfv":
        return f"{prefix}m{root}"
    if first in "dcjz":
        return f"{prefix}n{root}"
    return f"{prefix}ng{root}" if first in "aeiouhg" else f"{prefix}{root}"
