"""(ticket, event, rules) → the letters an event causes. `ticket` is the ticket after the event.

Who is told what is decided only here; the wording is in templates/canned/.
"""

from __future__ import annotations

from typing import assert_never

from mailflow.core import events as ev
from mailflow.core.addressing import (
    ask_back,
    person_named,
    readers_of,
    relayed,
    to_customer,
    to_each,
    to_named,
    to_operators,
    to_person,
)
from mailflow.core.command_letters import command_letters
from mailflow.core.confirmations import Act
from mailflow.core.held_letters import held_letters
from mailflow.core.incident_letters import proposed
from mailflow.core.intake_letters import intake_letters
from mailflow.core.ladder import Ladder
from mailflow.core.ladders import first_due
from mailflow.core.letter import Files, Letter
from mailflow.core.letter_kinds import Failure, kind_of
from mailflow.core.lost import LETTER as LOST_COPY
from mailflow.core.meaning import Meaning
from mailflow.core.merge_letters import merge_letters
from mailflow.core.offering import (
    answer_due,
    assigned,
    calm_opening,
    came_second,
    caution,
    claimed,
    leaves_in,
    offer,
    receipt,
    received,
)
from mailflow.core.party_letters import party_letters, tier_facts, tier_reminder
from mailflow.core.rules import Person, Rules
from mailflow.core.rung_facts import rung_facts, solved_facts
from mailflow.core.stand_ins import LetterReader, also_to_reader, present, reminded
from mailflow.core.survey import survey_letters
from mailflow.core.ticket import Status, Ticket
from mailflow.core.unsent_letters import follows, waiting
from mailflow.core.wording import say
from mailflow.lazy_dataclasses import replace


def letters(ticket: Ticket, event: ev.Event, rules: Rules) -> list[Letter]:
    """The letters for one event, in the order they should leave."""
    found = [follows(ticket, letter) for letter in _letters(ticket, event, rules)]
    if not rules.absent or ticket.owner not in rules.absent:
        return found
    reached = event.addressed if isinstance(event, ev.CustomerWrote) else ()
    return [one for letter in found for one in also_to_reader(letter, rules, reached)]


def _letters(ticket: Ticket, event: ev.Event, rules: Rules) -> list[Letter]:
    if isinstance(event, ev.Untold | ev.WithParty):
        return [] if isinstance(event, ev.Untold) else party_letters(ticket, event, rules)
    match event:
        case ev.RequestReceived():
            return received(ticket, event, rules)
        case ev.Claimed():
            return claimed(ticket, event, rules)
        case ev.ClaimCameSecond():
            return came_second(ticket, event, rules)
        case ev.ClaimReturned():
            return to_named(event.operator, "claim-first", {"text": event.text}, rules)
        case ev.AnswerReturned() | ev.AnswerTakenBack():
            return _told_why(event.operator, "answer-hint", event.text, event.why, rules)
        case ev.AnswerHeld() | ev.HeldSettled() | ev.HeldReminded():
            return held_letters(ticket, event, rules)
        case ev.AnswerScheduled():
            return waiting(
                relayed(ticket, event.operator, event.text, rules, source=event.source), ticket, event.due_at
            )
        case ev.Answered():
            return _answered(ticket, event, rules)
        case ev.NoteFiled():
            return _told_why(event.author, "filed-as-note", event.text, event.why, rules)
        case ev.CopyLost():
            return _copy_lost(ticket, event, rules)
        case ev.CustomerWrote():
            return _customer_wrote(ticket, event, rules)
        case ev.ClosingStated():
            return _closing_stated(ticket, event, rules)
        case ev.StatementRejected() | ev.PicWrote():
            return _pic_wrote(ticket, event, rules, rejected=isinstance(event, ev.StatementRejected))
        case ev.Rang():
            return _rang(ticket, event, rules) if event.send else []
        case ev.Closed():
            return to_customer(ticket, event.letter, {"operator": event.operator}, survey=True)
        case ev.VoteCast() | ev.SurveyReminded():
            return survey_letters(ticket, event, rules)
        case ev.SolvedBySelfHelp() | ev.RequestRepeated():
            return intake_letters(ticket, event, rules)
        case ev.Reopened():
            return [] if event.by_mail else _reopened(ticket, event, rules)
        case ev.Assigned():
            return assigned(ticket, event, rules)
        case ev.SplitFrom():
            return to_customer(ticket, "acknowledgement", {"promised_at": None, "apart": event.number})
        case ev.Merged() | ev.TicketJoined():
            return merge_letters(ticket, event, rules)
        case ev.Released() | ev.ClaimExpired():
            return to_operators(ticket, _offered_again(ticket, event, rules), rules, files="ticket")
        case ev.LetterUndelivered():
            return _undelivered(ticket, event, rules)
        case ev.CommandRefused() | ev.CommandUndone() | ev.CommandAnswered():
            return command_letters(ticket, event, rules)
        case ev.IncidentProposed():
            return proposed(event, rules)
        case ev.ConfirmationAsked():
            return _asked_back(event, rules)
        case _:
            assert_never(event)


