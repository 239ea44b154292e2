"""Whether a text is Indonesian or English, by counting short words that only one of them has."""

from __future__ import annotations

import re
from typing import Literal

_INDONESIAN = frozenset(
    (
        "yang dan di ke dari saya kami kita anda tidak bisa dengan untuk pada ini itu sudah belum mohon "
        "tolong terima kasih bapak ibu pak bagaimana apa apakah kenapa mengapa ada akan juga atau karena jika "
        "kalau sebagai oleh dalam telah masih hanya lagi maka bantu bantuannya selamat pagi siang sore malam "
        "masuk pulsa nomor banyak sekali kok ya nya dong sih gak nggak ga tdk sdh blm yg dgn utk aku mau "
        "dapat coba akun sandi kata dimana kapan siapa berapa adalah tetapi tapi namun sehingga agar supaya "
        "baik silakan setuju beres "
    ).split()
)
_ENGLISH = frozenset(
    (
        "the and of to is are was were you your we our not cannot can't don't with for this that have has had "
        "please thank thanks how what why when where who which will would could should from but because if "
        "there here been be my me i'm it it's an on in at by do does did hello dear regards sincerely any "
        "some still just get got need want help password account working sure done good morning "
        "afternoon evening "
    ).split()
)
_SMALL = _INDONESIAN | _ENGLISH
LOOKED_AT = 1_000  # characters: enough to decide
LONGEST = 21  # letters of a word; longer ones are split
_WORD = re.compile(rf"[a-z][a-z']{{0,{LONGEST - 1}}}")
_LETTERS = bytes(byte if chr(byte) in "abcdefghijklmnopqrstuvwxyz'" else ord(" ") for byte in range(256))


def language_of(text: str) -> Literal["id", "en"] | None:
    """ "id", "en", or None when it is not evident."""
    words = _words(text[:LOOKED_AT].lower())
    small = list(filter(_SMALL.__contains__, words))
    indonesian = sum(map(_INDONESIAN.__contains__, small))
    english = len(small) - indonesian  # no word is in both
    if indonesian >= 2 and indonesian >= 2 * english:
        return "id"
    if english >= 2 and english >= 2 * indonesian:
        return "en"
    if len(words) <= 6 and indonesian != english and min(indonesian, english) == 0:
        return "id" if indonesian else "en"
    return None


def _words(text: str) -> list[str]:
    """The result of `_WORD` in a fifth of the time, by splitting where that gives the same; words that begin with an
    apostrophe or are too long are left to the expression."""
    letters = text.encode("ascii", "replace").translate(_LETTERS).decode()
    words = letters.split()
    if letters.startswith("'") or " '" in letters or len(max(words, key=len, default="")) > LONGEST:
        return _WORD.findall(text)
    return words
