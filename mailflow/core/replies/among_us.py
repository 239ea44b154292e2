"""Talk among colleagues that holds words no table has: "saya cek dulu log-nya ya tim", "customernya minta refund".

TALK needs only some of the words, so each must be a clear sign; and whoever speaks to the customer speaks to nobody
else. A claim with its reason ("…, kebetulan saya paham VPN") or its subject ("yang soal beasiswa ini …") is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies import operator_words as w
from mailflow.core.replies.operator_rules import RULES, named
from mailflow.core.replies.spoken import PARTING, TITLES, Spoken

# -- signs of such talk


@dataclass(frozen=True, slots=True)
class _Talk:
    """One of each of `needs`, none of `without`; whatever else is said."""

    needs: tuple[frozenset[str], ...]
    without: frozenset[str]
    asks: bool | None


def _talk(needs: str, *, without: str = "", asks: bool | None = None) -> _Talk:
    return _Talk(tuple(named(one.replace("|", " ")) for one in needs.split("+")), named(without), asks)


_SPEAKS_TO_CUSTOMER = named("honorific customer perhaps you_en")
_INSTRUCTS = "ask go_on"  # tells somebody to do something, as an answer does

TALK: tuple[_Talk, ...] = (
    _talk(
        "who|you|others + handle|take|work|reply|duty", without="numeral we", asks=True
    ),  # siapa bisa handle sebelum jam 5?
    _talk("ticket + cause", without=f"numeral matter we {_INSTRUCTS}", asks=True),  # ini kan tiket kemarin, bukan?
    _talk("ticket + why", without=f"we {_INSTRUCTS}"),  # kok tiketnya masuk sini ya
    _talk("ticket + duplicate", without="we"),  # tiketnya dobel, yang satu tutup aja
    _talk("redirect", without=f"me we numeral {_INSTRUCTS}"),  # this should go to finance
    _talk("forward + particle", without=f"me we numeral matter {_INSTRUCTS}"),  # teruskan ke keuangan aja
    _talk(
        "busy + me|colleague", without=f"we {_INSTRUCTS}", asks=False
    ),  # out of office until Monday, Sari covers for me
    _talk("not + reached + me|colleague", without="we matter done"),  # tunggu saya tanya Bu Dewi dulu, jangan dibalas
    _talk("he + says|reached|contact", without=f"we colleague they {_INSTRUCTS}"),  # he wrote twice this week
    _talk("him + me", without=f"we {_INSTRUCTS}"),  # I'll call her now
    _talk("others + handle|take|work|reply|weakly", without="we"),  # saya kurang paham, mohon yang lain bantu
)


def among_us(signed: list[Spoken]) -> Reading | None:
    """A claim or words to colleagues; None for what may be an answer."""
    called = next((at for at in range(1, len(signed)) if _is_team_called(signed, at)), None)
    if called is not None:
        return _read(signed[:called], signed[called].said)
    classes = {one.sign for at, one in enumerate(signed) if not _calls_colleague(signed, at)}
    asks = any(one.token.asks for one in signed)
    if claim := _claim_with_more(signed, classes, asks=asks):
        return claim
    if classes & _SPEAKS_TO_CUSTOMER:
        return None
    for talk in TALK:
        fits = talk.asks in (None, asks) and not classes & talk.without
        if fits and all(classes & need for need in talk.needs):
            return _read(signed, next(one.said for one in signed if one.sign in talk.needs[0]))
    of = next((at for at in range(len(signed)) if _is_of_customer(signed, at)), None)
    clearly = of is not None and signed[of].token.word in _JARGON
    if of is None or not (clearly or not (asks or classes & named(f"we {_INSTRUCTS}"))):
        return None
    return _read(signed, signed[of].said)


def _read(signed: Sequence[Spoken], by: str) -> Reading:
    return Reading(Meaning.CLAIM if takes(signed) else Meaning.ASIDE, by)


_TAKES = named("verbs mine look inspect contact")
_DECLINES = named("not busy you others who skip done reached they")


def takes(said: Sequence[Spoken]) -> bool:
    """He says that he will do something about it."""
    classes = {one.sign for one in said}
    return w.ME in classes and bool(classes & _TAKES) and not classes & _DECLINES


def _calls_colleague(signed: Sequence[Spoken], at: int) -> bool:
    """ "Bu Dewi": what people call customers, before a colleague's name."""
    return signed[at].sign in TITLES and at + 1 < len(signed) and signed[at + 1].sign in (w.COLLEAGUE, w.THEY)


# who answers many customers at once calls them so, too
_PUBLIC = frozenset("semua semuanya kawan teman temans temen guys gaes gais all everyone everybody folks".split())


def _is_team_called(signed: Sequence[Spoken], at: int) -> bool:
    """ "… ya tim", "…, team.": behind a particle or a comma, and nothing hangs on it ("tim kami", "all our shops")."""
    one, before = signed[at], signed[at - 1]
    asked = at + 1 == len(signed) and before.said.startswith("di") and any(word.sign == w.ASK for word in signed)
    if one.sign == w.GROUP and one.said not in _PUBLIC and asked:
        return True  # "mohon dibantu tim"
    if one.sign != w.GROUP or one.said in _PUBLIC or not (before.sign == w.FILLER or "," in one.gap):
        return False
    after = signed[at + 1] if at + 1 < len(signed) else None
    if after is None or set(after.gap) & PARTING:
        return True
    return before.sign == w.FILLER and after.sign in (w.LINK, w.ME, w.GROUP)


