"""How a customer gets no more letters to many: the signed key of a letter, and the headers mail programs make a button
of.

    List-Unsubscribe: <https://help.example/unsubscribe/3-17-k4…>, <mailto:desk@d?subject=unsubscribe%203-17-k4…>
    List-Unsubscribe-Post: List-Unsubscribe=One-Click      the page does it at a POST, without any question (RFC 8058)
    List-Id: <broadcast.desk.example>                      absence notices stay silent (RFC 2919)
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from mailflow.core.letter import Leaving
from mailflow.core.rules import Desk
from mailflow.mail import identity, writing

PAGE = "/unsubscribe/"
_USE = "unsubscribe"


def key_of(secret: bytes, broadcast: int, customer: int) -> str:
    """The key of one customer's letter."""
    what = f"{broadcast}-{customer}"
    return f"{what}-{identity.page_token(secret, _USE, what)}"


def signed(secret: bytes, key: str) -> tuple[int, int] | None:
    """(broadcast, customer) of a key of ours; None: it is none."""
    what, _, token = key.lower().rpartition("-")
    broadcast, _, customer = what.partition("-")
    if not identity.is_page_token(secret, _USE, what, token):
        return None
    return int(broadcast), int(customer)


def leaving(secret: bytes, mail: tuple[int, int], url: str) -> Leaving:
    """`url`: web.url; "" without pages."""
    key = key_of(secret, *mail)
    return Leaving(key, f"{url.rstrip('/')}{PAGE}{key}" if url else "")


def headers(way: Leaving, desk: Desk) -> Iterator[bytes]:
    """RFC 2369 §3.2: the leftmost is the sender's choice. RFC 8058 §3.1: one-click only with a page, and both headers
    under the DKIM signature."""
    subject = quote(f"unsubscribe {way.key}")
    by_mail = f"<mailto:{quote(desk.address, safe='@')}?subject={subject}>"
    yield writing.tokens("List-Unsubscribe", [f"<{way.page}>,", by_mail] if way.page else [by_mail])
    if way.page:
        yield writing.token("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
    yield writing.tokens("List-Id", [f"<broadcast.{desk.domain}>"])
