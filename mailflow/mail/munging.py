"""The author behind a From that a list has rewritten: `Ani via Layanan <layanan@desk.example>` (mail.md 6.6).

Google Groups, Mailman, Sympa and others put their own address into From, so that DMARC passes, and name the author
elsewhere. We write to that author; but only the list says who it is, and anyone can write such a mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Address, OurAddresses, same_list
from mailflow.lazy_dataclasses import dataclass
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
    found: str = ""  # where the author was found
    unnamed: bool = False  # From cannot be parsed: the author is elsewhere, or unknown
    doubtful: bool = False  # the mail also names another: some lists pass on headers written by the author


# Between the author's name and the list's, as list servers write it in many languages.
_VIA = LazyPattern(
    r"\W{0,3}(.{1,100}?)['\"”’]?\s[(\[]?"
    r"(?:via|vía|melalui|lewat|über|durch|par|por|através de|tramite|på|gennem|genom|through|door|przez|přes|через|"
    r"経由|通过|dari (?:grup|milis))\s.{1,100}$",
    re.IGNORECASE,
)
_ORIGINAL = ("x-original-from", "x-original-sender", "x-google-original-from")
_READ = 20_000  # characters of one field that are searched for the author
_MOST_WORDS = 8  # words of a name that are compared


def author(fields: Headers, written: Address, lists: tuple[str, ...], ours: OurAddresses) -> TrueAuthor:
    """The author behind `written`, the address in From. `lists` are the list's names in list headers."""
    said = _VIA.match(written.name)
    name = said[1].strip("\"'“”’ ") if said else ""
    if not _is_list(fields, written, lists, ours, named=bool(said)):
        return TrueAuthor(written)
    ask = _Search(written, _bare(name or written.name), lists, ours)
    sure = bool(said) or _is_own(written.email, ours)  # a newsletter's own From hides no author
    for found, where in _persons(fields, ask, sure=sure):
        person = found if found.name or not name else Address(found.email, name)
        return TrueAuthor(person, written, where, doubtful=_contradicted(fields, ask, found))
    return TrueAuthor(None, written) if sure else TrueAuthor(written)


def is_ours(via: Address, ours: OurAddresses) -> bool:
    """A list of the desk or of its organisation: a mail through it is addressed to us."""
    if _is_own(via.email, ours):
        return True
    domain = via.email.rpartition("@")[2]
    return any(aligned(domain, address.rpartition("@")[2]) for address in ours.desk)


def is_trusted(via: Address, ours: OurAddresses) -> bool:
    """`trust.lists` names it: only members can write, and what it says about authors is believed."""
    return any(same_list(via.email, name) for name in ours.trusted_lists)


def _is_own(email: str, ours: OurAddresses) -> bool:
    known = (*ours.trusted_lists, *((ours.list,) if ours.list else ()))
    return any(same_list(email, name) for name in known)


def _is_list(fields: Headers, written: Address, lists: tuple[str, ...], ours: OurAddresses, *, named: bool) -> bool:
    """Whether From is a list's address, by more than a display name: the desk knows it, or the headers say so."""
    if _is_own(written.email, ours):
        return True
    original = bool(fields.present(_ORIGINAL))
    if not (named or lists or original):
        return False
    if written.key in ours.desk:  # forms also send from there, and a form is not a list
        return original or (named and bool(lists))
    if any(same_list(written.email, name) for name in lists):
        return True
    # only a program that rewrote From writes that
    if any(one.key != written.key for one in _all(fields, "x-original-from")):
        return True
    distributed = bool(lists) or original or precedence(fields) == "list"
    return named and (distributed or written.key in {one.key for one in _all(fields, "to", "cc")})


@dataclass(frozen=True, slots=True)
class _Search:
    """Whom to look for, and who it cannot be."""

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
        """Whether it has the name before "via"; without a name, whether its local part matches."""
        if one.name:
            return _bare(one.name) == self.name != ""
        local = one.email.rpartition("@")[0].casefold()
        return any(len(word) > 2 and word in local for word in self.name.split()[:_MOST_WORDS])


def _persons(fields: Headers, ask: _Search, *, sure: bool) -> Iterator[tuple[Address, str]]:
    """Possible authors, most certain first. Without `sure` only what the list states explicitly."""
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
    """The display name is an address (Google Groups, for authors without a name), or the list's address contains the
    author's (groups.io: `ani=mail.example@groups.io`)."""
    yield from addresses.parse(written.name.replace("'", " ").replace("(", " ").replace(")", " "))[:1]
    local = written.email.rpartition("@")[0]
    if "=" in local and "+" not in local:
        yield from addresses.parse(local.replace("=", "@"))[:1]


def _all(fields: Headers, *names: str) -> Iterable[Address]:
    return [one for name in names for value in fields.all(name)[:5] for one in addresses.parse(value[:_READ])]


def _bare(name: str) -> str:
    """A name for comparison: without quotes, single blanks, lower-case."""
    return " ".join(name.casefold().replace('"', " ").replace("'", " ").replace("’", " ").split())
