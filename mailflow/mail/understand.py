"""Bytes → Message. Total: there is a Message for any bytes, in bounded time and memory."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Sequence

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Address, Authentication, Message, Nature, OurAddresses, Report, same_list
from mailflow.core.subject_prefix import MARKED_FORWARD, MARKED_REPLY
from mailflow.lazy_dataclasses import replace
from mailflow.mail import (
    addresses,
    attachments,
    authentication,
    bodies,
    dates,
    forwards,
    headers,
    mime,
    munging,
    nature,
    reactions,
    reports,
    sealed,
    spam_marks,
)
from mailflow.mail.bodies import Content
from mailflow.mail.headers import Headers
from mailflow.mail.ids import message_ids
from mailflow.mail.mime_tree import MimeTree
from mailflow.mail.quoting.known import Known
from mailflow.mail.quoting.memory import Memory
from mailflow.mail.quoting.reply import Reply, read

log = logging.getLogger(__name__)

_ROUTES = tuple(
    """
    delivered-to x-original-to envelope-to x-envelope-to x-forwarded-to x-delivered-to x-rcpt-to x-real-to
    apparently-to
    """.split()
)
_NO_ANSWER = LazyPattern(r"(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|bounces?\b|owner-|mailer-daemon)", re.IGNORECASE)
_FAULT = "not understood: a fault of mailflow"
_MAILS = ("message/rfc822", "message/global")  # RFC 2046 §5.2.1, RFC 6532 §3.7


def understand(raw: bytes, ours: OurAddresses, *, null_sender: bool = False, memory: Memory | None = None) -> Message:
    """One mail, parsed. What cannot be parsed is left empty and noted; never raises.

    `null_sender`: it was delivered with `MAIL FROM:<>`, which not every server records as Return-Path. `memory`: what
    is found out about its lines, for reading it again when its conversation is known.
    """
    message = _one(raw, ours, null_sender, memory)
    if not message.is_forward:
        return message
    try:
        return replace(message, forwarded=_forwarded(raw, message))
    except Exception:  # as below; the forward itself is parsed nevertheless
        log.exception("could not understand the mail inside a forward of %d bytes", len(raw))
        return replace(message, notes=(*message.notes, _FAULT))


def _one(raw: bytes, ours: OurAddresses, null_sender: bool = False, memory: Memory | None = None) -> Message:
    """The mail itself, without a mail it forwards."""
    try:
        return _understood(raw, ours, null_sender, memory)
    except Exception:  # a mail must not stop the queue: the last line of defence; reaching it is a bug
        log.exception("could not understand a mail of %d bytes", len(raw))
        return Message(notes=(_FAULT,), answerable=False, size=len(raw), digest=_digest(raw[:10_000]))


def attachment(raw: bytes, index: int) -> bytes:
    """The content of the attachment with this index; b"" for an unknown index."""
    return contents(raw, (index,))[0]


def contents(raw: bytes, indexes: Sequence[int], memory: Memory | None = None) -> list[bytes]:
    """The contents of several attachments; the mail is parsed once, and not again where its `memory` has them."""
    if memory is not None and all(index in memory.attachments for index in indexes):
        return [memory.attachments[index] for index in indexes]
    tree = mime.parse(raw)
    content = bodies.content(tree) if any(index >= attachments.PACKED for index in indexes) else Content()
    leaves = tree.root.leaves()
    return [attachments.content_of(index, content, tree, leaves) for index in indexes]


def _forwarded(raw: bytes, message: Message) -> Message | None:
    """The mail inside a forward: the first attached one that names its author, else the block in the text. Only one
    level deep. Nothing in it is authenticated."""
    attached = [file.index for file in message.attachments if file.content_type in _MAILS]
    for data in contents(raw, attached) if attached else ():
        inner = _one(data, OurAddresses(desk=()))
        if inner.sender is not None:
            return inner
    return forwards.written_out(message)


def _understood(raw: bytes, ours: OurAddresses, null_sender: bool, memory: Memory | None) -> Message:
    tree = mime.parse(raw)
    if null_sender:
        tree.root.headers = tree.root.headers.under("return-path", b" <>")
    fields = tree.root.headers
    content = bodies.content(tree)
    markup = "\n".join(block.html for block in content.blocks)
    text = content.text
    subject = fields.words("subject")
    lists = nature.list_ids(fields)
    verdict = nature.of(tree, subject, text, lists, ours)
    wrote = author(fields, lists, ours)
    forward = MARKED_FORWARD.match(subject) is not None
    reply = bool(fields.get("in-reply-to") or fields.get("references") or MARKED_REPLY.match(subject))
    bounced = verdict.nature is Nature.BOUNCE
    known = known_of(wrote.sender, lists, ours, reply=reply and not forward, memory=memory)
    words = _notice(text) if bounced else read(content, ours.separator, known, forward=forward or not reply)
    reaction = "" if bounced else reactions.of(tree, text, markup, words.reply_text, reply=reply and not forward)
    files = attachments.listed(tree, content, markup, known.memory.attachments)
    _note_encrypted(text, content)
    judged = authentication.of(fields, ours)
    return Message(
        message_id=next(iter(message_ids(fields.get("message-id"))), ""),
        in_reply_to=message_ids(fields.get("in-reply-to")),
        references=message_ids(fields.get("references")),
        thread_index=headers.thread_index(fields.get("thread-index")),
        date=dates.parse(fields.get("date")),
        subject=subject,
        sender=wrote.sender,
        via=wrote.via,
        via_known=wrote.via is not None and munging.is_ours(wrote.via, ours) and not _doubted(judged, ours),
        several_from=len(fields.all("from")) > 1 or wrote.doubtful,
        unnamed=wrote.unnamed,
        reply_to=addresses.parse(fields.get("reply-to")),
        to=_people(fields, "to"),
        cc=_people(fields, "cc"),
        delivered_to=_routes(fields),
        list_ids=lists,
        text=text or reaction,
        reaction=reaction,
        **(Reply("", "") if reaction else words).fields(),
        attachments=files,
        nature=verdict.nature,
        nature_reason=verdict.reason,
        certain=verdict.certain,
        by_program=nature.by_program(fields),
        clientless=nature.clientless(fields),
        answerable=_answerable(fields, wrote, verdict, lists, ours),
        spam=spam_marks.is_marked(fields, ours.spam_headers),
        is_reply=reply and not forward,
        is_forward=forward and (any(f.content_type in _MAILS for f in files) or forwards.block(text) is not None),
        sealed=sealed.is_sealed(tree, words.reply_text),
        report=_report(tree, text, verdict),
        authentication=_of_person(judged, wrote, ours),
        loop_marks=tuple(value for value in fields.all("x-mailflow-loop") if value),
        loops=nature.loops(fields),
        notes=tuple(dict.fromkeys([*tree.notes, *content.notes, *_told(wrote)])),
        digest=_digest_of(wrote.sender, fields, words.reply_text),
        size=len(raw),
    )


def _report(tree: MimeTree, text: str, verdict: nature.Verdict) -> Report | None:
    """What a delivery report says about its recipients, or a read receipt or complaint about its letter."""
    if verdict.nature is Nature.BOUNCE or verdict.reason.startswith("delivery"):
        return reports.read(tree, text)
    return reports.receipt(tree, text) if verdict.reason in (nature.RECEIPT, nature.COMPLAINT) else None


def _notice(text: str) -> Reply:
    words = reports.notice(text)
    return Reply(words, words)


def known_of(
    sender: Address | None, lists: tuple[str, ...], ours: OurAddresses, *, reply: bool, memory: Memory | None = None
) -> Known:
    """What a mail by itself shows about its author and its way."""
    return Known(
        names=(sender.name,) if sender and sender.name else (),
        author=sender.email.casefold() if sender else "",
        reply=reply,
        lists=lists,
        ours=frozenset(one.casefold() for one in (*ours.desk, ours.list) if one),
        memory=memory or Memory(),
    )


def _note_encrypted(text: str, content: Content) -> None:
    if "-----BEGIN PGP MESSAGE-----" in text:
        content.notes.append("encrypted")


def _digest_of(sender: Address | None, fields: Headers, words: str) -> str:
    return _digest(
        f"{sender.email.casefold() if sender else ''}\n{fields.get('date')}\n{words}".encode("utf-8", "replace")
    )


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def author(fields: Headers, lists: tuple[str, ...], ours: OurAddresses) -> munging.TrueAuthor:
    """From, or the author behind a list's From; else Reply-To, Sender, Return-Path, as a customer's address only
    (mail.md 6.10)."""
    for name in ("from", "reply-to", "sender", "return-path"):
        for value in fields.all(name)[:2]:
            if found := addresses.parse(value):
                return (
                    munging.author(fields, found[0], lists, ours)
                    if name == "from"
                    else munging.TrueAuthor(found[0], unnamed=True)
                )
    return munging.TrueAuthor(None, unnamed=True)


def _doubted(judged: Authentication, ours: OurAddresses) -> bool:
    """Our server judges authors, and does not confirm this one."""
    return bool(ours.authserv) and not judged.aligned


def _of_person(judged: Authentication, wrote: munging.TrueAuthor, ours: OurAddresses) -> Authentication:
    """Our server's result is about the list in From; it holds for the author behind it only if the admin trusts the
    list."""
    if wrote.via is None or munging.is_trusted(wrote.via, ours) or judged.dmarc_fail:
        return judged
    return Authentication(reason=f"From is that of the list {wrote.via.email}, which trust.lists does not name")


def _told(wrote: munging.TrueAuthor) -> list[str]:
    if wrote.via is None:
        return []
    where = f"its author stands in {wrote.found}" if wrote.sender else "its author is not named"
    return [f"the list {wrote.via.email} wrote itself into From; {where}"]


def _people(fields: Headers, name: str) -> tuple[Address, ...]:
    found = [one for value in fields.all(name) for one in addresses.parse(value)]
    return tuple(found[: addresses.MAX_ADDRESSES])


def _routes(fields: Headers) -> tuple[str, ...]:
    values = [value for name in fields.present(_ROUTES) for value in fields.all(name)[:20]]
    return tuple(dict.fromkeys(one.email for value in values for one in addresses.parse(value)))


def _answerable(
    fields: Headers, wrote: munging.TrueAuthor, verdict: nature.Verdict, lists: tuple[str, ...], ours: OurAddresses
) -> bool:
    """Whether an acknowledgement may be sent (mail.md 1.2–1.4, 1.10). A mail through a list of our organisation that
    names its author is a request to us; through any other list it is addressed to the list's members."""
    sender = wrote.sender
    through_ours = wrote.via is not None and munging.is_ours(wrote.via, ours)
    through_ours |= any(same_list(one, name) for one in lists for name in ours.public_lists)
    person = verdict.nature is Nature.HUMAN or (verdict.nature is Nature.LIST and through_ours)
    if sender is None or not person or nature.suppressions(fields):
        return False
    own_list = bool(lists) or through_ours  # a person's mail with list headers came through the desk's own list
    if nature.precedence(fields) in ("bulk", "junk", "list") and not own_list:
        return False
    return not _NO_ANSWER.match(sender.email) and not sender.email.partition("@")[0].lower().endswith("-request")
