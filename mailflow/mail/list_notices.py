"""What a list manager sends back of a letter of ours: refused, or held for a moderator. Some write neither a report nor
any mark of a program (mlmmj 1.3.0), and in the language of the list; so it is known by its form: from a role address of
a list (RFC 2142, section 6) comes our own letter, which was written to that list."""

from __future__ import annotations

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Message, OurAddresses
from mailflow.mail import addresses
from mailflow.mail.bounce_signs import RETURNED
from mailflow.mail.headers import Headers
from mailflow.mail.mime_tree import MimeTree
from mailflow.mail.reports import fields_of

_ROLES = r"(?:owner|request|bounces?|admins?|moderators?|help)"
_ROLE = LazyPattern(rf"(?:owner-)?(?P<list>[^@\s]{{1,64}}?)(?:[-+_.]{_ROLES}(?:[-+=][^@\s]{{0,80}})?)?$")
_MANAGER = LazyPattern(
    r"(?:owner-|.*[-+_.]" + _ROLES + r"(?:[-+=]|$)|(?:listserv|majordomo|mailman|sympa|ezmlm|mlmmj)$)"
)
_HELD = LazyPattern(
    r"\b(?:await\w{0,3}|moderator approval|being asked to review|held (?:for|until|pending)|pending (?:approval|review)"
    r"|waiting for (?:approval|moderation)|menunggu (?:persetujuan|moderasi)|ditahan)",
)
HELD = "delivery notice: held by a mailing list"  # reason of such a mail's nature
_BEGINNING = 800  # characters of the text that say what became of it


def fate(tree: MimeTree, subject: str, text: str, ours: OurAddresses) -> str | None:
    """What a list made of our letter, `refused` or `held`; None for a mail that says nothing of it."""
    returned = _returned(tree)
    if returned is None or not _is_ours(returned, ours):
        return None
    author = next(iter(addresses.parse(tree.root.headers.get("from"))), None)
    local = author.key.rpartition("@")[0] if author else ""
    if not _MANAGER.match(local) or not _was_for(returned, local, ours):
        return None
    return "held" if _HELD.search(f"{subject}\n{text[:_BEGINNING]}".casefold()) else "refused"


def tells_of_hold(message: Message, listed: str) -> bool:
    """Whether an automatic mail says that the list `listed` keeps a letter of ours for its moderator; also one that
    brings no letter along, as Mailman's."""
    if message.nature_reason == HELD:
        return True
    role = _ROLE.match(message.sender.email.casefold().rpartition("@")[0]) if message.sender else None
    named = role is not None and role["list"] == listed.casefold().rpartition("@")[0]
    return named and _HELD.search(f"{message.subject}\n{message.text[:_BEGINNING]}".casefold()) is not None


def _returned(tree: MimeTree) -> Headers | None:
    """The header of the one mail that is attached; a digest has many, a level further down."""
    found = [child for child in tree.root.children if child.content_type in RETURNED]
    return fields_of(tree, found[0]) if len(found) == 1 else None


def _is_ours(returned: Headers, ours: OurAddresses) -> bool:
    return any(one.key in ours.desk for one in addresses.parse(returned.get("from"))[:1])


def _was_for(returned: Headers, local: str, ours: OurAddresses) -> bool:
    """To the list whose role it is: by its name, for the host may be another; or, of a manager's own address, ours."""
    named = _ROLE.match(local)
    readers = {one.key for name in ("to", "cc") for value in returned.all(name) for one in addresses.parse(value)}
    return ours.list in readers or bool(named and named["list"] in {key.rpartition("@")[0] for key in readers})
