"""`/hapus-isi` and `mailflow redact`: words a mail should never have had disappear from everything kept about it.

Which words they were is kept nowhere: a question waits with the number of the mail that names them, and reads them
there again; a ticket keeps their seals, by which a later mail that has them is known. What remains: rows, times, order,
and digests of what was there before, which only the desk's secret can compute.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from hashlib import sha256

from mailflow.core import eventlog
from mailflow.core import events as ev
from mailflow.core.commands.redact import FEW, NOT_THERE
from mailflow.core.evolve import evolve
from mailflow.core.message import Message, OurAddresses
from mailflow.core.occasions import WordsRemoved
from mailflow.core.redacting import MOST as MOST_WORDS
from mailflow.core.redacting import come_back, fit, pattern, sealed, seals_kept
from mailflow.core.ticket import Ticket
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.redacting import redacted
from mailflow.mail.understand import understand
from mailflow.store.admin import erase, redact
from mailflow.store.desk import tickets
from mailflow.store.mail import blobs, moved
from mailflow.store.read import archive

BY_ITSELF = "mailflow"  # who removes what comes back
_MOST = 50  # tickets that hang together
_KEPT = frozenset({"waiting", "failed"})  # states of letters that may yet be sent


@dataclass(frozen=True, slots=True)
class Removal:
    """What is to be removed: words that stand in a mail of this ticket."""

    n: int
    mail: int  # inbox id
    words: tuple[str, ...]
    actor: str
    order: int = 0  # inbox id of the mail that names the words; 0: they were typed
    at_once: bool = False  # with letters of the same transaction, which are other bytes when it is tried again


@dataclass(frozen=True, slots=True)
class Removed:
    """Where the words were."""

    mails: int
    letters: int
    events: int
    tickets: tuple[int, ...]


def refusal(parts: Parts, mail: int, words: Sequence[str]) -> str:
    """Why these words cannot be removed from that mail: a result of the command; "" when they can. Reads only."""
    if not fit(words):
        return FEW
    filed = moved.by_inbox(parts.db, mail)
    texts = () if filed is None else (*archive.texts_of(parts.db, filed.n, mail), *_decoded(parts, mail))
    there = all(any(pattern((word,)).search(text) for text in texts) for word in words)
    return "" if there else NOT_THERE


def _decoded(parts: Parts, mail: int) -> tuple[str, ...]:
    try:
        message = parts.parsed.message(parts.db, parts.policy.ours, mail)
    except CannotDo:
        return ()
    return message.subject, message.text


def remove(parts: Parts, wanted: Removal, cause: Cause) -> Removed:
    """Writer, in the caller's savepoint. Raises Unparsed, before it has written anything."""
    return _removed(parts, wanted, cause, _together(parts, wanted.n))


def _removed(parts: Parts, wanted: Removal, cause: Cause, numbers: tuple[int, ...]) -> Removed:
    db, gone, at = parts.db, pattern(wanted.words), parts.clock.now()
    raws = _mails(parts, numbers, wanted, gone)
    letters = _letters(parts, numbers, wanted, gone)
    erase.overwrite_what_is_deleted(db)
    count = 0
    for n in numbers:
        own = {one: raw for one, (raw, _) in raws.items()} if n == wanted.n else {}
        event = _event(parts, n, wanted, gone, own)
        _note(parts, n, event, cause if n == wanted.n else Cause("words-removed", nested=True))
        count += redact.events(db, n, gone, at)
        redact.messages(db, n, gone)
        redact.ticket(db, _folded(parts, n))
    redact.mails(db, {one: new for one, (_, new) in raws.items()}, gone, at, parts.secret)
    redact.letters(db, letters, gone, at)
    return Removed(len(raws), len(letters), count, numbers)


def remove_again(parts: Parts, mail: int, n: int, message: Message, sealed: Sequence[str]) -> None:
    """Writer, when the mail has been settled on ticket `n`. Words that are gone from its conversation, and that it
    quotes or repeats, go from it too, and from the letters it has caused. Other tickets with their seals have lost them
    already."""
    words = come_back(parts.secret, f"{message.subject}\n{message.text}", sealed)[:MOST_WORDS]
    if words:
        seals = frozenset(seals_kept(parts.secret, words))
        numbers = tuple(one for one in _together(parts, n) if one == n or not _has_seals(parts, one, seals))
        cause = Cause("words-removed", {"mail": mail}, nested=True)
        _removed(parts, Removal(n, mail, words, BY_ITSELF, at_once=True), cause, numbers)


def _has_seals(parts: Parts, n: int, seals: frozenset[str]) -> bool:
    ticket = tickets.load(parts.db, n)
    return ticket is not None and seals <= frozenset(ticket.sealed)


def _together(parts: Parts, n: int) -> tuple[int, ...]:
    """The ticket, and all whose mails may quote it: merged, split off, linked."""
    found, wanted = dict.fromkeys((n,)), [n]
    while wanted and len(found) < _MOST:
        ticket = tickets.load(parts.db, wanted.pop())
        if ticket is not None:
            near = [*ticket.linked, *ticket.merged_from, *([ticket.merged_into] if ticket.merged_into else [])]
            wanted += [one for one in near if one not in found]
            found |= dict.fromkeys(near)
    return tuple(one for one in sorted(found) if tickets.load(parts.db, one) is not None)


