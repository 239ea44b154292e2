"""Steps 1 and 7: how a conversation begins, and what follows from the customer's later mails."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core import hours
from mailflow.core.actions import COMPLAINT
from mailflow.core.ladders import promise
from mailflow.core.letter_kinds import MAILS, kind_of
from mailflow.core.lost import lost
from mailflow.core.meaning import Meaning, Reading
from mailflow.core.message import Address
from mailflow.core.occasions import Apart, MailArrived, Role, SurveyAnswered
from mailflow.core.people import (
    MOST_PARTICIPANTS,
    colleagues_reached,
    is_customer,
    outsiders,
    participants,
    public_list_of,
    reaches_list,
    wants_answers_at,
)
from mailflow.core.replies.customer import read
from mailflow.core.replies.helped import says_helped
from mailflow.core.replies.questions import asked_in
from mailflow.core.replies.vote import Vote, vote_in
from mailflow.core.rules import Rules
from mailflow.core.survey import LONGEST_COMMENT, cast
from mailflow.core.survey_times import REMINDER, may_vote
from mailflow.core.temper import signs_of_anger
from mailflow.core.ticket import Status, Ticket
from mailflow.core.unsent import asked
from mailflow.lazy_dataclasses import replace

LONGEST_QUESTION = 20_000  # characters kept in the event log; the mail itself is kept whole
LONGEST_SUBJECT = 300
_NO_ANSWER_NEEDED = frozenset({Meaning.THANKS, Meaning.ACKNOWLEDGEMENT, Meaning.SOLVED})


def begin(mail: MailArrived, rules: Rules) -> list[ev.Event]:
    """A request (step 1): the events that turn a blank ticket into a real one."""
    if mail.apart is not None:
        return _taken_apart(mail, mail.apart, rules)
    return _outgoing(mail) if mail.written_to else _request(mail, rules)


def _taken_apart(mail: MailArrived, apart: Apart, rules: Rules) -> list[ev.Event]:
    """A mail of another ticket: whoever has that one has this one, and its customer is told the new number."""
    received, *_ = _request(replace(mail, linked=(), assign=None, discard=None), rules)
    assert isinstance(received, ev.RequestReceived)
    other, name, actor = apart.ticket, apart.ticket.owner, apart.actor
    owner = rules.operator_named(name) or (rules.operator_named(actor) if name is None else None)
    began = replace(received, acknowledge=False, promised_at=None, on_list=False, announce=owner is None)
    if owner is None:  # its answer clock begins with its claim
        return [began, ev.SplitFrom(actor, other.n, other.number, at=apart.at)]
    begun = ev.SplitFrom(actor, other.n, other.number, owner.name, apart.breached, apart.rung, apart.at)
    if owner.name == actor:
        return [began, begun, ev.Claimed(actor, apart.since, wrote=False)]
    return [began, begun, ev.Assigned(operator=owner.name, actor=actor, at=apart.since)]


def _outgoing(mail: MailArrived) -> list[ev.Event]:
    """A colleague wrote first: the recipient is the customer and has the mail already; the operator owns the ticket,
    and it waits for the customer. Nobody has asked anything, so there is neither acknowledgement nor announcement."""
    customer, *others = mail.written_to
    message, name = mail.message, mail.author.name or ""
    claims = mail.author.role is Role.OPERATOR
    received = ev.RequestReceived(
        at=mail.at,
        subject=message.subject[:LONGEST_SUBJECT],
        text="",
        requester=customer,
        answer_to=customer,
        customer=(customer.key,),
        participants=tuple(others),
        language=mail.language,
        sender=str(customer),
        files=(),
        category=mail.category,
        linked=tuple(older.n for older in mail.linked),
        acknowledge=False,
        on_list=False,
        promised_at=None,
        author=name,
        announce=False,
    )
    words = mail.words.strip()[:LONGEST_QUESTION]
    answered = ev.Answered(name, mail.at, words, False, True, False, name, claims=claims, asks=asked_in(words))
    return [received, *([ev.Claimed(name, mail.at, wrote=True)] if claims else []), answered, *_ruled_out(mail)]


def _request(mail: MailArrived, rules: Rules) -> list[ev.Event]:
    message, customer, said = mail.message, mail.customer, mail.ruled
    answer_to = _answer_to(mail, rules)
    addresses = [a.email.casefold() for a in (customer, answer_to) if a]
    readers = _readers(mail, rules)
    known = mail.author.role is Role.OPERATOR and mail.author.proven
    acknowledged = mail.acknowledge and mail.discard is None and customer is not None
    author = mail.forwarded_by or (mail.author.name if known else None)
    complaint = _complaint(mail)
    ladder = said.ladder or (COMPLAINT if complaint and COMPLAINT in rules.ladders else "")
    received = ev.RequestReceived(
        at=mail.at,
        subject=message.subject[:LONGEST_SUBJECT],
        text=mail.words.strip()[:LONGEST_QUESTION],
        requester=customer,
        answer_to=answer_to,
        customer=tuple(dict.fromkeys(addresses)),
        participants=readers,
        language=mail.language,
        sender=str(customer or message.shown_sender or ""),
        files=tuple(a.name for a in message.files),
        category=mail.category,
        linked=tuple(older.n for older in mail.linked),
        related=tuple((older.number, older.status.value, older.owner or "") for older in mail.linked),
        acknowledge=acknowledged,
        # A reply to a colleague's forward would go to the colleague, not to the customer: the announcement is needed.
        on_list=reaches_list(message, rules) and not mail.forwarded_by,
        promised_at=promise(mail.at, Ticket(ladder=ladder, priority=said.priority), rules),
        author=author,
        announce=mail.assign is None and mail.discard is None,
        unverified=mail.let_out_by is not None or mail.doubtful or (message.is_forged and not mail.forwarded_by),
        outsiders=_left_out(mail, (*readers, *(a for a in (customer, answer_to) if a)), rules),
        priority=said.priority,
        group=said.group,
        ladder=ladder,
        ask=said.ask if acknowledged else (),
        self_help=said.self_help if acknowledged else (),
        reply=said.reply if acknowledged else "",
        complaint=complaint,
        known=mail.known,
        incident=mail.incident,
        broadcast=mail.broadcast,
    )
    found: list[ev.Event] = [received]
    if mail.forwarded_by and mail.forwarded_note.strip():
        found.append(ev.NoteFiled(author=mail.forwarded_by, text=mail.forwarded_note.strip()))
    if mail.assign:
        found.append(ev.Assigned(operator=mail.assign, actor="rules.yaml", at=mail.at))
    return found + _ruled_out(mail)


def _complaint(mail: MailArrived) -> tuple[str, ...]:
    """What shows that it is one: a rule, and the tone of the words."""
    if mail.discard is not None:
        return ()
    by_rule = (mail.ruled.place or COMPLAINT,) if mail.ruled.kind == COMPLAINT else ()
    return (*by_rule, *signs_of_anger(mail.message.subject, mail.words))


def _ruled_out(mail: MailArrived) -> list[ev.Event]:
    return [] if mail.discard is None else [ev.Discarded(actor="rules.yaml", at=mail.at, why=mail.discard)]


def _answer_to(mail: MailArrived, rules: Rules) -> Address | None:
    """Where answers go: the author's only Reply-To that is neither ours nor a robot's (mail.md 7.3, 7.4), else the
    author. The Reply-To of a forged mail is ignored."""
    if mail.customer is None or mail.form or mail.forwarded_by or mail.message.is_forged:
        return mail.customer
    return wants_answers_at(mail.message, rules) or mail.customer


def _readers(mail: MailArrived, rules: Rules) -> tuple[Address, ...]:
    """Who gets relayed answers in Cc: only the Cc of the customer's first mail counts."""
    if mail.form or mail.forwarded_by or mail.let_out_by or mail.message.is_forged:
        return ()
    if public_list_of(mail.message, rules):  # answered to the customer alone: who reads that list is not known
        return ()
    return participants(mail.message, mail.customer, rules)


