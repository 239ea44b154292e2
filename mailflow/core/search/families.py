"""The forms in which people write one word, so that *pulsa* finds *pulsanya* and *pembayaran* finds *membayar*.

Forms are made when a question is asked; the index has words as they were written, so a phrase means what it says, and
a better rule needs no new index. A form that is no word finds nothing. Indonesian: clitics, and the affixes me-, di-,
ber-, ter-, pe-, per-, ke-, ku- with -kan, -an, -i and the sound they change (kirim: mengirim). English: english.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from itertools import zip_longest

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.search.english import english_forms

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
    ("memper", ("",)), ("diper", ("",)), ("keter", ("",)), ("keber", ("",)),
    ("meny", ("s", "ny")), ("peny", ("s", "ny")), ("menge", ("",)), ("penge", ("",)), ("meng", ("", "k")),
    ("peng", ("", "k")), ("mem", ("", "p", "m")), ("pem", ("", "p", "m")), ("men", ("", "t", "n")),
    ("pen", ("", "t", "n")), ("ber", ("", "r")), ("ter", ("", "r")), ("per", ("", "r")),
    ("me", ("",)), ("pe", ("",)), ("di", ("",)), ("ke", ("",)), ("ku", ("",)),
)  # fmt: skip
_GO_ON = frozenset({"menge", "penge"})  # they may also be meng-, peng- before an e
_OF_SYLLABLES, _LEAST_SYLLABLE = _GO_ON, 3  # mengecek: cek; but mengemail: email
_BEFORE_CONSONANTS = frozenset({"mem", "pem", "men", "pen"})  # before a vowel they have swallowed a sound
_SHORT_ROOTS = frozenset("aju uji isi adu".split())  # of three letters, with affixes
# So common, and what is made of them means so much else, that neither stands for the other: baik and perbaikan.
_COMMON = frozenset(
    "baik oleh akan hati satu dua tiga atas bawah luar dalam depan lalu lain sama tentu jadi baru antara".split()
)
_FOREIGN = LazyPattern(r"[xq]|ck|ee|oo|th|wh|tion|ment$")  # no Indonesian word is written so
_ROOTS_THEMSELVES = frozenset("terima berita periksa percaya perlu perintah peran mental menteri pesan penting".split())
_ALONE = frozenset("termasuk terhadap tersebut terlalu terutama kepada seperti berikut beberapa".split())
_LONGEST_ROOT = 7  # letters: keperawatan comes from perawat, memenuhi from penuh
_ROOTS = 4  # candidates that are followed
_MOST = 110  # forms of one word
_BOUND = ("pasca",)  # written with a word or apart
# Spelled so as often as by the dictionary.
_SPELLINGS = (
    "izin ijin", "jadwal jadual", "apotek apotik", "praktik praktek", "nasihat nasehat", "risiko resiko",
    "analisis analisa", "antre antri", "ijazah ijasah", "imbau himbau", "utang hutang", "ubah rubah",
    "aktivitas aktifitas", "kuitansi kwitansi", "nomor nomer", "telepon telpon telefon", "november nopember",
    "februari pebruari", "sekadar sekedar", "hafal hapal", "legalisasi legalisir", "cabai cabe", "napas nafas",
)  # fmt: skip
_SPELLED = {one: tuple(group.split()) for group in _SPELLINGS for one in group.split()}


def family(word: str) -> tuple[str, ...]:
    """`word` first, then the forms that mean nearly the same. Words with digits or of other scripts stay alone."""
    if not (word.isascii() and word.isalpha()) or len(word) < 2:
        return (word,)
    return _family(word)


@lru_cache(maxsize=512)  # saves 30 µs for a word that is asked again (2026-11-30)
def _family(word: str) -> tuple[str, ...]:
    bare = without_clitics(word)
    found = [word, bare, *with_clitics(bare)]
    found_roots = [] if _FOREIGN.search(bare) else _roots(bare)[:_ROOTS]
    roots = [spelled for root in found_roots for spelled in _SPELLED.get(root, (root,))]
    for of_each in zip_longest(*map(_forms, roots)):  # the commonest of each first
        found += filter(None, of_each)
    words = dict.fromkeys([*found[:_MOST], *english_forms(word), *english_forms(bare)])
    return tuple(one for one in words if one == word or one not in _ALONE)


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
    return len(rest) > 3 or rest in _SHORT or (len(rest) == 3 and ending in ("nya", "kah", "ku", "mu"))


def with_clitics(word: str) -> Iterator[str]:
    for ending in (*_OWNERS, *_PARTICLES):
        if f"{word}{ending}" not in _WHOLE:
            yield f"{word}{ending}"


def _roots(word: str) -> list[str]:
    """What the word may be made of, the likeliest first; itself among them."""
    if len(word) < _LEAST or word in _COMMON or word in _ALONE:
        return [word] if word in _SHORT_ROOTS else []
    if word in _ROOTS_THEMSELVES:
        return [word]
    rests = dict.fromkeys(_without_prefix(word))
    found = [root for rest in rests for root in _roots_of(rest, word)]
    if len(word) <= _LONGEST_ROOT or not found:
        found += [*_roots_of(word, word), word]
    own = (f"per{root}" if root in _COMMON and f"per{root}" in word else root for root in found)  # diperbaiki
    return [root for root in dict.fromkeys(own) if root not in _COMMON]


def _roots_of(rest: str, word: str) -> list[str]:
    """With and without its suffix; behind a prefix without -an and -kan, because that one's forms have it again."""
    found = [root for root in _without_suffix(rest) if _may_be_root(root)]
    return found if rest == word or len(found) < 2 or rest.endswith("i") else found[:-1]


