"""Words of an operator that are for a colleague, whatever else they say: told by whom they call and of whom they speak.

The rules of operator_rules.py need every word; here one sign of such talk is enough, so it must be a clear one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies import operator_words as w
from mailflow.core.replies.spoken import TITLES, People, Spoken, spoken
from mailflow.core.replies.tokens import Token

# what may stand before the name: "Halo", "Siap", "Tolong", "Mbak"
_LEADS = frozenset({w.ACK, w.YES, w.READY, w.FILLER, w.GROUP, w.GREETING, w.SORRY, w.ASK, w.CAN, *TITLES})
_SEVERAL = frozenset("fyi cc info ping hey eh note".split())
_PARTING = frozenset(",:;-–—….!?\n/")
# after the name without a comma: "Sari tolong", "Budi bisa", "Sari pls take"
_ASKED = frozenset(
    {w.ASK, w.CAN, w.YOU, w.YOU_EN, w.WHO, w.NOT, w.BUSY, w.TAKE, w.WORK, w.HANDLE, w.DO, w.PASSIVE, w.REPLY}
)


def addressed(found: list[Token], people: People, *, whole: bool) -> Reading | None:
    """Words that begin or end with a colleague's name as one calls somebody: they are for him, whatever they say."""
    signed = [replace(one, sign=w.COLLEAGUE) if one.sign == w.THEY else one for one in spoken(found, people)]
    at = _first_word(signed)
    if at < len(signed) and signed[at].sign == w.COLLEAGUE and _calls(signed, at):
        return Reading(Meaning.ASIDE, signed[at].said)
    several = next((i for i, one in enumerate(signed[:at]) if one.sign == w.GROUP), None)
    if several is not None and _calls_several(signed, several):
        return Reading(Meaning.ASIDE, signed[several].said)
    if whole and (name := _called_last(signed)):
        return Reading(Meaning.ASIDE, name)
    return _among_us(signed) if whole else None


def calls_customer(signed: list[Spoken]) -> bool:
    """ "Ani, …": whatever follows is for her."""
    at = _first_word(signed)
    return at < len(signed) and signed[at].sign == w.CUSTOMER and _calls(signed, at)


def _first_word(signed: list[Spoken]) -> int:
    return next((i for i, one in enumerate(signed) if not _leads(one)), len(signed))


def _leads(one: Spoken) -> bool:
    return one.sign in _LEADS or one.said in _SEVERAL


def _calls(signed: list[Spoken], at: int) -> bool:
    """The name stands apart from what follows, or is asked something."""
    while at + 1 < len(signed) and signed[at + 1].sign == w.COLLEAGUE and not signed[at + 1].token.gap:
        at += 1  # first and last name
    if "@" in signed[at].token.gap or at + 1 == len(signed):
        return True
    after = signed[at + 1]
    if set(after.token.gap) & _PARTING or after.sign in _ASKED:
        return True
    rest = signed[at + 1 :]
    end = next((i for i, one in enumerate(rest) if i and set(one.token.gap) & set(".!\n?")), len(rest))
    return rest[end - 1].token.asks


def _calls_several(signed: list[Spoken], at: int) -> bool:
    """ "Tim, tolong dihandle", "Guys, who knows this?": not "Tim kami sedang …" and not "Semua sudah aktif"."""
    while at + 1 < len(signed) and signed[at + 1].sign == w.GROUP:
        at += 1
    after = signed[at + 1] if at + 1 < len(signed) else None
    return after is not None and ("," in after.token.gap or after.sign in (w.ASK, w.WHO))


def _called_last(signed: list[Spoken]) -> str:
    """ "Can you handle this, Sari?", "Tolong dibantu ya Sari": the colleague called at the end."""
    end = len(signed)
    while end and signed[end - 1].sign == w.FILLER:
        end -= 1
    if not end or signed[end - 1].sign != w.COLLEAGUE:
        return ""
    at = end - 1
    while at and signed[at - 1].sign in (*TITLES, w.COLLEAGUE):
        at -= 1
    apart = "," in signed[at].token.gap or "@" in signed[end - 1].token.gap
    return signed[end - 1].said if at and (apart or signed[at - 1].sign == w.FILLER) else ""


# -- to the team, and about the customer

