# ruff: noqa: E501 - tables of words are read by language, not by width
"""What mail programs write into plain text in place of a picture: `[cid:image001.png@01DC]`, `[image: logo.png]`,
`<image001.png>`, `[Image removed by sender]`; or of the rest of a text: `[...]`, `[Message clipped]`. Not the author's
words; the picture itself is judged as an attachment."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern

MAX_LINE = 1_500  # characters: a row of linked icons is long
MAX_LINES = 5  # lines of one placeholder: some programs put a blank line between a description and its author

_FILE = r"[^\[\]<>\n]{1,120}\.(?:png|jpe?g|gif|bmp|webp|svg|heic|tiff?)"
_ALT = (
    r"image|images|inline[ -]?image|inline[ -]?bild|embedded image|picture|photo|foto|pic|img|icon|ikon|logo|banner|avatar|gambar|bild|imagen|imagem|immagine|"
    r"afbeelding|facebook|twitter|instagram|linkedin|youtube|whatsapp|tiktok|telegram|signature_\d{1,20}|mail ?signature|description|deskripsi|cid"
)
_REMOVED = (
    r"(?:image|picture) removed by (?:the )?sender|gambar (?:telah )?dihapus (?:oleh )?pengirim|bild vom absender entfernt|vom absender entferntes bild|"
    r"image supprimée par l['’]expéditeur|imagen (?:eliminada|quitada) por el remitente|imagem removida pelo remetente|immagine rimossa dal mittente|"
    r"afbeelding verwijderd door afzender|inline image not displayed"
)
_GENERATED = (
    r"description automatically generated|description generated (?:automatically|with .{1,30} confidence)|ai-generated content may be incorrect|"
    r"deskripsi (?:dibuat|dihasilkan) (?:secara )?otomatis|konten (?:yang )?(?:dihasilkan|dibuat) (?:oleh )?ai (?:mungkin|bisa) (?:salah|tidak benar)|"
    r"automatisch generierte beschreibung|ki-generierte inhalte können fehlerhaft sein|description générée automatiquement"
)
_INSIDE = (
    rf"cid:[^\]>\)\n]{{1,200}}|cid[\w.-]{{3,80}}@[\w.-]{{3,80}}|data:image/[^\]>\n]{{1,400}}|{_FILE}"
    rf"|(?:{_ALT})(?::[^\]\n]{{0,200}}|(?:[ _.-][\w.]{{1,20}}){{0,2}}|\d{{0,4}})|[^\]>\)\n]{{0,80}}\b(?:logo|icon|ikon|banner)|(?:{_REMOVED})[^\]\n]{{0,100}}"
    rf"|[^\]\n]{{0,200}}(?:{_GENERATED})\.?|~WRD\d{{3,5}}\.jpg"
)
_TOKEN = (
    rf"(?:\[(?:{_INSIDE})\]|\((?:cid:[^)\n]{{1,200}}|{_FILE})\)|<(?:cid:[^>\n]{{1,200}}|{_FILE})>|\[https?://[^\]\s]{{1,600}}\]|!\[[^\]\n]{{0,80}}\]\([^)\s]{{0,300}}\)|\ufffc)"
    r"(?:\s?<(?:https?://|mailto:|tel:)[^>\s]{0,600}>)?"
)
_LINE = LazyPattern(rf"[\s*_|]{{0,6}}(?:{_TOKEN}[\s*_|]{{0,6}}){{1,12}}$", re.IGNORECASE)
# in place of the rest of a text or quotation that somebody or his program has left out
_SHORTENED = LazyPattern(
    r"\s{0,6}(?:\[(?:\.{3,5}|\u2026)\]|\((?:\.{3,5}|\u2026)\)|[<\[]/?(?:snip(?:ped)?|cut|potong|dipotong)[>\]]"
    r"|[\[(](?:the entire original message is not included|(?:original |quoted |rest of )?(?:message|text|mail) (?:is )?(?:truncated|clipped|trimmed|cut|omitted)"
    r"|(?:sisa |kutipan )?(?:pesan|teks|email|kutipan) (?:asli )?(?:terpotong|dipotong|dipersingkat|dihilangkan))\.?[\])]"
    r"(?:\s{1,4}(?:view entire message|lihat (?:seluruh|keseluruhan) pesan))?)\s{0,6}$",
    re.IGNORECASE,
)
_AT_END = LazyPattern(r"\s(?:\[cid:[^\]\n]{1,200}\]|\[image:[^\]\n]{1,200}\]|\ufffc)\s{0,4}$", re.IGNORECASE)
_CLOSES = LazyPattern(rf"[^\[\]\n]{{0,200}}(?:{_GENERATED})\.?\](?:\s?<[^>\s]{{1,600}}>)?\s{{0,4}}$", re.IGNORECASE)
_SIGNS = ("[", "<", "(", "\ufffc")


def is_placeholder(line: str) -> bool:
    """Whether a line only shows where pictures were, or that more was."""
    begins = line.lstrip(" \t*_|!")[:1] in _SIGNS and len(line) < MAX_LINE
    return begins and (_LINE.match(line) is not None or _SHORTENED.match(line) is not None)


def at_end(lines: list[str]) -> int:
    """How many lines to keep, without placeholders at the end."""
    keep = len(lines)
    while keep:
        if not lines[keep - 1].strip() or is_placeholder(lines[keep - 1]):
            keep -= 1
        elif opened := _opened(lines, keep - 1):
            keep -= opened
        else:
            break
    return keep if keep < len(lines) and any(line.strip() for line in lines[keep:]) else len(lines)


def _opened(lines: list[str], last: int) -> int:
    """How many lines up to `last` are a bracket around a picture description made by a program."""
    if (
        not lines[last].rstrip().endswith(("]", ">"))
        or len(lines[last]) > MAX_LINE
        or _CLOSES.match(lines[last]) is None
    ):
        return 0
    for count in range(1, MAX_LINES):
        if last - count < 0 or "]" in lines[last - count]:
            return 0
        if lines[last - count].lstrip()[:1] == "[":
            return count + 1
    return 0


def without_token(line: str) -> str:
    """A line without the placeholder after its last word."""
    return _AT_END.sub("", line) if line.rstrip()[-1:] in ("]", "\ufffc") and len(line) < MAX_LINE else line
