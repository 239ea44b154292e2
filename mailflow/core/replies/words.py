"""The vocabulary replies share: words of a text, courtesy, signatures. What they mean together is said beside this."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from mailflow.core.lazy_regex import LazyPattern

_WORD = LazyPattern(r"[^\W_]+(?:['’-][^\W_]+)*")
THANKS = frozenset(
    """terimakasih trimakasih makasih makasi mksh trims tq thx tks thanks thank nuwun hatur suwun syukron""".split()
)
POLITE = frozenset(
    """terima trima kasih matur hatur nuhun nuwun banyak sekali banget ya yah yaa atas bantuannya bantuanya bantuan
    informasinya infonya info responnya responsnya jawabannya penjelasannya kerjasamanya perhatiannya waktunya sudah
    dibantu membantu telah dan untuk sangat semoga sukses selalu sehat salam hormat pak bapak bu ibu mas mbak mba kak
    kakak bang admin min tim team cs halo hai hi hello dear yth selamat pagi siang sore malam ok oke okay baik siap sip
    mantap best regards kind warm you so very much again a lot for your the help quick fast response reply support
    cheers many all sir madam assalamualaikum wassalam wassalamualaikum alhamdulillah sama kembali it appreciated
    appreciate we i great perfect awesome kami saya ucapkan sebelumnya gan sis bro nya yang cepat
    respon u bnyk""".split()
)
_SIGN_OFF = THANKS | frozenset(
    "terima trima kasih salam hormat kami saya hangat wassalam best kind warm regards cheers sincerely yours".split()
)


def words_of(text: str) -> list[str]:
    """Lower-case words of a text; punctuation, emoji and quotation marks are nothing."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=512)  # colleagues' names are read with each of their replies: 1 % of answers
def words_of_name(name: str) -> tuple[str, ...]:
    """`words_of` a name."""
    return tuple(words_of(name))


def spelled_words(text: str) -> list[str]:
    """The same words in the case they are written in."""
    return _WORD.findall(unicodedata.normalize("NFKC", text))


def unsigned(text: str, names: tuple[str, ...]) -> str:
    """`text` without a sign-off below it: lines of nothing but the author's name and "Salam,". The first line stays."""
    known = _SIGN_OFF.union(*map(words_of_name, names))
    lines = text.strip().split("\n")
    while len(lines) > 1 and all(word in known for word in words_of(lines[-1])):
        lines.pop()
    return "\n".join(lines)
