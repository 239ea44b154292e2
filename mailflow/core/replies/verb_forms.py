"""The forms of an Indonesian verb as people write them: "ambil", "mengambil", "ngambil", "ngambilin", "kuambil",
"diambilin".

Formed by the rules of the language (a nasal before the stem that swallows p, t, k and s; `nge-` before words of
others' languages; -in, -kan and -i behind it), so that a table of words needs only the stem.
"""

from __future__ import annotations

from collections.abc import Iterator

_ENDINGS = ("", "in", "kan", "i", "e", "ke", "keun")  # Javanese -e, -ke, Sundanese -keun
# (first letter, formal prefix, colloquial prefixes, whether the letter is swallowed)
_NASALS: tuple[tuple[str, str, tuple[str, ...], bool], ...] = (
    ("p", "mem", ("m",), True),
    ("t", "men", ("n",), True),
    ("k", "meng", ("ng",), True),
    ("s", "meny", ("ny",), True),
    ("b", "mem", ("m",), False),
    ("cdj", "men", ("n",), False),
    ("g", "meng", ("ng",), False),
    ("aeiou", "meng", ("ng",), False),
    ("h", "meng", ("ng",), False),
)
_PLAIN = ("me", ("nge",), False)  # l, r, w, y and the rest
_BY_ME = ("ku", "tak")  # "kuambil", Javanese "takambil"


def active(stem: str) -> Iterator[str]:
    """What he says who does it himself."""
    formal, colloquial, swallowed = next(
        ((formal, colloquial, swallowed) for letters, formal, colloquial, swallowed in _NASALS if stem[0] in letters),
        _PLAIN,
    )
    rest = stem[1:] if swallowed else stem
    for prefixed in (stem, *(f"{nasal}{rest}" for nasal in (formal, *colloquial)), f"nge{stem}"):
        yield from (joined(prefixed, ending) for ending in _ENDINGS)


def by_me(stem: str) -> Iterator[str]:
    """ "Kuambil": the doer stands in the word."""
    yield from (joined(f"{me}{stem}", ending) for me in _BY_ME for ending in ("", "in", "kan"))


def passive(stem: str) -> Iterator[str]:
    """What is done, by whomever."""
    yield from (joined(f"di{stem}", ending) for ending in _ENDINGS)


def joined(stem: str, ending: str) -> str:
    """ "kerja" and "in" are "kerjain"; no letter i is written twice: "tangani" and "in" are "tanganin"."""
    return stem[:-1] + ending if ending.startswith("i") and stem.endswith("i") else stem + ending
