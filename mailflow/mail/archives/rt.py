"""What Request Tracker's REST API gives (RT::REST2 of RT 5.0.3): tickets, their transactions, and the attachments of
these, in which each mail's header and parts stand.

    GET /REST/2.0/tickets?query=id>0&fields=Subject,Requestor   GET /REST/2.0/ticket/N
    GET /REST/2.0/transaction/N   of GET /REST/2.0/ticket/N/history, whose own items do not say which ticket it is
    GET /REST/2.0/attachment/N    GET /REST/2.0/user/NAME, for addresses

The files may lie as they like. RT keeps a mail as a tree: the root has the header, the leaves the contents, in base64.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from mailflow.core.plain import JsonObject
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import headers
from mailflow.mail.archives.desk_entry import DeskEntry, DeskFile
from mailflow.mail.archives.found import LeftOut
from mailflow.mail.archives.json_files import decoded, moment, objects, text
from mailflow.mail.headers import Headers

_SAID = frozenset({"Create", "Correspond", "Comment"})  # types of transactions that are somebody's words
_IN_URL = re.compile(r"/(\d+)/?$")


@dataclass(frozen=True, slots=True)
class _Transaction:
    """Somebody's words on a ticket."""

    id: str
    ticket: str
    creator: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class _Export:
    """What the attachments of an export refer to."""

    tickets: dict[str, tuple[str, str]]  # subject, requestor
    said: dict[str, _Transaction]
    users: dict[str, str]  # {name: as in a header}


def entries(paths: Sequence[Path]) -> Iterator[DeskEntry | LeftOut]:
    """Each transaction with words. The attachments of one have to lie in one file, or in files that follow one
    another."""
    known, parts, of = _known(paths), list[JsonObject](), ""
    for one in objects(paths):
        if isinstance(one, LeftOut):
            yield one
        elif "TransactionId" in one:
            which = _ref(one["TransactionId"])
            if which != of and parts:
                yield from _entry(known, of, parts)
                parts = []
            of = which
            parts.append(one)
    if parts:
        yield from _entry(known, of, parts)


def _known(paths: Sequence[Path]) -> _Export:
    known = _Export({}, {}, {})
    for one in objects(paths):
        if isinstance(one, LeftOut) or "TransactionId" in one:
            continue
        if text(one.get("Type")) in _SAID and (ticket := _ref(one.get("Object"))):
            at = moment(text(one.get("Created")))
            known.said[_own_id(one)] = _Transaction(_own_id(one), ticket, _ref(one.get("Creator")), at)
        elif "Requestor" in one:
            asked = one["Requestor"]
            first = asked[0] if isinstance(asked, list) and asked else asked
            known.tickets[_own_id(one)] = (text(one.get("Subject")), _ref(first))
        elif "EmailAddress" in one and "Name" in one:
            name = text(one.get("RealName")) or text(one["Name"])
            known.users[text(one["Name"])] = f'"{name}" <{text(one["EmailAddress"])}>'
    return known


def _entry(known: _Export, of: str, parts: Sequence[JsonObject]) -> Iterator[DeskEntry | LeftOut]:
    said = known.said.get(of)
    if said is None:
        return  # of a change that is nobody's words, such as the record of a mail RT has sent
    root = next((one for one in parts if not _parent(one)), parts[0])
    head = headers.split(text(root.get("Headers")).encode("utf-8", "replace") + b"\n\n", 0, 400_000)[0]
    subject, requestor = known.tickets.get(said.ticket, ("", ""))
    at = said.at or moment(text(root.get("Created")))
    if at is None:
        yield LeftOut(f"rt transaction {said.id}", "no-moment")
        return
    words, is_html = _words(parts)
    yield DeskEntry(
        thread=f"rt-ticket-{said.ticket}",
        name=f"rt-transaction-{said.id}",
        number=said.ticket,
        at=at,
        author=head.get("from") or known.users.get(said.creator) or said.creator or requestor,
        subject=_subject(head, root) or subject,
        text=words,
        is_html=is_html,
        to=head.get("to"),
        cc=head.get("cc"),
        message_id=text(root.get("MessageId")) or head.get("rt-message-id"),
        ids=[*head.get("references").split(), head.get("in-reply-to")],
        files=[_file(one) for one in parts if text(one.get("Filename"))],
    )


def _subject(head: Headers, root: JsonObject) -> str:
    return text(root.get("Subject")) or head.words("subject")


def _words(parts: Sequence[JsonObject]) -> tuple[str, bool]:
    """(text, whether it is HTML): plain where there is some."""
    for kind in ("text/plain", "text/html"):
        found = [
            data.decode("utf-8", "replace")
            for one in parts
            if text(one.get("ContentType")).startswith(kind) and not text(one.get("Filename"))
            if (data := decoded(one.get("Content")))
        ]
        if found:
            return "\n".join(found), kind == "text/html"
    return "", False


def _file(one: JsonObject) -> DeskFile:
    return DeskFile(text(one["Filename"]), text(one.get("ContentType")), decoded(one.get("Content")))


def _parent(one: JsonObject) -> str:
    found = _ref(one.get("Parent"))
    return "" if found == "0" else found


def _own_id(one: JsonObject) -> str:
    """Its `id`, or the last part of its address."""
    if own := text(one.get("id")):
        return own
    links = one.get("_hyperlinks")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("ref") == "self":
            return text(link.get("id")) or _number(text(link.get("_url")))
    return _number(text(one.get("_url")))


def _ref(value: object) -> str:
    """What a reference names: {"type": "ticket", "id": "47", "_url": …}, or the id itself."""
    if isinstance(value, dict):
        return text(value.get("id")) or _number(text(value.get("_url")))
    return text(value)


def _number(url: str) -> str:
    found = _IN_URL.search(url)
    return found[1] if found else ""
