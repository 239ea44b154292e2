"""Words of an operator that are for a colleague, whatever else they say: told by whom they call.

The rules of operator_rules.py need every word; here one sign of such talk is enough, so it must be a clear one."""

from __future__ import annotations

from collections.abc import Iterable

from mailflow.core.meaning import Meaning, Reading
from mailflow.core.replies import operator_words as w
from mailflow.core.replies.operator_rules import named
from mailflow.core.replies.spoken import PARTING, TITLES, Spoken
from mailflow.lazy_dataclasses import replace

# what may stand before the name: "Halo", "Siap", "Tolong", "Mbak"
_LEADS = frozenset({w.ACK, w.YES, w.READY, w.FILLER, w.GROUP, w.GREETING, w.SORRY, w.ASK, w.CAN, *TITLES})
_SEVERAL = frozenset("fyi cc info ping hey eh note".split())
# after the name without a comma: "Sari tolong", "Budi bisa", "Sari pls take"
_ASKED = frozenset(
    {w.ASK, w.CAN, w.YOU, w.YOU_EN, w.WHO, w.NOT, w.BUSY, w.TAKE, w.WORK, w.HANDLE, w.DO, w.PASSIVE, w.REPLY}
)


def addressed(said: Iterable[Spoken], *, whole: bool) -> Reading | None:
    """Words that begin or end with a colleague's name as one calls somebody: they are for him, whatever they say."""
    signed = [replace(one, sign=w.COLLEAGUE) if one.sign == w.THEY else one for one in said]
    at = _first_word(signed)
    if at < len(signed) and signed[at].sign == w.COLLEAGUE and _calls(signed, at):
        return Reading(Meaning.ASIDE, signed[at].said)
    several = next((i for i, one in enumerate(signed[:at]) if one.sign == w.GROUP), None)
    if several is not None and _calls_several(signed, several):
        return Reading(_aside_or_claim(signed), signed[several].said)
    if name := next((name for end in _ends(signed, whole=whole) if (name := _called_last(signed[:end]))), ""):
        return Reading(Meaning.ASIDE, name)
    called = next((i for i in range(1, len(signed)) if _is_team_called(signed, i)), None) if whole else None
    return None if called is None else Reading(_aside_or_claim(signed[:called]), signed[called].said)


def _ends(signed: list[Spoken], *, whole: bool) -> list[int]:
    """Where sentences end: behind "Can you handle it, Budi?", whatever follows."""
    ends = sentences(signed)
    return [*ends, len(signed)] if whole else ends


_ENDS = frozenset(".!?\n")


def calls_customer(signed: list[Spoken]) -> bool:
    """ "Ani, …": whatever follows is for her."""
    at = _first_word(signed)
    return at < len(signed) and signed[at].sign == w.CUSTOMER and not _is_spoken_of(signed, at) and _calls(signed, at)


def turns_to_customer(signed: list[Spoken]) -> str:
    """ "Saya ambil ya. Halo Kak Wulan, …": the greeting by which a later sentence begins, "" for none."""
    for at in sentences(signed):
        if end := _greeting_end(signed, at):
            return " ".join(one.said for one in signed[at:end])
    return ""


def sentences(signed: list[Spoken]) -> list[int]:
    """Where the second sentence and those behind it begin."""
    return [at for at in range(1, len(signed)) if set(signed[at].gap) & _ENDS]


def clauses(signed: list[Spoken]) -> list[int]:
    """Where the second clause and those behind it begin."""
    return [at for at in range(1, len(signed)) if set(signed[at].gap) & PARTING]


def _greeting_end(signed: list[Spoken], at: int) -> int:
    """Behind "Halo Kak Wulan", "Hi Maria", "Bu Ani,"; 0 where none stands, or only a colleague is greeted."""
    end = at
    while end < len(signed) and (signed[end].sign == w.GREETING or signed[end].said in _DEAR):
        end += 1
    greets = end > at
    while end < len(signed) and signed[end].sign in TITLES:
        end += 1
    called = end - at - greets > 0 and signed[end - 1].sign == w.HONORIFIC
    named = end < len(signed) and _may_be_customer(signed[end]) and (greets or called or end > at)
    end += named
    apart = end < len(signed) and bool(set(signed[end].gap) & PARTING)
    told = len(signed) - end > 1 and signed[end].sign != w.COLLEAGUE
    return end if told and (named or called) and (greets or apart) else 0


_DEAR = frozenset("yth dear kepada".split())


def _may_be_customer(one: Spoken) -> bool:
    stranger = one.sign == w.UNKNOWN and one.token.raw[:1].isupper() and one.token.raw[1:].islower()
    return one.sign in (w.CUSTOMER, w.PERHAPS) or stranger


_OF_HIM = frozenset(
    """itu tu tuh ini nih yang yg sing tadi is was has had wants wanted says said asked keeps bilang nanya ngomong
    komplain marah ngotot titip nitip ngamuk protes""".split()
)


def _is_spoken_of(signed: list[Spoken], at: int) -> bool:
    """ "Ani itu yang dulu …?", "Ani wants …"."""
    after = signed[at + 1] if at + 1 < len(signed) else None
    if after is None or after.gap:
        return False
    return after.said in _OF_HIM or (after.said == "minta" and not signed[-1].token.asks)


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
    if set(after.token.gap) & PARTING or after.sign in _ASKED:
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


# who answers many customers at once calls them so, too
_PUBLIC = frozenset("semua semuanya kawan teman temans temen guys gaes gais all everyone everybody folks".split())


def _is_team_called(signed: list[Spoken], at: int) -> bool:
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


_TAKES = named("verbs mine look inspect contact")
_DECLINES = named("not busy you others who skip done reached they")


def _aside_or_claim(said: list[Spoken]) -> Meaning:
    """He says that he will do something about it, or only talks of it."""
    signs = {one.sign for one in said}
    takes = w.ME in signs and signs & _TAKES and not signs & _DECLINES
    return Meaning.CLAIM if takes else Meaning.ASIDE
