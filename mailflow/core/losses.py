"""What an edit of rules.yaml takes away: people, mailboxes, ladders, whole blocks. A file that is only half written
does so too; so such an edit waits for a minute, and is told to the admin first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from mailflow.core.renames import now_called
from mailflow.core.rules import Person, Rules
from mailflow.lazy_dataclasses import dataclass

Kind = Literal["operator", "pic", "admin", "address", "list", "mailbox", "ladder", "block", "cut"]
FULL = 3  # tickets of one person that are listed


@dataclass(frozen=True, slots=True)
class Member:
    """A colleague, as far as it matters for losing one."""

    name: str
    addresses: tuple[str, ...]  # case-folded


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a desk has by its rules.yaml. Stored in the database, so that it can also be compared at start."""

    operators: tuple[Member, ...] = ()
    pic: tuple[Member, ...] = ()
    admin: str | None = None
    list: str | None = None
    mailboxes: tuple[str, ...] = ()
    ladders: tuple[tuple[str, int], ...] = ()  # (name, number of rungs)
    blocks: tuple[str, ...] = ()  # top-level keys of the file whose value is a mapping or list


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing an edit takes away."""

    kind: Kind
    name: str = ""
    count: int = 0  # rungs of a ladder


def holdings_of(rules: Rules, mailboxes: tuple[str, ...], blocks: tuple[str, ...]) -> Holdings:
    return Holdings(
        operators=_members(rules.operators),
        pic=_members(rules.pic),
        admin=rules.admin,
        list=rules.desk.list,
        mailboxes=mailboxes,
        ladders=tuple((name, len(rungs)) for name, rungs in rules.reminders.items()),
        blocks=blocks,
    )


def _members(people: tuple[Person, ...]) -> tuple[Member, ...]:
    return tuple(Member(p.name, tuple(a.casefold() for a in p.addresses)) for p in people)


def losses(before: Holdings, after: Holdings, rules: Rules) -> tuple[Loss, ...]:
    """What `before` had and `after` (the holdings of `rules`) has not. A person spelled differently, a mailbox with a
    new password and a ladder with other times are not losses."""
    return (*_people(before, after, rules), *_things(before, after))


def _people(before: Holdings, after: Holdings, rules: Rules) -> Iterator[Loss]:
    gone: set[str] = set()
    roles: tuple[tuple[Kind, tuple[Member, ...], tuple[Person, ...]], ...] = (
        ("operator", before.operators, rules.operators),
        ("pic", before.pic, rules.pic),
    )
    for kind, members, people in roles:
        for member in members:
            if now_called(member.name, member.addresses, people) is None:
                gone.update(member.addresses)
                yield Loss(kind, member.name)
    known = {a for m in (*after.operators, *after.pic) for a in m.addresses}
    for member in (*before.operators, *before.pic):
        lost = [a for a in member.addresses if a not in known and a not in gone]
        gone.update(lost)
        yield from (Loss("address", address) for address in lost)
    if before.admin and not after.admin:
        yield Loss("admin", before.admin)
    if before.list and not after.list:
        yield Loss("list", before.list)


def _things(before: Holdings, after: Holdings) -> Iterator[Loss]:
    yield from (Loss("mailbox", name) for name in before.mailboxes if name not in after.mailboxes)
    steps = dict(after.ladders)
    for name, count in before.ladders:
        if steps.get(name, 0) < count:
            yield Loss("ladder", name, count - steps.get(name, 0))
    yield from (Loss("block", name) for name in before.blocks if name not in after.blocks)


def is_cut(before: str, after: str) -> bool:
    """Whether the new text is a beginning of the old one."""
    kept = after.rstrip()
    return len(kept) < len(before.rstrip()) and before.startswith(kept)


# -- messages

_WORDS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        "operator": (
            "Petugas {name} tidak ada lagi{tickets}.",
            "The operator {name} is gone{tickets}.",
        ),
        "pic": (
            "PIC {name} tidak ada lagi: emailnya tidak lagi menutup tiket.",
            "The PIC {name} is gone: mail from there closes no ticket any more.",
        ),
        "admin": (
            "Baris admin ({name}) tidak ada lagi: tidak ada yang mendapat kabar jika ada yang rusak.",
            "The line admin ({name}) is gone: nobody hears when something breaks.",
        ),
        "address": (
            "{name} bukan lagi alamat rekan kita: email dari sana dibaca sebagai email pelanggan.",
            "{name} is no colleague's address any more: mail from there is read as a customer's.",
        ),
        "list": (
            "Milis {name} tidak ada lagi.",
            "The list {name} is gone.",
        ),
        "mailbox": (
            "Kotak masuk {name} tidak dibaca lagi.",
            "The mailbox {name} is not read any more.",
        ),
        "ladder": (
            "Pengingat {name}: berkurang {count} langkah.",
            "The reminders {name} have lost {count} of their steps.",
        ),
        "block": (
            "Bagian {name} tidak ada lagi: nilai bawaannya yang berlaku.",
            "The block {name} is gone: what holds without it counts.",
        ),
        "cut": (
            "Isinya sama dengan bagian awal versi sebelumnya: mungkin berkasnya baru tersalin sebagian.",
            "It is the beginning of the version before: perhaps only a part of the file has been written yet.",
        ),
    }
)
_TICKETS = (
    "; tiket miliknya ({count}: {some}) kembali ditawarkan kepada semua petugas",
    "; tickets owned there ({count}: {some}) go back to all operators",
)


def loss_words(loss: Loss, language: str, tickets: tuple[str, ...] = ()) -> str:
    """A sentence for the admin. `tickets`: numbers of those the person owns."""
    at = 0 if language == "id" else 1
    shown = ", ".join(tickets[:FULL]) + (" …" if len(tickets) > FULL else "")
    owned = _TICKETS[at].format(count=len(tickets), some=shown) if tickets else ""
    return _WORDS[loss.kind][at].format(name=loss.name, count=loss.count, tickets=owned)
