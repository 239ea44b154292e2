# ruff: noqa: E501 - a table of words is read by language, not by width
"""The words of another desk's acknowledgement: "your request has been received as ticket 7001" (mail.md 1.8). A weak
sign: it makes two such texts one robot's, whatever their addresses."""

from __future__ import annotations

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.quoting.caseless import CaselessPattern

_LOOKED_AT = 1_500  # characters: such texts are short, or say it at once
_THING = r"(?:request|ticket|message|e-?mail|mail|enquiry|inquiry|case|quer(?:y|ies)|question|complaint|report|submission|incident|issue)"
_HAL = r"(?:permintaan|permohonan|pesan|e-?mail|surel|laporan|keluhan|pengaduan|pertanyaan|tiket|aduan|kasus|insiden)"
_RECEIVED = CaselessPattern(  # 56 µs for a request of 1,500 characters instead of 320 (2026-11-30)
    rf"(?s:\b(?:your|the|a|this)\s(?:\w{{1,12}}\s){{0,2}}{_THING}\b.{{0,40}}?\b(?:has|have|was|were)\s(?:\w{{1,14}}\s){{0,2}}(?:received|registered|logged|created|opened|recorded|submitted|assigned)\b"
    rf"|\bwe(?:'ve|\shave)?\s(?:\w{{1,12}}\s){{0,2}}(?:received|registered|logged|recorded|got)\s(?:your|the)\s(?:\w{{1,12}}\s){{0,2}}{_THING}\b"
    rf"|\bthanks?(?:\syou)?\sfor\s(?:contacting|reaching|writing|your\s(?:\w{{1,12}}\s)?{_THING})\b"
    r"|\bin\sresponse\sto\sthe\screation\sof\b|\byour\s(?:request|ticket|case)\s\(?#?\w{0,6}\d"
    rf"|\b{_HAL}\b.{{0,40}}?\b(?:telah|sudah|kami)\s(?:\w{{1,12}}\s){{0,2}}(?:terima|catat|buat|buka|diterima|dicatat|dibuat|dibuka|didaftarkan|terdaftar|tercatat|registrasi|diregistrasi)\b"
    r"|\bterima\skasih\s(?:telah|sudah|karena)?\s?(?:menghubungi|atas\s(?:pesan|e-?mail|laporan|pengaduan)\sanda)\b"
    rf"|\b(?:{_HAL}|pesanan)\s(?:\w{{1,12}}\s)?(?:anda|bapak|ibu|saudara|kakak|kamu)\b.{{0,60}}?(?:\b(?:telah|sudah)\s(?:\w{{1,12}}\s){{0,2}}(?:terima|diterima|masuk|teruskan|diteruskan|buatkan|dibuatkan)\b|\b(?:sedang|akan)\s(?:\w{{1,12}}\s){{0,2}}(?:proses|diproses|tindaklanjuti|ditindaklanjuti)\b)"
    rf"|\bwe\s(?:have\s)?got\syour\s{_THING}\b"
    r"|\b(?:ihre?|votre|su|tu)\s(?:\w{1,14}\s)?(?:anfrage|ticket|nachricht|demande|message|solicitud|consulta|mensaje)\b.{0,40}?\b(?:wurde|ist|a\s(?:bien\s)?été|ha\ssido|hemos)\b"
    r"|\b(?:merci\s(?:pour|de)|vielen\sdank\sfür|danke\sfür|gracias\spor)\s(?:\w{1,14}\s)?(?:message|e-?mail|demande|anfrage|nachricht|contactar\w{0,4}|mensaje|escribir\w{0,4})\b)",
)
_NUMBERED = LazyPattern(
    r"\b(?:ticket|tiket|case|nomor|number|nummer|numéro|número|reference|ref|id|request)\b[^\w\n]{0,4}(?:(?:tiket|ticket|number|nomor|id|is|anda|adalah|pengaduan|laporan|permintaan|keluhan|aduan|registrasi|referensi|antrean|antrian|pesanan)\b[^\w\n]{0,3}){0,3}[#(]?[\w/.-]{0,20}\d|\[?#\s?\d|##-",
    2,
)
_AUTOMATIC = LazyPattern(
    r"\bwe(?:'re|\sare)\son\sit\b|\bautomatic(?:ally)?\b|\bauto[- ]?(?:generated|reply|response)\b|\botomatis\b|\b(?:do\snot|don't)\sreply\b|\b(?:jangan|tidak\sperlu)\s(?:di|mem)?balas\b"
    r"|\bwill\s(?:respond|reply|get\sback|contact|be\sin\stouch|review|answer)\b|\b(?:is\s(?:now\s|currently\s)?being|will\sbe)\s(?:reviewed|processed|answered|handled|attended|investigated)\b|\baim\sto\s(?:reply|respond|answer)\b"
    r"|\bsedang\s(?:kami\s)?(?:di)?proses\b|\bmohon\s(?:di|me)?n?unggu\b"
    r"|\bakan\s(?:\w{1,12}\s){0,2}(?:menghubungi|membalas|merespons?|menjawab|menindaklanjuti|memproses|dibalas|diproses|dijawab|ditindaklanjuti|kami\s(?:balas|jawab|proses))\b",
    2,
)


