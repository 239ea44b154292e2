"""The forms of an English word that mean nearly the same: copy, copies, copied, copying; register, registration.

By its endings alone, without a dictionary: a form that is no word finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

_VOWELS = frozenset("aeiou")
_LEAST = 3  # letters of a base
_HISSING = ("s", "x", "ch", "sh", "z")
_INDONESIAN = ("meng", "meny", "peng", "peny")  # no English word begins so
_LEAST_ERY = 8  # delivery comes from deliver; every, battery and grocery from nothing a customer does
_MOST_BASES = 4


def english_forms(word: str) -> tuple[str, ...]:
    """The commonest first; none for a word of one or two letters."""
    if len(word) < _LEAST:
        return ()
    if word[-1] in "aiou" or word.startswith(_INDONESIAN):
        return (f"{word}s",)
    bases = list(dict.fromkeys(base for base in _bases(word) if _is_base(base)))[:_MOST_BASES]
    return tuple(dict.fromkeys(form for base in bases for form in (base, *_of_base(base))))


def _is_base(word: str) -> bool:
    return len(word) >= _LEAST and any(letter in _VOWELS or letter == "y" for letter in word)


def _bases(word: str) -> Iterator[str]:
    """What the word may be a form of; itself first."""
    yield word
    plural = _singular(word)
    if plural:
        yield plural
    word = plural or word
    if word.endswith("ied"):
        yield f"{word[:-3]}y"
    for ending in ("ing", "ed"):
        if word.endswith(ending):
            yield from _before_vowel(word.removesuffix(ending))
    if word.endswith("ation"):
        yield f"{word[:-5]}ate"
        if word.endswith("tration"):
            yield f"{word[:-6]}er"
        yield from _before_vowel(word[:-5])
    elif word.endswith("tion"):
        yield from (word[:-3], f"{word[:-3]}e")
    if word.endswith("ment"):
        yield word.removesuffix("ment")
    if word.endswith("ery") and len(word) >= _LEAST_ERY:
        yield word.removesuffix("y")


def _singular(word: str) -> str:
    """Of "copies", "boxes", "invoices"; empty when it is no plural."""
    if word.endswith("ies") and len(word) > _LEAST + 1:
        return f"{word[:-3]}y"
    if word.endswith(("xes", "ches", "shes", "sses", "zzes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else ""


def _before_vowel(stem: str) -> Iterator[str]:
    """What loses an e, or doubles its last letter, before -ed and -ing: charg(ing), shipp(ed), book(ed)."""
    if _is_short(stem):
        yield f"{stem}e"
        return
    if len(stem) > _LEAST and stem[-1] == stem[-2]:
        yield stem[:-1]
    yield from (stem, f"{stem}e")


def _is_short(stem: str) -> bool:
    """One syllable that ends in one vowel and one consonant, which would be doubled: ship, plan."""
    vowels = [letter in _VOWELS for letter in stem]
    return len(stem) >= _LEAST and vowels[-2:] == [True, False] and sum(vowels) == 1 and stem[-1] not in "wxy"


def _of_base(base: str) -> Iterator[str]:
    yield _plural(base)
    if base[-1] == "y" and base[-2] not in _VOWELS:
        yield from (f"{base[:-1]}ied", f"{base}ing")
        return
    bare = base.removesuffix("e")
    stems: tuple[str, ...] = (f"{base}{base[-1]}",) if _is_short(base) else (bare,)
    if base[-1] == "l" and base[-2] in _VOWELS:
        stems = (*stems, f"{base}l")  # cancelled, and canceled
    for stem in dict.fromkeys(stems):
        yield from (f"{stem}ed", f"{stem}ing")
    yield from _nouns(base, bare)


def _plural(base: str) -> str:
    if base[-1] == "y" and base[-2] not in _VOWELS:
        return f"{base[:-1]}ies"
    return f"{base}es" if base.endswith(_HISSING) else f"{base}s"


def _nouns(base: str, bare: str) -> Iterator[str]:
    """What is done: payment, registration, rejection, vaccination, delivery."""
    if base.endswith(("ate", "ct", "ete", "it")):
        nouns: tuple[str, ...] = (f"{bare}ion",)
    elif base.endswith("ter"):
        nouns = (f"{base[:-2]}ration",)
    else:
        nouns = (f"{bare}ation", f"{base}ment")
    if base.endswith("ver"):
        nouns = (*nouns, f"{base}y")
    if base.endswith("el"):
        nouns = (*nouns, f"{base}lation")
    for noun in nouns:
        yield from (noun, _plural(noun))
