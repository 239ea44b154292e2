"""`mailflow broadcast`: who would get a canned letter; begun, stopped, gone on with. The daemon writes the letters
(schedule/broadcasts.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from mailflow.core.addressed import addressed
from mailflow.core.broadcasts import REASONS, LeftOut, language_of, left_out
from mailflow.core.letter_kinds import KINDS
from mailflow.core.registered import CustomerStatus, Registered
from mailflow.core.ticket import Ticket
from mailflow.errors import CannotDo
from mailflow.flow.parts import Parts
from mailflow.flow.schedule.broadcasts import letter_to, situations_of
from mailflow.flow.ticket.render import written
from mailflow.lazy_dataclasses import dataclass
from mailflow.store.desk import broadcasts, register
from mailflow.store.desk.broadcasts import RUNNING, Broadcast, BroadcastMail
from mailflow.store.desk.record import OutboxEntry
from mailflow.store.desk.register import CustomerFilter
from mailflow.suggest import did_you_mean

SAMPLES = 3
_KNOWN = frozenset({"recipient", "desk", "language"})
_AT_ONCE = 500  # customers looked at together
_ANSWERS = "answer-"  # shipped letters that may go to many; of the others each belongs to its occasion


@dataclass(frozen=True, slots=True)
class Audience:
    """Who would get a letter."""

    customers: int
    out: Mapping[int, LeftOut]  # {id of a customer who does not get it: why}
    languages: Mapping[str, int]  # {language: customers who get it in that}
    first: tuple[Registered, ...]  # some of those who get it, of every language

    @property
    def left_out(self) -> Mapping[LeftOut, int]:
        return Counter(self.out.values())

    @property
    def gets(self) -> int:
        return self.customers - len(self.out)


def audience(parts: Parts, letter: str, group: str) -> Audience:
    """Everybody of the group ("": all who are active), looked at now. Raises CannotDo where the letter or the group
    cannot be meant, or the letter is not written in a language that somebody reads."""
    _refuse_letter(parts, letter)
    _refuse_group(parts, group)
    languages = tuple(parts.templates.languages(letter))
    found = _looked_at(parts, group, languages)
    if found.left_out.get("language"):
        raise CannotDo(_unwritten(letter, found, languages))
    if not found.customers:
        raise CannotDo("no customer of the register is active")
    if not found.gets:
        nobody = f"nobody of {group} gets it" if group else "nobody in the register gets it"
        raise CannotDo(f"{nobody}: {shown(found.left_out)}")
    return found


def _refuse_letter(parts: Parts, name: str) -> None:
    canned = parts.templates.get(name)  # an unknown one is refused with the nearest
    if canned.partial or (name in KINDS and not name.startswith(_ANSWERS)):
        raise CannotDo(
            f"{name!r} is a letter of mailflow's own, for its occasion: write one for your customers, "
            "templates/canned/NAME.id.txt, and name that"
        )
    for language in parts.templates.languages(name):
        version = parts.templates.get(name, language)
        subject, *texts = version.pieces
        shown = [piece for piece in (*texts, *(() if version.title else (subject,))) if piece is not None]
        for word, line in ((word, line) for piece in shown for word, line in piece.needed().items()):
            if word not in _KNOWN:
                raise CannotDo(
                    f"{version.place}:{line} shows {{{{ {word} }}}}, of which a broadcast knows nothing: it knows "
                    "recipient (recipient.name is the customer's), desk and language"
                )


def _refuse_group(parts: Parts, group: str) -> None:
    there = broadcasts.groups(parts.db)
    if not there:
        raise CannotDo("there are no customers yet: `mailflow customers import FILE.csv` enters them")
    names = [name for name, _ in there if name]
    if group and group not in names:
        near = did_you_mean(group, names, quote="'") or (f"there are {', '.join(names)}" if names else "nobody has one")
        raise CannotDo(f"no customer is of the group {group!r}: {near}")


def _unwritten(letter: str, found: Audience, languages: tuple[str, ...]) -> str:
    wanted = sorted(found.languages.keys() - set(languages))
    many = found.left_out["language"]
    files = " and ".join(f"templates/canned/{letter}.{one}.txt" for one in wanted)
    return (
        f"the letter {letter!r} is written in {' and '.join(languages)} only, and {many} of these customers read "
        f"{' or '.join(wanted)}: write {files}, or change "
        "their language (`mailflow customers set ADDRESS --language …`)"
    )


def shown(reasons: Mapping[LeftOut, int] | Mapping[str, int]) -> str:
    """ "3 unsubscribed, 1 blocked", the most first."""
    ordered = sorted(reasons.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{count} {REASONS.get(why, why)}" for why, count in ordered)  # type: ignore[call-overload]


def _looked_at(parts: Parts, group: str, languages: tuple[str, ...]) -> Audience:
    out, spoken, first, count = dict[int, LeftOut](), Counter[str](), list[Registered](), 0
    for customer, why in _judged(parts, group, languages):
        count += 1
        language = language_of(customer, parts.rules.desk.language)
        if why:
            out[customer.id] = why
        elif len(first) < SAMPLES or not spoken[language]:
            first.append(customer)
        if why in (None, "language"):
            spoken[language] += 1
    return Audience(count, out, spoken, tuple(first))


def _judged(parts: Parts, group: str, languages: tuple[str, ...]) -> Iterator[tuple[Registered, LeftOut | None]]:
    wanted = CustomerFilter(group=group) if group else CustomerFilter(status=CustomerStatus.ACTIVE)
    people: Iterable[Registered] = register.listing(parts.db, wanted)
    them = iter(people)
    while part := list(islice(them, _AT_ONCE)):
        now = situations_of(parts, group, languages, [one.id for one in part])
        yield from ((one, left_out(one, now[one.id], parts.rules.broadcast)) for one in part)


def samples(parts: Parts, letter: str, found: Audience) -> list[OutboxEntry]:
    """Letters as they would leave, in each language if there are several."""
    default = parts.rules.desk.language
    by_language = {language_of(one, default): one for one in reversed(found.first)}
    chosen = list(dict.fromkeys([*by_language.values(), *found.first]))[:SAMPLES]
    letters = [letter_to(parts, letter, BroadcastMail(0, one.id), one) for one in chosen]
    entries, failed = written(parts, [addressed(one, Ticket()) for one in letters], None)
    if failed:
        raise CannotDo(f"the letter {letter!r} cannot be written: {failed[0].words}")
    return entries


# -- changes


def start(parts: Parts, letter: str, group: str, by: str, *, again: bool) -> tuple[Broadcast, Audience]:
    """Begin, or go on where it stopped: whoever has joined since gets it too, nobody a second time. `again`: everybody
    anew. Opens its own transaction. Raises CannotDo."""
    found = audience(parts, letter, group)
    samples(parts, letter, found)  # a letter that cannot be written is refused here, not in the middle
    with parts.db.transaction():
        before = broadcasts.newest(parts.db, letter, group)
        if again and before is not None and before.state == RUNNING:
            raise CannotDo(
                f"broadcast {before.id} is not done yet: stop it first (`mailflow broadcast stop {before.id}`)"
            )
        now = parts.clock.now()
        number = broadcasts.begin(parts.db, letter, group, by, now) if again or before is None else before.id
        broadcasts.go_on(parts.db, number, group)
        broadcasts.leave_out(parts.db, [(BroadcastMail(number, one), why) for one, why in found.out.items()])
        broadcasts.end_if_done(parts.db, number, now)  # everybody has had it
    return known(parts, number), found


def stop(parts: Parts, number: int) -> Broadcast:
    """Opens its own transaction. Raises CannotDo."""
    with parts.db.transaction():
        found = known(parts, number)
        if found.state != RUNNING:
            raise CannotDo(f"broadcast {number} is {found.state} already")
        broadcasts.stop(parts.db, number)
    return known(parts, number)


def resume(parts: Parts, number: int, by: str) -> tuple[Broadcast, Audience]:
    """As `start` for the same letter and group."""
    found = known(parts, number)
    newest = broadcasts.newest(parts.db, found.letter, found.group)
    if newest is not None and newest.id != number:
        raise CannotDo(f"broadcast {number} began anew as {newest.id}: `mailflow broadcast resume {newest.id}`")
    return start(parts, found.letter, found.group, by, again=False)


def known(parts: Parts, number: int) -> Broadcast:
    """Raises CannotDo where there is none."""
    found = broadcasts.by_id(parts.db, number)
    if found is None:
        raise CannotDo(f"there is no broadcast {number}: `mailflow broadcast list` shows them")
    return found
