"""`mailflow explain`: how one mail would be parsed, matched and decided. Everything is carried out, and then rolled
back.

A desk without a database knows no conversations. There a reply is tried on a *supposed* ticket: an open question of the
first recipient who is not one of us, or of the author when the mail replies to a letter that looks like ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.core import events as ev
from mailflow.core.actions import Effects, NearMiss, near_misses
from mailflow.core.mail_data import said_in
from mailflow.core.match import Clue, ClueTrust
from mailflow.core.meaning import Meaning, Reading
from mailflow.core.meanings import meaning_of
from mailflow.core.message import Address, Message, Nature
from mailflow.core.occasions import Author, MailArrived, Role
from mailflow.core.people import participants
from mailflow.core.replies.pic import read as read_verdict
from mailflow.core.request_data import DataValue
from mailflow.core.ticket import Ticket
from mailflow.core.wording import say
from mailflow.errors import Park, Unparsed, Wait
from mailflow.flow.parts import Parts
from mailflow.flow.settle.arrival import arrival
from mailflow.flow.settle.case import COLLEAGUES, Case, Settled, look
from mailflow.flow.settle.chain import first_that_applies
from mailflow.flow.settle.matching import Match
from mailflow.flow.settle.proofs import filtered, signed
from mailflow.flow.settle.reading import read
from mailflow.flow.settle.redact_asked import HIDDEN, REDACTING
from mailflow.flow.ticket.files import MailInHand
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail import identity
from mailflow.store.admin import dry_run
from mailflow.store.desk import tickets
from mailflow.store.desk.numbers import blank
from mailflow.store.read import archive
from mailflow.store.read.archive import Recorded

SUPPOSED = "supposed: this conversation is not known here, so it was tried on an open question"
_NOT_SENT = {"answer-held": "held", "answer-returned": "returned to its author", "note-filed": "kept as a note"}
_SIGNATURES = ("signature", "learned card")  # Cut.what
LOOKS_LIKE_OURS = "supposed: it looks like a letter of ours; only the secret in the database could tell"
FORGED = "its sender's address may be forged: it follows only what we signed, and brings in no reader"
UNPROVEN_FORM = "nothing proves that the form wrote it (`proof:`): whom it names gets no acknowledgement"
_STRANGER = Address("customer@customer.invalid")  # an address that cannot exist (RFC 6761 §6.4)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What would become of a mail, and why."""

    message: Message
    nature: str
    author: Author
    settled: Settled
    ticket: str | None  # number of the ticket it belongs to, if that exists
    effects: Effects  # of the rules, for a mail that would open a ticket
    near: tuple[NearMiss, ...]  # rules that came close
    form: Address | None  # the customer found by a configured form
    is_form: bool
    clue: Clue | None  # the clue its ticket was found by
    supposed: bool
    events: tuple[str, ...]  # kinds of events on its ticket
    letters: tuple[tuple[str, tuple[str, ...]], ...]  # kind, recipients
    commands: tuple[str, ...]
    reasons: tuple[str, ...]
    meaning: Reading | None  # how the words of a reply are interpreted
    data: Mapping[str, DataValue]  # what a customer's mail says of the fields under `data:`


def explain(parts: Parts, raw: bytes, at: datetime, *, begun: bool) -> Explanation:
    """Try the mail as if it arrived at `at`. `begun` False: the desk has no database, replies are tried on supposed
    tickets.

    There is an explanation for any bytes; raises only what the database raises.
    """
    mail = MailInHand(filtered(parts, signed(parts, read(parts, raw), raw, at), raw), raw, at)  # asks DNS and filter
    mail.prepare(parts.secret, parts.rules.copy_up_to)
    return parts.parsed.run(lambda: _explained(parts, mail, at, begun=begun))


