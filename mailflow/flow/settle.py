"""T2 for one mail: what it is, whose it is, what follows, and under which name it ends.

QUESTIONS is the policy, read from top to bottom: the first that has an answer settles the mail. Each takes the mail in
hand (`Case`) and either settles it or says nothing.
"""

from __future__ import annotations

from collections.abc import Callable

from mailflow.flow.aside import is_automatic, is_bounce, is_duplicate, is_echo, is_history
from mailflow.flow.case import Case, Settled, look
from mailflow.flow.conversation import answers_digest, begins, continues, is_repeated
from mailflow.flow.files import MailInHand
from mailflow.flow.parts import Parts
from mailflow.flow.refusals import is_early, is_from_ourselves, is_spam, is_unproven, is_unregistered
from mailflow.store.inbox import InboxRow

QUESTIONS: tuple[Callable[[Parts, Case], Settled | None], ...] = (
    is_history,
    is_echo,
    is_duplicate,
    is_bounce,
    is_automatic,
    is_unproven,
    is_unregistered,
    is_spam,
    answers_digest,
    is_from_ourselves,
    is_early,
    continues,
    is_repeated,
    begins,
)


def settle(parts: Parts, row: InboxRow, mail: MailInHand, *, patient: bool) -> Settled:
    """Decide one mail and record all that follows, inside the caller's savepoint; he names the outcome in the inbox.

    Raises Park and Wait, and whatever the store raises.
    """
    case = look(parts, row, mail, patient=patient)
    for question in QUESTIONS:
        settled = question(parts, case)
        if settled is not None:
            return settled
    raise AssertionError("the last question settles everything")
