"""HTML of a mail → text as a person reads it, and the same without the quotations that mail programs mark in it.

Everything is iterative, because HTML in mails may be nested to any depth.
"""

from __future__ import annotations

import re
from dataclasses import field
from html import unescape

from selectolax.lexbor import LexborHTMLParser, LexborNode

from mailflow.core.lazy_regex import LazyPattern
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.html_lists import BULLET, OpenList, opened
from mailflow.mail.quoting.html import CUT, MARK, SIGNED, cites, cuts, marks, signs
from mailflow.mail.struck import is_struck, strikes

MAX_SIZE = 3_000_000  # characters that are read
MAX_DEPTH = 400  # lexbor's time grows with the square of the depth

_SKIPPED = frozenset(["script", "style", "title", "head", "noscript", "template", "svg", "math", "object", "iframe",
    "select",
                      "meta", "link", "-comment", "!doctype", "-doctype", "textarea", "audio", "video",
                      "map"])  # fmt: skip
_BLOCKS = frozenset(["div", "section", "article", "header", "footer", "aside", "main", "nav", "form", "fieldset",
    "address",
                     "center", "figure", "figcaption", "dl", "dt", "dd", "table", "thead", "tbody", "tfoot", "tr",
                     "caption",
                     "ul", "ol", "li", "pre", "blockquote", "body", "html", "hr", "details", "summary", "h1", "h2",
                     "h3",
                     "h4", "h5", "h6", "p", "menu", "dir", "legend"])  # fmt: skip
