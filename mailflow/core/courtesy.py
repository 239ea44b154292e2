"""Words that change nothing: a mere thank-you, a claim word, an answer that is only a link. Whole texts, no parts."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_THANKS = frozenset(
    """terimakasih trimakasih makasih makasi mksh trims tq thx tks thanks thank nuwun hatur suwun syukron""".split()
)
_PAIRS = (("terima", "kasih"), ("trima", "kasih"), ("matur", "nuwun"), ("matur", "suwun"), ("hatur", "nuhun"))
_POLITE = frozenset(
    """terima trima kasih matur hatur nuhun nuwun banyak sekali banget ya yah yaa atas bantuannya bantuanya bantuan
    informasinya infonya info responnya responsnya jawabannya penjelasannya kerjasamanya perhatiannya waktunya sudah
    dibantu membantu telah dan untuk sangat semoga sukses selalu sehat salam hormat pak bapak bu ibu mas mbak mba kak
    kakak bang admin min tim team cs halo hai hi hello dear yth selamat pagi siang sore malam ok oke okay baik siap sip
    mantap best regards kind warm you so very much again a lot for your the help quick fast response reply support
    cheers many all sir madam assalamualaikum wassalam wassalamualaikum alhamdulillah sama kembali it appreciated
    appreciate we i great perfect awesome kami saya ucapkan sebelumnya gan sis bro nya yang cepat
    respon u bnyk""".split()
)
_POINTERS = frozenset(
    """silakan silahkan cek dicek lihat dilihat baca dibaca klik buka di ini sini disini link linknya tautan berikut
    see here read please check this""".split()
)
_SIGN_OFF = _THANKS | frozenset(
    "terima trima kasih salam hormat kami saya hangat wassalam best kind warm regards cheers sincerely yours".split()
)
_MOST_WORDS = 25
_LINK = re.compile(r"(?:https?://|www\.)\S+", re.I)


def words_of(text: str) -> list[str]:
    """Lower-case words of a text; punctuation, emoji and quotation marks are nothing."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", plain)


def is_mere_thanks(text: str, names: tuple[str, ...] = ()) -> bool:
    """Thanks and courtesy and nothing else. `names` (operators, the customer himself) are courtesy too.

    A question mark or a single other word ("terima kasih, tapi belum bisa") makes it a person's words.
    """
    words = words_of(text)
    if not words or len(words) > _MOST_WORDS or "?" in text:
        return False
    thanked = any(w in _THANKS for w in words) or any(p in _PAIRS for p in pairwise(words))
    known = {part for name in names for part in words_of(name)}
    return thanked and all(w in _POLITE or w in _THANKS or w in known for w in words)


def unsigned(text: str, names: tuple[str, ...]) -> str:
    """`text` without a sign-off below it: lines of nothing but the author's name and "Salam,". The first line stays."""
    known = _SIGN_OFF.union(part for name in names for part in words_of(name))
    lines = text.strip().split("\n")
    while len(lines) > 1 and all(word in known for word in words_of(lines[-1])):
        lines.pop()
    return "\n".join(lines)


def is_claim_word(text: str, claim_words: tuple[str, ...], names: tuple[str, ...] = ()) -> bool:
    """The whole text is one of `claim_words`, punctuation and case aside ("Siap!"), perhaps signed with `names`."""
    said = words_of(unsigned(text, names))
    return bool(said) and any(said == words_of(claim) for claim in claim_words)


def is_only_link(text: str, names: tuple[str, ...] = ()) -> bool:
    """The answer is only a link (step 5): nothing but one or more URLs and greeting words around them."""
    if not _LINK.search(text):
        return False
    known = {part for name in names for part in words_of(name)}
    rest = words_of(_LINK.sub(" ", text))
    return len(rest) <= 12 and all(w in _POLITE or w in _THANKS or w in known or w in _POINTERS for w in rest)
