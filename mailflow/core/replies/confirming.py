"""What a reply to `verify-address` says: that the address is the customer's, that it is not, or more than that."""

from __future__ import annotations

import re
from typing import Literal

from mailflow.core.lazy_regex import LazyPattern

Confirms = Literal["yes", "no", "more"]

_TOKEN = LazyPattern(r"[^\W_]+", re.UNICODE)
_YES = frozenset(
    """ya iya yes y yup yep ok oke okay okey baik siap betul benar correct right sure confirmed confirm konfirmasi
    dikonfirmasi saya kami i we ini itu alamat this is that it my our mine address memang milik punya adalah sudah
    setuju email surel pak bu bapak ibu kak min admin mas mbak terima kasih makasih trims thanks thank you dear halo
    hello hi selamat pagi siang sore malam salam hormat regards best kind dengan untuk dari the and dan sir madam
    """.split()
)
_NO = frozenset("bukan tidak tak no not nope salah wrong keliru".split())
_LONGEST = 400  # characters of a text that may be nothing but a yes


def confirms(text: str, name: str = "") -> Confirms:
    """Of a customer's new words; `name`, his own, may stand below. A *no* counts where the text begins with it."""
    words = [found[0].casefold() for found in _TOKEN.finditer(text[:_LONGEST])]
    if words and words[0] in _NO:
        return "no"
    known = _YES | {found[0].casefold() for found in _TOKEN.finditer(name)}
    return "yes" if len(text) < _LONGEST and all(word in known for word in words) else "more"
