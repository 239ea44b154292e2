"""Which parts of a mail are its text and which are attachments (RFC 2046 §5, RFC 2183)."""

from __future__ import annotations

import re
from dataclasses import field
from functools import cached_property
from itertools import islice

from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import charset, html, invitation, mime, reactions, tnef, transfer
from mailflow.mail.mime_tree import MimePart, MimeTree
from mailflow.mail.struck import strikes

MAX_TEXT = 2_000_000  # characters of one text part that are read

_SIGNATURES = frozenset(["application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"])
# Parts written by machines for machines: read by reports.py, and no attachments unless they have a file name.
_MACHINE = frozenset(
    """
    message/delivery-status message/global-delivery-status message/disposition-notification message/feedback-report
    message/global-disposition-notification text/rfc822-headers message/rfc822-headers application/pgp-encrypted
    """.split()
)
_FILES = frozenset(
    """
    text/calendar text/directory text/vcard text/x-vcard text/csv text/rtf text/xml text/css text/javascript
    text/x-vcalendar text/tab-separated-values
    """.split()
)
_TNEF = ("application/ms-tnef", "application/vnd.ms-tnef")
_POOR = frozenset(["text/x-amp-html", "text/watch-html", "text/rtf"])  # alternatives not needed beside the others


@dataclass
class BodyBlock:
    """One piece of the body: the same text as plain text and as HTML, as far as the sender gave both."""

    plain: str = ""
    html: str = ""  # source

    @cached_property
    def struck(self) -> bool:
        return bool(self.html) and strikes(self.html)

    @property
    def plain_counts(self) -> bool:
        """Whether the plain part has readable text: otherwise the HTML is the text (mail.md 9.6). It is, too, where its
        author has struck words out, which a plain part does not show."""
        return (bool(self.plain.strip(_BLANK)) and not self.struck) or not self.html

    @cached_property
    def marked_html(self) -> str:
        """The text of the HTML with the marks of quoting/html.py."""
        return html.marked_text_of(self.html)

    @property
    def marked(self) -> str:
        return self.plain if self.plain_counts else self.marked_html

    @property
    def blank(self) -> bool:
        return not self.plain.strip(_BLANK) and not self.html.strip()


_BLANK = " \t\r\n\xa0\u200b\u200c\u200d\ufeff\xad\u200e\u200f"


@dataclass(slots=True)
class Content:
    blocks: list[BodyBlock] = field(default_factory=list)
    files: list[MimePart] = field(default_factory=list)
    packed: list[tuple[str, bytes]] = field(default_factory=list)  # name, content: uuencoded, or of a winmail.dat
    notes: list[str] = field(default_factory=list)
    below_text: frozenset[int] = frozenset()  # ids of the leaves that have text before them

    @property
    def marked(self) -> str:
        """All texts in order, with the marks of quoting/html.py."""
        return "\n".join(block.marked.strip("\n") for block in self.blocks).strip("\n")

    @property
    def text(self) -> str:
        return html.unmarked(self.marked)


def content(tree: MimeTree) -> Content:
    """The texts and attachments of a mail in order; none of either is lost."""
    found = Content(below_text=_below_text(tree))
    found.blocks = [block for block in _blocks(tree, tree.root, found) if not block.blank]
    _open_tnef(tree, found)
    for block in found.blocks:
        if "begin " in block.plain:
            block.plain = _without_uuencode(block.plain, found)
    if not found.blocks and tree.root.children:
        found.blocks = [BodyBlock(plain=words)] if (words := _preamble(tree)) else []
    _say_invitation(tree, found)
    return found


def _open_tnef(tree: MimeTree, found: Content) -> None:
    """winmail.dat gives way to the files in it; its text counts where the mail has no other (mail.md 10.5)."""
    for part in [file for file in found.files if _is_tnef(file)]:
        packed = tnef.unpack(tree.body(part))
        block = BodyBlock(packed.plain, packed.html)
        if not packed.files and block.blank:
            found.notes.append("winmail.dat kept unopened")
            continue
        found.files.remove(part)
        found.packed += packed.files
        found.notes.append("winmail.dat opened")
        if not found.blocks and not block.blank:
            found.blocks = [block]


def _is_tnef(part: MimePart) -> bool:
    return part.content_type in _TNEF or part.filename.lower() == "winmail.dat"


def _say_invitation(tree: MimeTree, found: Content) -> None:
    """A calendar's invitation as a line above the text. A reply's own words decide what it means: there only where it
    has none."""
    fields = tree.root.headers
    if found.blocks and (fields.get("in-reply-to") or fields.get("references")):
        return
    for part in found.files:
        if part.content_type == "text/calendar" and (line := invitation.line_of(text_of(tree, part))):
            found.blocks.insert(0, BodyBlock(plain=line + "\n"))
            return


_BOILERPLATE = LazyPattern(
    r"multi-?part|\bMIME\b|mail (?:reader|client|program)|encapsulated|cryptograph", re.IGNORECASE
)


