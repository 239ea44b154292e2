"""The vocabulary of `when:` in rules.yaml. One function per word; its docstring is the word's reference.

A word takes one value or many; any of them is enough. Several words in one `when:` must all hold; an empty `when:`
always holds. A value is text to be found, whatever its case, line breaks and runs of spaces, or a regular expression
between slashes, `/nomor [0-9]{4}/`, which sees one line at a time (patterns.py says why and how much of it).
Adding a word is adding a function and its line in WORDS.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

from mailflow.core import patterns
from mailflow.core.message import Address, Message
from mailflow.core.rules import PolicyRule

Values = tuple[str, ...]


def subject(values: Values, message: Message) -> bool:
    """The subject contains one of these. `subject: [pulsa, top-up]`"""
    return _any(values, [message.subject])


def body(values: Values, message: Message) -> bool:
    """The text of the mail, quotations included, contains one of these. `body: tidak masuk`"""
    return _any(values, [message.text])


def subject_or_body(values: Values, message: Message) -> bool:
    """Subject or text contains one of these. `subject_or_body: [pulsa, "tidak masuk"]`"""
    return _any(values, [message.subject, message.text])


def sender(values: Values, message: Message) -> bool:
    """The author's address or name contains one of these. `from: "@kampus.example"`"""
    return _any(values, _people([message.sender] if message.sender else []))


def recipient(values: Values, message: Message) -> bool:
    """An address or name in To or Cc, or the address it was delivered to, contains one of these. `to: pulsa@`"""
    return _any(values, [*_people(message.recipients), *message.delivered_to])


def attachment(values: Values, message: Message) -> bool:
    """The name of an attached file contains one of these. `attachment: [.pdf, /^IMG_\\d+/]`"""
    return _any(values, [file.name for file in message.files])


def has_attachment(values: Values, message: Message) -> bool:
    """A real file is attached (true) or none is (false); logos of signatures do not count. `has_attachment: true`"""
    return values == ("true",) if message.files else values == ("false",)


def mailing_list(values: Values, message: Message) -> bool:
    """The mail came through a mailing list whose identifier contains one of these. `list: mahasiswa`"""
    return _any(values, message.list_ids)


WORDS: Mapping[str, Callable[[Values, Message], bool]] = MappingProxyType(
    {
        "subject": subject,
        "body": body,
        "subject_or_body": subject_or_body,
        "from": sender,
        "to": recipient,
        "attachment": attachment,
        "has_attachment": has_attachment,
        "list": mailing_list,
    }
)
SWITCHES = frozenset({"has_attachment"})  # words that take true or false instead of text


def matches(rule: PolicyRule, message: Message) -> bool:
    """Whether every word of the rule's `when:` holds for this mail."""
    return all(WORDS[word](values, message) for word, values in rule.when)


def check(word: str, value: str) -> None:
    """Raises ValueError, in words for the admin, when `value` cannot be used with `word`."""
    if word in SWITCHES:
        if value not in ("true", "false"):
            raise ValueError(f"{word} is true or false")
    elif not value.strip():
        raise ValueError(f"{word} is empty and would match every mail")
    elif patterns.is_expression(value):
        patterns.compiled(value[1:-1])


def _any(values: Values, texts: Iterable[str]) -> bool:
    searched = [text for text in texts if text]
    return any(_finder(value)(text) for value in values for text in searched)


@lru_cache(maxsize=1024)
def _finder(value: str) -> Callable[[str], bool]:
    if patterns.is_expression(value):
        expression = patterns.compiled(value[1:-1])
        return lambda text: patterns.search(expression, text) is not None
    wanted = patterns.folded(value)
    return lambda text: wanted in patterns.folded(text)


def _people(addresses: Iterable[Address]) -> list[str]:
    return [words for address in addresses for words in (address.email, address.name) if words]
