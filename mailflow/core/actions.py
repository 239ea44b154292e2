"""The vocabulary of `then:` in rules.yaml. One function per word; its docstring is the word's reference.

The first rule whose `when:` holds decides alone; `Effects.rule` says which it was. Adding a word is adding a function,
its line in WORDS and a field of Effects.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from mailflow.core.conditions import Incoming, failing, matches
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.priority import PRIORITIES
from mailflow.core.replies.small_talk import asks_nothing, is_small_talk
from mailflow.core.rules import PolicyRule
from mailflow.lazy_dataclasses import dataclass, replace

CHAT, TRANSACTION, COMPLAINT = "chat", "transaction", "complaint"
_LANGUAGE = LazyPattern(r"[a-z]{2,3}")
KINDS = (CHAT, TRANSACTION, COMPLAINT)


@dataclass(frozen=True, slots=True)
class Effects:
    """What the rules say about a new request. None: they say nothing about it."""

    category: str | None = None
    assign: str | None = None  # operator's name as rules.yaml writes it under `operators:`
    language: str | None = None  # of letters to the customer: id, en, jv …
    acknowledge: bool | None = None  # None: use `acknowledge:` of rules.yaml
    discard: str | None = None  # why the ticket is discarded at once
    priority: str = "normal"  # high | normal | low
    group: str = ""  # of operators, who hear of it first
    ladder: str = ""  # a name under `ladders:`
    quarantine: str | None = None  # why it is held for a person to look at
    ask: tuple[str, ...] = ()  # names under `data:`, which the acknowledgement asks for where the mail lacks them
    self_help: tuple[str, ...] = ()  # letters whose text stands in the acknowledgement, for the customer to try
    reply: str = ""  # the letter whose text stands in the acknowledgement
    kind: str = ""  # one of KINDS; "": an ordinary request
    rule: PolicyRule | None = None  # the rule that matched
    number: int = 0  # its position in `rules:`, from 1; 0 = none matched

    @property
    def place(self) -> str:
        """Where the rule is written, for `explain`: "rules.yaml:40"; "" when none matched."""
        return self.rule.place if self.rule else ""

    @property
    def writes(self) -> bool:
        """Whether they have the acknowledgement say something."""
        return bool(self.ask or self.self_help or self.reply)

    @property
    def knows_spam(self) -> bool:
        """Whether the rule speaks of spam itself."""
        return self.rule is not None and ("spam", ("true",)) in self.rule.when


NONE = Effects()


def category(effects: Effects, value: str) -> Effects:
    """File the ticket under this category, which reports count by. `category: pulsa-tidak-masuk`"""
    return replace(effects, category=value)


def assign(effects: Effects, value: str) -> Effects:
    """Give the ticket to this operator, as if he had claimed it. `assign: Budi`"""
    return replace(effects, assign=value)


def language(effects: Effects, value: str) -> Effects:
    """Write letters to this customer in that language: id, en, or any that letters are written in; those that are
    not, are in the desk's. `language: en`"""
    return replace(effects, language=value)


def acknowledge(effects: Effects, value: str) -> Effects:
    """Tell the customer his number at once (true) or not (false), whatever the desk does else. `acknowledge: false`"""
    return replace(effects, acknowledge=value == "true")


def discard(effects: Effects, value: str) -> Effects:
    """Discard the mail's ticket at once, for the reason given; nobody is written to. `discard: newsletter`"""
    return replace(effects, discard=value)


def priority(effects: Effects, value: str) -> Effects:
    """Its priority: high, normal or low (tinggi, biasa, rendah). `priority: high`"""
    return replace(effects, priority=PRIORITIES[value.casefold()])


def group(effects: Effects, value: str) -> Effects:
    """Announced to, and claimed by, the operators of this group first; by all after the first step of the claim ladder.
    `group: akademik`"""
    return replace(effects, group=value)


def ladder(effects: Effects, value: str) -> Effects:
    """Its reminders are those of this name under `ladders:`. `ladder: gawat`"""
    return replace(effects, ladder=value)


