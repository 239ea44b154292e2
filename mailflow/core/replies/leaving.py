"""Whether a reply to a letter to many says "no more of these", and nothing else: STOP, berhenti, jangan kirim lagi.

Every word must be known: whoever asks for more, or means a service ("berhenti langganan paket data"), is read by a
person.
"""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.replies.cards import without_identity

_LONGEST = 300  # characters; who writes more says more
_MOST_WORDS = 30
_TOKEN = LazyPattern(r"[^\W_]+(?:['’][^\W_]+)?", re.UNICODE)

_STOP = frozenset(
    """stop stopp setop stopkan distop berhenti berenti henti hentikan dihentikan unsubscribe unsubscribed
    unsubscribing unsub unreg unregister unreq optout""".split()
)
_DO_NOT = frozenset("jangan jgn jangn jngn dont don't don’t never".split())
_NOT = frozenset("tidak tak tdk ga gak nggak ngga enggak engga ndak not no".split())
_WISH = frozenset("mau ingin pengen pingin perlu butuh berminat want wish need longer like".split())
_SEND = frozenset(
    """kirim kirimi kirimin kirimkan dikirim dikirimi dikirimin mengirim mengirimi ngirim ngirimi terima menerima nerima
    send sending receive receiving get getting mail email contact hubungi""".split()
)
_THEM = frozenset(
    """email emails e mail mails surel surat pengumuman promo promosi iklan newsletter info informasi pesan broadcast
    siaran notifikasi pemberitahuan spam message messages announcement announcements updates advertising ads
    """.split()
)
_OUT = frozenset("remove hapus keluarkan unfollow delete coret take opt keluar".split())
_FROM = frozenset("saya aku gue kami me us my our alamat address list daftar milis mailing off out dari".split())
_REST = frozenset(
    """please pls plz tolong mohon minta harap ya yah dong saja aja deh sih nih lah kak min admin pak bu mas mbak bapak
    ibu gan sis bro yth dear hi hello halo selamat pagi siang sore malam terima kasih makasih trims thanks thank you
    lagi again more any anymore ever further future all semua segala ke kepada untuk to from the this these those that
    ini itu seperti such like of kind at in on your you anda kalian langganan berlangganan subscribe subscription
    subscribed subscribing i we be am want would am im i'm i’m sudah cukup enough segera sekarang now immediately
    terus selalu nya kan atau or and dan juga also it im number sir madam salam hormat regards best kind sincerely
    request wants do does as soon possible asap tsb tersebut apapun apa pun""".split()
)
_KNOWN = _STOP | _DO_NOT | _NOT | _WISH | _SEND | _THEM | _OUT | _FROM | _REST
_NEAR = 2  # words between a "not" and the stop it takes back: "jangan berhenti", "don't ever stop"


def leaves(text: str, names: tuple[str, ...] = ()) -> bool:
    """Of a customer's new words; `names` (his own, the desk's) may stand below."""
    if len(text) > _LONGEST or "?" in text:
        return False
    words = [found[0].casefold().replace("’", "'") for found in _TOKEN.finditer(without_identity(text))]
    known = _KNOWN | {found[0].casefold() for name in names for found in _TOKEN.finditer(name)}
    if not 0 < len(words) <= _MOST_WORDS or not all(word in known for word in words):
        return False
    return _stops(words) or _wants_none(words) or _wants_out(words)


def _stops(words: list[str]) -> bool:
    at = next((n for n, word in enumerate(words) if word in _STOP), None)
    return at is not None and not any(word in _DO_NOT | _NOT for word in words[max(0, at - _NEAR) : at])


def _wants_none(words: list[str]) -> bool:
    """ "jangan kirim lagi", "saya tidak mau menerima email", "no more emails". Not "tidak menerima email", which is a
    complaint."""
    said = set(words)
    if any(word in _STOP for word in words):
        return False
    if said & _DO_NOT or {"do", "not"} <= said:
        return bool(said & _SEND)
    wants = bool(said & _WISH) or {"no", "more"} <= said
    return bool(said & _NOT) and wants and bool(said & (_SEND | _THEM))


def _wants_out(words: list[str]) -> bool:
    """ "remove me", "hapus alamat saya dari daftar", "opt out"."""
    said = set(words)
    return bool(said & _OUT) and bool(said & _FROM) and not said & (_DO_NOT | _NOT)
