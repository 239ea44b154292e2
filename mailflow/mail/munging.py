"""Who is behind a From that a list has written itself into: `Ani via Layanan <layanan@desk.example>` (mail.md 6.6).

Google Groups, Mailman, Sympa and their kin put their own address into From, so that DMARC holds, and say elsewhere who
wrote. The person is whom we write to; that it is he nobody but the list says, and anybody can write such a mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mailflow.core.message import Address, OurAddresses, same_list
from mailflow.mail import addresses
from mailflow.mail.domains import aligned
from mailflow.mail.headers import Headers
from mailflow.mail.nature import precedence


@dataclass(frozen=True, slots=True)
class TrueAuthor:
    """The person who wrote a mail. `sender` is None when a list hides the author; `via` is the list, as From shows
    it."""

    sender: Address | None
    via: Address | None = None
    found: str = ""  # where the person stands
    unnamed: bool = False  # From cannot be read, so he stands elsewhere or nowhere
    doubtful: bool = False  # the mail names another as well: some lists pass on what its author wrote into a header


# Between a person and his list, as list servers and their translators write it.
_VIA = re.compile(
    r"\W{0,3}(.{1,100}?)['\"”’]?\s[(\[]?"
    r"(?:via|vía|melalui|lewat|über|durch|par|por|através de|tramite|på|gennem|genom|through|door|przez|přes|через|"
    r"経由|通过|dari (?:grup|milis))\s.{1,100}$",
    re.IGNORECASE,
)
_ORIGINAL = ("x-original-from", "x-original-sender", "x-google-original-from")
_READ = 20_000  # characters of one field in which its author may stand
_MOST_WORDS = 8  # of a name that are compared


def author(fields: Headers, written: Address, lists: tuple[str, ...], ours: OurAddresses) -> TrueAuthor:
    """The person behind `written`, the address in From. `lists` is what list headers call their lists."""
    said = _VIA.match(written.name)
    name = said[1].strip("\"'“”’ ") if said else ""
    if not _is_list(fields, written, lists, ours, named=bool(said)):
        return TrueAuthor(written)
    ask = _Search(written, _bare(name or written.name), lists, ours)
    sure = bool(said) or _is_own(written.email, ours)  # a newsletter's own From is no person's, and no disguise either
    for found, where in _persons(fields, ask, sure=sure):
        person = found if found.name or not name else Address(found.email, name)
        return TrueAuthor(person, written, where, doubtful=_contradicted(fields, ask, found))
    return TrueAuthor(None, written) if sure else TrueAuthor(written)


def is_ours(via: Address, ours: OurAddresses) -> bool:
    """A list of the desk's own or of its organisation: whoever writes through it writes to us."""
    if _is_own(via.email, ours):
        return True
    domain = via.email.rpartition("@")[2]
    return any(aligned(domain, address.rpartition("@")[2]) for address in ours.desk)


def is_trusted(via: Address, ours: OurAddresses) -> bool:
    """`trust.lists` names it: it admits members only, and what it says of its authors is believed."""
    return any(same_list(via.email, name) for name in ours.trusted_lists)


def _is_own(email: str, ours: OurAddresses) -> bool:
    known = (*ours.trusted_lists, *((ours.list,) if ours.list else ()))
    return any(same_list(email, name) for name in known)


def _is_list(fields: Headers, written: Address, lists: tuple[str, ...], ours: OurAddresses, *, named: bool) -> bool:
    """Whether From is a list's address, by more than a name somebody chose: the desk knows it, or the mail says so."""
    if _is_own(written.email, ours):
        return True
    original = bool(fields.present(_ORIGINAL))
    if not (named or lists or original):
        return False
    if written.key in ours.desk:  # forms write from there too, and no form is a list
        return original or (named and bool(lists))
    if any(same_list(written.email, name) for name in lists):
        return True
    if any(one.key != written.key for one in _all(fields, "x-original-from")):  # only whoever rewrote From writes that
        return True
    distributed = bool(lists) or original or precedence(fields) == "list"
    return named and (distributed or written.key in {one.key for one in _all(fields, "to", "cc")})


@dataclass(frozen=True, slots=True)
class _Search:
    """Whom to look for, and who it is not."""

    written: Address
    name: str
    lists: tuple[str, ...]
    ours: OurAddresses

    def other(self, one: Address) -> bool:
        """Neither the list, under any of its names, nor the desk."""
        if one.key == self.written.key or one.key in self.ours.desk or _is_own(one.email, self.ours):
            return False
        return not any(same_list(one.email, name) for name in self.lists)

    def is_named(self, one: Address) -> bool:
        """It bears the name that stands before "via"; without a name of its own, its local part does."""
        if one.name:
            return _bare(one.name) == self.name != ""
        local = one.email.rpartition("@")[0].casefold()
        return any(len(word) > 2 and word in local for word in self.name.split()[:_MOST_WORDS])


def _persons(fields: Headers, ask: _Search, *, sure: bool) -> Iterator[tuple[Address, str]]:
    """Whoever may be the author, the surest sign first. Without `sure` only what the list says in so many words."""
    for header in _ORIGINAL:
        yield from ((one, header) for one in _all(fields, header) if ask.other(one))
    for header in ("reply-to", "cc"):
        yield from ((one, header) for one in _all(fields, header) if ask.other(one) and ask.is_named(one))
    if not sure:
        return
    yield from ((one, "from") for one in _in_name(ask.written) if ask.other(one))
    alone = [one for one in _all(fields, "reply-to") if ask.other(one)]
    if len(alone) == 1:
        yield alone[0], "reply-to"


def _contradicted(fields: Headers, ask: _Search, found: Address) -> bool:
    named = [one for one in _all(fields, "reply-to", "cc") if ask.other(one) and one.name and ask.is_named(one)]
    original = [one for one in _all(fields, *_ORIGINAL) if ask.other(one)]
    return any(one.key != found.key for one in (*original, *named))


def _in_name(written: Address) -> Iterator[Address]:
    """The name is an address (Google Groups, when he has no other), or the list's address holds his (groups.io:
    `ani=mail.example@groups.io`)."""
    yield from addresses.parse(written.name.replace("'", " ").replace("(", " ").replace(")", " "))[:1]
    local = written.email.rpartition("@")[0]
    if "=" in local and "+" not in local:
        yield from addresses.parse(local.replace("=", "@"))[:1]


def _all(fields: Headers, *names: str) -> Iterable[Address]:
    return [one for name in names for value in fields.all(name)[:5] for one in addresses.parse(value[:_READ])]


def _bare(name: str) -> str:
    """A name for comparison: no quotes, one blank between words, in small letters."""
    return " ".join(name.casefold().replace('"', " ").replace("'", " ").replace("’", " ").split())
