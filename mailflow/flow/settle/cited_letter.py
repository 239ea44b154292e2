"""A reply that names nothing we know, because a relay has replaced every id: what it quotes says what it answers."""

from __future__ import annotations

from mailflow.core.match import ClueTrust
from mailflow.core.message import Message
from mailflow.flow.parts import Parts
from mailflow.flow.settle.matching import Match
from mailflow.lazy_dataclasses import replace
from mailflow.mail import identity
from mailflow.mail.quoting.cited import cited
from mailflow.store.mail import said


def put_back(parts: Parts, message: Message, found: Match | None) -> Message:
    """The mail with the id of the letter it quotes; unchanged when it names one, or quotes none of its ticket.

    It is asked only of who may name the ticket by its number, so it gives nobody a ticket: it says which letter.
    """
    unknown = found is not None and found.answers is None and found.clue.trust is ClueTrust.TAG
    if found is None or not unknown or not message.is_reply or message.automatic or message.is_forward:
        return message
    written = [one for n in dict.fromkeys((found.clue.n, found.ticket.n)) for one in said.on_ticket(parts.db, n)]
    letters = ((one.message_id, one.text) for one in written if identity.verify(parts.secret, one.message_id))
    ours = {*parts.policy.ours.desk, *([parts.policy.ours.list] if parts.policy.ours.list else [])}
    letter = cited(message.text, ours, letters)
    return message if letter is None else replace(message, in_reply_to=(letter,))