# "Tiket #4711 telah dibuat", "Ticket 4711 has been opened", "Your case number is 4711": what a form of a ticket system
# says and hardly anybody writes who has looked into the matter.
_OPENED = LazyPattern(
    rf"\b(?:{_HAL}|{_THING}|nomor|kasus|insiden|incident|issue)\b.{{0,40}}?\b(?:telah|sudah|berhasil)\s(?:berhasil\s)?(?:dibuat|dibuka|diterima|dicatat|terdaftar|tercatat|terbuka|diteruskan)\b"
    rf"|\b(?:{_THING}|incident|issue)\b.{{0,40}}?\b(?:has\sbeen|was|is)\s(?:now\s)?(?:created|opened|registered|logged|received|queued|assigned|reported|submitted|generated)\b"
    r"|\bnew\s(?:submission|ticket|issue|request|case|incident)\s(?:from|by|created|opened)\b|\b(?:created|opened)\san?\s(?:new\s)?(?:issue|ticket|request|case)\b"
    r"|\b(?:opening\sdate|tanggal\sdibuka|requesters?|pemohon)\s{0,3}:.{0,200}?\bstatus\s{0,3}:\s{0,3}(?:new|baru)\b"
    r"|\b(?:nomor\s(?:tiket|laporan|kasus)|ticket\s(?:number|id|no)|case\s(?:number|id|no))\b[^\n]{0,30}\d",
    2 | 16,
)


# What a receipt does not say: that it is done, or which data are wanted. "Akan diselesaikan", "once it is resolved" and
# "please quote this number" are none of it.
_DONE = LazyPattern(
    r"\b(?:sudah|telah|berhasil|selesai)\s(?:(?:kami|kita|berhasil|selesai|di|dapat|bisa|kembali)\s){0,3}"
    r"(?:perbaik\w{0,3}|diperbaiki|selesaikan|diselesaikan|selesai|tangani|ditangani|atasi|teratasi|diatasi|normal|pulih|"
    r"dipulihkan|beres|aktif\w{0,3}|diaktifkan|refund|direfund|kembalikan|dikembalikan|isi|diisi|kirim ulang|dikirim ulang|ganti|"
    r"diganti|digunakan|dipakai|masuk|terkirim|sukses|nyala|menyala|reset|direset|buka|dibuka kembali)\b"
    r"|\b(?:has|have|had)\s(?:now\s|already\s)?been\s(?:now\s)?(?:fixed|resolved|solved|restored|repaired|completed|refunded|replaced|reset|corrected|closed)\b"
    r"|\bwe(?:'ve|\shave)?\s(?:now\s|already\s)?(?:fixed|resolved|solved|restored|repaired|completed|refunded|replaced|reset|corrected|closed)\b"
    r"|\b(?:is|are)\s(?:now\s)?(?:fixed|resolved|solved|restored|back\s(?:up|online|to\snormal)|working\sagain)\b"
    r"|\bstatus\b[^\w\n]{0,4}(?:resolved|solved|closed|done|completed|selesai|ditutup|tuntas)\b",
    2,
)
_NOT_YET = LazyPattern(
    r"\b(?:akan|setelah|apabila|jika|bila|kalau|hingga|sampai|ketika|saat|belum|tidak|once|when|if|until|after|before|will|not|yet|unless)\b",
    2,
)
_WANTS = LazyPattern(
    r"\b(?:mohon|tolong|silakan|harap|please|kindly|could\syou|can\syou)\s(?:(?:segera|bantu|anda|untuk|dapat|also)\s){0,2}"
    r"(?:kirim\w{0,4}|lengkapi|lampirkan|informasikan|infokan|sebutkan|berikan|send|provide|attach|tell|share|specify)\b"
    r"|\b(?:berapa|yang\smana|which|what)\b[^.!?\n]{0,80}\?|\b(?:kami|we)\s(?:butuh|membutuhkan|perlu|memerlukan|need|require)\b",
    2,
)
_SENTENCE = LazyPattern(r"[^.!?\n]{1,400}[.!?]?")


