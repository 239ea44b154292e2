"""Which lines of a reply to the digest are asked back with `confirm` before they happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mailflow.core.authors import author as author_of
from mailflow.core.confirmations import Act
from mailflow.core.releases import Asked
from mailflow.core.sender_terms import sender_terms, whose
from mailflow.core.when.moment import Unclear
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.flow.settle.case import COLLEAGUES
from mailflow.flow.settle.desk_letters import ADMIN
from mailflow.flow.settle.digest_commands import BY_WORD, block, ends, not_about, release, together
from mailflow.flow.settle.proofs import proven, reread
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.mail import held, inbox


@dataclass(frozen=True, slots=True)
class AskedFirst:
    """Lines of one mail that one question is about."""

    lines: tuple[Asked, ...]
    act: Act


def asked_first(parts: Parts, wanted: Sequence[Asked], name: str) -> tuple[AskedFirst, ...]:
    """The questions to put to `name` before these lines are carried out. Reads only."""
    return (*_let_out(parts, wanted, name), *_block(parts, wanted, name))


def _block(parts: Parts, wanted: Sequence[Asked], name: str) -> Iterator[AskedFirst]:
    """One question for each line that blocks; what is refused anyway is not asked."""
    for one in wanted:
        if one.scope != "mail" or BY_WORD[one.word].act is not block or not (name == ADMIN or parts.rules.is_pic(name)):
            continue
        try:
            message = reread(parts, one.id)
        except CannotDo:
            continue
        terms = sender_terms(one.why)
        if message.sender is None or not_about(parts, message, terms):
            continue
        if isinstance(ends(parts, terms, parts.clock.now()), Unclear):
            continue  # refused, with the reason, when the line is carried out
        who = f"{whose(message.sender.email, terms) or ''}{f' → {terms.until}' if terms.until else ''}"
        args = {"word": one.word, "ids": str(one.id), "why": one.why, "senders": who}
        yield AskedFirst((one,), Act("block", name, args))


def _let_out(parts: Parts, wanted: Sequence[Asked], name: str) -> tuple[AskedFirst, ...]:
    found = [(one, senders) for one in wanted if (senders := dict(_colleagues_mails(parts, one)))]
    if not found:
        return ()
    senders = {inbox_id: sender for _, them in found for inbox_id, sender in them.items()}
    args = {
        "word": found[0][0].word,
        "ids": " ".join(map(str, senders)),
        "senders": ", ".join(dict.fromkeys(senders.values())),
    }
    return (AskedFirst(tuple(one for one, _ in found), Act("let-out", name, args)),)


def _colleagues_mails(parts: Parts, one: Asked) -> Iterator[tuple[int, str]]:
    """(id, From) of the mails the line lets out that say without proof to be a colleague's."""
    if one.word not in BY_WORD or BY_WORD[one.word].act is not release:
        return
    ids = [one.id] if one.scope == "mail" else held.held_together(parts.db, together(parts, one))
    raws = {i: inbox.raw(parts.db, i) for i in ids if inbox.held(parts.db, i) == inbox.QUARANTINED}
    messages = parts.parsed.messages(parts.db, parts.policy.ours, raws)
    for inbox_id, parsed in zip(raws, messages, strict=True):
        message = proven(parts, inbox_id, parsed)
        author = author_of(message, parts.rules)
        if author.role in COLLEAGUES and not author.proven and message.sender is not None:
            yield inbox_id, message.sender.email