def _mails(
    parts: Parts, numbers: Sequence[int], wanted: Removal, gone: re.Pattern[str]
) -> dict[int, tuple[bytes, bytes | None]]:
    """{inbox id: (bytes, bytes without the words, or None when they cannot be taken out)} of the mails that have
    them."""
    ids = redact.mails_of(parts.db, numbers, {wanted.mail, *([wanted.order] if wanted.order else [])})
    raws = blobs.unpacked(parts.db, "inbox_raw", "inbox_id", ids)
    ours = parts.policy.ours
    cuts = _cut(
        parts,
        {one: (raw, partial(_without, raw, gone, ours)) for one, raw in raws.items()},
        "mail",
        gone,
        at_once=wanted.at_once,
    )
    return {one: (raw, cuts[one]) for one, raw in raws.items() if cuts[one] != raw}


def _cut(
    parts: Parts,
    wanted: Mapping[int, tuple[bytes, Callable[[], bytes | None]]],
    kind: str,
    gone: re.Pattern[str],
    *,
    at_once: bool,
) -> dict[int, bytes | None]:
    """The bytes of each mail or letter without the words. Raises Unparsed, unless `at_once`."""
    if at_once:
        return {one: cut() for one, (_, cut) in wanted.items()}
    keys = {one: (one, (kind, gone.pattern, sha256(raw).digest())) for one, (raw, _) in wanted.items()}
    found = parts.parsed.of(parts.db, {keys[one]: cut for one, (_, cut) in wanted.items()})
    return {one: data if isinstance(data, bytes) else None for one, data in zip(wanted, found, strict=True)}


def _without(raw: bytes, gone: re.Pattern[str], ours: OurAddresses) -> bytes | None:
    """The same bytes when the mail does not have the words; None when they cannot be taken out."""
    new = redacted(raw, gone)
    if new == raw and not _still_has(raw, gone, ours):
        return raw
    return None if new is None or _still_has(new, gone, ours) else new


def _still_has(raw: bytes, gone: re.Pattern[str], ours: OurAddresses) -> bool:
    message = understand(raw, ours)
    return any(gone.search(text) for text in (message.subject, message.text, raw.decode("latin-1")))


def _letters(parts: Parts, numbers: Sequence[int], wanted: Removal, gone: re.Pattern[str]) -> dict[int, bytes | None]:
    """The letters that have the words: what waits is sent without them, the bytes of what was sent go."""
    found = redact.letters_with(parts.db, numbers, gone)
    waiting = [one for one, state in found if state in _KEPT]
    whole = blobs.letters_unpacked(parts.db, waiting)
    cuts = _cut(
        parts,
        {one: (raw, partial(redacted, raw, gone)) for one, raw in whole.items()},
        "letter",
        gone,
        at_once=wanted.at_once,
    )
    return {one: cuts.get(one) for one, _ in found}


def _note(parts: Parts, n: int, event: ev.Redacted, cause: Cause) -> None:
    """The event, before anything changes: it makes whoever has the ticket in hand begin anew."""
    ticket = tickets.load(parts.db, n)
    assert ticket is not None
    handle(parts, ticket, WordsRemoved(event), cause)


def _event(parts: Parts, n: int, wanted: Removal, gone: re.Pattern[str], raws: Mapping[int, bytes]) -> ev.Redacted:
    """With the digests of what is there until now."""
    return ev.Redacted(
        actor=wanted.actor,
        at=parts.clock.now(),
        mail=wanted.mail,
        words=len(wanted.words),
        events=tuple(redact.events_with(parts.db, n, gone, parts.secret)),
        mails=tuple((one, sealed(parts.secret, raw)) for one, raw in raws.items()),
        keyed=True,
        seals=seals_kept(parts.secret, wanted.words),
    )


def _folded(parts: Parts, n: int) -> Ticket:
    before = tickets.load(parts.db, n)
    assert before is not None
    folded = Ticket(n=n, number=before.number, token=before.token)
    for one in archive.events_of(parts.db, n):
        folded = evolve(folded, eventlog.from_json(one.kind, one.data), one.recorded_at)
    return folded


def remove_typed(parts: Parts, number: str, wanted: Removal) -> Removed:
    """Raises NoSuchTicket, CannotDo, TryLater."""
    return parts.parsed.run(lambda: _remove_typed(parts, number, wanted))


def _remove_typed(parts: Parts, number: str, wanted: Removal) -> Removed:
    with parts.db.transaction():
        n, filed = tickets.named(parts.db, number), moved.by_inbox(parts.db, wanted.mail)
        if filed is None or filed.n != n:
            raise CannotDo(f"mail {wanted.mail} is not on ticket {number}: `mailflow show {number} --json` lists them")
        why = refusal(parts, wanted.mail, wanted.words)
        if why:
            raise CannotDo(WORDS[why])
        removal = Removal(n, wanted.mail, wanted.words, wanted.actor)
        return remove(parts, removal, Cause("words-removed", {"mail": wanted.mail}))


WORDS = {
    FEW: "name one to twenty words of 3 to 200 characters, as the mail has them",
    NOT_THERE: "the mail does not have these words, as they are written; nothing was changed",
}
