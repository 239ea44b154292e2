"""Mail that SpamAssassin has wrapped in a report (`report_safe`): the original inside is the mail.

The outer header has lost threading, Auto-Submitted and our server's Authentication-Results; they are in the original.
Anyone can write such a wrapper, so its authentication counts only if our own server has wrapped it.
"""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail import addresses, headers
from mailflow.mail.headers import Headers
from mailflow.mail.mime_tree import MimeTree

NOTE = "taken out of a SpamAssassin report"

_FROM_OUTSIDE = ("received", "received-spf", "return-path", "delivered-to", "x-original-to", "envelope-to",
    "authentication-results",
)  # fmt: skip
_BY_SPAMASSASSIN = LazyPattern(r"from localhost\s+by\s+\S{1,255}\s+with SpamAssassin \(", re.IGNORECASE)
_ADDRESS = LazyPattern(
    r"(?<![\w.])(\d{1,3}(?:\.\d{1,3}){3}|(?:IPv6:)?(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?![\w:])", re.IGNORECASE
)


def original(tree: MimeTree) -> bytes | None:
    """The mail inside, below those header fields of the outer mail that it lacks; None when nothing is wrapped."""
    root = tree.root
    inside = next((part for part in root.children if part.params.get("x-spam-type", "").lower() == "original"), None)
    if inside is None or root.content_type != "multipart/mixed":
        return None
    data = tree.body(inside).lstrip(b"\r\n")
    fields, start = headers.split(data, 0, len(data))
    if not _same_author(root.headers, fields):
        return None
    ours = _wrapped_here(root.headers)
    kept = [pair for pair in root.headers.fields if pair[0] in _FROM_OUTSIDE or pair[0].startswith("x-spam-")]
    own = [pair for pair in fields.fields if ours or pair[0] != "authentication-results"]
    lines = [b"%s:%s" % (name.encode("latin-1"), value.rstrip(b"\r\n")) for name, value in (*kept, *own)]
    return b"\n".join(lines) + b"\n\n" + data[start:]


def _same_author(outer: Headers, inner: Headers) -> bool:
    """SpamAssassin repeats From unchanged; a different one would speak for someone else."""
    found = [addresses.parse(fields.get("from")) for fields in (outer, inner)]
    return len(inner.all("from")) == 1 and [one.key for one in found[0]] == [one.key for one in found[1]]


def _wrapped_here(outer: Headers) -> bool:
    """Whether only hops within one machine are above SpamAssassin's own: a mail from outside has its hop on top."""
    for hop in outer.all("received")[:10]:
        if _BY_SPAMASSASSIN.match(hop):
            return True
        if not _is_local(hop.partition(";")[0]):
            return False
    return False


def _is_local(hop: str) -> bool:
    """`by mx (Postfix, from userid 33)`, `from localhost (localhost [127.0.0.1]) by mx`: not by its HELO alone."""
    found = [one.lower().removeprefix("ipv6:") for one in _ADDRESS.findall(hop[:1_000])]
    if found:
        return all(one.startswith("127.") or one in ("::1", "0:0:0:0:0:0:0:1") for one in found)
    return not hop.lower().startswith("from ")
