"""The vocabulary of `when:` in rules.yaml. One function per word; its docstring is the word's reference.

A word takes one value or many; any of them is enough. Several words in one `when:` must all hold; an empty `when:`
always holds. What a word looks at is an Incoming: the mail, when it came, the desk's rules. A value is text to be
found, whatever its case, line breaks and runs of spaces, or a regular expression between slashes, `/nomor [0-9]{4}/`,
which sees one line at a time (patterns.py says why and how much of it). Adding a word is adding a function and its line
in WORDS.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from mailflow.core import patterns
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Address, Message
from mailflow.core.registered import Registered
from mailflow.core.rules import PolicyRule, Rules
from mailflow.lazy_dataclasses import dataclass

Values = tuple[str, ...]

_DAYS: Mapping[str, int] = MappingProxyType(
    {
        name: day
        for day, names in enumerate(
            ("mon monday senin", "tue tuesday selasa", "wed wednesday rabu", "thu thursday kamis",
             "fri friday jumat", "sat saturday sabtu", "sun sunday minggu")
        )
        for name in names.split()
    }
)  # fmt: skip
_HOLIDAY = ("holiday", "libur")
_HOURS = LazyPattern(r"(\d{1,2})(?:[:.](\d\d))?(?:\s*[-–]\s*(\d{1,2})(?:[:.](\d\d))?)?", re.ASCII)
_HOUR, _DAY = 60, 24 * 60  # minutes
MISSING = "-"  # before a name of `data:`


@dataclass(frozen=True, slots=True)
class Incoming:
    """A mail that may open a ticket, as rules look at it."""

    message: Message
    at: datetime  # its arrival
    rules: Rules
    registered: Registered | None = None  # its customer in the register

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.rules.desk.timezone)

    @property
    def local(self) -> datetime:
        return self.at.astimezone(self.zone)


def subject(values: Values, mail: Incoming) -> bool:
    """The subject contains one of these. `subject: [pulsa, top-up]`"""
    return any_in(values, [mail.message.subject])


def body(values: Values, mail: Incoming) -> bool:
    """The text of the mail, quotations included, contains one of these. `body: tidak masuk`"""
    return any_in(values, [mail.message.text])


def subject_or_body(values: Values, mail: Incoming) -> bool:
    """Subject or text contains one of these. `subject_or_body: [pulsa, "tidak masuk"]`"""
    return any_in(values, [mail.message.subject, mail.message.text])


def sender(values: Values, mail: Incoming) -> bool:
    """The author's address or name contains one of these. `from: "@kampus.example"`"""
    return any_in(values, _people([mail.message.sender] if mail.message.sender else []))


def recipient(values: Values, mail: Incoming) -> bool:
    """An address or name in To or Cc, or the address it was delivered to, contains one of these. `to: pulsa@`"""
    return any_in(values, [*_people(mail.message.recipients), *mail.message.delivered_to])


def attachment(values: Values, mail: Incoming) -> bool:
    """The name of an attached file contains one of these. `attachment: [.pdf, /^IMG_\\d+/]`"""
    return any_in(values, [file.name for file in mail.message.files])


def has_attachment(values: Values, mail: Incoming) -> bool:
    """A real file is attached (true) or none is (false); logos of signatures do not count. `has_attachment: true`"""
    return values == ("true",) if mail.message.files else values == ("false",)


def mailing_list(values: Values, mail: Incoming) -> bool:
    """The mail came through a mailing list whose identifier contains one of these. `list: mahasiswa`"""
    return any_in(values, mail.message.list_ids)


def hour(values: Values, mail: Incoming) -> bool:
    """It came at this hour of the desk's day, or between two; past midnight too. `hour: "17:00-08:00"`"""
    return at_hour(values, mail.local)


def weekday(values: Values, mail: Incoming) -> bool:
    """It came on this day, or on one of these, in English or Indonesian; `holiday` is any that
    `working_hours.holidays` names. `weekday: [sat-sun, holiday]`"""
    return on_day(values, mail.local, mail.rules)


def data(values: Values, mail: Incoming) -> bool:
    """It says one of these facts, named under `data:`; with a minus before the name: it does not. `data: -tujuan`"""
    from mailflow.core.mail_data import said_in  # the finders take 25 ms to load

    wanted = {value.removeprefix(MISSING) for value in values}
    fields = tuple(one for one in mail.rules.data if one.name in wanted)
    found = said_in(mail.message, mail.at, fields, mail.zone)
    return any((value.removeprefix(MISSING) in found) != value.startswith(MISSING) for value in values)


