"""Where mail programs mark in HTML that the following is not new (mail.md 8.4).

The tree is not cut: `html.text` puts private marks into the text, and the line scanner of text.py decides. So an answer
written between or below the quotation of an HTML mail is treated as in plain text.
"""

from __future__ import annotations

import re

from selectolax.lexbor import LexborNode

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.quoting.lines import FOLDED

CUT = "\ue000"  # begins a line after which a mail program's quotation follows, to the end
MARK = "\ue001"  # begins each line of a cited blockquote
SIGNED = "\ue004"  # begins each line of what a mail program marks as signature

_CUT_IDS = frozenset(
    ["appendonsend", "divrplyfwdmsg", "olk_src_body_section", "mail-editor-reference-message-container", "stopspelling",
     "isreplycontent", "reply-intro", "ms-outlook-mobile-body-separator-line"]
)  # fmt: skip
_CUT_CLASSES = frozenset(
    ["yahoo_quoted", "protonmail_quote", "zmail_extra", "messagereplysection", "ms-outlook-mobile-reference-message",
     "tutanota_quote"]
)  # fmt: skip
_CITE_CLASSES = frozenset(["gmail_quote", "moz-quote-pre", "quote", "evolution-quote", "spark_quote"])
# Also every name that ends in "signature": gmail_signature, AppleMailSignature, composer_signature of Samsung.
# Elements are named by programs, never by authors.
_SIGNATURES = ("protonmail_signature_block", "gmail_signature_prefix", "_rc_sig", "zm-_id_-sgn")
# The line above the quoted header block in Outlook for Windows, for Mac and on the web.
_BORDER = LazyPattern(
    r"border(?:-top)?\s{0,3}:\s{0,3}(?:none\s{0,3};\s{0,3}border-top\s{0,3}:\s{0,3})?solid\s{1,3}#?(?:e1e1e1|"
    r"b5c4df|d0d0d0|cccccc)\s{1,3}1\.0pt",
    re.IGNORECASE,
)
_HINTS = LazyPattern(
    r"gmail_quote|divRplyFwdMsg|appendonsend|OLK_SRC|yahoo_quoted|protonmail_quote|"
    r"type\s{0,3}=\s{0,3}[\"']?cite|moz-cite-prefix|zmail_extra|stopSpelling"
    r"|E1E1E1|B5C4DF|isReplyContent|messageReplySection|reference-message|blockquote|data-marker|tutanota",
    re.IGNORECASE,
)
# what it finds, in lower case; "cite" only as an attribute's value
_HINTED = (
    "gmail_quote", "divrplyfwdmsg", "appendonsend", "olk_src", "yahoo_quoted", "protonmail_quote", "moz-cite-prefix",
    "zmail_extra", "stopspelling", "e1e1e1", "b5c4df", "isreplycontent", "messagereplysection", "reference-message",
    "blockquote", "data-marker", "tutanota",
)  # fmt: skip


_MARKING = (*_CUT_IDS, *_CUT_CLASSES, *_SIGNATURES, "signature", "__sig_", "quote", "__divider__", "solid", "cite")


def hints(source: str) -> bool:
    """Whether a document seems to quote. Most do not, which words tell faster than the pattern: 65 µs of an HTML
    body instead of 2,020 (bench/tricks.py, 2026-11-30)."""
    lowered = source.lower()
    if any(map(lowered.__contains__, _HINTED)):
        return True
    folded = not source.isascii() and any(map(source.__contains__, FOLDED))
    return (folded or "cite" in lowered) and hints_found(source)


def hints_found(source: str) -> bool:
    """The same by the pattern alone."""
    return _HINTS.search(source) is not None


def marks(source: str) -> bool:
    """Whether a document may contain any mark of a mail program: most need not be examined element by element."""
    return any(map(source.lower().__contains__, _MARKING))


def cuts(node: LexborNode) -> bool:
    """Whether a program's own quotation begins at this element."""
    attributes = node.attributes
    if not attributes:
        return False
    name = (attributes.get("id") or "").lower()
    if name:
        name = name.removeprefix("x_")
        if name in _CUT_IDS or name.endswith("yahoo_quoted") or name.startswith("yahoo_quoted"):
            return True
    part = (attributes.get("name") or "").lower()
    if part == "messagereplysection":
        return _follows_body(node)  # by itself it is the answer
    if part in ("quote", "quoted-content"):
        return node.tag == "div"
    if attributes.get("data-marker") == "__DIVIDER__":
        return True
    for one in (attributes.get("class") or "").lower().split():
        one = one.removeprefix("x_")
        if one in _CUT_CLASSES or one.endswith("yahoo_quoted"):
            return True
    style = attributes.get("style") or ""
    if "border-top-color: rgb(229, 229, 229)" in style:  # Windows Mail
        return True
    return "solid" in style and node.tag == "div" and _BORDER.search(style) is not None


def _follows_body(node: LexborNode) -> bool:
    before = node.prev
    for _ in range(12):
        if before is None:
            return False
        if before.tag == "div" and (before.attributes.get("name") or "").lower() == "messagebodysection":
            return True
        before = before.prev
    return False


def signs(node: LexborNode) -> bool:
    """Whether a mail program put its user's signature into this element."""
    attributes = node.attributes
    if not attributes:
        return False
    names = f"{attributes.get('id') or ''} {attributes.get('class') or ''}"
    if len(names) > 1 and any(
        one.endswith("signature") or one.removeprefix("x_") in _SIGNATURES for one in names.lower().split()
    ):
        return True
    return (attributes.get("data-marker") or "").startswith("__SIG_")  # Zimbra


def cites(node: LexborNode) -> bool:
    """Whether this blockquote is a quotation, not an indented paragraph of the author."""
    attributes = node.attributes
    source = attributes.get("cite") or ""
    if (attributes.get("type") or "").lower() == "cite" or (source and not source.startswith("http")):
        return True  # an author's own quotation of a web page
    if "data-o-mail-quote" in attributes or "data-o-mail-quote-node" in attributes:  # Odoo
        return True
    classes = {one.removeprefix("x_") for one in (attributes.get("class") or "").lower().split()}
    if classes & _CITE_CLASSES:
        return True
    style = (attributes.get("style") or "").lower()
    if "border-left" in style and "solid" in style:
        return True
    if _quotes_command(node):
        return True
    parent = node.parent
    for _ in range(4):
        if parent is None:
            return False
        inside = (parent.attributes.get("class") or "") if parent.tag and parent.tag[0] != "-" else ""
        if "gmail_quote" in inside or "yahoo_quoted" in inside or inside == "quote":  # the last: Nextcloud Mail
            return True
        parent = parent.parent
    return False


def _quotes_command(node: LexborNode) -> bool:
    """Whether it begins with a command beside other words: a quoted command is none. By itself, or indented with the
    button of a web mailer, it is given."""
    words = (node.text() or "").strip()
    if not words.startswith("/") or "border:none" in (node.attributes.get("style") or "").replace(" ", "").lower():
        return False
    top = node
    while top.parent is not None:
        top = top.parent
    return (top.text() or "").strip() != words