# who answers many customers at once calls them so, too
_PUBLIC = frozenset("semua semuanya kawan teman temans temen guys gaes gais all everyone everybody folks".split())
_TAKES = frozenset({w.TAKE, w.HANDLE, w.DO, w.WORK, w.REPLY, w.WEAK, w.MINE, w.LOOK, w.INSPECT, w.CONTACT})
_DECLINES = frozenset({w.NOT, w.BUSY, w.YOU, w.WHO, w.SKIP})
_TO_CUSTOMER = frozenset({w.HONORIFIC, w.CUSTOMER, w.PERHAPS, w.YOU_EN, w.WE})
_INSTRUCTS = frozenset({w.ASK, w.GO_ON})  # a reseller is told what his customer should try
_WHO_ASKS = frozenset("pelanggan customer cust kustomer klien client nasabah pembeli konsumen pelapor orang".split())
_WHY = frozenset("kok kenapa napa why".split())
_POINTED = _WHO_ASKS | {"mahasiswa", "mahasiswi", "user"}
_POINT = frozenset("ini itu tsb tersebut nya".split())
_THE = frozenset("this that the".split())
_OF_CUSTOMERS = frozenset("id no nomor kode nama data tipe jenis kartu akun alamat layanan pelayanan untuk for".split())
_SERVICE = frozenset("service care support id number relation relations".split())


def _among_us(signed: list[Spoken]) -> Reading | None:
    """ "Saya cek dulu ya tim", "customernya sudah ditelepon", "siapa yang pegang yang kemarin?"."""
    called = next((at for at in range(1, len(signed)) if _is_team_called(signed, at)), None)
    if called is not None:
        meant = Meaning.CLAIM if _takes(signed[:called]) else Meaning.ASIDE
        return Reading(meant, signed[called].said)
    classes = {one.sign for one in signed}
    if classes & _TO_CUSTOMER:
        return None
    asks = any(one.token.asks for one in signed)
    if asks and classes & {w.WHO, w.YOU} and classes & {w.HANDLE, w.TAKE, w.WORK, w.REPLY} and w.NUMERAL not in classes:
        return Reading(Meaning.ASIDE, next(one.said for one in signed if one.sign in (w.WHO, w.YOU)))
    if asks or classes & _INSTRUCTS:
        return None
    if w.TICKET in classes and any(one.token.word in _WHY for one in signed):
        return Reading(Meaning.ASIDE, next(one.said for one in signed if one.sign == w.TICKET))
    of = next((at for at in range(len(signed)) if _is_of_customer(signed, at)), None)
    if of is None:
        return None
    will = not classes & {w.DONE, w.REACHED} and _takes(signed)
    return Reading(Meaning.CLAIM if will else Meaning.ASIDE, signed[of].said)


def _is_team_called(signed: Sequence[Spoken], at: int) -> bool:
    """ "… ya tim", "…, guys.": behind a particle or a comma, and nothing hangs on it ("tim kami", "all our shops")."""
    one, before = signed[at], signed[at - 1]
    if one.sign != w.GROUP or one.said in _PUBLIC or not (before.sign == w.FILLER or "," in one.token.gap):
        return False
    after = signed[at + 1] if at + 1 < len(signed) else None
    if after is None or set(after.token.gap) & _PARTING:
        return True
    return before.sign == w.FILLER and after.sign in (w.LINK, w.ME, w.GROUP)


def _takes(said: Sequence[Spoken]) -> bool:
    classes = {one.sign for one in said}
    return w.ME in classes and bool(classes & _TAKES) and not classes & _DECLINES


def _is_of_customer(signed: Sequence[Spoken], at: int) -> bool:
    """He is spoken of, not to: "customernya", "pelanggan ini", "the client", "called customer"."""
    word = signed[at].token.word
    before = signed[at - 1] if at else None
    after = signed[at + 1].token.word if at + 1 < len(signed) else ""
    if after in _SERVICE or (before is not None and before.token.word in _OF_CUSTOMERS):
        return False
    if word == "ybs" or (word.endswith("nya") and word.removesuffix("nya") in _POINTED - {"user"}):
        return True
    pointed = after in _POINT or (before is not None and before.token.word in _THE)
    told = before is not None and before.sign in (w.CONTACT, w.REACHED) and word in _WHO_ASKS
    return (word in _POINTED and pointed) or told