def _preamble(tree: MimeTree) -> str:
    """The text above the first delimiter, for a mail without any other text: some programs write it there. The usual
    note for readers without MIME does not count (RFC 2046 §5.1.1)."""
    raw = tree.raw[tree.root.start : min(tree.root.children[0].start, tree.root.start + 20_000)]
    above = re.split(rb"(?:^|\n)--", raw, maxsplit=1)[0]
    words = charset.decode(above, "").replace("\r", "").replace("\x00", "").strip()
    return "" if _BOILERPLATE.search(words) else words


def _blocks(tree: MimeTree, part: MimePart, found: Content) -> list[BodyBlock]:
    """The text below `part`; attachments found on the way are added to `found`. mime.py limits the depth of the
    tree."""
    if part.content_type == "multipart/alternative":
        return _alternative(tree, part, found)
    if part.children:
        if part.content_type == "multipart/encrypted":
            found.notes.append("encrypted")
        blocks: list[BodyBlock] = []
        for child in part.children:
            more = _blocks(tree, child, found)
            if more and blocks and _same_words(blocks[-1], more[0]):
                blocks[-1].html = blocks[-1].html or more[0].html  # text and HTML of the same in a multipart/mixed
                more = more[1:]
            blocks += more
        return blocks
    return _leaf(tree, part, found, has_text=id(part) in found.below_text)


def _alternative(tree: MimeTree, part: MimePart, found: Content) -> list[BodyBlock]:
    """One text in several forms: the first plain one and the first HTML one that contain words."""
    block, extra = BodyBlock(), list[BodyBlock]()
    for child in part.children:
        if child.content_type in _POOR and child.disposition != "attachment":
            continue
        more = _blocks(tree, child, found)
        plain = "\n".join(one.plain for one in more if one.plain)
        markup = "\n".join(one.html for one in more if one.html)
        if child.content_type == "text/html" and plain.count("\n") > block.plain.count("\n"):
            block.plain = ""  # made of the same as if it were HTML, as Apprise does: its lines are lost
        if plain and markup and block.plain.strip() and child.maintype == "multipart":
            block.html = block.html or markup
            extra += [one for one in more if one.plain and not one.html]  # a footer beside the HTML
            continue
        block.plain = plain if not block.plain.strip(_BLANK) else block.plain
        block.html = block.html if block.html.strip() else markup
    if _runs_together(block):
        block.plain = ""
    if _says_breaks(block):
        block.plain = _BREAK.sub("\n", block.plain)
    return [block, *(one for one in extra if one.plain.strip() not in block.plain)]


_NEIGHBOUR = LazyPattern(r"</(?:p|div|t[dhr]|li|d[dt]|h[1-6])>(?:</?[a-z][^<>]{0,200}>){1,6}(\w{2,30})", re.IGNORECASE)
_LAST_WORD = LazyPattern(r"\w{2,30}$")


def _runs_together(block: BodyBlock) -> bool:
    """Whether the plain text was made of the HTML by leaving its tags away, as PHPMailer (6.6) makes it: the last word
    of a paragraph or cell has grown together with the first of the next."""
    if not (block.plain and block.html):
        return False
    for found in islice(_NEIGHBOUR.finditer(block.html, 0, MAX_TEXT), 5):
        last = _LAST_WORD.search(block.html[max(0, found.start() - 30) : found.start()])
        joined = last[0] + found[1] if last else ""
        if len(joined) >= 5 and joined in block.plain and joined not in block.html:
            return True
    return False


_BREAK = LazyPattern(r"<br[ \t]{0,3}/?>\n?", re.IGNORECASE)


def _says_breaks(block: BodyBlock) -> bool:
    """Whether the plain text has the tag of the HTML where its lines end, as yagmail 0.16 writes it. Who writes about
    the tag is shown it in the HTML too."""
    return bool(block.html and _BREAK.search(block.plain)) and not _BREAK.search(html.text_of(block.html))


def _below_text(tree: MimeTree) -> frozenset[int]:
    """The leaves (by `id`) that have text before them: a text part with a name is an attachment there, else it may be
    the mail's own text."""
    leaves = tree.root.leaves()
    for at, leaf in enumerate(leaves):
        if leaf.content_type in ("text/plain", "text/html") and leaf.disposition != "attachment":
            return frozenset(map(id, leaves[at + 1 :]))
    return frozenset()