def spam(values: Values, mail: Incoming) -> bool:
    """A filter has marked it as spam (true), or not (false). Such mail is held, unless the rule that decides says
    `spam: true` itself. `spam: true`"""
    return mail.message.spam == (values == ("true",))


def customer_group(values: Values, mail: Incoming) -> bool:
    """The register says that its customer is in this group (`mailflow customers`). `customer_group: [vip, emas]`"""
    wanted = [value.casefold() for value in values if not patterns.is_expression(value)]
    named = [value for value in values if patterns.is_expression(value)]
    group = mail.registered.group if mail.registered is not None else ""
    return bool(group) and (group.casefold() in wanted or any_in(tuple(named), [group]))


WORDS: Mapping[str, Callable[[Values, Incoming], bool]] = MappingProxyType(
    {
        "subject": subject,
        "body": body,
        "subject_or_body": subject_or_body,
        "from": sender,
        "to": recipient,
        "attachment": attachment,
        "has_attachment": has_attachment,
        "list": mailing_list,
        "hour": hour,
        "weekday": weekday,
        "data": data,
        "spam": spam,
        "customer_group": customer_group,
    }
)
SWITCHES = frozenset({"has_attachment", "spam"})  # words that take true or false instead of text


def matches(rule: PolicyRule, mail: Incoming) -> bool:
    """Whether every word of the rule's `when:` holds for this mail."""
    return all(WORDS[word](values, mail) for word, values in rule.when)


def failing(rule: PolicyRule, mail: Incoming) -> tuple[str, ...]:
    """The words of its `when:` that do not hold."""
    return tuple(word for word, values in rule.when if not WORDS[word](values, mail))


def check(word: str, value: str) -> None:
    """Raises ValueError, in words for the admin, when `value` cannot be used with `word`."""
    if word in SWITCHES:
        if value not in ("true", "false"):
            raise ValueError(f"{word} is true or false")
    elif not value.strip():
        raise ValueError(f"{word} is empty and would match every mail")
    elif word == "hour":
        _span(value)
    elif word == "weekday":
        _days(value)
    elif patterns.is_expression(value):
        patterns.compiled(value[1:-1])


def at_hour(values: Values, local: datetime) -> bool:
    """Whether it is one of these hours there."""
    minute = local.hour * 60 + local.minute
    return any(_within(minute, *_span(value)) for value in values)


def on_day(values: Values, local: datetime, rules: Rules) -> bool:
    """Whether it is one of these days there."""
    day = local.date()
    festive = any(value.strip().casefold() in _HOLIDAY for value in values) and day in rules.working_hours.holidays
    return festive or any(day.weekday() in _days(value) for value in values)


def _span(value: str) -> tuple[int, int]:
    """The first minute of the day, and the first one no longer in it. Raises ValueError, in words for the admin."""
    found = _HOURS.fullmatch(value.strip())
    if found is not None:
        first = int(found[1]) * _HOUR + int(found[2] or 0)
        last = int(found[3]) * _HOUR + int(found[4] or 0) if found[3] else first - first % _HOUR + _HOUR
        if first < _DAY and last <= _DAY and max(int(found[2] or 0), int(found[4] or 0)) < _HOUR and first != last:
            return first, last
    raise ValueError(f'{value!r} is no hour of the day: write "17:00-08:00", or "7" for 07:00 to 08:00')


def _within(minute: int, first: int, last: int) -> bool:
    return first <= minute < last if first < last else minute >= first or minute < last


def _days(value: str) -> frozenset[int]:
    """Monday is 0; a holiday is no day of the week. Raises ValueError, in words for the admin."""
    if value.strip().casefold() in _HOLIDAY:
        return frozenset()
    ends = [_DAYS.get(part.strip()) for part in value.strip().casefold().replace("'", "").split("-")]
    first, last = ends[0], ends[-1]
    if len(ends) > 2 or first is None or last is None:
        raise ValueError(f"{value!r} is no day: write mon, sat-sun, holiday, or a list of these")
    return frozenset(range(first, last + 1)) if first <= last else frozenset((*range(first, 7), *range(last + 1)))


def any_in(values: Values, texts: Iterable[str]) -> bool:
    """Whether one of these values is found in one of the texts."""
    searched = [text for text in texts if text]
    return any(_finder(value)(text) for value in values for text in searched)


def _finder(value: str) -> Callable[[str], bool]:
    if patterns.is_expression(value):
        expression = patterns.compiled(value[1:-1])
        return lambda text: patterns.search(expression, text) is not None
    wanted = patterns.folded(value)
    return lambda text: wanted in patterns.folded(text)


def _people(addresses: Iterable[Address]) -> list[str]:
    return [words for address in addresses for words in (address.email, address.name) if words]
