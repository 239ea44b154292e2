"""Hints before it is too late (`hints:` in rules.yaml): what an answer may lack, or give away.

Each is one function that says what it has found, "" for nothing. `warn` tells the author after the answer, `hold`
returns it before. Precision before recall: a hint that is often wrong is switched off, and then helps nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from mailflow.core.addressing import readers_of
from mailflow.core.hint_modes import LINK_ONLY, OFF, Hint
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Message
from mailflow.core.occasions import MailArrived
from mailflow.core.operator_reply import OperatorReply
from mailflow.core.people import is_customer, is_ours
from mailflow.core.replies.operator import is_only_link
from mailflow.core.replies.words import words_of
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.lazy_dataclasses import dataclass, replace

LONGEST = 20_000  # characters of an answer that are read


@dataclass(frozen=True, slots=True)
class AnswerDraft:
    """An operator's words to the customer, with what is known about them."""

    ticket: Ticket
    author: str
    words: str
    rules: Rules
    message: Message | None = None  # the mail that has them; None: they were typed
    direct: bool = False  # the customer gets that mail itself
    others: tuple[str, ...] = ()  # as in MailArrived
    written: str = ""  # as in MailArrived

    @property
    def has_files(self) -> bool:
        return self.message is not None and bool(self.message.files)


def hints(ticket: Ticket, mail: MailArrived, reply: OperatorReply, rules: Rules) -> tuple[Hint, ...]:
    """Everything found about these words of an operator's to the customer. A canned letter was read when it was
    written."""
    if reply.canned or reply.closing is not None:
        return ()
    written = AnswerDraft(
        ticket, reply.author, reply.words, rules, mail.message, reply.direct, mail.others, mail.written
    )
    return hints_about(written)


def hints_about(draft: AnswerDraft) -> tuple[Hint, ...]:
    answer = replace(draft, words=draft.words[:LONGEST])
    wanted = (name for name in _FINDERS if answer.rules.hints.get(name, OFF) != OFF)
    return tuple(Hint(name, found) for name in wanted if (found := _FINDERS[name](answer)))


def _link_only(answer: AnswerDraft) -> str:
    asked = answer.ticket.requester
    names = (asked.name if asked else "", answer.author)
    return "link" if not answer.has_files and is_only_link(answer.words, names) else ""


_GREETING = frozenset(
    """halo hallo hai hi hello hey dear yth selamat pagi siang sore malam salam assalamualaikum assalamu'alaikum
    waalaikumsalam shalom om kak kakak pak bapak bu ibu mas mbak bang good morning afternoon evening greetings sugeng
    wilujeng sampurasun permisi terima thanks thank mohon""".split()
)


def _no_greeting(answer: AnswerDraft) -> str:
    """Neither a greeting nor the customer's name among its first words."""
    first = words_of(answer.words[:200])[:6]
    asked = answer.ticket.requester
    names = set(words_of(asked.name)) if asked else set()
    return "" if not first or names & set(first) or _GREETING & set(first) else "greeting"


# what says that a file goes along, in the writer's own person or of this very mail
_ATTACHED = LazyPattern(
    r"\b(?:(?:saya|kami|aku) (?:sudah |telah |juga )?(?:lampirkan|sertakan)\b(?! (?:link|tautan))"
    r"|(?:bersama|dengan) (?:email )?ini (?:saya|kami) (?:lampirkan|sertakan|kirimkan)"
    r"|(?:file|berkas|formulir|panduan|dokumen|foto|gambar|bukti|surat)(?:nya)?(?: \w{1,20})? "
    r"(?:terlampir|ada (?:di|pada|dalam) lampiran)"
    r"|\bberikut (?:ini )?(?:saya |kami )?(?:terlampir|lampirkan)\b"
    r"|(?:dilihat|dibaca|diunduh) (?:di|pada|dalam) lampiran\b"
    r"|^terlampir\b|(?<!yang )terlampir(?= ya\b| kak\b| bu\b| pak\b|[.!,]| di email ini| dalam email ini)"
    r"|(?:lihat|cek|periksa|buka|unduh) (?:di |pada |dalam )?lampiran(?:nya)?\b(?! anda)"
    r"|(?:saya|kami) (?:kirim(?:kan)?|sertakan) (?:di|dalam|pada|sebagai|lewat) lampiran|(?:saya|kami) attach\b"
    r"|(?:form|file|guide|document|invoice|receipt|photo|picture|screenshot)s? (?:is|are) attached|^pfa\b"
    r"|in the attachment|(?:fill in|fill out|complete|sign|print|use|read|follow|see|open) the (?:attached|enclosed) \w"
    r"|(?:i'm|i am|we're|we are) attaching\b|(?:i|we)(?:'m|'re| am| are)? send(?:ing)? [^.!?\n]{1,40} as an attachment"
    r"|(?:refer to|open|read) the attachment|attached herewith|attached you'll"
    r"|(?:i|we)(?: have|'ve)? (?:also )?attach(?:ed)?\b|(?:please )?(?:find|see|check) (?:the )?attach(?:ed|ment)"
    r"|attached (?:is|are|please|you will)|enclosed (?:is|are|please|you will))",
    re.IGNORECASE | re.MULTILINE,
)
# in the same sentence: somebody else's file, a file that is asked for, or none
_NOT_OURS = LazyPattern(
    r"\b(?:anda|kamu|kakak|ibu|bapak|you|your|tidak|bukan|belum|tanpa|not|no|without|if|kalau|jika|bila|kemarin|tadi|"
    r"sebelumnya|yesterday|earlier|previous|last|akan|nanti|will|besok|lusa|menyusul|tomorrow|later|soon)\b|n't\b",
    re.IGNORECASE,
)
_SENTENCE = LazyPattern(r"[^.!?\n]{1,600}[.!?\n]?")
# "Halo Ibu Ani, terlampir …"; of "Yth. Bapak Joko," the second half is a sentence of its own
_GREETS = LazyPattern(
    r"\A(?:(?:halo|hai|hi|hello|dear|yth|kepada|selamat \w{1,10}|assalamu\w{0,20})\b[^,.!?\n]{0,40}"
    r"|(?:bapak|ibu|bu|pak|kak|mas|mbak)\b(?: \w{1,20}){0,3}),\s*",
    re.IGNORECASE,
)
_LINK = LazyPattern(r"https?://|www\.|\bdrive\.google|\bbit\.ly", re.IGNORECASE)


