"""The hash chain: by it anybody can tell that nothing of a ticket was changed since a head was mailed. Pure.

    entry    what is chained: an event, a mail, a letter with what servers said of it, or that a text has gone
    part     a text of an entry that may have to go one day: the words of an event, the bytes of a mail
    link     the entries of one transaction, in order
    head     sha256 over a link and the head before it; whoever has it has the order of everything before

An entry is known by its digest, made of a salt, its reference, its facts (times, kinds: these never go) and a digest of
each part. A part that has gone leaves its digest behind. The salt tells those who do not know the desk's key nothing:
of an entry of somebody else's they cannot even try which of a million PINs it holds.

    salt     blake2b(reference, key, 16 bytes)
    of a part    sha256(salt LF text)
    of an entry  sha256(salt LF reference LF facts [LF digest of a part]…)
    head     sha256(head before LF number of the link LF digest of an entry [LF …])

All digests and salts are hexadecimal, all texts UTF-8.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Sequence
from typing import NamedTuple

_HEAD = re.compile(r"head(?<!\whead)\s{1,4}(\d{1,12})\s{1,4}([0-9a-f]{64})\b")
BEGINNING = "0" * 64  # the head before the first link


class ChainEntry(NamedTuple):
    """Something that is chained."""

    ref: str  # of_event …
    facts: str  # one line
    parts: tuple[str, ...] = ()


class Departed(NamedTuple):
    """A part of an entry that has gone, or of which some words have."""

    ref: str  # of that entry
    part: int  # which of its parts
    was: str  # text until now
    now: str | None  # text that is left; None: none
    at: str  # moment, as stored
    why: str  # erased | redacted | expired


class Chained(NamedTuple):
    """An entry in its link, as it is stored: a line of `REF DIGEST` or `REF DIGEST FACTS`."""

    ref: str
    digest: str
    facts: str = ""  # only of what has gone: nothing else has them


def of_event(n: int, seq: int) -> str:
    return f"e{n}.{seq}"


def of_mail(inbox_id: int) -> str:
    return f"m{inbox_id}"


def of_letter(letter_id: int) -> str:
    return f"l{letter_id}"


def of_departed(link: int, index: int) -> str:
    return f"x{link}.{index}"


class EventRow(NamedTuple):
    """An event, as its row has it."""

    n: int
    seq: int
    at: str
    recorded: str  # of its occasion, like the next
    rules: str
    kind: str
    actor: str | None
    data: str

    @property
    def entry(self) -> ChainEntry:
        facts = f"{self.at} {self.recorded} {self.rules} {self.kind}"
        return ChainEntry(of_event(self.n, self.seq), facts, (event_words(self.actor, self.data),))


class MailRow(NamedTuple):
    """A mail of the inbox."""

    id: int
    arrived: str
    recorded: str
    sha256: str  # of its bytes, "" when they are no longer kept

    @property
    def entry(self) -> ChainEntry:
        return ChainEntry(of_mail(self.id), f"{self.arrived} {self.recorded}", (self.sha256,))


class LetterRow(NamedTuple):
    """A letter of the outbox that has ended, or is to be sent once more although it had."""

    id: int
    kind: str
    message_id: str
    created: str
    state: str
    sent: str | None
    results: str
    sha256: str  # as of a mail

    @property
    def entry(self) -> ChainEntry:
        # what becomes of a letter that waits is chained when it ends: each try changes its results until then
        fate = "waiting" if self.state == "waiting" else f"{self.state} {self.sent or ''}\n{self.results}"
        return ChainEntry(of_letter(self.id), f"{self.created} {self.kind} {self.message_id}", (self.sha256, fate))


ChainRow = EventRow | MailRow | LetterRow


def event_words(actor: str | None, data: str) -> str:
    """The part of an event's entry."""
    return f"{actor or ''}\n{data}"


def salt(key: bytes, ref: str) -> str:
    return hashlib.blake2b(ref.encode(), key=key, digest_size=16).hexdigest()


def of_part(its_salt: str, text: str) -> str:
    return _sha256(f"{its_salt}\n{text}")


def of_entry(its_salt: str, ref: str, facts: str, parts: Sequence[str]) -> str:
    """`parts`: digests."""
    return _sha256("\n".join((its_salt, ref, facts, *parts)))


def digest(key: bytes, entry: ChainEntry) -> str:
    """Of an entry all of whose parts are there."""
    own = salt(key, entry.ref)
    return of_entry(own, entry.ref, entry.facts, [of_part(own, text) for text in entry.parts])


def head(before: str, number: int, digests: Sequence[str]) -> str:
    return _sha256("\n".join((before, str(number), *digests)))


def chained(key: bytes, number: int, index: int, item: ChainRow | Departed) -> Chained:
    """The item as entry `index` of link `number`."""
    if not isinstance(item, Departed):
        entry = item.entry
        return Chained(entry.ref, digest(key, entry))
    theirs = salt(key, item.ref)
    was, now = (None if text is None else of_part(theirs, text) for text in (item.was, item.now))
    facts = json.dumps({"of": item.ref, "part": item.part, "was": was, "now": now, "at": item.at, "why": item.why})
    ref = of_departed(number, index)
    return Chained(ref, of_entry(salt(key, ref), ref, facts, ()), facts)


class GonePart(NamedTuple):
    """What the facts of such an entry say."""

    of: str  # ref
    part: int
    was: str  # digest of the text that was there
    now: str | None  # of the text that was left; None: none
    at: str
    why: str


def gone(facts: str) -> GonePart:
    """Raises ValueError for what are none."""
    try:
        return GonePart(**json.loads(facts))
    except TypeError as error:
        raise ValueError(f"no facts of a part that has gone: {facts!r:.80}") from error


def still(key: bytes, now: ChainEntry, departed: Sequence[GonePart]) -> str:
    """The digest that the entry must have been chained with when it is now `now`, and these of its parts have gone, the
    newest first; "" when a part is not what was left of it."""
    own = salt(key, now.ref)
    parts = [of_part(own, text) for text in now.parts]
    for one in departed:
        there = parts[one.part] if one.now is not None or parts[one.part] != of_part(own, "") else None
        if there != one.now:
            return ""
        parts[one.part] = one.was
    return of_entry(own, now.ref, now.facts, parts)


def line(one: Chained) -> str:
    return f"{one.ref} {one.digest} {one.facts}" if one.facts else f"{one.ref} {one.digest}"


def read(lines: str) -> list[Chained]:
    """The entries of a stored link. Raises ValueError for what is none."""
    found = [text.split(" ", 2) for text in lines.split("\n")]
    if any(len(words) < 2 for words in found):
        raise ValueError("no line of a link")
    return [Chained(*words) for words in found]


def heads_in(text: str) -> dict[int, str]:
    """{number: digest} of every `head N sha256` of a mail, or whatever text a person has kept."""
    return {int(number): digest for number, digest in _HEAD.findall(text)}


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