def _asked_back(event: ev.ConfirmationAsked, rules: Rules) -> list[Letter]:
    act = Act(event.act, event.actor, dict(event.args))
    asked = (person_named(name, rules) for name in event.to)
    return [ask_back(act, person, rules) for person in asked if person is not None]


def _answered(ticket: Ticket, event: ev.Answered, rules: Rules) -> list[Letter]:
    found = receipt(ticket, event.operator, rules, sent=event.text, direct=not event.relayed) if event.claims else []
    if event.relayed and event.scheduled is None:
        sent = relayed(ticket, event.operator, event.text, rules, canned=event.canned, source=event.source)
        found += waiting(sent, ticket, event.due_at)
    if event.only_link or event.hints:
        found += _hinted(ticket, event, rules)
    if event.owner is not None and event.owner != event.operator:
        facts = {"operator": event.operator, "owner": event.owner, "text": event.text, "answered_at": event.at}
        people = [p for p in (person_named(event.operator, rules), person_named(event.owner, rules)) if p]
        told = to_each([*people, *rules.pic], "collision", facts, rules)
        found += waiting(told, ticket, event.due_at)  # taken back, the answer has collided with nothing
    return found


def _offered_again(ticket: Ticket, event: ev.Released | ev.ClaimExpired, rules: Rules) -> dict[str, object]:
    if isinstance(event, ev.Released):
        return offer(ticket, rules, event.why or "released", event.actor)
    return offer(ticket, rules, "expired", event.operator) | {"why": event.after}


def _copy_lost(ticket: Ticket, event: ev.CopyLost, rules: Rules) -> list[Letter]:
    """Its author is asked to forward the original."""
    facts = {"text": event.text, "answered_at": event.written_at, "sender": str(ticket.requester or "")}
    return to_named(event.operator, LOST_COPY, facts, rules)


def _hinted(ticket: Ticket, event: ev.Answered, rules: Rules) -> list[Letter]:
    """What the answer may lack, or have given away; a mere link has words of its own where it is all."""
    person = person_named(event.operator, rules)
    if person is None:
        return []
    language, link = rules.desk.spoken(person.language), (("link-only", ""),) if event.only_link else ()
    about = (*link, *event.hints) if event.hints else ()
    words = [say(f"hint-{name}", language, detail=detail) for name, detail in about]
    facts = {"text": event.text, "why": "", "hints": words, "leaves_in": ""}
    if event.relayed and event.due_at is not None:
        facts["leaves_in"] = leaves_in(ticket, event.operator, rules)
    return [to_person(person, "answer-hint", facts, rules)]


def _told_why(name: str, kind: str, text: str, why: str, rules: Rules) -> list[Letter]:
    """A colleague gets the text back, with the reason why it was not passed on; a note without a reason causes no
    letter."""
    if not why or (person := person_named(name, rules)) is None:
        return []
    return [to_person(person, kind, {"text": text, "why": say(why, rules.desk.spoken(person.language))}, rules)]


# -- step 7


