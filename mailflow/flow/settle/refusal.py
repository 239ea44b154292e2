"""The letter `refused-unregistered`: who hears that a mail of his is held, and how often."""

from __future__ import annotations

from collections.abc import Mapping

from mailflow.core.letter import Letter
from mailflow.core.message import Address
from mailflow.core.opening import is_persons
from mailflow.core.people import is_robot
from mailflow.core.preview import preview
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import Case
from mailflow.flow.settle.new_request import A_DAY
from mailflow.flow.ticket import letter_limits
from mailflow.flow.ticket.render import post_alone
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.mail import outbox

LONGEST_SUBJECT = 80  # characters of a stranger's words, without links
REFUSED = "refused-unregistered"


@dataclass(frozen=True, slots=True)
class RefusalReader:
    """The reader of the letter."""

    to: Address
    language: str
    colleague: bool = False  # hears that somebody uses his address, whoever wrote the mail
    daily: bool = True  # at most once a day


def tell_refused(parts: Parts, case: Case, reader: RefusalReader, facts: Mapping[str, object]) -> None:
    """Writer. A stranger's mail must be a person's own, and the letter within `limits:`; what is sent is counted."""
    message, since = case.message, parts.clock.now() - A_DAY
    if not message.answerable or (reader.daily and outbox.sent_to_since(parts.db, REFUSED, reader.to.email, since)):
        return
    if not reader.colleague:
        if is_robot(reader.to.email) or not is_persons(message, released=False):
            return
        if letter_limits.take(parts, letter_limits.limits_of(parts, reader.to, message.sender)) is not None:
            return
    known = {"subject": preview(message.subject, LONGEST_SUBJECT), **facts}
    letter = Letter(REFUSED, (reader.to,), language=reader.language, facts=known)
    post_alone(parts, letter, message.subject, case.mail)