def _without_prefix(word: str) -> Iterator[str]:
    for prefix, sounds in _PREFIXES:
        rest = word.removeprefix(prefix)
        if rest == word or not rest:
            continue
        least = _LEAST_SYLLABLE if prefix in _OF_SYLLABLES else _LEAST
        yield from (whole for sound in sounds if _fits(prefix, sound, rest) and len(whole := f"{sound}{rest}") >= least)
        if prefix not in _GO_ON:
            break


def _fits(prefix: str, sound: str, rest: str) -> bool:
    """Whether the prefix swallows this sound before these letters."""
    if sound:
        return rest[0] in _VOWELS
    return prefix not in ("meny", "peny") and not (prefix in _BEFORE_CONSONANTS and rest[0] in _VOWELS)


def _without_suffix(word: str) -> Iterator[str]:
    for suffix in ("kan", "an", "i"):
        rest = word.removesuffix(suffix)
        if rest != word and (len(rest) >= _LEAST or rest in _SHORT_ROOTS):
            yield rest
            if suffix == "kan" and rest[-1] in _VOWELS:
                yield word.removesuffix("an")  # tindakan
            break
    yield word


def _may_be_root(root: str) -> bool:
    """It has a vowel, and begins and ends as a word can."""
    begins = root[0] in _VOWELS or root[1] in _VOWELS or root[1] in "rlyw"
    ends = root[-1] in _VOWELS or root[-2] in _VOWELS or root.endswith("ng")
    return begins and ends and any(letter in _VOWELS for letter in root)


def _forms(root: str) -> Iterator[str]:
    """The forms of a root that mean nearly the same, the commonest first."""
    doing, doer = nasal("me", root), nasal("pe", root)
    yield from (root, f"{root}nya")
    for stem in (f"{root}an", f"{doer}an", f"{root}kan", f"{doing}", f"{doing}kan", f"di{root}", f"di{root}kan"):
        yield from (stem, f"{stem}nya")
    ber, ter, per = _joined("ber", root), _joined("ter", root), _joined("per", root)
    nouns = (f"ke{root}an", f"{per}an", doer)
    yield from (f"{root}i", f"{doing}i", f"di{root}i", ber, ter, *nouns, f"ku{root}")
    if f"{root}lah" not in _WHOLE:
        yield f"{root}lah"
    yield from (f"{noun}nya" for noun in nouns)
    yield from (f"ku{root}kan", f"mem{per}i", f"di{per}i", f"di{per}", f"keter{root}an", f"keber{root}an")
    yield from (f"{bound}{root}" for bound in _BOUND)
    if root.startswith("per"):
        yield f"mem{root}i"  # memperbaiki; but memeriksa
    if root == "ajar":
        yield from "belajar pelajar pelajaran pembelajaran mempelajari dipelajari".split()


def _joined(prefix: str, root: str) -> str:
    """ber-, ter-, per- lose their r before another: berencana, terasa; diperpanjang has it already."""
    return f"{prefix[:-1] if root[0] == 'r' else prefix}{root}"


def nasal(prefix: str, root: str) -> str:
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
