"""What a letter shows of the archive: the hits of `/cari`, as far as its reader may see them."""

from __future__ import annotations

from datetime import datetime

from mailflow.core.commands.asking import SEARCH
from mailflow.core.letter import Letter
from mailflow.core.plain import JsonObject
from mailflow.core.preview import harmless
from mailflow.core.search.answer import Excerpt
from mailflow.flow.parts import Parts
from mailflow.flow.ticket import filed_receipts
from mailflow.lazy_dataclasses import replace
from mailflow.store.read import search

MOST = 25  # conversations: a letter, not an archive
_LOOKED_AT = 100  # hits


def with_hits(parts: Parts, letter: Letter) -> Letter:
    """The letter with its hits; unchanged when it asks for none. Of tickets on which its reader is the customer he sees
    what customers see: nothing here."""
    if letter.kind != SEARCH:
        return letter
    query = search.asked(parts.db, [str(letter.facts["searched"])])
    own = search.Filters(but=_addresses(parts, letter.to[0].name))
    found = filed_receipts.search(parts.db, query, own, _LOOKED_AT, parsed=parts.parsed)
    shown = search.by_conversation(found, query)[:MOST]
    facts = {"total": found.total, "uncounted": found.more, "unfinished": found.unfinished}
    facts["left_out"] = found.total - sum(1 + hit["others"] for hit in shown)
    return replace(letter, facts={**letter.facts, **facts, "hits": [_row(hit) for hit in shown]})


def _addresses(parts: Parts, name: str) -> tuple[str, ...]:
    people = parts.rules.colleagues
    return tuple(address for person in people if person.name == name for address in person.addresses)


def _row(hit: JsonObject) -> dict[str, object]:
    marks = tuple((start, end) for start, end in hit["marks"])
    return {
        "number": hit["number"] or "",
        "others": hit["others"],
        "at": datetime.fromisoformat(str(hit["at"])),
        "kind": hit["kind"],
        "author": hit["from"] or "",
        "subject": hit["subject"],
        "file": hit["file"] or "",
        "excerpt": harmless(Excerpt(hit["excerpt"], marks).marked()),
    }
