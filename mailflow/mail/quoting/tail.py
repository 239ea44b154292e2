"""What follows an answer without being part of it: mobile lines, disclaimers, list footers, signatures.

Each function takes lines and returns how many of them to keep.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Cut
from mailflow.mail.quoting import card, dashes, placeholders
from mailflow.mail.quoting.caseless import CaselessPattern
from mailflow.mail.quoting.lines import cut, ink, last_inked, rule, shown, stripped
from mailflow.mail.quoting.words import MOBILE

MAX_FOOTER = 45
MAX_TAILS = 8  # successive signatures, footers and disclaimers
USUAL, STRICT = 2, 4  # typical words a disclaimer must contain: to be cut from the new words, and from the relayed text

_FOOTER = CaselessPattern(
    r"mailing list|listinfo|view it on github|you are receiving this because|unsubscribe|milis\b|"
    r"berhenti berlangganan|google groups|groups\.google|groups\.io|"
    r"yahoogroups|list-owner"
    r"|mailman/|hyperkitty|to post to this group|abmelden|désabonner|darse de baja|batal berlangganan"
)
_FOOTER_START = LazyPattern(
    r"[-_=]{10,}|~{10,}|\s*(?:you received this message because you are subscribed|anda menerima pesan ini karena"
    r"|to unsubscribe|reply to this email directly|you are receiving this because|un ?subscribe"
    r"|untuk berhenti berlangganan|untuk keluar dari grup)",
    re.IGNORECASE,
)
# "Untuk berhenti berlangganan, ketik UNREG" is an answer: a list's footer names the list, an address or a page
_LIST = LazyPattern(r"@|://|www\.|\b(?:list|milis|groups?|grup)\b|github|subscribed|menerima pesan ini", re.IGNORECASE)
_LIST_NAMED = LazyPattern(r"\s*.{0,60}\bmailing list\s*$", re.IGNORECASE)
_DISCLAIMER_START = LazyPattern(
    r"[\s*_\[(]{0,6}(?:(?:legal |email |e-mail )?disclaimer|confidential|privileged|penafian|kerahasiaan|"
    r"pemberitahuan(?: kerahasiaan| hukum| rahasia)?\b|peringatan|"
    r"important notice|notice\b|avis\b|aviso|haftungsausschluss|vertraulich|hinweis|this (?:e-?mail|message|"
    r"communication|transmission)|"
    r"the (?:information|contents?|e-?mail)|(?:e-?mail|surel|pesan|surat elektronik|informasi) ini|"
    r"informasi (?:yang|dalam)|isi (?:e-?mail|pesan|surel)|diese e-?mail|"
    r"die information|ce (?:message|courriel|mail)|este (?:mensaje|correo|e-?mail)|esta mensagem|"
    r"questo messaggio|le informazioni|dit bericht|deze e-?mail|"
    r"any views|unless |if you (?:are not|have received)|jika anda (?:bukan|menerima)|bila anda bukan|"
    r"please consider the environment|mohon pertimbangkan lingkungan|save (?:a tree|paper)|think before)",
    re.IGNORECASE,
)
_DISCLAIMER_WORDS = (
    "confidential", "privileged", "intended recipient", "intended only", "intended solely", "intended for",
    "addressee", "unauthori", "disclos", "distribut",
    "disseminat", "copying", "virus", "liab", "delete", "notify", "in error", "not necessarily", "rahasia",
    "ditujukan", "dimaksud", "penerima", "terlarang",
    "dilarang", "menyebar", "penyebaran", "menyalin", "hapus", "beri tahu", "beritahu", "memberitahu", "kesalahan",
    "tidak sah", "tanggung jawab",
    "vertraulich", "empfänger", "adressat", "irrtümlich", "löschen", "confidenti", "destinat", "environment",
    "lingkungan", "mencetak", "printing",
)  # fmt: skip
_SCANNED = LazyPattern(
    r"\s{0,4}(?:\W{0,6}virus-free\b.{0,120}|\W{0,6}bebas virus\b.{0,120}|this (?:e-?mail|"
    r"message) has been (?:checked|scanned).{0,900}|"
    r"(?:e-?mail|pesan|surel) ini telah (?:diperiksa|dipindai).{0,200}|outgoing mail is certified.{0,120}|"
    r"checked by avg.{0,120}|.{0,30}\bavast\.com.{0,200}|"
    r"diese e-?mail wurde von avast.{0,120}|scanned by .{0,80}|garanti sans virus.{0,100}|"
    r"libre de virus.{0,100}|virenfrei.{0,100})$",
    re.IGNORECASE,
)

Shorter = Callable[[list[str]], int]


def without_tail(lines: list[str], names: Sequence[str] = (), *, careful: bool = False) -> tuple[list[str], list[Cut]]:
    """Without everything at the end that the author did not type now. `careful`: keep what is uncertain."""
    cuts: list[Cut] = []
    stages = _stages(names, careful)
    for _ in range(MAX_TAILS):
        size = len(lines)
        lines = stripped(lines)
        for what, shorter in stages:
            keep = shorter(lines)
            if keep < len(lines):
                first = next((line for line in lines[keep:] if ink(line)), "")
                cuts.append(cut(what, shown(first), lines[keep:]))
                lines = stripped(lines[:keep])
        if len(lines) == size:
            break
    return lines, cuts


def without_signature(text: str, names: Sequence[str]) -> str:
    """`text` without the signature of an author who bears these names; the whole text where it is all there is."""
    lines, _ = without_tail(text.split("\n"), names)
    found = card.at_end(lines, names)
    kept = lines[: found.start] if found is not None else lines
    return "\n".join(kept) if last_inked(kept, len(kept)) >= 0 else text


_JUDGED = frozenset({"disclaimer", "signature"})  # what is cut carefully only where it is certain


def is_sure_tail(lines: list[str], cuts: list[Cut]) -> bool:
    """Whether `without_tail` cuts the same from these lines when it is careful: `cuts` are those it made boldly."""
    return not any(one.what in _JUDGED for one in cuts) and not dashes.may_sign(lines)


def _stages(names: Sequence[str], careful: bool) -> tuple[tuple[str, Shorter], ...]:
    return (
        ("mobile line", _mobile),
        ("disclaimer", _scanned),
        ("footer", list_footer),
        ("disclaimer", partial(_disclaimer, least=STRICT if careful else USUAL)),
        ("signature", partial(dashes.signature, names=names, careful=careful)),
        ("placeholder", placeholders.at_end),
    )


_WRAPPED = LazyPattern(r"[\s*_<(\[]{0,6}(?:sent|dikirim|get|dapatkan|envoyé|gesendet|von)\b", re.IGNORECASE)


def _mobile(lines: list[str]) -> int:
    """ "Sent from my iPhone", "Dikirim dari …", "Get Outlook for …", possibly wrapped over two lines."""
    if lines and len(lines[-1]) < 300 and MOBILE.begins(lines[-1]):
        return len(lines) - 1
    if len(lines) > 1 and len(lines[-1]) < 100 and len(lines[-2]) < 100 and ink(lines[-2]):
        joined = f"{lines[-2].rstrip()} {lines[-1].strip()}"
        opens = not ink(lines[-3]) if len(lines) > 2 else True
        if opens and _WRAPPED.match(joined) and MOBILE.begins(joined):
            return len(lines) - 2
    return len(lines)


def _scanned(lines: list[str]) -> int:
    keep = len(lines)
    while keep and (
        (len(lines[keep - 1]) < 1_000 and _SCANNED.match(lines[keep - 1]))
        or (keep < len(lines) and not ink(lines[keep - 1]))
    ):
        keep -= 1
    return _rule_above(lines, keep)


def _rule_above(lines: list[str], keep: int) -> int:
    """A line drawn above something removed is removed too."""
    if keep == len(lines):
        return keep
    while keep and not ink(lines[keep - 1]):
        keep -= 1
    return keep - 1 if keep and rule(lines[keep - 1]) else keep


def list_footer(lines: list[str]) -> int:
    """The footers of Mailman, Google Groups and others."""
    start = max(0, len(lines) - 12)
    for index in range(start, len(lines)):
        if len(lines[index]) < 300 and _opens_footer(lines[index]):
            tail = "\n".join(lines[index:])
            if len(tail) < 1_500 and _FOOTER.is_in(tail) and _LIST.search(tail):
                if index and lines[index - 1].strip() in ("--", "---", "—"):
                    index -= 1
                return _rule_above(lines, index)
    return len(lines)


def _opens_footer(line: str) -> bool:
    # `mailing list` is searched only near the end, because that search starts at every character
    may_name = not line.isascii() or "mailing list" in line.lower()
    return _FOOTER_START.match(line) is not None or (may_name and _LIST_NAMED.match(line) is not None)


def _disclaimer(lines: list[str], least: int) -> int:
    """Legal disclaimers below a mail."""
    keep = len(lines)
    while keep and len(lines) - keep < MAX_FOOTER and (start := _legal_paragraph(lines, keep, least)) >= 0:
        keep = start
        while keep and not ink(lines[keep - 1]):
            keep -= 1
    if 0 < keep < len(lines) and _DISCLAIMER_TITLE.fullmatch(lines[keep - 1]):
        keep -= 1
    return _rule_above(lines, keep)


_DISCLAIMER_TITLE = LazyPattern(
    r"[\s*_]{0,6}(?:disclaimer|penafian|confidentiality notice|kerahasiaan)[\s*_:.]{0,6}", re.IGNORECASE
)


def _legal_paragraph(lines: list[str], end: int, least: int) -> int:
    """Where the paragraph above `end` begins, without a rule or a name glued to its top; -1 when it is no lawyer's:
    unless it opens like one it must be long and say four of their words."""
    start = end
    while start and ink(lines[start - 1]) and end - start < MAX_FOOTER:
        start -= 1
    while start + 1 < end and not _DISCLAIMER_START.match(lines[start]) and len(lines[start]) < 60:
        start += 1
    opens = start < end and _DISCLAIMER_START.match(lines[start][:300]) is not None
    paragraph = " ".join(lines[start:end])[:1_000]
    if not opens and len(paragraph) <= 100:  # in lower case at most twice as long
        return -1
    paragraph = paragraph.lower()
    if not opens and len(paragraph) <= 200:
        return -1
    said = sum(map(paragraph.__contains__, _DISCLAIMER_WORDS))
    return start if said >= (least if opens else 4) else -1
