"""Telephone, receipt and student numbers in an operator's words that are another customer's (`hints:`).

A number proves little: a hotline, a courier's or an operator's own stands on many tickets. So it is another customer's
only where that one brought it up first, and stands on nobody else's tickets.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mailflow.core.finders.found import Found
from mailflow.core.finders.phone import find_phones
from mailflow.core.finders.reference import find_serials, find_student_numbers
from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.plain import JsonObject
from mailflow.core.search.numbers import LONG, number_form
from mailflow.core.ticket import Ticket
from mailflow.flow.parts import Parts
from mailflow.store.desk import tickets
from mailflow.store.read.search import asked, search

_MOST = 5  # numbers that are looked up
_FEW = 40  # texts with a number; what stands in more is no customer's own
_BEFORE = 60  # characters
_LANDLINE = LazyPattern(r"\+62[1-79]")  # mostly offices'
_OURS = LazyPattern(  # "WA kami di", "hotline", "hubungi saya di nomor"
    r"\b(?:cs|admin|hotline|call ?cent(?:er|re)|layanan|petugas|teknisi|kurir|kantor|bank|kami|kita|saya|our|us|my|me"
    r"|office|support|courier|technician)\b\W{0,3}(?:(?:di|ke|at|on|is|nomor|nomer|no|number|hp|wa|whatsapp|telp|"
    r"telepon|phone)\b\W{0,3}){0,3}\Z",
    re.IGNORECASE,
)


def numbers_of_others(parts: Parts, ticket: Ticket, text: str, known: str) -> Iterator[str]:
    """As they are written there. `known`: what the ticket's own customer has written. Reads only."""
    own = {number_form(_digits(one.value)) for one in _numbers(known)}
    wanted = (one for one in _numbers(text) if number_form(_digits(one.value)) not in own)
    for one in list(wanted)[:_MOST]:
        ours = _OURS.search(text[max(0, one.start - _BEFORE) : one.start]) is not None
        if not ours and _is_others(parts, ticket, one.value):
            yield text[one.start : one.end].strip()


def _numbers(text: str) -> Iterator[Found]:
    for one in (*find_phones(text), *find_serials(text), *find_student_numbers(text)):
        if len(_digits(one.value)) >= LONG and not _LANDLINE.match(one.value):
            yield one


def _digits(value: str) -> str:
    return "".join(filter(str.isdigit, value))


def _is_others(parts: Parts, ticket: Ticket, value: str) -> bool:
    found = search(parts.db, asked(parts.db, [value.removeprefix("+")]), limit=_FEW + 1)
    if found.more or found.total > _FEW:
        return False
    first = {hit["n"]: hit for hit in found.hits if hit["n"] != ticket.n}  # newest first, so the oldest one stays
    others = [other for n in sorted(first) if (other := tickets.load(parts.db, n)) is not None]
    if not others or any(one.n in ticket.linked or set(one.customer) & set(ticket.customer) for one in others):
        return False
    same = all(set(one.customer) & set(others[0].customer) for one in others)
    return same and _brought_up(others[0], first[others[0].n])


def _brought_up(ticket: Ticket, hit: JsonObject) -> bool:
    """Whether the first text that has it is the customer's own."""
    return hit["kind"] == "mail" and str(hit["from"] or "").casefold() in ticket.customer
