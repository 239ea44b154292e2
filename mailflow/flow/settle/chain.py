"""T2 for one mail: CHAIN is the policy, read from top to bottom.

A question (predicate) looks at the mail (`Case`) and changes nothing. The action of the first question that finds
something (true, a ticket, an earlier copy) is carried out, and returns the outcome.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from mailflow.flow.parts import Parts
from mailflow.flow.settle.absences import is_known_notice, note_presence
from mailflow.flow.settle.admission import is_not_admitted, refuse_admission
from mailflow.flow.settle.broadcast_reply import comes_back, end_coming_back
from mailflow.flow.settle.case import COLLEAGUES, Case, Settled, look, remember_ending
from mailflow.flow.settle.confirm_reply import answers_question, decide_question
from mailflow.flow.settle.conversation import (
    answers_digest,
    begin_ticket,
    do_as_asked,
    go_on,
    is_new,
    is_reaction,
    its_ticket,
    make_ticket,
    note_reaction,
)
from mailflow.flow.settle.copies import (
    answer_again,
    earlier_copy,
    end_answer_again,
    end_duplicate,
    may_be_bettered,
    wait_for_direct_copy,
)
from mailflow.flow.settle.flooding import FLOOD, hold_flood, is_flood
from mailflow.flow.settle.likely import describe
from mailflow.flow.settle.mail_commands import carry_out, orders
from mailflow.flow.settle.no_person import (
    end_echo,
    end_history,
    file_automatic,
    file_known_notice,
    file_notice,
    file_programs_reply,
    is_automatic,
    is_bounce,
    is_echo,
    is_hasty_notice,
    is_history,
    is_programs_reply,
    note_failures,
)
from mailflow.flow.settle.party_mail import is_of_party, note_party
from mailflow.flow.settle.proofs import keep
from mailflow.flow.settle.quarantine import (
    drop_blocked,
    hold_spam,
    is_blocked,
    is_early,
    is_from_ourselves,
    is_spam,
    is_unproven,
    is_unregistered,
    is_wanted_as_ticket,
    park_own,
    refuse_unproven,
    refuse_unregistered,
    wait_for_request,
)
from mailflow.flow.settle.repetition import note_repeat, repeated_on
from mailflow.flow.settle.ruled_out import file_transaction, is_transaction, keep_out, ruled_out
from mailflow.flow.settle.several_reply import answers_list, hand_back
from mailflow.flow.settle.verification import end_confirmation, note_proof, only_confirms
from mailflow.flow.ticket.files import MailInHand
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.store.mail import inbox
from mailflow.store.mail.inbox import InboxRow

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Link:
    """A question, and the action carried out when it finds something."""

    question: Callable[[Parts, Case], Any]
    action: Callable[[Parts, Case, Any], Settled]


def link(question: Callable[[Parts, Case], Found | None], action: Callable[[Parts, Case, Found], Settled]) -> Link:
    """A Link whose action receives what its question found."""
    return Link(question, action)


CHAIN: tuple[Link, ...] = (
    link(is_history, end_history),
    link(is_echo, end_echo),
    link(earlier_copy, end_duplicate),
    link(may_be_bettered, wait_for_direct_copy),
    link(is_bounce, note_failures),
    link(comes_back, end_coming_back),
    link(is_of_party, note_party),
    link(is_transaction, file_transaction),
    link(is_automatic, file_automatic),
    link(is_hasty_notice, file_notice),
    link(is_programs_reply, file_programs_reply),
    link(is_known_notice, file_known_notice),
    link(is_reaction, note_reaction),
    link(only_confirms, end_confirmation),
    link(is_unproven, refuse_unproven),
    link(is_unregistered, refuse_unregistered),
    link(is_blocked, drop_blocked),
    link(is_wanted_as_ticket, make_ticket),
    link(is_spam, hold_spam),
    link(answers_question, decide_question),
    link(answers_digest, do_as_asked),
    link(is_from_ourselves, park_own),
    link(is_flood, hold_flood),
    link(answers_list, hand_back),
    link(is_early, wait_for_request),
    link(answer_again, end_answer_again),
    link(orders, carry_out),
    link(is_not_admitted, refuse_admission),
    link(its_ticket, go_on),
    link(repeated_on, note_repeat),
    link(ruled_out, keep_out),
    link(is_new, begin_ticket),
)


def settle(parts: Parts, row: InboxRow, mail: MailInHand, *, patient: bool) -> Settled:
    """Decide one mail and record everything that follows, inside the caller's savepoint; the caller writes the outcome
    into the inbox.

    Raises Park and Wait, and whatever the store raises.
    """
    return settle_case(parts, look(parts, row, mail, patient=patient))


def settle_case(parts: Parts, case: Case) -> Settled:
    """The same for a mail for which `look` was called already."""
    keep(
        parts, case.row.id, case.message, has_proof=case.has_proof
    )  # first: a letter that follows has a token nobody else has seen
    remember_ending(parts, case)
    note_proof(parts, case)
    sealed = case.ticket.sealed if case.ticket is not None else ()
    settled = first_that_applies(parts, case)
    if case.author.role in COLLEAGUES:
        note_presence(parts, case, settled.outcome)
    if settled.outcome == inbox.QUARANTINED:
        describe(parts, case, together=settled.reason.startswith(FLOOD))
    return replace(settled, sealed=sealed) if sealed else settled


def first_that_applies(parts: Parts, case: Case) -> Settled:
    """Carry out the first link that applies. Raises as `settle`."""
    for one in CHAIN:
        found = one.question(parts, case)
        if found:
            return one.action(parts, case, found)
    raise AssertionError("the last question finds something in every mail")