_SPACED = frozenset(["p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "ul", "ol", "table", "pre", "dl"])
_VISITED = _BLOCKS | {"br", "a", "img", "td", "th"}
_LEFT = _BLOCKS | {"a"}
_TAG = LazyPattern(r"<(/?)([a-zA-Z][a-zA-Z0-9:]{0,30})(?:[\s/>])")
_VOID = frozenset(["br", "img", "hr", "meta", "link", "input", "area", "base", "col", "embed", "source", "track",
    "wbr", "p", "li",
                   "o:p", "tr", "td", "th", "option"])  # fmt: skip
_HIDDEN = LazyPattern(r"display\s{0,5}:\s{0,5}none|mso-hide\s{0,5}:\s{0,5}all", re.IGNORECASE)
# Inherited, and ended by the values that fold lines (CSS Text 3, section 3)
_LINES_KEPT = LazyPattern(
    r"white-space(?:-collapse)?\s{0,5}:\s{0,5}(?:(pre|break-spaces)|normal|nowrap|collapse|initial)", re.IGNORECASE
)
_MAY_CUT = frozenset(["div", "blockquote", "hr", "span", "table", "section", "p"])
# private marks, each on its own line while a text is built
_ENTER, _LEAVE, _SIGN, _SIGNED = "\ue002", "\ue003", "\ue005", "\ue006"
_PRIVATE = {ord(char): None for char in (CUT, MARK, SIGNED, _ENTER, _LEAVE, _SIGN, _SIGNED)}
_SCHEME = LazyPattern(r"^\w{1,10}:(?://)?(?:www\.)?")
_SPACE = LazyPattern(r"[ \t\r\n\f\u200b\u200c\ufeff]+")


_ELEMENT = LazyPattern(
    r"<(?:!|[a-z]:|/?(?:a|abbr|address|article|aside|b|base|basefont|bdi|bdo|big|blockquote|body|br|button|caption|center|cite|"
    r"code|col|colgroup|dd|del|details|dfn|dir|div|dl|dt|em|fieldset|figure|font|footer|form|h[1-6r]|head|header|html|i|"
    r"iframe|img|input|ins|kbd|label|legend|li|link|main|map|mark|menu|meta|nav|nobr|o:p|ol|option|p|pre|q|s|samp|"
    r"script|section|select|small|span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|template|textarea|"
    r"tfoot|th|thead|time|title|tr|tt|u|ul|var|video|wbr)[\s/>])",
    re.IGNORECASE,
)


def has_no_element(source: str) -> bool:
    """Whether it is a text of several lines under the name of HTML, as Apprise 2.3 and many a form send it: no element
    of HTML is in it, though there may be words in angle brackets."""
    return "\n" in source.strip() and _ELEMENT.search(source, 0, MAX_SIZE) is None


_REFERENCE = LazyPattern(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z0-9]{2,31});")


def references_read(source: str) -> str:
    """A text without elements, its character references (`&amp;`) read; not "&reg" in an address of the web."""
    return _REFERENCE.sub(lambda found: unescape(found[0]), source) if "&" in source else source


def parse(source: str) -> LexborNode | None:
    """The tree of a document; None when it is nested so deeply that only its bare text is extracted."""
    source = source[:MAX_SIZE].replace("\x00", "")
    if len(source) > 6_000 and _too_deep(source):
        return None
    return LexborHTMLParser(source).root


def text_of(source: str) -> str:
    """The text of an HTML body."""
    return unmarked(marked_text_of(source))


def marked_text_of(source: str) -> str:
    """The same, with the private marks of quoting/html.py where mail programs marked quotations. Without what is struck
    out, unless that is all."""
    root = parse(source)
    if root is None:
        return bare(source)
    if not strikes(source):
        return _filled(root, source)
    return _filled(root, source, striking=True) or _unless_command(_filled(root, source))


def unmarked(marked: str) -> str:
    """A marked text without its marks."""
    if CUT not in marked and MARK not in marked and SIGNED not in marked:
        return marked
    lines = [line.lstrip(MARK + SIGNED) for line in marked.split("\n") if not line.startswith(CUT)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")


def bare(source: str) -> str:
    """The text without tags, in linear time, for documents too deep for a parser."""
    source = re.sub(r"<(script|style)\b[^>]{0,500}>", "<!--", source[:MAX_SIZE], flags=re.IGNORECASE)
    source = re.sub(r"<(?:br|/p|/div|/tr|/li)\b[^<>]{0,500}>", "\n", source, flags=re.IGNORECASE)
    return re.sub(r"\n\s{2,}", "\n\n", re.sub(r"<[^<>]{0,2000}>", "", source)).strip()


def _too_deep(source: str) -> bool:
    depth = deepest = 0
    for found in _TAG.finditer(source):
        if found[2].lower() in _VOID:
            continue
        depth += -1 if found[1] and depth else 0 if found[1] else 1
        deepest = max(deepest, depth)
    return deepest > MAX_DEPTH


def _unless_command(text: str) -> str:
    return "" if unmarked(text).startswith("/") else text


def _filled(root: LexborNode, source: str, *, striking: bool = False) -> str:
    out = _Lines(marking=marks(source))
    _fill(out, root, source, striking=striking)
    return out.text()


def _fill(out: _Lines, root: LexborNode, source: str, *, striking: bool) -> None:
    """One pass over the document; elements are visited on entry and, where it matters, on exit. A loop with a stack,
    siblings before children, takes a third of the time of a generator over lists of children."""
    hiding = "none" in source or "hide" in source or "NONE" in source
    keeping = "white-space" in source
    private = "&#" in source or any(chr(mark) in source for mark in _PRIVATE)
    waiting: list[LexborNode | tuple[LexborNode, str] | bool] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, bool):
            out.keeps_lines = node
            continue
        if isinstance(node, tuple):
            _visit(out, node[0], node[1], entering=False)
            continue
        if (following := node.next) is not None:
            waiting.append(following)
        tag = node.tag
        if tag == "-text":
            text = node.text_content or ""
            out.words(text.translate(_PRIVATE) if private else text)
            continue
        if tag is None or tag in _SKIPPED or (hiding and _is_hidden(node)) or (striking and is_struck(node, tag)):
            continue
        if keeping and (style := _LINES_KEPT.search(node.attributes.get("style") or "")):
            waiting.append(out.keeps_lines)
            out.keeps_lines = style[1] is not None
        if out.marking or tag in _VISITED:
            _visit(out, node, tag, entering=True)
            if out.marking or tag in _LEFT:
                waiting.append((node, tag))
        if (child := node.child) is not None:
            waiting.append(child)


def _is_hidden(node: LexborNode) -> bool:
    if node.tag in ("br", "tr", "tbody", "b", "html"):
        return False
    style = node.attributes.get("style")
    return style is not None and _HIDDEN.search(style) is not None


@dataclass(slots=True)
class _Lines:
    """The growing text: keeps pending blanks and line breaks, so that nested blocks make one break, not five."""

    parts: list[str] = field(default_factory=list)
    breaks: int = 2  # line breaks the text ends with
    blank: bool = False  # a blank comes before the next word
    verbatim: int = 0  # inside <pre>
    keeps_lines: bool = False  # inside `white-space: pre-wrap` and its kin: line ends of the source are shown
    marking: bool = False  # whether a mail program marked anything in this document
    lists: list[OpenList] = field(default_factory=list)
    marker: bool = False  # the text ends with a list marker: the item's first block continues on its line
    links: list[tuple[str, int]] = field(default_factory=list)  # open links: (address, start of their text)

    def words(self, value: str) -> None:
        """A text of the document, of one line or, where its line ends are shown, several."""
        if not self.keeps_lines or self.verbatim:
            self.word(value)
            return
        for number, line in enumerate(value.split("\n")):
            if number:
                self.newline()
            self.word(line)

    def word(self, value: str) -> None:
        if not self.verbatim:
            shown = value if value.isprintable() and "  " not in value and value.isascii() else _SPACE.sub(" ", value)
            if shown == " " or not shown:
                self.blank = self.blank or bool(shown)
                return
            lead, trail = shown[0] == " ", shown[-1] == " "
            if lead or trail:
                shown = shown.strip(" ")
        else:
            shown, lead, trail = value.replace("\r", ""), False, False
        if (self.blank or lead) and not self.breaks:
            self.parts.append(" ")
        self.parts.append(shown)
        self.breaks, self.blank, self.marker = (1 if shown.endswith("\n") else 0), trail, False

    def line(self, count: int = 1) -> None:
        if self.breaks < count:
            self.parts.append("\n" * (count - self.breaks))
            self.breaks = count
        self.blank = False

    def newline(self) -> None:
        """A <br>: always a line break."""
        self.parts.append("\n")
        self.breaks += 1
        self.blank = False

    def own_line(self, mark: str) -> None:
        """A private mark on its own line."""
        self.line()
        self.parts.append(mark + "\n")

    def text(self) -> str:
        lines: list[str] = []
        depth = signed = 0
        for line in "".join(self.parts).replace("\xa0", " ").split("\n"):
            if line in (_ENTER, _LEAVE):
                depth += 1 if line == _ENTER else -1
            elif line in (_SIGN, _SIGNED):
                signed += 1 if line == _SIGN else -1
            elif signed and not depth and line.strip():
                lines.append(SIGNED + line.rstrip(" \t"))
            else:
                lines.append(MARK * min(depth, 9) + line.rstrip(" \t"))
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n ")


def _visit(out: _Lines, node: LexborNode, tag: str, *, entering: bool) -> None:
    if out.marking and entering and tag in _MAY_CUT and cuts(node):
        out.own_line(CUT)
    elif out.marking and tag in ("div", "span", "table") and signs(node):
        out.own_line(_SIGN if entering else _SIGNED)
    elif tag == "br":
        if entering:
            out.newline()
    elif tag == "a":
        _link(out, node, entering)
    elif tag == "img":
        if entering and (alt := (node.attributes.get("alt") or "").strip()) and out.links:
            out.word(alt[:200])
    elif tag in ("td", "th"):
        if entering and node.prev is not None and not out.breaks:
            out.word("\t") if out.verbatim else out.parts.append("\t")
            out.blank = False
    elif tag in _BLOCKS:
        _block(out, tag, node, entering)


def _block(out: _Lines, tag: str, node: LexborNode, entering: bool) -> None:
    if tag == "pre":
        out.verbatim += 1 if entering else -1
    if tag in ("ul", "ol"):
        if entering:
            out.line(1 if out.lists else 2)
            out.lists.append(opened(node))
            return
        if out.lists:
            out.lists.pop()
        out.line(1 if out.lists else 2)
        return
    if tag == "blockquote" and cites(node):
        out.own_line(_ENTER if entering else _LEAVE)
        return
    if out.marker and entering and tag not in ("li", "hr"):  # <li><p>, as Word, Google Docs and web editors write it
        return
    out.line(2 if tag in _SPACED and out.breaks < 2 and _has_margin(node, tag) else 1)
    if tag == "li" and entering:
        out.parts.append("  " * (min(len(out.lists), 10) - 1))
        out.word(out.lists[-1].marker(node) if out.lists else BULLET)
        out.blank = out.marker = True
    elif tag == "hr" and entering:
        out.word("-" * 20)
        out.line()


def _has_margin(node: LexborNode, tag: str) -> bool:
    """Outlook writes each line as <p class=MsoNormal> without space between."""
    return tag != "p" or "MsoNormal" not in (node.attributes.get("class") or "")


def _link(out: _Lines, node: LexborNode, entering: bool) -> None:
    """A link keeps its address, unless its text already contains it."""
    if entering:
        out.links.append(((node.attributes.get("href") or "").strip(), len(out.parts)))
        return
    if not out.links:
        return
    href, start = out.links.pop()
    shown = "".join(out.parts[start:]).strip()
    scheme = href[:7].lower()
    # a picture as link has no text to show
    if not shown or len(href) > 2000 or not scheme.startswith(("http:", "https:", "ftp:", "mailto:", "tel:")):
        return
    address = href[7:].partition("?")[0] if scheme == "mailto:" else href
    if not _same(shown.lower(), address.lower()):
        blank, out.blank = out.blank, True
        out.word(f"<{address}>")
        out.blank = blank


def _same(shown: str, address: str) -> bool:
    """Whether a link's text already is its address."""
    if shown == address:
        return True
    if "." not in shown and shown not in address:
        return False  # words, as in most links
    bare, full = (_SCHEME.sub("", one).rstrip("/") for one in (shown, address))
    return bare == full or ("." in bare and len(bare) > 8 and bare.rstrip(".,)…") in full)