# -- the customer, spoken of and not to

_JARGON = frozenset("customer cust client".split())  # said behind his back only; a reseller is asked of his customernya
_WHO_ASKS = frozenset("pelanggan customer cust kustomer klien client nasabah pembeli konsumen pelapor orang".split())
_POINTED = _WHO_ASKS | {"user"}
_POINT = frozenset("ini itu tsb tersebut nya".split())
_THE = frozenset("this that the".split())
_OF_CUSTOMERS = frozenset("id no nomor kode nama data tipe jenis kartu akun alamat layanan pelayanan untuk for".split())
_SERVICE = frozenset("service care support id number relation relations".split())
# what may follow "the customer" where he is the one spoken of: not "the customer portal", "the client must be 2.1"
_DOES = frozenset(
    """called calls says said wants wanted wrote is was has had just already asked asks needs told replied again who
    will doesn't didn't yesterday today by via on""".split()
)


def _is_of_customer(signed: Sequence[Spoken], at: int) -> bool:
    """ "customernya", "pelanggan yang ini", "the client", "called customer"; not "customer care", "ID pelanggannya"."""
    word = signed[at].token.word
    before = signed[at - 1] if at else None
    after = [one.token.word for one in signed[at + 1 : at + 3]]
    if (after and after[0] in _SERVICE) or (before is not None and before.token.word in _OF_CUSTOMERS):
        return False
    if word == "ybs" or (word.endswith("nya") and word.removesuffix("nya") in _POINTED - {"user", "orang"}):
        return True
    if word == "orangnya" and any(one.sign == w.ME for one in signed):
        return True
    pointed = any(one in _POINT for one in after[: 2 if after[:1] in (["yang"], ["yg"]) else 1])
    of = before is not None and before.token.word in _THE and (not after or after[0] in _DOES or _ends(signed, at))
    pointed = pointed or of
    told = word in _JARGON and bool(after) and after[0] in _DOES
    told = told or (before is not None and before.sign in (w.CONTACT, w.REACHED) and word in _WHO_ASKS)
    return (word in _POINTED and pointed) or told


def _ends(signed: Sequence[Spoken], at: int) -> bool:
    return bool(set(signed[at + 1].gap) & PARTING) or signed[at + 1].sign in (w.LINK, w.AT_ONCE, w.SOON)


# -- a claim with its reason or its subject

_TOPIC = frozenset("soal tentang ttg mengenai perihal about regarding".split())
_REASON = frozenset("kebetulan soalnya karena krn karna sebab since because cuz coz sambil while".split())
_WHEN = frozenset("habis abis setelah sesudah sebelum after before".split())
_LONGEST_TOPIC, _LONGEST_WHEN = 4, 2  # words: "soal kartu hilang kemarin ini", "habis makan siang"
_SENTENCE_ENDS = frozenset(".!?;\n")


def _claim_with_more(signed: list[Spoken], classes: set[str], *, asks: bool) -> Reading | None:
    """The rules' claim, its reason and subject left aside; he speaks of himself, and asks nothing of anybody."""
    if (
        asks
        or not classes & {w.ME, w.MINE}
        or classes & named(f"we who you others customer perhaps you_en {_INSTRUCTS}")
    ):
        return None
    short = list(_without_more(signed))
    kinds = frozenset(one.sign for one in short)
    if len(short) == len(signed) or w.UNKNOWN in kinds or not kinds & {w.ME, w.MINE}:
        return None
    rule = next((rule for rule in RULES if rule.holds(kinds, asks)), None)
    if rule is None or rule.meaning is not Meaning.CLAIM:
        return None
    if w.HONORIFIC in classes and not rule.core & {w.TAKE, w.HANDLE, w.MINE}:
        return None  # "Baik Bu, saya urus karena …" is an answer
    return Reading(Meaning.CLAIM, " ".join(one.said for one in short if one.sign in rule.core))


def _without_more(signed: list[Spoken]) -> Iterator[Spoken]:
    at, claimed = 0, False
    while at < len(signed):
        one = signed[at]
        claimed = claimed or one.sign == w.MINE or (one.sign in _TAKES and at > 0)
        end = at + 1
        if one.said in _TOPIC:
            end = _topic_end(signed, at)
            one = replace(one, sign=w.MATTER)
        elif one.said in _REASON or one.said in _WHEN:
            end = _reason_end(signed, at, claimed=claimed)
            if one.said in _WHEN and end - at > _LONGEST_WHEN + 1:
                end = at + 1  # "setelah pembayaran Anda kami terima": a condition, and an answer
            one = replace(one, sign=w.CAUSE)
        yield one
        at = end


def _topic_end(signed: list[Spoken], at: int) -> int:
    """ "soal beasiswa ini": as far as it is pointed at, or he speaks of himself."""
    for end in range(at + 1, min(len(signed), at + 2 + _LONGEST_TOPIC)):
        if signed[end].said in _POINT:
            return end + 1
        if signed[end].sign in (w.ME, w.FILLER, *_TAKES) or set(signed[end].gap) & PARTING:
            return end
    return min(len(signed), at + 1 + _LONGEST_TOPIC)


def _reason_end(signed: list[Spoken], at: int, *, claimed: bool) -> int:
    """To the end of the sentence; before the claim, as far as he speaks of himself."""
    for end in range(at + 1, len(signed)):
        if set(signed[end].gap) & _SENTENCE_ENDS or (not claimed and signed[end].sign == w.ME):
            return end
    return len(signed)
