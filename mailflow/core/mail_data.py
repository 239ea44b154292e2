"""The data of a request in one mail: what `data:` of rules.yaml finds in a customer's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, tzinfo

from mailflow.core.finders.past_words import WrittenAt
from mailflow.core.message import Message
from mailflow.core.request_data import DataValue, NewWords, data_of
from mailflow.core.rules import DataField
from mailflow.core.search.repeated import unquoted
from mailflow.lazy_dataclasses import replace


def said_in(message: Message, at: datetime, fields: Sequence[DataField], zone: tzinfo) -> Mapping[str, DataValue]:
    """What the mail that came `at` then, as if a customer's, says of each field."""
    words = new_words(message, at, zone, by_customer=True)
    return data_of([subject_words(message.subject, words), words], fields)


def subject_words(subject: str, request: NewWords) -> NewWords:
    """What the subject of a request says, for what its text leaves out: it comes before it, and the newest counts."""
    return replace(request, text=subject, files=())


def new_words(message: Message, at: datetime, zone: tzinfo, *, by_customer: bool, place: str = "this mail") -> NewWords:
    """The new words of the mail, and the names of its files. A number in the signature is not the one that is asked
    about; but who writes nothing else has meant it."""
    files = tuple(file.name for file in message.attachments)
    words = message.reply_text if message.reply_text.strip() else message.relay_text
    return NewWords(place, WrittenAt(at, zone), unquoted(words), files, by_customer)