def _left_out(mail: MailArrived, readers: tuple[Address, ...], rules: Rules) -> tuple[Address, ...]:
    """Addresses in the mail that get no answers. Recipients chosen by a form or a colleague do not count."""
    return () if mail.form or mail.forwarded_by else outsiders(mail.message, readers, rules)


def customer_mail(ticket: Ticket, mail: MailArrived, rules: Rules) -> list[ev.Event]:
    """Events of a further mail by a person who belongs to the ticket, or holds one of its tokens (step 7)."""
    vote = vote_on(ticket, mail, rules)
    voted = [_cast(ticket, mail, vote, rules)] if vote and may_vote(ticket, rules, mail.at) else []
    if voted and vote and not _must_be_read(mail, vote):
        return list(voted)
    wrote = _wrote(ticket, mail, rules)
    if _helped_himself(ticket, mail, wrote):
        return [ev.SolvedBySelfHelp(mail.at, wrote.sender, wrote.text, ticket.self_help, ticket.owner), wrote]
    if wrote.thanks or not ticket.status.over:
        return [*lost(ticket, mail), wrote]
    owner = ticket.owner if rules.operator_named(ticket.owner) else None
    reopened = ev.Reopened(
        mail.at, wrote.sender.email, wrote.text, owner, ticket.closed_at, wrote.unverified, by_mail=True
    )
    return [*voted, reopened, replace(wrote, reopens=True, closed_at=ticket.closed_at)]


def _helped_himself(ticket: Ticket, mail: MailArrived, wrote: ev.CustomerWrote) -> bool:
    """The word that the acknowledgement asks for, and nothing that a person must read, before anybody has answered.
    What was asked besides (in a further mail, by a ticket that went into this one) the canned answers do not know."""
    if not ticket.self_help or ticket.status not in (Status.NEW, Status.OPEN) or ticket.first_answered_at is not None:
        return False
    if ticket.further:
        return False
    himself = is_customer(ticket, wrote.sender.email) and not wrote.unverified
    return himself and wrote.meaning == Meaning.SOLVED and says_helped(mail.words)


