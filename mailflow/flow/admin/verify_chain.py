"""The other half of `mailflow verify`: the hash chain proves log, mails and letters; mailed heads prove the chain.
Changes nothing."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import field
from itertools import chain
from typing import NamedTuple

from mailflow.core.how_many import how_many
from mailflow.errors import CannotDo
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.admin import chained_rows
from mailflow.store.engine import chain_links, hash_chain
from mailflow.store.engine.chain_links import Head
from mailflow.store.engine.database import Database
from mailflow.store.engine.hash_chain import BEGINNING, Chained, ChainEntry, GonePart, heads_in
from mailflow.store.read import proven

_AT_ONCE = 50  # links


@dataclass(frozen=True, slots=True)
class ChainFault:
    """Something that is not as it was chained."""

    where: str  # event 3 of ticket 12 | mail 7 | letter 88 | link 5 | head 12
    words: str


class _Refs:
    """A set of refs of mails and letters, in a byte for each: a desk has millions."""

    def __init__(self) -> None:
        self._known: dict[str, bytearray] = defaultdict(bytearray)

    def add(self, ref: str) -> bool:
        """Whether it is new."""
        known, number = self._known[ref[:1]], int(ref[1:])
        known.extend(bytes(max(0, number + 1 - len(known))))
        fresh, known[number] = not known[number], 1
        return fresh

    def __contains__(self, ref: str) -> bool:
        known, number = self._known[ref[:1]], int(ref[1:])
        return number < len(known) and bool(known[number])


class _FewRefs(dict[str, None]):
    """As `_Refs`, of a stretch of links, in order."""

    def add(self, ref: str) -> bool:
        known = len(self)
        self[ref] = None
        return len(self) > known


@dataclass(slots=True)
class _Seen:
    """What the links from the newest back to here have told."""

    gone: dict[str, list[GonePart]] = field(default_factory=lambda: defaultdict(list))  # by ref, the newest first
    newest: _Refs | _FewRefs = field(default_factory=lambda: _Refs())  # of mails and letters: their newest entry counts
    events: Counter[int] = field(default_factory=Counter)  # by ticket
    redacted: set[int] = field(default_factory=set)  # tickets with an event of which a part has gone


class Looked(NamedTuple):
    """A stretch of links that was looked at by itself. There are a million tickets: hence the arrays."""

    first: int
    last: int
    clean: bool = False  # all entries tell what is there now, and none that something has gone
    mails: array[int] = array("q")  # ids
    letters: array[int] = array("q")
    events: array[int] = array("q")  # of a ticket, how many; of the next …


def look(db: Database, first: int, last: int) -> Looked:
    """What comes after these links may change what it means: `verify_chain` judges."""
    with db.reading():
        refs = _FewRefs()
        alone = _Seen(newest=refs)
        wrong = next(_of_stretch(db, chain_links.key(db), (first, last), alone), None)
    if wrong is not None or alone.gone:
        return Looked(first, last)
    ids = {kind: array("q", (int(ref[1:]) for ref in refs if ref[0] == kind)) for kind in "ml"}
    return Looked(first, last, True, ids["m"], ids["l"], array("q", chain.from_iterable(alone.events.items())))


def verify_chain(
    db: Database,
    mailed: Mapping[int, str] | None = None,
    seen: Callable[[int, int], None] = lambda done, of: None,
    *,
    since: int = 0,
    looked: Sequence[Looked] = (),
) -> Iterator[ChainFault]:
    """Every fault. `mailed`: heads that people have, {number: digest}, beside those in our own letters. `seen` is
    called with (links checked, links in all). `since`: only what comes after this link, and no look for what was never
    chained. `looked`: stretches of links, the newest first, that were looked at already."""
    with db.reading():
        newest, key, known = chain_links.head(db), chain_links.key(db), _Seen()
        yield from _heads(db, newest, _mailed(db) | dict(mailed or {}))
        yield from _after(db, newest)
        last = newest.number
        for one in (*looked, Looked(since + 1, since)):
            for span in _spans(one.last + 1, last):
                yield from _of_links(db, key, span, known)
                seen(newest.number - span[0] + 1, newest.number - since)
            if not _taken(one, known):
                yield from _of_stretch(db, key, (one.first, one.last), known)
            seen(newest.number - one.first + 1, newest.number - since)
            last = one.first - 1
        if not since:
            yield from _unchained(db, known)


def _taken(one: Looked, known: _Seen) -> bool:
    """Whether all is said of these links: nothing is wrong there, and nothing of theirs has gone since."""
    refs = [*map(hash_chain.of_mail, one.mails), *map(hash_chain.of_letter, one.letters)]
    if not one.clean or any(ref in known.gone for ref in refs) or not known.redacted.isdisjoint(one.events[::2]):
        return False
    for ref in refs:
        known.newest.add(ref)
    for n, count in zip(one.events[::2], one.events[1::2], strict=True):
        known.events[n] += count
    return True


def _ticket(ref: str) -> int:
    """Of an event."""
    return int(ref[1:].partition(".")[0])


def _spans(first: int, last: int) -> Iterator[tuple[int, int]]:
    """A few links at a time, the newest first."""
    while last >= first:
        yield max(first, last - _AT_ONCE + 1), last
        last -= _AT_ONCE


def _of_stretch(db: Database, key: bytes, stretch: tuple[int, int], known: _Seen) -> Iterator[ChainFault]:
    for span in _spans(*stretch):
        yield from _of_links(db, key, span, known)


def tickets_since(db: Database, since: int) -> list[int]:
    """The n of those of which an event was chained after this link. Raises CannotDo when there is no such link yet."""
    newest = chain_links.head(db).number
    if since > newest:
        raise CannotDo(f"there is no head {since} yet: the newest is {newest}")
    lines = (line for _, lines, _ in chain_links.links(db, since + 1, newest) for line in lines.split("\n"))
    return sorted({_ticket(line.partition(" ")[0]) for line in lines if line.startswith("e")})


def _mailed(db: Database) -> dict[int, str]:
    found: dict[int, str] = {}
    for letter in proven.letters_with_head(db):
        found |= heads_in(letter.text)
    return found


def _heads(db: Database, newest: Head, mailed: Mapping[int, str]) -> Iterator[ChainFault]:
    for number, digest in sorted(mailed.items()):
        link = (0, (), BEGINNING) if number == 0 else next(chain_links.links(db, number, number), None)
        if link is None:
            where = f"the chain ends at {newest.number}" if number > newest.number else "there is no such link"
            yield ChainFault(f"head {number}", f"was mailed, but {where}")
        elif link[2] != digest:
            yield ChainFault(f"head {number}", f"was mailed as {digest}, the chain has {link[2]}")


def _after(db: Database, newest: Head) -> Iterator[ChainFault]:
    """The newest link is the one of meta."""
    found = list(chain_links.links(db, newest.number, newest.number + 1))
    for number, _, digest in found[1:] if newest.number else found:
        yield ChainFault(f"link {number}", f"comes after the head, {newest.number}: {digest}")
    if newest.number and (not found or found[0][2] != newest.digest):
        yield ChainFault(f"link {newest.number}", "is not the head of which meta tells")


def _of_links(db: Database, key: bytes, span: tuple[int, int], known: _Seen) -> Iterator[ChainFault]:
    """These links, the newest first."""
    rows = {number: (lines, digest) for number, lines, digest in chain_links.links(db, span[0] - 1, span[1])}
    wanted: list[tuple[Chained, list[GonePart]]] = []
    for number in range(span[1], span[0] - 1, -1):
        if number not in rows:
            yield ChainFault(f"link {number}", "is missing")
            continue
        lines, digest = rows[number]
        before = rows[number - 1][1] if number - 1 in rows else BEGINNING
        try:
            entries = hash_chain.read(lines)
            gone = {i: hash_chain.gone(one.facts) for i, one in enumerate(entries) if one.facts}
        except ValueError as error:
            yield ChainFault(f"link {number}", f"cannot be read: {error}")
            continue
        if hash_chain.head(before, number, [one.digest for one in entries]) != digest:
            yield ChainFault(f"link {number}", "was changed, or the one before it: its head is another")
        yield from _departed(key, number, entries, gone)
        wanted += _counting(entries, gone, known)
    now = chained_rows.entries(db, [one.ref for one, _ in wanted])
    for one, departed in wanted:
        words = _wrong(key, one, now.get(one.ref), departed)
        if words:
            yield ChainFault(place(one.ref), words)


def _departed(
    key: bytes, number: int, entries: Sequence[Chained], gone: Mapping[int, GonePart]
) -> Iterator[ChainFault]:
    """That parts have gone is itself chained."""
    for index in gone:
        one, ref = entries[index], hash_chain.of_departed(number, index)
        if one.ref != ref or one.digest != hash_chain.of_entry(hash_chain.salt(key, ref), ref, one.facts, ()):
            yield ChainFault(f"link {number}", f"what it tells of {gone[index].of} was changed")


def _counting(
    entries: Sequence[Chained], gone: Mapping[int, GonePart], known: _Seen
) -> Iterator[tuple[Chained, list[GonePart]]]:
    """The entries that tell what is there now, the newest first, each with what has gone of it since."""
    for index in range(len(entries) - 1, -1, -1):
        one = entries[index]
        if index in gone:
            of = gone[index].of
            known.gone[of].append(gone[index])
            if of.startswith("e"):
                known.redacted.add(_ticket(of))
        elif one.ref.startswith("e"):
            known.events[_ticket(one.ref)] += 1
            yield one, list(known.gone.pop(one.ref, ()))
        elif known.newest.add(one.ref):
            yield one, list(known.gone.pop(one.ref, ()))


def _wrong(key: bytes, chained: Chained, now: ChainEntry | None, departed: Sequence[GonePart]) -> str:
    """What is wrong with this entry; "" when it is as it was chained."""
    if now is None:
        return "is not there any more"
    if hash_chain.still(key, now, departed) == chained.digest:
        return ""
    if not departed and now.parts[0] == "" and not chained.ref.startswith("e"):
        return "its bytes are not there any more, and nothing says why"
    return "was changed" + (f" after words of it had gone ({departed[0].why}, {departed[0].at})" if departed else "")


def place(ref: str) -> str:
    """An entry in words."""
    n, _, seq = ref[1:].partition(".")
    return {"e": f"event {seq} of ticket {n}", "m": f"mail {n}", "l": f"letter {n}"}.get(ref[:1], ref)


def _unchained(db: Database, known: _Seen) -> Iterator[ChainFault]:
    """What is there, and was never chained."""
    for n, count in chained_rows.events_by_ticket(db).items():
        if count != known.events[n]:
            yield ChainFault(f"ticket {n}", f"has {how_many(count, 'event')}, of which {known.events[n]} were chained")
    for ref in chained_rows.ended(db):
        if ref not in known.newest:
            yield ChainFault(place(ref), "was never chained")