def _explained(parts: Parts, mail: MailInHand, at: datetime, *, begun: bool) -> Explanation:
    with dry_run.undone(parts.db):
        row = dry_run.put(parts.db, mail.raw, at)
        case = look(parts, row, mail, patient=False)
        supposed = None if begun else _supposed(parts, case)
        found = _tried(parts, supposed or case, supposed=supposed is not None)
        if found.settled.outcome == "parked" and supposed is None and _answers_unknown(case):
            found = _tried(parts, _of_colleague(parts, case), supposed=True)
    return found


# -- deciding


def _tried(parts: Parts, case: Case, *, supposed: bool) -> Explanation:
    newest, before = dry_run.newest_letter(parts.db), case.ticket
    meaning = _meaning(parts, case)
    settled = _settled(parts, case, supposed=supposed)
    events: tuple[Recorded, ...] = ()
    if settled.n is not None:
        since = before.version if before is not None and before.n == settled.n else 0
        events = tuple(event for event in archive.events_of(parts.db, settled.n) if event.seq > since)
    letters = tuple((kind, tuple(to)) for kind, to in dry_run.letters_after(parts.db, newest))
    ruled = settled.ruled or Effects()
    near = () if settled.ruled is None else tuple(near_misses(case.incoming(), ruled.number))
    occasion = arrival(parts, case)
    return Explanation(
        message=case.message,
        nature=_nature(case.message, settled),
        author=case.author,
        settled=settled,
        ticket=None if supposed else _number(parts, case, settled),
        effects=ruled,
        near=near,
        form=case.form.customer if case.form else None,
        is_form=case.form is not None,
        clue=case.match.clue if case.match and not supposed else None,
        supposed=supposed,
        events=tuple(event.kind for event in events),
        letters=letters,
        commands=tuple(_shown(name, argument) for name, argument in occasion.commands),
        reasons=(
            *_reasons(case, settled, ruled, supposed=supposed),
            *(f"the rule at {one.rule.place} came close: {one.words}" for one in near),
            *_left_out(events),
            *_read(meaning),
            *_signed_only(parts, case),
        ),
        meaning=meaning,
        data=_data(parts, case),
    )


def _data(parts: Parts, case: Case, words: str | None = None) -> Mapping[str, DataValue]:
    """Of a mail on behalf of a customer; of these `words` instead of its own."""
    if case.is_colleagues and not case.message.is_forward:
        return {}
    message = case.mail.message if words is None else replace(case.mail.message, reply_text=words)
    return said_in(message, case.row.arrived_at, parts.rules.data, ZoneInfo(parts.rules.desk.timezone))


def _signed_only(parts: Parts, case: Case) -> Iterator[str]:
    """Data that stand in the signature and nowhere else."""
    if not any(one.what in _SIGNATURES for one in case.mail.message.cuts):
        return
    counted = _data(parts, case)
    for name, one in _data(parts, case, case.mail.message.own_text).items():
        if name not in counted:
            values = ", ".join(map(str, (one.value, *one.candidates) if one.value is not None else one.candidates))
            yield f"{name} is not taken from the signature, where {values} stands"


def _meaning(parts: Parts, case: Case) -> Reading | None:
    if case.match is None and case.message.reaction:
        return Reading(Meaning.REACTION, case.message.reaction)
    if case.match is None:
        return None
    return meaning_of(case.match.ticket, arrival(parts, case), parts.rules)


def _read(meaning: Reading | None) -> Iterator[str]:
    if meaning is not None and meaning.by:
        kind = _DOUBTED if meaning.unsure else _KINDS.get(meaning.meaning, "")
        yield f"the words mean {meaning.meaning.published}: {kind}{meaning.by}"


_DOUBTED = "perhaps for a colleague, so their author is asked first: "
# what the published meaning does not tell
_KINDS = {
    Meaning.ASIDE: "for a colleague, by ",
    Meaning.CLOSING_WORD: "a bare word about closing, neither a command nor an answer: ",
}