def says_more(text: str) -> bool:
    """It says that something is done already, or which data are wanted: a person must read it, receipt or not."""
    return any(
        (_DONE.search(one) or _WANTS.search(one)) and not _NOT_YET.search(one)
        for one in _SENTENCE.findall(text[:_LOOKED_AT])
    )


def says_done(text: str) -> bool:
    """It says that something is done already."""
    return any(_DONE.search(one) and not _NOT_YET.search(one) for one in _SENTENCE.findall(text[:_LOOKED_AT]))


_REFUSES = LazyPattern(
    r"\b(?:fail(?:ed|ure)|unable|could\snot|couldn't|cannot|can't|rejected|refused|denied|no\spermission|unauthori[sz]ed|not\s(?:accepted|processed|authori[sz]ed|permitted|allowed|registered|created)|unknown|invalid|gagal|ditolak|tidak\s(?:dapat|bisa|terdaftar|dikenal|diizinkan|diterima))\b"
    r"[^\n]{0,60}?\b(?:issue|ticket|tiket|submission|request|message|e-?mail|user|queue|address|permintaan|pesan|laporan|surel|alamat|pengguna|pengirim|sender)\b"
    r"|\b(?:issue|ticket|tiket|submission|request|message|e-?mail|user|address|permintaan|pesan|laporan|surel|alamat|pengguna|pengirim|sender)\b"
    r"[^\n]{0,40}?\b(?:failed|rejected|refused|denied|not\s(?:accepted|processed|authori[sz]ed|registered|created)|gagal|ditolak|tidak\s(?:dapat|bisa|terdaftar|dikenal|diizinkan|diterima))\b",
    2,
)


# "Status tiket RST-0099 berubah dari Open menjadi In Progress", "Ticket 12 is now assigned to Sri": how far they are.
_MOVES = LazyPattern(
    r"\b(?:status|tiket|ticket|case|issue|kasus)\b[^\n]{0,80}?\b(?:berubah|diubah|dipindahkan|changed|updated|moved|is\snow|kini|sekarang|has\sbeen|telah|sudah)\b[^\n]{0,60}?"
    r"\b(?:in\sprogress|progress|diproses|proses|pending|on\shold|assigned|ditugaskan|open|dikerjakan|queued|antrean|antrian|escalated|dieskalasi|waiting|menunggu)\b",
    2,
)
_ENDED = LazyPattern(
    r"\b(?:closed|resolved|solved|done|completed?|rejected|cancell?ed|selesai|ditutup|tuntas|ditolak|dibatalkan)\b", 2
)
_LONGEST_MOVE = 300  # characters


def only_moves(text: str) -> bool:
    """A notice that their ticket has another state or another agent, and no end."""
    said = text.strip()
    moves = len(said) <= _LONGEST_MOVE and "?" not in said and _MOVES.search(said) is not None
    return moves and not _ENDED.search(said) and not says_more(said)


def refuses(subject: str, text: str) -> bool:
    """Of an automatic mail: it says, in its subject or first lines, that a mail was not taken."""
    first = "\n".join([line for line in text[:_LOOKED_AT].splitlines() if line.strip()][:4])
    return bool(_REFUSES.search(subject[:300]) or _REFUSES.search(first))


def opens(text: str) -> bool:
    """It says that a ticket has been made. Weaker than `acknowledges`: for a mail that came at once after ours and brings
    a new number."""
    return bool(_OPENED.search(text[:_LOOKED_AT]))


def acknowledges(text: str) -> bool:
    """It says that something was received, and either under which number or that an answer follows."""
    said = text[:_LOOKED_AT]
    if not _RECEIVED.is_in(said):
        return False
    return bool(_NUMBERED.search(said) or _AUTOMATIC.search(said))
