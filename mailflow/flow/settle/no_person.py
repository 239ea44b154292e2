"""Questions about mail that no person wrote now: history, our own echo, a duplicate, a bounce, an automatic reply."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Message, Nature
from mailflow.core.occasions import MailArrived, Role
from mailflow.core.ticket import Ticket
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.flow.settle import dsn
from mailflow.flow.settle.case import Case, Settled, file_mail, of_no_ticket
from mailflow.flow.ticket.answered import answered_ids
from mailflow.flow.ticket.handle import handle
from mailflow.mail import identity
from mailflow.mail.away import absent_in_words
from mailflow.mail.list_notices import tells_of_hold
from mailflow.store.desk import list_holds
from mailflow.store.mail import departures, messages, outbox
from mailflow.store.mail.outbox import Posted


def is_history(parts: Parts, case: Case) -> bool:
    """It arrived before `since:` of its mailbox: it is kept, and nothing follows."""
    return not case.row.released_by and parts.policy.is_history(case.row.mailbox, case.row.arrived_at, parts.db)


def end_history(parts: Parts, case: Case, _: bool) -> Settled:
    return Settled("history")


def is_echo(parts: Parts, case: Case) -> bool:
    """mailflow itself sent it, proven by its Message-ID or loop mark; From proves nothing (mail.md 1.7)."""
    return case.marks.own_id or case.marks.looped


def end_echo(parts: Parts, case: Case, _: bool) -> Settled:
    if not case.marks.own_id:
        _learn_other_id(parts, case.message)
    return Settled("echo")


def _learn_other_id(parts: Parts, message: Message) -> None:
    """A list gave our letter another Message-ID: the members' replies will refer to that one (mail.md 4.10)."""
    ids = [found for mark in message.loop_marks if (found := identity.marked_id(parts.secret, mark))]
    letter = outbox.by_message_id(parts.db, ids[0]) if ids and message.message_id else None
    if letter is not None and letter.ticket is not None:
        messages.thread(parts.db, letter.ticket, message.message_id, letter.kind)


def is_bounce(parts: Parts, case: Case) -> bool:
    return case.message.nature is Nature.BOUNCE and case.form is None


def note_failures(parts: Parts, case: Case, _: bool) -> Settled:
    n = dsn.report(parts, case.message, case.marks.refers_to, case.cause())
    if n is None and case.ticket is not None:
        return _filed(parts, case, case.ticket, "bounce")
    return Settled("bounce", n, case.message.nature_reason)


def is_automatic(parts: Parts, case: Case) -> bool:
    """No person wrote it. A customer's question is not discarded for a weak sign: without a ticket it is a request,
    but in answer to a letter of ours that has none (`verify-address`)."""
    if case.message.nature not in (Nature.AUTOMATIC, Nature.ECHO) or case.form is not None:
        return False
    answers_ours = case.ticket is not None or bool(of_no_ticket(case.marks))
    return answers_ours or case.message.certain or case.author.role is not Role.CUSTOMER


def file_automatic(parts: Parts, case: Case, _: bool) -> Settled:
    """File it on its ticket; it answers and claims nothing."""
    listed = parts.rules.desk.list
    if listed and tells_of_hold(case.message, listed):
        list_holds.note(parts.db, listed, case.row.arrived_at)
    if case.ticket is not None:
        return _filed(parts, case, case.ticket, "automatic")
    return Settled("automatic", None, case.message.nature_reason)


HASTY = "words of a vacation notice, at once after our letter"
_AT_ONCE = timedelta(seconds=90)
_SIGNATURE = 300  # characters at the end that may be a signature, in a text without a quotation


def is_hasty_notice(parts: Parts, case: Case) -> bool:
    """An absence notice within a minute of our letter, without any header that says so and without a quotation: a
    home-made autoresponder (procmail). If a person wrote it after all, it is filed, but not sent to the customer as an
    answer."""
    message = case.message
    if not (message.in_reply_to or message.references) or case.form is not None or message.nature is not Nature.HUMAN:
        return False
    return (
        not message.files
        and not _quotes(message)
        and absent_in_words(message.reply_text)
        and _comes_at_once(parts, case)
    )


_TWICE = LazyPattern(r"\s*re\s?:\s*re\s?:", re.IGNORECASE)


def is_programs_reply(parts: Parts, case: Case) -> bool:
    """An autoresponder made of formail (procmail). Whoever's: it repeats our letter as it is (`-rkb`), and nothing in
    its header is of a mail program that people use. A colleague's that leaves no X-Loop, by the form of its header: it
    writes "Re: Re:", which no client does below our "Re:", or repeats our letter at once. Or its X-Loop names another
    address of the same person."""
    message = case.message
    if case.form is not None:
        return False
    if message.clientless and _repeats_a_letter(parts, case):
        return True
    if not case.is_colleagues or message.nature not in (Nature.HUMAN, Nature.LIST):
        return False
    if _loops_to_himself(parts, message):  # also by the operators' list, to which our announcement leads replies
        return True
    if message.nature is Nature.LIST or not message.by_program:
        return False
    return _TWICE.match(message.subject) is not None or (_only_repeats(message) and _comes_at_once(parts, case))