def _left_out(events: Sequence[Recorded]) -> Iterator[str]:
    """Why an answer is not sent on, people the mail names who are ignored, and tickets it is linked with."""
    for event in events:
        if signs := event.data.get("complaint"):
            yield f"a complaint: {', '.join(signs)}"
        for email, _ in event.data.get("outsiders", ()):
            yield f"answers do not reach {email}: only the first mail's Cc does, when nothing is forged"
        if event.kind in _NOT_SENT and event.data.get("why"):
            told = say(str(event.data["why"]), "en", detail=str(event.data.get("detail", "")))
            yield f"{_NOT_SENT[event.kind]}: {told}"
        for number, status, _ in event.data.get("related", ()):
            yield f"goes together with ticket {number} ({status}): of one conversation, or of this customer's"


def _settled(parts: Parts, case: Case, *, supposed: bool) -> Settled:
    """As chain.settle, but an error becomes the outcome the daemon would record."""
    try:
        with parts.db.savepoint():
            return first_that_applies(parts, case)
    except Unparsed:
        raise  # it is explained once more
    except (Park, Wait) as why:
        return Settled("parked", None, str(why))
    except Exception as error:  # the daemon would retry and then park it: an outcome, not a crash
        return Settled("parked", None, f"a fault of mailflow: {type(error).__name__}: {error}")


def _nature(message: Message, settled: Settled) -> str:
    """`understand` does not know the secret: only here is it known whether we wrote it (interfaces.md gives the
    order)."""
    if settled.outcome == "echo" and message.nature in (Nature.HUMAN, Nature.LIST):
        return Nature.ECHO.value
    return message.nature.value


def _shown(name: str, argument: str) -> str:
    """The command line; what shall disappear is not shown once more."""
    return f"/{name} {HIDDEN if name in REDACTING else argument}".strip()


def _number(parts: Parts, case: Case, settled: Settled) -> str | None:
    """A ticket the mail would open has no number yet."""
    if settled.n is None or settled.outcome == "request":
        return case.ticket.number if case.ticket and settled.outcome != "request" else None
    ticket = tickets.load(parts.db, settled.n)
    return ticket.number if ticket else None


def _reasons(case: Case, settled: Settled, ruled: Effects, *, supposed: bool) -> tuple[str, ...]:
    message, found = case.message, []
    if message.nature_reason:
        found.append(f"{message.nature.value}: {message.nature_reason}")
    if case.author.reason:
        proof = "believed" if case.author.proven else "not proven"
        found.append(f"{case.author.role.value}, {proof}: {case.author.reason}")
        found += [f"decided by {case.author.field}"] if case.author.field else []
    if message.is_forged and case.author.role not in COLLEAGUES:
        found.append(FORGED)
    if case.match is not None and not supposed:
        found.append(f"ticket {case.match.ticket.number}: {_TRUSTS[case.match.clue.trust]} {case.match.clue.source}")
    if case.form is not None:
        named = f"the customer is {case.form.customer}" if case.form.customer else "it names no customer"
        found.append(f"a form of rules.yaml: {named}")
        found += [] if case.form.proven else [UNPROVEN_FORM]
    if ruled.number:
        found.append(f"rule {ruled.number} of rules.yaml ({ruled.place})")
    if supposed:
        found.append(SUPPOSED if case.match else LOOKS_LIKE_OURS)
    if settled.reason and settled.reason not in (message.nature_reason, case.author.reason, ruled.place):
        found.append(settled.reason)
    return (*found, *message.notes)


_TRUSTS = {
    ClueTrust.REPLY_TOKEN: "a reply address of ours",
    ClueTrust.OWN_ID: "it answers our own",
    ClueTrust.KNOWN_ID: "it answers a mail filed there,",
    ClueTrust.TAG: "the subject says",
    ClueTrust.HINT: "Outlook counts it there,",
    ClueTrust.SHARED: "it belongs to a conversation of that ticket's,",
}


