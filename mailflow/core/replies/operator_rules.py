"""What the classes of an operator's words (operator_words.py) mean together: RULES, and the little that reads them.

A rule names the classes it needs, `+` between them and `|` where either will do, and the ones that may stand beside. A
reply with a word of any other class is not what the rule says.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mailflow.core.meaning import Meaning
from mailflow.core.replies import operator_words as w
from mailflow.lazy_dataclasses import dataclass

GROUPS: Mapping[str, str] = MappingProxyType(
    {
        "titles": "honorific peer",
        "heard_words": "ack invite yes ready thanks",
        "politely": "heard_words tail filler titles group colleague author customer greeting sorry",
        "this": "link ticket matter own numeral number be",
        "about": "this particle",
        "times": "at_once soon later status",
        "reasons": "cause free nobody",
        "around": "politely about times reasons him",
        "weakly": "weak carry_on",
        "verbs": "take handle do work reply weakly",
        "anything": " ".join(one for one in w.CLASSES if one != w.CUSTOMER_TALK)
        + " colleague author customer perhaps number they",
        "among_us": "heard_words filler peer group colleague author greeting sorry particle tail",
    }
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One of each of `needs`, and nothing but those and `beside`."""

    meaning: Meaning
    needs: tuple[frozenset[str], ...]
    allowed: frozenset[str]  # `needs` and `beside` together
    asks: bool | None  # with a question mark, without, or either
    without: frozenset[str]

    @property
    def core(self) -> frozenset[str]:
        """The classes that say what it means."""
        return frozenset().union(*self.needs)

    def holds(self, classes: frozenset[str], asks: bool) -> bool:
        """These classes, asked or told, mean it."""
        if self.asks is not None and self.asks is not asks:
            return False
        return classes <= self.allowed and all(classes & need for need in self.needs)


def named(names: str) -> frozenset[str]:
    """The classes that `names` stand for: each a class or a group of them."""
    found: set[str] = set()
    for name in names.split():
        found |= named(GROUPS[name]) if name in GROUPS else {name}
    return frozenset(found)


def _rule(meaning: Meaning, needs: str, beside: str, *, asks: bool | None = None, without: str = "") -> Rule:
    needed = tuple(named(need.replace("|", " ")) for need in needs.split("+"))
    unwanted = named(without)
    return Rule(meaning, needed, frozenset().union(named(beside), *needed) - unwanted, asks, unwanted)


_CLOSING, _CLAIM, _ASIDE = Meaning.CLOSING_WORD, Meaning.CLAIM, Meaning.ASIDE
_HEARD, _UNCLEAR = Meaning.ACKNOWLEDGEMENT, Meaning.UNCLEAR
_TELLING = "greeting own be matter number numeral"
_COURTESY = "ack ready thanks tail filler titles group author greeting sorry particle link ticket number"

