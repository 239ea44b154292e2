# ruff: noqa: E501 - a table of words is read by language, not by width
"""How programs begin the subject of absence notices, by language. A weak sign: it prevents our acknowledgement and a
claim, but discards nothing (mail.md 1.9)."""

from __future__ import annotations

import re

from mailflow.core.lazy_regex import LazyPattern
from mailflow.mail.command_lines import command_lines

_BY_LANGUAGE = (
    r"(?:automatic|automated|auto)[- ]?(?:reply|response|responder|answer|acknowledge?ment)|autoreply|autorespon[sd]\w{0,4}|auto(?=:)",
    r"out[- ]of[- ](?:the[- ])?office|oo(?:to|o)\b|vacation (?:reply|notice|message|response|auto)",
    r"on (?:vacation|holidays?|(?:annual |sick |maternity |parental )?leave)|(?:annual|maternity|paternity|parental) leave",
    r"absen(?:ce|t)(?: notice| message)?|away from (?:my |the )?(?:mail|email|desk|office)|\[?auto[- ]generated\]?",
    r"(?:i am|i'm) (?:currently )?(?:out of(?: (?:the )?office)?|away|on (?:leave|vacation))",
    r"[^:!?]{2,60} is (?:currently )?(?:out of (?:the )?office|on (?:annual )?leave|on vacation|away from (?:the )?office)",
    # Indonesian, Malay
    r"(?:balasan|balas|jawaban|respons?) otomatis|pesan otomatis(?! dari)|balasan auto|di ?luar kantor|tidak (?:berada )?di kantor",
    r"(?:saya |kami )?sedang (?:cuti|bercuti|di luar kantor|dinas luar|tidak (?:berada )?di (?:kantor|tempat))",
    r"(?:balasan|balas|jawapan|respons) automatik|(?:di )?luar pejabat|tiada di pejabat|bercuti",
    # German, Dutch
    r"abwesen(?:heit\w{0,20}|d)|automatische (?:antwort|e-?mail-?antwort)|außer haus|nicht im (?:büro|hause?)",
    r"automatisch antwoord|automatische reactie|afwezig\w{0,12}|niet aanwezig|buiten kantoor",
    # French, Spanish, Portuguese, Catalan, Italian, Romanian
    r"réponse automatique|absence du bureau|absent(?:\(e\)|e)? du bureau|message (?:d'absence|automatique)",
    r"respuesta autom[áa]tica|fuera de (?:la )?oficina|ausente|resposta autom[áaà]tica|ausência (?:do escrit[óo]rio|temporária)|fora do escrit[óo]rio",
    r"risposta automatica|fuori (?:sede|ufficio)|răspuns automat",
    # Scandinavia, Finland, the Baltic
    r"autosvar|automatiskt svar|automatisk svar|frånvaro\w{0,12}|ikke til stede|fravær\w{0,10}|sjálfvirkt svar|automaattinen vastaus|poissa\w{0,12}",
    r"automātisk[aā] atbilde|automatinis atsakymas|automaatvastus",
    # Slavic, Hungarian, Greek, Turkish
    r"odpowiedź automatyczna|autoodpowiedź|automatyczna odpowiedź|nieobecność|автоматический ответ|автоответ\w{0,3}|автовідповідь|автоматична відповідь",
    r"automatická odpověď|mimo kancelář|automatická odpoveď|automatski odgovor|аутоматски одговор|samodejni odgovor|автоматичен отговор",
    r"automatikus válasz|αυτόματη απάντηση|otomatik (?:yanıt|cevap)|ofis dışında",
    # Asia
    r"自动[回答][复覆]|自動返信|自動回覆|自動応答|不在(?:通知|のお知らせ)?|자동 ?(?:회신|응답)|부재 ?중|trả lời tự động|(?:đang )?vắng mặt",
    r"ตอบกลับอัตโนมัติ|ไม่อยู่ที่สำนักงาน|رد تلقائي|(?:תשובה|מענה|תגובה) אוטומטית?",
)
# Anchored at the start, and followed by what comes next in a notice.
_AWAY = LazyPattern(
    r"\s*(?:\[[^\]]{1,30}\]\s*)?[\[(]?(?:"
    + "|".join(_BY_LANGUAGE)
    + r")(?=\s{0,3}(?:[:：!()\[\]–—.,|-]|$|auto|re\b|from\b|"
    r"until|till|notif|message|reply|response|for\b|sampai|hingga|s/d|dari|is\b|about|bis\b|jusqu))",
    re.IGNORECASE,
)
_AT_END = LazyPattern(
    r"\s[-–—|(\[]\s?(?:balasan otomatis|auto(?:matic|mated)?[- ]?(?:reply|response)|out of (?:the )?office)\s?[\])]?\s*$",
    re.IGNORECASE,
)


def away(subject: str) -> bool:
    """Whether a subject begins like an absence notice, or ends with such a word after a dash. "Automatic gate does not
    open" does not."""
    return _AWAY.match(subject) is not None or _AT_END.search(subject[-60:]) is not None


