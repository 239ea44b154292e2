"""The data of a request in one mail: what `data:` of rules.yaml finds in a customer's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from mailflow.core.finders.past_words import WrittenAt
from mailflow.core.message import Message
from mailflow.core.request_data import DataValue, NewWords, data_of
from mailflow.core.rules import DataField


def said_in(message: Message, at: datetime, fields: Sequence[DataField], zone: tzinfo) -> Mapping[str, DataValue]:
    """What the mail that came `at` then, as if a customer's, says of each field."""
    return data_of([new_words(message, at, zone, by_customer=True)], fields)


def new_words(message: Message, at: datetime, zone: tzinfo, *, by_customer: bool, place: str = "this mail") -> NewWords:
    """The new words of the mail, and the names of its files."""
    files = tuple(file.name for file in message.attachments)
    return NewWords(place, WrittenAt(at, zone), message.reply_text, files, by_customer)
