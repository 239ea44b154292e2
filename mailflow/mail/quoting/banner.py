"""Banners that gateways put above mail from outside."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.core.message import Cut
from mailflow.mail.quoting.lines import cut, ink, rule, shown

_BANNER = LazyPattern(
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
    r"|(?:external (?:e-?mail|sender|message)|e-?mail eksternal|pengirim eksternal)\s{0,2}(?:[\])>*:.!–-].{0,200})?"
    r")$",
    re.IGNORECASE,
)
_MAIL = LazyPattern(
    r"e-?mail|surel|pesan|message|sender|pengirim|absender|nachricht|organi[sz]ation|organisasi|organisation|company|perusahaan",
    re.IGNORECASE,
)  # a warning about none of these may be the author's own words
_SECOND = LazyPattern(
    r"\s{0,4}[\[<(*#!|_-]{0,8}\s{0,3}(?:do not|don'?t|please do not|never) (?:click|open)\b.{0,250}$|"
    r"\s{0,4}[\[<(*#!|_-]{0,8}\s{0,3}(?:mohon )?(?:jangan|hindari) (?:meng)?(?:klik|buka|membuka)\b.{0,250}$",
    re.IGNORECASE,
)
# Proofpoint's frame in the plain text, and the link of its button
_FRAME = LazyPattern(
    r"\s{0,4}(?:ZjQcmQRY\w{0,40}Banner(?:Start|End)|report (?:suspicious|phish\w{0,3}|this (?:e-?mail|message))"
    r"(?:\s{0,3}<https?://[^\s>]{1,400}>)?[\s\u200a-\u200f]{0,40})$",
    re.IGNORECASE,
)
_TAG = LazyPattern(
    r"\s{0,4}[\[(<]\s{0,2}(?:external|eksternal|ext|extern|luar)(?:[ -](?:e-?mail|sender|surel|"
    r"pengirim))?\s{0,2}[\])>]\s{0,2}:?\s{0,4}",
    re.IGNORECASE,
)


def without_head(lines: list[str]) -> tuple[list[str], list[Cut]]:
    """Without the banner a gateway puts above mail from outside."""
    start = stop = 0  # stop: below the last line of a banner
    whole = lines
    for _ in range(6):
        while start < len(lines) and not ink(lines[start]):
            start += 1
        if start >= len(lines) or len(lines[start]) > 500:
            break
        if taken := _banner(lines, start, below=stop > 0):
            start = stop = start + taken
        elif tag := _TAG.match(lines[start]):
            lines = [*lines[:start], lines[start][tag.end() :], *lines[start + 1 :]]
            start = stop = start + (not ink(lines[start]))
        else:
            break
    if not stop and lines is whole:
        return lines, []
    first = next((line for line in whole if ink(line)), "")
    return lines[stop:], [cut("banner", shown(first), whole[: max(stop, 1)])]


def _banner(lines: list[str], at: int, *, below: bool) -> int:
    """How many lines a banner has that begins on line `at`; advice and drawn lines below its first line belong to it.
    Above it such advice is the author's: "Jangan klik tautan itu ya kak"."""
    if _is_banner(lines[at]) or _FRAME.match(lines[at]) is not None:
        return 1
    if below and (rule(lines[at]) or _SECOND.match(lines[at]) is not None):
        return 1
    if at + 1 >= len(lines) or not ink(lines[at + 1]):
        return 0
    two = f"{lines[at].rstrip()} {lines[at + 1].strip()}"
    return 2 if len(two) < 500 and re.search(r"[.!]\s{0,2}$", two) and _is_banner(two) else 0


def _is_banner(line: str) -> bool:
    return _BANNER.match(line) is not None and _MAIL.search(line) is not None