_IN_WORDS = LazyPattern(
    r"\bi(?:'m| am) (?:currently |now )?(?:away\b|out of (?:the )?office|not in the office|on (?:annual |sick |maternity |paternity )?(?:leave|holidays?|vacation)\b)"
    r"|\bi(?: will|'ll) (?:be|not be) (?:away\b|out of (?:the )?office|back (?:on|in|at)\b|reading|in the office|on (?:leave|vacation|holiday))"
    r"|\bi (?:won't|will not) be (?:back|reading|in the office)\b|\b(?:when|once|after|until) i(?:'m| am)? (?:return|back|get back)\b"
    r"|\b(?:during|in) my (?:absence|leave|holidays?|vacation)\b"
    r"|\b(?:saya|kami) (?:(?:sedang|masih|akan|sementara) )?(?:cuti|bercuti|tidak (?:berada )?di (?:tempat|kantor)|di ?luar kantor|dinas luar)\b"
    r"|\bsedang (?:cuti|bercuti|dinas luar|di ?luar kantor)\b|\bselama (?:saya )?(?:cuti|tidak di (?:tempat|kantor))\b"
    r"|\b(?:baca|balas|jawab) (?:setelah|saat|ketika|sekembali)\w{0,3} (?:saya|dari|kembali|masuk)\b",
    re.IGNORECASE,
)


def away_in_words(text: str) -> bool:
    """Whether a text begins like such a notice. People write that too: it counts only together with other signs of a
    program. No program writes command lines: `/lepas saya cuti` is a person's."""
    begin = text[:600]
    return _IN_WORDS.search(" ".join(begin.split())) is not None and not command_lines(begin).commands


_MYSELF = LazyPattern(
    r"\b(?:saya|aku) (?:(?:sedang|masih|lagi|akan|juga|saat ini|hari ini|sementara) ){0,2}(?:sakit|berhalangan|dirawat|opname|diklat"
    r"|pelatihan|seminar|umro?[oa]h|haji|mudik|libur|off|melahirkan|tugas luar|perjalanan dinas|(?:di |ke )?luar (?:kota|negeri)"
    r"|tidak (?:masuk|bertugas)|izin (?:tidak|sakit|cuti|sampai|hingga)|kembali (?:bekerja|masuk|ke kantor))\b"
    r"|\bsedang (?:sakit|umro?[oa]h|(?:berada )?di luar (?:kota|negeri)|dalam perjalanan dinas|menunaikan ibadah"
    r"|(?:ikut |mengikuti |ada )?(?:diklat|pelatihan|rapat kerja|seminar|lokakarya|workshop))\b|\btidak masuk (?:kantor|kerja)\b"
    r"|\b(?:sudah|telah) (?:tidak (?:lagi )?(?:bekerja|bertugas|bergabung)|pensiun|pindah tugas|mengundurkan diri|resign)\b|\btidak lagi bekerja\b"
    r"|\bi(?:'m| am) (?:currently |now |at present )?(?:off sick|sick|unwell|travell?ing|on pto|ooo|unavailable|not available|attending an?\b"
    r"|off (?:until|till|today|this week)|on (?:parental|medical|family|study|compassionate) leave|no longer (?:with|working|employed))"
    r"|\bi (?:no longer work|have left|don't work (?:on )?(?:mon|tue|wed|thu|fri))|\blimited access to (?:my )?e-?mail"
    r"|\b(?:is|has) (?:no longer (?:with|working|employed)|left the (?:company|organi[sz]ation|team))\b",
    re.IGNORECASE,
)


def absent_in_words(text: str) -> bool:
    """The same more boldly, for a mail that came at once after our letter: also other reasons than leave, said of
    oneself. "Saya sakit" is a customer's question, too, and an operator's "kami libur hari Minggu" an answer."""
    if away_in_words(text):
        return True
    begin = text[:600]
    return _MYSELF.search(" ".join(begin.split())) is not None and not command_lines(begin).commands


_DAY_OR_DATE = r"(?:hari |tanggal |tgl\.? )?(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|\d|[a-z]{3,9} \d)"
_NEXT = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|the \d|\d|[a-z]{3,9} \d|next"
_ABSENT = LazyPattern(
    r"\b(?:cuti|bercuti|libur(?:an)?|dinas luar|luar (?:kota|kantor|negeri)|perjalanan dinas|tugas luar|sakit|izin|umro?[oa]h|haji|mudik"
    r"|diklat|pelatihan|rapat kerja|seminar|melahirkan|opname|absen|berhalangan|dirawat"
    r"|tidak (?:berada |sedang |bisa |dapat )?(?:di (?:kantor|tempat)|masuk|bertugas|aktif|hadir|bekerja)"
    rf"|(?:akan|saya|dan|baru) kembali (?:pada |bekerja|masuk|lusa|besok|minggu depan|{_DAY_OR_DATE})"
    rf"|(?:sampai|hingga|s/d|s\.d\.)(?: dengan)? {_DAY_OR_DATE})"
    r"|\b(?:out of (?:the )?office|ooo\b|pto\b|away\b(?! with)|on (?:\w{1,12} )?(?:leave|vacation|holidays?)|vacation|abroad|sick"
    r"|(?:annual|parental|maternity|paternity|medical|family|sabbatical) leave|travell?ing|unavailable|not (?:be )?available|currently out"
    r"|not in the office|(?:be|am|get) back|i (?:will )?return|my (?:absence|return|leave|holiday)|limited access|no longer with"
    rf"|(?:out|off|closed|gone) (?:until|till|through|from|today|this week)|(?:until|till|through) (?:{_NEXT})"
    r"|attending (?:a|an|the)\b)",
    re.IGNORECASE,
)


def says_absent(subject: str, text: str) -> bool:
    """Whether a mail that a program wrote tells of its owner's absence, and does not only confirm a receipt."""
    return away(subject) or away_in_words(text) or _ABSENT.search(" ".join(text[:1_000].split())) is not None