# The first that holds.
RULES: tuple[Rule, ...] = (
    _rule(_CLOSING, "close", _COURTESY, asks=False),  # selesai; done, thanks; close this ticket
    _rule(_CLOSING, "close + ticket|ask|go_on", f"{_COURTESY} can done ask be", asks=False),  # tiket bisa ditutup
    _rule(_CLOSING, "close + me + ticket", f"{_COURTESY} can done be", asks=False),  # saya tutup ya tiketnya
    _rule(_CLAIM, "to_me", "around verbs me give ask can mine skip done"),  # assign it to me; yang ini sama saya
    _rule(_CLAIM, "me + take|handle|mine + done|skip", "among_us this times cause skip you others go_on"),
    # to a colleague: somebody else should, nobody can, who does?
    _rule(_ASIDE, "not|busy + verbs|mine|give|to_me", "anything"),
    _rule(_ASIDE, "not|busy + passive", "anything", without="honorific"),
    _rule(_ASIDE, "not|busy + me", "ack filler titles group author greeting sorry about cause times tomorrow skip"),
    _rule(_ASIDE, "me + number + status + later", "around verbs"),  # lagi ngurus tiket 20, ntar dulu
    _rule(_ASIDE, "not + own", "among_us this me"),  # bukan ranah kita
    _rule(_ASIDE, "who + take|handle|do|work|reply|mine|ticket|duty", "anything"),
    _rule(_ASIDE, "who + can", "among_us this me not heard", asks=True),  # ada yg bisa?
    _rule(_ASIDE, "who + passive|contact|reached|free", "anything", without="honorific numeral"),
    _rule(_ASIDE, "who + own", "anything", without="numeral"),  # ini punya siapa? but: nomor ini punya siapa?
    _rule(_ASIDE, "you", "anything"),
    _rule(_ASIDE, "others", "anything", without="you_en we contact reached free"),
    _rule(_ASIDE, "ours", "among_us this not", without="numeral"),  # is this ours?
    _rule(_ASIDE, "colleague|they + you|ask|await|give", "anything"),
    _rule(_ASIDE, "invite + colleague", "titles filler greeting particle link"),  # monggo Mbak Sari
    _rule(_ASIDE, "ask + take|handle", "filler group this particle", without="own matter be"),  # to a customer: "Bu"
    _rule(_ASIDE, "who + ask", "among_us this times verbs", asks=True),  # can anyone help me with this?
    _rule(_ASIDE, "who + ask", "filler particle group"),  # tolong dong siapa aja
    _rule(_ASIDE, "ask + duty", "among_us this times"),  # minta tolong yang standby
    _rule(_ASIDE, "not + reached|reply + soon", "among_us this ask", without="matter"),  # jangan dibalas dulu
    _rule(_ASIDE, "ask + contact + matter", "among_us this"),  # tolong kabari pelanggannya
    _rule(_ASIDE, "they", "around verbs can ask done mine heard looks be"),
    _rule(_ASIDE, "colleague + verbs", "politely around can done looks", without="ready author"),
    _rule(_ASIDE, "colleague", "filler titles group greeting sorry about cause looks can"),
    # about the ticket: not for me, not for us, not any more
    _rule(_ASIDE, "nobody", "among_us this times cause me not"),
    _rule(_ASIDE, "skip", "among_us this me times"),
    _rule(_ASIDE, "past", "ack filler peer particle group"),  # lewat
    _rule(_ASIDE, "duplicate", "among_us this cause can times done looks not"),
    _rule(_ASIDE, "same + ticket|number", "among_us this cause can times looks"),
    _rule(_ASIDE, "junk", "among_us this discard missent looks not ask who done status", without="matter"),
    _rule(_ASIDE, "junk", "among_us this looks not who done to_me"),  # to a customer: "abaikan email penipuan itu"
    _rule(_ASIDE, "discard|missent + ticket|group", "among_us this ask"),
    _rule(_ASIDE, "missent", "among_us this ask done cause me", asks=False),  # salah kirim, maaf; to a customer: "Kak"
    # sudah dibalas via WA; to the customer one says that one has called "him"
    _rule(_ASIDE, "contact|reached|reply|handle + done", "among_us this me times cause channel past", asks=False),
    _rule(_ASIDE, "reached + channel|matter", "among_us this me times cause past", asks=False),
    # mine
    _rule(_CLAIM, "mine", "around verbs me to_me give can ask done look tomorrow wait"),
    _rule(_CLAIM, "me + take", "around verbs give can ask done to_me tomorrow wait"),
    _rule(_CLAIM, "me + take", "around verbs give can ask to_me look tomorrow perhaps wait"),
    _rule(_CLAIM, "me + handle|do|work|reply", "around give can ask weakly perhaps him"),
    _rule(_CLAIM, "me + handle|do|work|reply", "around look wait", without="titles customer greeting sorry be"),
    _rule(_CLAIM, "me + weakly", "politely about times", without="customer greeting tail be matter status"),
    _rule(_CLAIM, "me + weakly + ticket|group", "around", without="honorific customer"),
    _rule(_CLAIM, "me + inspect", "politely about times", without="customer"),  # I'll look into it
    # saya cek dulu ya tim
    _rule(_CLAIM, "me + look + group|ticket", "around inspect", asks=False, without="honorific customer"),
    _rule(_CLAIM, "passive + me|author", "around", asks=False, without="honorific"),  # ini ditangani saya
    _rule(_CLAIM, "me + contact + him|matter", "around give can", asks=False),  # I'll call her now
    _rule(_CLAIM, "me + write + answer", "around mine"),  # sedang saya siapkan jawabannya
    _rule(_CLAIM, "me + cover + colleague|they", "around"),  # saya gantikan Sari
    _rule(_CLAIM, "we + take|handle", "heard_words filler group colleague author about at_once"),
    _rule(_CLAIM, "ready + take|handle|work|reply|weakly", "around"),
    _rule(_CLAIM, "take|handle", "around", asks=False, without="him"),
    _rule(_ASIDE, "take|handle", "around", asks=True),
    _rule(_CLAIM, "me", "politely about soon status", without="tail author be"),
    _rule(_CLAIM, "me + particle + cause", "politely about soon status free", without="tail author be"),
    # heard
    _rule(_HEARD, "heard_words|heard", "politely tail heard me about", asks=False, without="be matter"),
    _rule(_HEARD, "ready", "politely tail at_once link", asks=False),
    _rule(_HEARD, "done + heard", "politely particle link me", asks=False),
    _rule(_HEARD, "filler", "titles group colleague author customer", asks=False),
    # neither an answer nor anything else: only he who wrote it knows
    _rule(_UNCLEAR, "carry_on|later|soon", "among_us this soon status looks", without=_TELLING),
)  # fmt: skip