def quarantine(effects: Effects, value: str) -> Effects:
    """Hold it, for the reason given, until a person lets it out or drops it. `quarantine: looks like a chain letter`"""
    return replace(effects, quarantine=value)


def ask(effects: Effects, value: str) -> Effects:
    """Ask with the acknowledgement, in the same mail, for these facts of `data:`, as far as the request lacks them.
    `ask: [tujuan, nominal]`"""
    return replace(effects, ask=(*effects.ask, value))


def self_help(effects: Effects, value: str) -> Effects:
    """Put up to three canned answers into the acknowledgement; a reply of SELESAI (SOLVED) closes the ticket.
    `self_help: answer-pulsa-data`"""
    return replace(effects, self_help=(*effects.self_help, value))


def reply(effects: Effects, value: str) -> Effects:
    """Put this canned letter into the acknowledgement: what is true of all such requests. `reply: jadwal-libur`"""
    return replace(effects, reply=value)


def kind(effects: Effects, value: str) -> Effects:
    """What kind of mail it is. chat: greetings and small talk, answered without a ticket; such a rule holds for nothing
    else. transaction: a program's receipt, filed. complaint: told so to the operators. `kind: complaint`"""
    return replace(effects, kind=value)


WORDS: Mapping[str, Callable[[Effects, str], Effects]] = MappingProxyType(
    {
        "category": category,
        "assign": assign,
        "language": language,
        "acknowledge": acknowledge,
        "discard": discard,
        "priority": priority,
        "group": group,
        "ladder": ladder,
        "quarantine": quarantine,
        "ask": ask,
        "self_help": self_help,
        "reply": reply,
        "kind": kind,
    }
)
SWITCHES = frozenset({"acknowledge"})  # words that take true or false instead of text
LISTS: Mapping[str, int] = MappingProxyType({"ask": 10, "self_help": 3})  # words that take several values: how many


def effects(mail: Incoming) -> Effects:
    """The effects of the first matching rule; Effects() when none matches."""
    for number, rule in enumerate(mail.rules.rules, 1):
        if matches(rule, mail) and (_CHATS not in rule.then or _is_chat(rule, mail)):
            found = Effects(rule=rule, number=number)
            for word, value in rule.then:
                found = WORDS[word](found, value)
            return found
    return Effects()


_CHATS = ("kind", CHAT)


def _is_chat(rule: PolicyRule, mail: Incoming) -> bool:
    """A question behind the greeting is a request, and so is a file."""
    message = mail.message
    names = (mail.rules.desk.name, message.sender.name if message.sender else "")
    if message.files or message.is_forward:
        return False
    if is_small_talk(message.subject, message.reply_text, names):
        return True
    return bool(rule.when) and asks_nothing(message.subject, message.reply_text)


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A rule of which some words held, but not all."""

    rule: PolicyRule
    missing: tuple[str, ...]  # the words that did not

    @property
    def words(self) -> str:
        held = [word for word, _ in self.rule.when if word not in self.missing]
        return f"{', '.join(held)} held, {', '.join(self.missing)} did not"


def near_misses(mail: Incoming, decided: int) -> Iterator[NearMiss]:
    """Those before the rule that decided; 0: none did."""
    for rule in mail.rules.rules[: decided - 1 if decided else None]:
        missing = failing(rule, mail)
        if len(missing) < len(rule.when):
            yield NearMiss(rule, missing)


def check(word: str, value: str) -> None:
    """Raises ValueError, in words for the admin, if `value` cannot be used with `word`. Names of people,
    groups and the like are not checked."""
    if word in SWITCHES and value not in ("true", "false"):
        raise ValueError(f"{word} is true or false")
    if word == "language" and not _LANGUAGE.fullmatch(value):
        raise ValueError(f"{value!r} is no code of a language: write id, en, or another that letters are written in")
    if word == "priority" and value.casefold() not in PRIORITIES:
        raise ValueError(f"{value!r} is no priority: write high, normal or low (tinggi, biasa, rendah)")
    if word == "kind" and value not in KINDS:
        raise ValueError(f"{value!r} is no kind of mail: write one of {', '.join(KINDS)}")
    if not value.strip():
        raise ValueError(f"{word} is empty")
