"""What stands at the end or the beginning of an answer without being part of it: signatures, mobile lines, disclaimers,
list footers, banners of gateways. Each function takes lines and says how many of them to keep."""

from __future__ import annotations

import re

from mailflow.core.late import LatePattern
from mailflow.mail.quoting import placeholders
from mailflow.mail.quoting.words import MOBILE

MAX_SIGNATURE = 15  # lines of a signature that are believed
MAX_FOOTER = 45
MAX_TAILS = 8  # signatures, footers and disclaimers one below the other

_RULE = re.compile(r"\s{0,4}[-_=*~#—–•·+]{3,200}\s{0,4}$|\s{0,4}(?:\* ){2,40}\*?\s{0,4}$")
_FOOTER = LatePattern(
    r"mailing list|listinfo|view it on github|you are receiving this because|unsubscribe|milis\b|"
    r"berhenti berlangganan|google groups|groups\.google|groups\.io|"
    r"yahoogroups|list-owner"
    r"|mailman/|hyperkitty|to post to this group|abmelden|désabonner|darse de baja|batal berlangganan",
    re.IGNORECASE,
)
_FOOTER_START = LatePattern(
    r"[-_=]{10,}|~{10,}|\s*(?:you received this message because you are subscribed|anda menerima pesan ini karena"
    r"|to unsubscribe|reply to this email directly|you are receiving this because|un ?subscribe"
    r"|untuk berhenti berlangganan|untuk keluar dari grup)",
    re.IGNORECASE,
)
_LIST_NAMED = LatePattern(r"\s*.{0,60}\bmailing list\s*$", re.IGNORECASE)
_DISCLAIMER_START = LatePattern(
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
_SCANNED = LatePattern(
    r"\s{0,4}(?:\W{0,6}virus-free\b.{0,120}|\W{0,6}bebas virus\b.{0,120}|this (?:e-?mail|"
    r"message) has been (?:checked|scanned).{0,900}|"
    r"(?:e-?mail|pesan|surel) ini telah (?:diperiksa|dipindai).{0,200}|outgoing mail is certified.{0,120}|"
    r"checked by avg.{0,120}|.{0,30}\bavast\.com.{0,200}|"
    r"diese e-?mail wurde von avast.{0,120}|scanned by .{0,80}|garanti sans virus.{0,100}|"
    r"libre de virus.{0,100}|virenfrei.{0,100})$",
    re.IGNORECASE,
)
_BANNER = LatePattern(
    r"\s{0,4}[\[<(*#!⚠️\ufe0f|_-]{0,8}\s{0,3}(?:"
    r"(?:caution|warning|attention|alert|perhatian|peringatan|awas|hati-hati|achtung|"
    r"vorsicht)\b\s{0,2}[:!*\]–-]{0,4}.{0,60}\b(?:external|externer|externen|outside|eksternal|luar|"
    r"originated|extern|berasal)\b.{0,300}"
    r"|(?:this|the) (?:e-?mail|message|sender) (?:is from|originat\w{1,5}|was sent|came) (?:from |"
    r"by )?(?:an )?(?:external|outside).{0,300}"
    r"|(?:e-?mail|pesan|surel) ini (?:berasal|dikirim) dari (?:luar|eksternal|pengirim (?:luar|eksternal)).{0,300}"
    r"|you don'?t often get e?-?mail from .{0,300}|"
    r"some people who received this message don'?t often get.{0,300}|anda (?:jarang|tidak sering) (?:menerima|"
    r"mendapat\w{0,3}) e-?mail dari .{0,300}"
    r"|external (?:e-?mail|sender|message).{0,200}|e-?mail eksternal.{0,200}|pengirim eksternal.{0,200}"
    r"|do not click (?:on )?(?:any )?links.{0,200}|jangan (?:meng)?klik (?:tautan|link).{0,200}"
    r")$",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"\s{0,4}[\[(<]\s{0,2}(?:external|eksternal|ext|extern|luar)(?:[ -](?:e-?mail|sender|surel|"
    r"pengirim))?\s{0,2}[\])>]\s{0,2}:?\s{0,4}",
    re.IGNORECASE,
)
_CLOSE = re.compile(r"[-—]{2}\s*$")
_LIST_ITEM = re.compile(r"\s{0,6}(?:[-*+•]|\d{1,3}[.)])\s+\S")


def without_tail(lines: list[str]) -> list[str]:
    """Without everything at the end that the author did not type now."""
    for _ in range(MAX_TAILS):
        size = len(lines)
        lines = _stripped(lines)
        for shorter in (_mobile, _scanned, _list_footer, _disclaimer, _signature, placeholders.at_end):
            keep = shorter(lines)
            if keep < len(lines):
                lines = _stripped(lines[:keep])
        if len(lines) == size:
            break
    return lines


def _stripped(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and not ink(lines[end - 1]):
        end -= 1
    return lines[:end]


_BLANK = str.maketrans(
    "",
    "",
    " \t\r\n\xa0\u200b\u200c\u200d\u200e\u200f\ufeff\xad\u2060\u2063\u2028\u2029\u3000\ue001\u034f\u2007\u202f\ufe0f",
)


def ink(line: str) -> str:
    """What of a line can be seen."""
    return line.strip() if line.isascii() else line.translate(_BLANK)


_WRAPPED = LatePattern(r"[\s*_<(\[]{0,6}(?:sent|dikirim|get|dapatkan|envoyé|gesendet|von)\b", re.IGNORECASE)


def _mobile(lines: list[str]) -> int:
    """ "Sent from my iPhone", "Dikirim dari …", "Get Outlook for …", perhaps wrapped over two lines."""
    if lines and len(lines[-1]) < 300 and MOBILE.match(lines[-1]):
        return len(lines) - 1
    if len(lines) > 1 and len(lines[-1]) < 100 and len(lines[-2]) < 100 and ink(lines[-2]):
        joined = f"{lines[-2].rstrip()} {lines[-1].strip()}"
        opens = not ink(lines[-3]) if len(lines) > 2 else True
        if opens and _WRAPPED.match(joined) and MOBILE.match(joined):
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
    """The line drawn above something that was taken away goes with it."""
    if keep == len(lines):
        return keep
    while keep and not ink(lines[keep - 1]):
        keep -= 1
    return keep - 1 if keep and _RULE.match(lines[keep - 1]) else keep


def _list_footer(lines: list[str]) -> int:
    """What Mailman, Google Groups and others put below every mail."""
    start = max(0, len(lines) - 12)
    for index in range(start, len(lines)):
        if len(lines[index]) < 300 and _opens_footer(lines[index]):
            tail = "\n".join(lines[index:])
            if len(tail) < 1_500 and _FOOTER.search(tail):
                if index and lines[index - 1].strip() in ("--", "---", "—"):
                    index -= 1
                return _rule_above(lines, index)
    return len(lines)


def _opens_footer(line: str) -> bool:
    # `mailing list` at the end is looked for only where it can be: the search for it begins at every character
    may_name = not line.isascii() or "mailing list" in line.lower()
    return _FOOTER_START.match(line) is not None or (may_name and _LIST_NAMED.match(line) is not None)


def _disclaimer(lines: list[str]) -> int:
    """The paragraphs lawyers put below every mail."""
    keep = len(lines)
    while keep and len(lines) - keep < MAX_FOOTER:
        start = keep
        while start and ink(lines[start - 1]) and keep - start < MAX_FOOTER:
            start -= 1
        while (
            start < keep and not _DISCLAIMER_START.match(lines[start]) and start + 1 < keep and len(lines[start]) < 60
        ):
            start += 1  # a rule or a name glued to the top of the paragraph
        paragraph = " ".join(lines[start:keep])[:1_000].lower()
        opens = _DISCLAIMER_START.match(lines[start][:300]) is not None
        if not opens and len(paragraph) <= 200:
            break
        if sum(map(paragraph.__contains__, _DISCLAIMER_WORDS)) < (2 if opens else 4):
            break
        keep = start
        while keep and not ink(lines[keep - 1]):
            keep -= 1
    if (
        keep < len(lines)
        and keep
        and re.fullmatch(
            r"[\s*_]{0,6}(?:disclaimer|penafian|confidentiality notice|kerahasiaan)[\s*_:.]{0,6}",
            lines[keep - 1],
            re.IGNORECASE,
        )
    ):
        keep -= 1
    return _rule_above(lines, keep)


def _signature(lines: list[str]) -> int:
    """The lines from the last `-- ` on (RFC 3676 §4.3), and from `--` when a name card follows it, not a list or a
    text."""
    for index in range(len(lines) - 1, max(-1, len(lines) - 30), -1):
        line = lines[index]
        if line.rstrip(" \t\xa0\r") not in ("--", "—-", "-\xa0-"):
            continue
        if sum(one.startswith("```") for one in lines[:index]) % 2:
            return len(lines)  # inside a block of code
        below = [one for one in lines[index + 1 :] if ink(one)]
        exact = line.startswith("-- ") or line == "--\xa0"
        if len(below) > (MAX_SIGNATURE if exact else 10):
            return len(lines)
        card = all(len(one) < 120 for one in below) and sum(bool(_LIST_ITEM.match(one)) for one in below) < 2
        divided = (
            not exact and index + 1 < len(lines) and not ink(lines[index + 1]) and index and not ink(lines[index - 1])
        )
        if exact or (card and not (divided and any(len(one) > 60 for one in below))):
            return index
        return len(lines)
    return len(lines)


def without_head(lines: list[str]) -> list[str]:
    """Without the banner a gateway puts above mail from outside."""
    start = 0
    for _ in range(6):
        while start < len(lines) and not ink(lines[start]):
            start += 1
        if start >= len(lines) or len(lines[start]) > 500:
            break
        two = lines[start].rstrip() + " " + lines[start + 1].strip() if start + 1 < len(lines) else lines[start]
        if _BANNER.match(lines[start]) or (start and _RULE.match(lines[start])):
            start += 1
        elif (
            len(two) < 500 and ink(two) != ink(lines[start]) and _BANNER.match(two) and re.search(r"[.!]\s{0,2}$", two)
        ):
            start += 2
        elif tag := _TAG.match(lines[start]):
            lines = [*lines[:start], lines[start][tag.end() :], *lines[start + 1 :]]
            if not ink(lines[start]):
                start += 1
        else:
            break
    return lines[start:] if start else lines


_CLOSING = LatePattern(
    r"\s{0,4}(?:salam hormat|hormat (?:saya|kami)|(?:(?:with )?(?:best|kind|warm) )?regards|"
    r"best wishes|sincerely(?: yours)?|yours (?:sincerely|faithfully)|mit freundlichen grüßen|cordialement|atentamente)"
    r"\s{0,2}[,.!]?\s{0,4}$",
    re.IGNORECASE,
)


# A line of a name card: a few words that begin like names, a number, an address.
_CARD = LatePattern(
    r"(?:[A-Z][\w.'’-]{0,30}[ ,/&|-]{0,3}){1,7}$|[+(]?\d[\d ()+./-]{4,25}$|\S{1,60}@\S{1,60}$|(?:https?://|"
    r"www\.)\S{1,100}$|(?:[A-Z]\w{1,8}\.? ?: ?)?[+(]?\d[\d ()+./-]{4,25}$"
)


def only_closing(lines: list[str]) -> bool:
    """Whether nothing is left but a closing formula and a name card: a mail program puts them there by itself.
    "Terima kasih" is no such formula, somebody thanks; and "Salam," over a sentence is a greeting."""
    seen = [line.strip() for line in lines if ink(line)]
    if not seen or len(seen) > 7 or _CLOSING.match(seen[0]) is None:
        return False
    return all(_CARD.match(line) and not line.endswith(".") for line in seen[1:])


def rule(line: str) -> bool:
    """A drawn line."""
    return len(line) < 250 and _RULE.match(line) is not None