def _customer_wrote(ticket: Ticket, event: ev.CustomerWrote, rules: Rules) -> list[Letter]:
    """The owner is told, unless the mail reached the owner directly; without an owner, those who may claim. A mail that
    may be forged is always told, because the copy in the owner's mailbox does not say so."""
    if event.meaning == Meaning.SOLVED and ticket.solved_since == event.at:
        return _suggested(ticket, event, rules)
    if event.reopens:
        return _reopened_by_mail(ticket, event, rules)
    if ticket.status.over or ("list" in event.addressed and not event.unverified):
        return []
    if event.meaning == Meaning.ACKNOWLEDGEMENT and ticket.pending is not None:
        return []  # "baik kak" to `data-missing`: there is nothing to answer, and the data are awaited still
    due = None if event.thanks or event.escalates else answer_due(ticket, rules)
    facts: dict[str, object] = {"text": event.text, "sender": str(event.sender), "due_at": due}
    facts["escalates"] = event.escalates
    facts |= {"solved": event.meaning == Meaning.SOLVED, "escalated": ticket.status is Status.ESCALATED}
    facts |= {"files": list(event.files), "not_copied": []} | caution(event.unverified, event.outsiders)
    facts["calm"] = calm_opening(ticket, rules) if event.complaint else ""
    files: Files = "mail" if event.files else "none"
    himself = rules.operator(event.sender.email)  # an operator who is the customer of this ticket
    have = (*event.addressed, himself.name) if himself else event.addressed
    owner = rules.operator_named(ticket.owner)
    if owner is None and "list" not in have:
        return to_operators(ticket, facts, rules, files=files, kind="customer-wrote", reached=have)
    if owner is None or (owner.name in have and not event.unverified):
        return []
    return [to_person(owner, "customer-wrote", facts, rules, files=files, readers=readers_of(ticket, rules))]


def _suggested(ticket: Ticket, event: ev.CustomerWrote, rules: Rules) -> list[Letter]:
    """The customer says that it is solved: the owner gets the closing text to send, even if the mail reached the owner
    directly."""
    return to_each(_people_of(ticket, "owner", rules), "suggest-close", solved_facts(event), rules)


def _reopened(ticket: Ticket, event: ev.Reopened, rules: Rules) -> list[Letter]:
    if ticket.owner is None:
        offered = offer(ticket, rules, "reopened", event.actor) | {"why": event.why}
        return to_operators(ticket, offered, rules, files="ticket")
    due = first_due(event.at, Ladder.ANSWER, ticket, rules)
    facts: dict[str, object] = {"text": event.text, "sender": event.actor, "closed_at": event.closed_at, "due_at": due}
    facts |= {"question": ticket.question, "conversation": (), "unverified": event.unverified, "why": event.why}
    return to_named(ticket.owner, "reopened", facts, rules)


def _reopened_by_mail(ticket: Ticket, event: ev.CustomerWrote, rules: Rules) -> list[Letter]:
    """One letter tells what happened and what the customer writes now, and is answered like any other of his mails."""
    files: Files = "mail" if event.files else "none"
    told: dict[str, object] = {"files": list(event.files), "not_copied": []}
    told |= caution(event.unverified, event.outsiders)
    if ticket.owner is None:
        offered = offer(ticket, rules, "reopened", event.sender.email) | {"newest": event.text} | told
        return to_operators(ticket, offered, rules, files="ticket")
    due = first_due(event.at, Ladder.ANSWER, ticket, rules)
    facts: dict[str, object] = {"text": event.text, "sender": str(event.sender), "closed_at": event.closed_at}
    facts |= {"question": ticket.question, "conversation": (), "why": "", "due_at": due} | told
    found = to_named(ticket.owner, "reopened", facts, rules, files=files, readers=readers_of(ticket, rules))
    return [replace(letter, reply_to=rules.announce.reply_to) for letter in found]


# -- steps 8 to 10


def _closing_stated(ticket: Ticket, event: ev.ClosingStated, rules: Rules) -> list[Letter]:
    found = waiting(relayed(ticket, event.operator, event.text, rules) if event.relayed else [], ticket, event.due_at)
    if event.by == "automatic":
        kind = f"closing-{event.closing}"
        found += to_customer(ticket, kind, {"operator": event.operator}, author=event.operator)
    facts = {
        "operator": event.operator or None,
        "closing": event.closing,
        "text": event.text,
        "question": ticket.question,
        "conversation": (),
        "solved": event.by == "customer",
    }
    return found + to_each(rules.pic, "closing-notice", facts, rules)