# -- supposing


def _supposed(parts: Parts, case: Case) -> Case | None:
    """The case on a supposed ticket, None when it needs none."""
    message = case.message
    if case.form is not None or case.match is not None:
        return None
    if case.author.role is Role.DESK:
        return _of_ourselves(parts, case)
    if case.author.role in COLLEAGUES:
        replies = message.is_reply and case.author.proven and not message.is_forward
        return _of_colleague(parts, case) if replies else None
    if message.sender is not None and (_answers_ours(parts, message) or _vaguely_automatic(message)):
        return _on(parts, case, message.sender, "acknowledgement")
    return None


def _of_ourselves(parts: Parts, case: Case) -> Case | None:
    """A mail of ours is proven by a secret that is created with the database; without one, its form must do."""
    message = case.message
    if not (message.loop_marks or identity.looks_like_id(message.message_id)):
        return None
    mark = identity.loop_mark(parts.secret)
    return replace(case, message=replace(message, loop_marks=(mark,)), marks=replace(case.marks, looped=True))


def _answers_unknown(case: Case) -> bool:
    """A proven colleague replies to a mail that is not here: the daemon would wait for it, and then park the reply."""
    message, believed = case.message, case.author.role in COLLEAGUES and case.author.proven
    threaded = bool(message.in_reply_to or message.references)
    return believed and threaded and case.match is None and case.form is None and not message.is_forward


def _of_colleague(parts: Parts, case: Case) -> Case:
    """The case of a colleague's mail on a supposed ticket: it answers a question of the first recipient who is not one
    of us; a PIC's single word answers a closing notice."""
    strangers = participants(case.message, None, parts.rules)
    meant = read_verdict(case.message.reply_text, (case.author.name or "",)).meaning
    word = case.author.role is Role.PIC and meant in (Meaning.YES, Meaning.NO, Meaning.UNCLEAR)
    return _on(parts, case, strangers[0] if strangers else _STRANGER, "closing-notice" if word else "announcement")


def _answers_ours(parts: Parts, message: Message) -> bool:
    """By form only: without the secret it cannot be known whether these Message-IDs are really ours."""
    ids = (*message.in_reply_to, *message.references)
    addresses = (*(a.email for a in message.recipients), *message.delivered_to)
    tagged = message.is_reply and not message.is_forged and identity.tags_in(message.subject, parts.rules.desk.number)
    return (
        any(map(identity.looks_like_id, ids)) or any(map(identity.looks_like_reply_address, addresses)) or bool(tagged)
    )


def _vaguely_automatic(message: Message) -> bool:
    """Only its subject says that no person wrote it. An absence notice replies to something, here perhaps a letter of
    ours. A desk with a database knows; there such a mail, when it replies to none of our letters, opens a ticket
    without acknowledgement."""
    return message.nature is Nature.AUTOMATIC and not message.certain


def _on(parts: Parts, case: Case, customer: Address, answers: str) -> Case:
    ticket = _open_question(parts, customer, case)
    return replace(case, match=Match(ticket, Clue(ClueTrust.OWN_ID, ticket.n, "supposed", answers), answers))


def _open_question(parts: Parts, customer: Address, case: Case) -> Ticket:
    """A ticket `customer` might have opened, made with `handle` like any other."""
    to = (Address(parts.rules.desk.address),)
    asked = Message(sender=customer, to=to, subject=case.message.subject, text="…", reply_text="…")
    occasion = MailArrived(asked, case.row.arrived_at, Author(Role.CUSTOMER), customer=customer, words="…")
    desk = parts.rules.desk
    ticket = blank(parts.db, desk.number, desk.local(parts.clock.now()), parts.token() + parts.token())
    handled = handle(parts, ticket, occasion, Cause("mail-arrived", {"supposed": True}))
    assert any(isinstance(event, ev.RequestReceived) for event in handled.events)
    return handled.ticket
