# ruff: noqa: E501 - a table of words is read by language, not by width
"""The words of another desk's acknowledgement: "your request has been received as ticket 7001" (mail.md 1.8). A weak
sign: it makes two such texts one robot's, whatever their addresses."""

from __future__ import annotations

from mailflow.core.lazy_regex import LazyPattern

_LOOKED_AT = 1_500  # characters: such texts are short, or say it at once
_THING = (
    r"(?:request|ticket|message|e-?mail|mail|enquiry|inquiry|case|quer(?:y|ies)|question|complaint|report|submission)"
)
_HAL = r"(?:permintaan|permohonan|pesan|e-?mail|surel|laporan|keluhan|pengaduan|pertanyaan|tiket|aduan)"
_RECEIVED = LazyPattern(
    rf"\b(?:your|the|a|this)\s(?:\w{{1,12}}\s){{0,2}}{_THING}\b.{{0,40}}?\b(?:has|have|was|were)\s(?:\w{{1,14}}\s){{0,2}}(?:received|registered|logged|created|opened|recorded|submitted|assigned)\b"
    rf"|\bwe(?:'ve|\shave)?\s(?:\w{{1,12}}\s){{0,2}}(?:received|registered|logged|recorded)\s(?:your|the)\s(?:\w{{1,12}}\s){{0,2}}{_THING}\b"
    rf"|\bthanks?(?:\syou)?\sfor\s(?:contacting|reaching|writing|your\s(?:\w{{1,12}}\s)?{_THING})\b"
    r"|\bin\sresponse\sto\sthe\screation\sof\b|\byour\s(?:request|ticket|case)\s\(?#?\w{0,6}\d"
    rf"|\b{_HAL}\b.{{0,40}}?\b(?:telah|sudah|kami)\s(?:\w{{1,12}}\s){{0,2}}(?:terima|catat|diterima|dicatat|terdaftar|tercatat|registrasi|diregistrasi)\b"
    r"|\bterima\skasih\s(?:telah|sudah|karena)?\s?(?:menghubungi|atas\s(?:pesan|e-?mail|laporan|pengaduan)\sanda)\b",
    2 | 16,  # IGNORECASE, DOTALL
)
_NUMBERED = LazyPattern(
    r"\b(?:ticket|tiket|case|nomor|number|reference|ref|id|request)\b[^\w\n]{0,4}(?:(?:tiket|ticket|number|nomor|id|is|anda|adalah|pengaduan|laporan|permintaan|keluhan|aduan|registrasi)\b[^\w\n]{0,3}){0,3}[#(]?[\w-]{0,12}\d|\[?#\s?\d|##-",
    2,
)
_AUTOMATIC = LazyPattern(
    r"\bautomatic(?:ally)?\b|\bauto[- ]?(?:generated|reply|response)\b|\botomatis\b|\b(?:do\snot|don't)\sreply\b|\b(?:jangan|tidak\sperlu)\s(?:di|mem)?balas\b"
    r"|\bwill\s(?:respond|reply|get\sback|contact|be\sin\stouch|review|answer)\b|\b(?:is\sbeing|will\sbe)\s(?:reviewed|processed|answered|handled|attended)\b"
    r"|\bakan\s(?:\w{1,12}\s){0,2}(?:menghubungi|membalas|merespons?|menjawab|menindaklanjuti|memproses|dibalas|diproses|dijawab|ditindaklanjuti|kami\s(?:balas|jawab|proses))\b",
    2,
)


# "Tiket #4711 telah dibuat", "Ticket 4711 has been opened", "Your case number is 4711": what a form of a ticket system
# says and hardly anybody writes who has looked into the matter.
_OPENED = LazyPattern(
    rf"\b(?:{_HAL}|{_THING}|nomor|kasus|insiden|incident|issue)\b.{{0,40}}?\b(?:telah|sudah|berhasil)\s(?:berhasil\s)?(?:dibuat|dibuka|diterima|dicatat|terdaftar|tercatat|terbuka|diteruskan)\b"
    rf"|\b(?:{_THING}|incident|issue)\b.{{0,40}}?\b(?:has\sbeen|was|is)\s(?:now\s)?(?:created|opened|registered|logged|received|queued|assigned)\b"
    r"|\b(?:nomor\s(?:tiket|laporan|kasus)|ticket\s(?:number|id|no)|case\s(?:number|id|no))\b[^\n]{0,30}\d",
    2 | 16,
)


def opens(text: str) -> bool:
    """It says that a ticket has been made. Weaker than `acknowledges`: for a mail that came at once after ours and brings
    a new number."""
    return bool(_OPENED.search(text[:_LOOKED_AT]))


def acknowledges(text: str) -> bool:
    """It says that something was received, and either under which number or that an answer follows."""
    said = text[:_LOOKED_AT]
    if not _RECEIVED.search(said):
        return False
    return bool(_NUMBERED.search(said) or _AUTOMATIC.search(said))