def _repeats_a_letter(parts: Parts, case: Case) -> bool:
    """It consists of the letter it answers, unmarked and without a line that says whose words these are; or, at once,
    of a notice of absence above that. A person's client marks what it quotes, or says so."""
    message = case.message
    for message_id in answered_ids(message):
        letter = outbox.by_message_id(parts.db, message_id)
        if letter is None or not letter.text:
            continue
        for ours, theirs in _texts(parts, case, letter):
            if not may_end_alike(ours, theirs):
                continue
            above = _above(_squeezed(ours), _squeezed(theirs))
            if above == "" or (above is not None and _is_its_own(above, message) and _is_away(parts, case)):
                return True
    return False


def _texts(parts: Parts, case: Case, letter: Posted) -> Iterator[tuple[str, str]]:
    """The letter and the mail as read; then, which costs the letter's bytes, as they stand on the wire."""
    yield letter.text, case.message.text
    if case.message.text.strip() and not _ends_with_a_mark(case.row.raw, letter.text):
        yield _sent(parts, letter.id), _body(case.row.raw)


def _ends_with_a_mark(raw: bytes, letter: str) -> bool:
    """The mail's last line is marked as quoted, more deeply than the letter's last: so it does not end with the letter
    as it stands on the wire, however that is encoded. It is so in clients' replies, for which the letter's bytes need
    not be read: 6 µs instead of 100 (bench/budget.py, 2026-11-30)."""
    last = _squeezed(raw[-_LAST_LINE:].rstrip().rpartition(b"\n")[2].decode("utf-8", "replace"))
    marks = last[: len(last) - len(last.lstrip(">"))]
    return bool(marks) and marks not in _squeezed(letter.rstrip().rpartition("\n")[2])


_LAST_LINE = 4_000  # bytes


def _is_away(parts: Parts, case: Case) -> bool:
    """Said at once. Of any other words nobody can know that no person wrote them: an answer must not be lost."""
    return absent_in_words(case.message.reply_text) and _comes_at_once(parts, case)


def _sent(parts: Parts, letter_id: int) -> str:
    """The letter's body as it left; "" when its bytes are no longer kept."""
    with suppress(CannotDo):
        return _body(outbox.data(parts.db, letter_id))
    return ""


def may_end_alike(letter: str, mail: str) -> bool:
    """Whether the mail may end with the letter, blanks left out: its last characters tell that of most that do not,
    0.7 µs instead of 43 for two texts of 4 KB (bench/tricks.py, 2026-11-30)."""
    ours, theirs = _squeezed(letter[-_TAIL:]), _squeezed(mail[-_TAIL:])
    size = min(len(ours), len(theirs))
    return not size or ours[-size:] == theirs[-size:]


_TAIL = 100  # characters


def _above(letter: str, mail: str) -> str | None:
    """What stands above the letter in the mail; None when it does not end with the letter."""
    return mail[: -len(letter)] if letter and mail.endswith(letter) else None


def _is_its_own(above: str, message: Message) -> bool:
    """Nothing but the words of the mail, so no line that introduces a quotation, and no mark."""
    return above == _squeezed(message.reply_text)


def _body(raw: bytes) -> str:
    """Below the header as it stands there: formail leaves out how it is encoded."""
    return raw.replace(b"\r\n", b"\n").partition(b"\n\n")[2].decode("utf-8", "replace")


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _loops_to_himself(parts: Parts, message: Message) -> bool:
    if not message.loops or message.sender is None:
        return False
    person = parts.rules.operator(message.sender.email) or parts.rules.pic_person(message.sender.email)
    return person is not None and any(address.casefold() in message.loops for address in person.addresses)


def _only_repeats(message: Message) -> bool:
    marked = any(line.startswith(">") for line in message.text.split("\n")[:1])
    return bool(message.text.strip()) and not message.reply_text.strip() and not marked


def _comes_at_once(parts: Parts, case: Case) -> bool:
    sent = (at for one in answered_ids(case.message) for at in departures.sent_at(parts.db, one))
    return any(abs(case.row.arrived_at - at) < _AT_ONCE for at in sent)


def file_programs_reply(parts: Parts, case: Case, _: bool) -> Settled:
    return _notice(
        parts, case, "written by a program: it repeats or renames what it answers, or its X-Loop names its author"
    )


def _quotes(message: Message) -> bool:
    cut = len(message.text) - len(message.reply_text)
    return cut > _SIGNATURE or any(line.startswith(">") for line in message.text.split("\n"))


def file_notice(parts: Parts, case: Case, _: bool) -> Settled:
    return _notice(parts, case, HASTY)


def file_known_notice(parts: Parts, case: Case, _: bool) -> Settled:
    return _notice(parts, case, "words of a vacation notice, the same as in an earlier mail of the same colleague")


def _notice(parts: Parts, case: Case, notice: str) -> Settled:
    return (
        Settled("automatic", None, notice)
        if case.ticket is None
        else _filed(parts, case, case.ticket, "automatic", notice)
    )


def _filed(parts: Parts, case: Case, ticket: Ticket, outcome: str, notice: str = "") -> Settled:
    occasion = MailArrived(case.message, case.row.arrived_at, case.author, notice=notice)
    handled = handle(parts, ticket, occasion, case.cause())
    file_mail(parts, case, handled.ticket)
    return Settled(outcome, ticket.n, notice or case.message.nature_reason)