def vote_on(ticket: Ticket, mail: MailArrived, rules: Rules) -> Vote | None:
    """The customer's vote in reply to the letter that closed the ticket, where the desk asks for votes by mail; else
    None."""
    sender, answers = mail.message.sender, mail.answers
    himself = sender is not None and is_customer(ticket, sender.email) and not mail.message.is_forged
    if not (rules.survey_by_mail and ticket.status is Status.CLOSED and himself and answers):
        return None
    closes = answers == REMINDER or (answers not in MAILS and kind_of(answers, to_customer=True).closes)
    return vote_in(mail.words, _names(ticket, mail, rules)) if closes else None


def _asks_besides(ticket: Ticket, mail: MailArrived, rules: Rules) -> bool:
    vote = vote_on(ticket, mail, rules)
    return vote is None or _must_be_read(mail, vote)


def _must_be_read(mail: MailArrived, vote: Vote) -> bool:
    return vote.asks or bool(mail.message.files)


def _cast(ticket: Ticket, mail: MailArrived, vote: Vote, rules: Rules) -> ev.VoteCast:
    voter, comment, reopens = (
        mail.message.sender or Address(""),
        vote.comment[:LONGEST_COMMENT],
        _must_be_read(mail, vote),
    )
    return cast(ticket, mail.at, voter, vote.score, comment, rules=rules, road="mail", reopens=reopens)


def reopens(ticket: Ticket, mail: MailArrived, rules: Rules) -> bool:
    """Whether a customer's mail on a ticket that is over stays on it: within `reopen_within`, or when it asks for
    nothing, such as a vote. Otherwise it opens a new, linked ticket (step 10), as it always does for an imported one.
    Its words are read only where they decide that: what they mean for the ticket is read by `customer_mail`."""
    if not ticket.status.over or _in_time(ticket, mail, rules):
        return True
    vote = vote_on(ticket, mail, rules)
    return reading(ticket, mail, rules).meaning in _NO_ANSWER_NEEDED if vote is None else not _must_be_read(mail, vote)


def vote_beside(ticket: Ticket, mail: MailArrived, rules: Rules) -> SurveyAnswered | None:
    """The vote in a mail that comes too late to reopen its ticket and asks for something more: it counts there, while
    the rest begins a new ticket."""
    vote = vote_on(ticket, mail, rules)
    if vote is None or not may_vote(ticket, rules, mail.at):
        return None
    return SurveyAnswered(vote.score, "mail", vote.comment[:LONGEST_COMMENT], at=mail.at, voter=mail.message.sender)


def _in_time(ticket: Ticket, mail: MailArrived, rules: Rules) -> bool:
    if ticket.imported or ticket.status is not Status.CLOSED or not ticket.closed_at or rules.reopen_within is None:
        return False
    return mail.at <= hours.after(ticket.closed_at, rules.reopen_within, rules.working_hours)


def _wrote(ticket: Ticket, mail: MailArrived, rules: Rules) -> ev.CustomerWrote:
    message = mail.message
    sender = message.shown_sender or Address("")
    known = (*ticket.participants, *ticket.outsiders, *map(Address, ticket.customer))
    meaning = reading(ticket, mail, rules).meaning
    quiet = meaning in _NO_ANSWER_NEEDED or (meaning is Meaning.VOTE and not _asks_besides(ticket, mail, rules))
    subject = "" if message.is_reply else message.subject  # else it may be that of an older mail
    complaint = () if quiet else signs_of_anger(subject, mail.words)
    return ev.CustomerWrote(
        at=mail.at,
        sender=sender,
        text=mail.told[:LONGEST_QUESTION],
        files=tuple(a.name for a in message.files),
        addressed=colleagues_reached(message, rules),
        thanks=quiet,
        meaning=meaning.value if quiet else "",
        counted=not quiet,
        unverified=message.is_forged,
        outsiders=outsiders(message, known, rules)[: max(0, MOST_PARTICIPANTS - len(ticket.outsiders))],
        complaint=complaint,
        ladder=COMPLAINT if complaint and COMPLAINT in rules.ladders and not ticket.ladder else "",
    )


def reading(ticket: Ticket, mail: MailArrived, rules: Rules) -> Reading:
    """The meaning of the customer's words. An attachment always needs a person to look."""
    vote = vote_on(ticket, mail, rules)
    if vote is not None:
        return Reading(Meaning.VOTE, f"{vote.score} ({vote.by})", vote.comment)
    if mail.message.files:
        return Reading(Meaning.CONTENT, "a file")
    names = _names(ticket, mail, rules)
    return read(mail.words, names, asked=asked(ticket, rules), after_question=mail.answers == "ask-feedback")


def _names(ticket: Ticket, mail: MailArrived, rules: Rules) -> tuple[str, ...]:
    """Names the customer may greet or thank, and the customer's own."""
    colleagues = (person.name for person in rules.colleagues)
    customers = (a.name for a in (ticket.requester, mail.message.sender, *ticket.participants) if a)
    return (*colleagues, rules.desk.name, *customers)