def _leaf(tree: MimeTree, part: MimePart, found: Content, *, has_text: bool) -> list[BodyBlock]:
    kind = part.content_type
    if kind in _SIGNATURES or kind == reactions.PART or (kind in _MACHINE and not part.filename):
        return []
    if (
        kind == "application/applefile"
        and part.parent is not None
        and part.parent.content_type == "multipart/appledouble"
    ):
        return []
    if kind in mime.PKCS7 or part.filename.lower().endswith(".p7m"):
        found.notes.append("encrypted")
    if not _is_text(part, has_text):
        found.files.append(part)
        return []
    words = text_of(tree, part)
    if kind == "text/html" and html.has_no_element(words):
        return [BodyBlock(plain=html.references_read(words))]
    if kind in ("text/html", "text/xhtml") or (kind == "text/plain" and _is_html(words)):
        return [BodyBlock(html=words)]
    if kind in ("text/enriched", "text/richtext"):
        words = re.sub(r"<[^<>]{1,200}>", "", words.replace("<<", "\ue00f")).replace("\ue00f", "<")  # RFC 1896: << is <
    return [BodyBlock(plain=words)]


def _is_text(part: MimePart, has_text: bool) -> bool:
    """Whether a leaf is text to read, not an attachment."""
    if part.maintype != "text" or part.content_type in _FILES or part.content_type.endswith(("json", "+xml")):
        return False
    if part.disposition == "attachment":
        return part.parent is None and not part.filename
    if not part.filename:
        return True
    if part.parent is not None and part.parent.content_type == "multipart/alternative":
        return True
    return not part.disposition and not has_text and part.content_type in ("text/plain", "text/html")


def _is_html(words: str) -> bool:
    """HTML sent as text/plain."""
    start = words[:300].lstrip().lower()
    return start.startswith(("<!doctype html", "<html"))


def text_of(tree: MimeTree, part: MimePart) -> str:
    """The text of a leaf: transfer encoding and charset removed, line ends "\\n", NULs gone."""
    data = tree.body(part)
    if (written := _never_encoded(tree, part, data)) is not None:
        data = written
    if len(data) > MAX_TEXT:
        tree.notes.append("text cut")
        data = data[:MAX_TEXT]
    declared = part.params.get("charset", "")
    if declared and charset.codec(declared) is None and declared.lower().strip("\"' ") not in charset.UNKNOWN:
        tree.notes.append(f"charset {declared[:40]} unknown")
    words = charset.decode(data, declared, html=part.content_type == "text/html")
    words = "\n".join(words.split("\r\n")).replace("\r", "\n")  # faster than `replace` of two characters by one
    words = words.replace("\x00", "") if "\x00" in words else words  # faster than removing none
    if part.params.get("format", "").lower() == "flowed" and part.params.get("delsp", "").lower() == "yes":
        return _unfolded(words)
    return words


def _unfolded(words: str) -> str:
    """The lines of a paragraph joined: the blank at their end was only there to fold them (RFC 3676 §4.1). A quotation
    ends with its last line, whatever that ends with (§4.5), and "-- " is a line of its own (§4.3)."""
    lines = words.split("\n")
    out: list[str] = []
    for line, following in zip(lines, [*lines[1:], ">"], strict=True):
        apart = line == "-- " or following == "-- " or line.startswith(">") or following.startswith(">")
        out.append(line[:-1] if line.endswith(" ") and not apart else line + "\n")
    return "".join(out)[:-1]


def _never_encoded(tree: MimeTree, part: MimePart, data: bytes) -> bytes | None:
    """The raw text when its base64 declaration is false: it contains characters base64 does not have, and decoding
    gives no text (mail.md 9.9)."""
    if not part.headers.get("content-transfer-encoding").lower().startswith("base64"):
        return None
    if re.search(rb"[\x00-\x08\x0e-\x1a]", data[:300]) is None:  # a text: so says what takes 1 µs instead of 25
        return None
    raw = tree.raw[part.start : min(part.end, part.start + 2_000)].strip()
    alien = re.search(rb"[^A-Za-z0-9+/=\s]|[a-z][ \t]+[a-z]", raw, re.IGNORECASE) is not None
    return tree.raw[part.start : part.end] if alien else None


def _same_words(first: BodyBlock, second: BodyBlock) -> bool:
    """Whether an HTML block repeats the plain text before it: the same words, or a whole document, which programs
    without multipart/alternative put beside the plain part (mail.md 9.7)."""
    if not first.plain.strip() or first.html or second.plain or not second.html or len(second.html) > 200_000:
        return False
    if second.html[:300].lstrip().lower().startswith(("<!doctype", "<html", "<?xml")):
        return True
    return _ink(first.plain) == _ink(html.text_of(second.html))


def _ink(words: str) -> str:
    return re.sub(r"[\W_]+", "", words)


_BEGIN = LazyPattern(
    r"^begin [0-7]{3,4} ([^\n]{1,200})\n((?:[ -`]{1,62}[^\S\n]{0,5}\n){1,400000}?)`?\s{0,3}\n?end[^\S\n]*$",
    re.MULTILINE,
)


def _without_uuencode(words: str, found: Content) -> str:
    """Takes uuencoded files out of a text (mail.md 9.10)."""

    def keep(match: re.Match[str]) -> str:
        found.packed.append((match[1].strip(), transfer.uudecoded(match[2].encode("ascii", "replace"))))
        return ""

    return _BEGIN.sub(keep, words) if words.count("\nbegin ") < 50 else words