def _forgotten_attachment(answer: AnswerDraft) -> str:
    if (answer.message is not None and answer.message.attachments) or answer.has_files or _LINK.search(answer.words):
        return ""
    for written in _SENTENCE.findall(answer.words):
        sentence = _GREETS.sub("", written.strip())
        found = _ATTACHED.search(sentence)
        if found is not None and not _NOT_OURS.search(sentence.replace(found[0], " ")):
            return found[0]
    return ""


def _other_customer(answer: AnswerDraft) -> str:
    """Found by flow, which has the other tickets."""
    return ", ".join(answer.others)


def _private_data(answer: AnswerDraft) -> str:
    """A mobile number or an amount that the customer has not written, while people besides the customer read it."""
    if not _strangers(answer):
        return ""
    from mailflow.core.finders.amount import find_amounts  # read only where somebody is in Cc
    from mailflow.core.finders.phone import find_phones

    written = (answer.ticket.question, answer.written)
    known = {one.value for find in (find_phones, find_amounts) for text in written for one in find(text)}
    found = [
        answer.words[one.start : one.end].strip()
        for find in (find_phones, find_amounts)
        for one in find(answer.words)
        if one.value not in known
    ]
    return ", ".join(dict.fromkeys(found))


def _strangers(answer: AnswerDraft) -> bool:
    """Whether people besides the customer read it: in copy of the relayed answer, or of the operator's own mail. Who
    gets a copy of what goes to the desk alone, in its own house, is a colleague."""
    if not answer.direct and readers_of(answer.ticket, answer.rules):
        return True
    house = "" if answer.direct else f"@{answer.rules.desk.domain.casefold()}"
    there = (one.email for one in answer.message.recipients) if answer.message is not None else ()
    return any(
        not (
            is_ours(one, answer.rules) or is_customer(answer.ticket, one) or (house and one.casefold().endswith(house))
        )
        for one in there
    )


_COMMON = frozenset(
    """apa apakah kapan bagaimana gimana berapa mengapa kenapa siapa mana dimana yang dan atau saya kami anda itu ini ya
    bisa dapat boleh ada tidak sudah belum akan untuk dari ke di pada dengan juga lagi masih tolong mohon kak pak bu
    what when how why who where which is are do does did can could will would should the a an and or of to in on for my
    your i you we it this that please be have has not""".split()
)


def _unanswered(answer: AnswerDraft) -> str:
    """A question of the first mail of which no telling word is taken up, in an answer that asks nothing back."""
    if answer.ticket.further or "?" in answer.words or answer.has_files:
        return ""
    said = set(words_of(answer.words))
    for sentence in _SENTENCE.findall(answer.ticket.question[:LONGEST]):
        telling = set(words_of(sentence)) - _COMMON
        if sentence.rstrip().endswith("?") and len(telling) > 1 and not _taken_up(telling, said):
            return " ".join(sentence.split())[:120]
    return ""


def _taken_up(telling: set[str], said: set[str]) -> bool:
    """Whether a word of the question stands in the answer, whatever its endings."""
    return any(one[:5] == other[:5] for one in telling for other in said)


_FINDERS: Mapping[str, Callable[[AnswerDraft], str]] = MappingProxyType(
    {
        "other-customer": _other_customer,
        "private-data": _private_data,
        "forgotten-attachment": _forgotten_attachment,
        LINK_ONLY: _link_only,
        "no-greeting": _no_greeting,
        "unanswered": _unanswered,
    }
)