def _pic_wrote(
    ticket: Ticket, event: ev.PicWrote | ev.StatementRejected, rules: Rules, *, rejected: bool
) -> list[Letter]:
    about = event.about if isinstance(event, ev.PicWrote) else ""
    facts = {
        "pic": event.pic,
        "text": event.text,
        "rejected": rejected,
        "closed": about == "closed",
        "score": ticket.vote.score if about == "vote" and ticket.vote else None,
        "over": ticket.status.over,
        "waits": ticket.status is Status.CLOSING,
    }
    return to_named(ticket.owner, "pic-wrote", facts, rules)


# -- reminders


def _rang(ticket: Ticket, event: ev.Rang, rules: Rules) -> list[Letter]:
    found: dict[str, Letter] = {}
    ticket = replace(ticket, owner=event.owner) if event.owner else ticket
    for word in event.to:
        for letter in _rung_letters(ticket, event, word, rules):
            found.setdefault(letter.to[0].key, letter)
    return list(found.values())


def _rung_letters(ticket: Ticket, event: ev.Rang, word: str, rules: Rules) -> list[Letter]:
    if word == "customer":
        language = rules.desk.spoken(ticket.language)
        return to_customer(ticket, event.letter, rung_facts(ticket, event, rules, language))
    if word == "second-tier":
        return tier_reminder(ticket, event, rules)
    return [_reminder(ticket, event, reader, rules) for reader in _readers_of(ticket, word, rules)]


def _reminder(ticket: Ticket, event: ev.Rang, reader: LetterReader, rules: Rules) -> Letter:
    language = rules.desk.spoken(reader.person.language)
    facts = rung_facts(ticket, event, rules, language) | {"instead_of": reader.instead_of}
    facts["may_claim"] = rules.operator_named(reader.person.name) is not None
    facts |= tier_facts(ticket, rules) if event.ladder == Ladder.SECOND_TIER else {}
    return to_person(reader.person, event.letter, facts, rules)


def _readers_of(ticket: Ticket, word: str, rules: Rules) -> list[LetterReader]:
    """The people a word in a rung's `to:` means, and who reads for those who are away; any other word is an
    address."""
    people = _people_of(ticket, word, rules)
    if word == "operators":
        return [LetterReader(person) for person in present(people, rules)]
    return reminded(people, rules, else_to=present(rules.pic, rules) if word == "owner" else ())


def _people_of(ticket: Ticket, word: str, rules: Rules) -> tuple[Person, ...]:
    if word == "owner":
        owner = rules.operator_named(ticket.owner)
        return (owner,) if owner else rules.pic  # e.g. answered by a PIC: there is no owner to remind
    if word == "operators":
        return rules.operators
    if word == "pic":
        return rules.pic
    if word == "admin":
        return (Person("admin", rules.admin),) if rules.admin else ()
    known = rules.operator(word) or rules.pic_person(word)
    return (known if known and known.name in rules.absent else person_named(word, rules) or Person("", word),)


# -- failures


def _undelivered(ticket: Ticket, event: ev.LetterUndelivered, rules: Rules) -> list[Letter]:
    """A customer's address: told to owner and PIC. A colleague's: told to the PIC, and for an announcement to the other
    operators, since one of them had no chance to claim (mail.md 2.6)."""
    told = kind_of(event.letter).failure
    if told is Failure.SILENT or event.again:
        return []
    owner = rules.operator_named(ticket.owner)
    people = [*([owner] if owner else []), *rules.pic]
    if not event.customer and told is Failure.TOLD_ALL:
        people += rules.operators
    people = [p for p in people if event.recipient.casefold() not in (a.casefold() for a in p.addresses)]
    facts = {"recipient": event.recipient, "letter": event.letter, "words": event.words}
    return to_each(people, "letter-failed", facts, rules)
