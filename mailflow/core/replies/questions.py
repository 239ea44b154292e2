"""Whether an operator's answer asks the customer for something, so that it is the customer who owes an answer.

Conservative: "is it working now?" and "anything else?" ask for no more than a closing letter does, and a request with
an "if" before it ("write to us if it fails again") may never come true.
"""

from __future__ import annotations

import re
from typing import Literal

from mailflow.core.lazy_regex import LazyPattern

Asked = Literal["", "question", "request"]

LONGEST = 20_000  # characters; longer answers are read to there
_BETWEEN = re.compile(r"(?<=[.!?？])\s+|\n+")  # sentences; the "?" of an address ends none
_IF = LazyPattern(
    r"\b(?:jika|bila|kalau|kalo|klo|apabila|seandainya|misalnya|andai|if|should you|in case|whenever|unless|once)\b",
    re.I,
)
_OUTCOME = LazyPattern(
    r"\b(?:membantu|terbantu|sudah (?:bisa|masuk|beres|selesai|normal|lancar|berhasil|jelas|aktif|ok|oke|aman|teratasi)"
    r"|masih ada (?:kendala|masalah|yang)|ada (?:lagi )?yang (?:bisa|dapat|perlu|ingin|mau|belum)|ada (?:hal )?lain"
    r"|ada (?:kendala|pertanyaan|keluhan) lain|cukup jelas|apa kabar|bagaimana kabar|help(?:ed|s|ful)?"
    r"|work(?:s|ed|ing)?|anything else|solved|resolved|fixed"
    r"|any (?:other|more|further) questions|how are you|okay now|ok now)\b",
    re.I,
)
_ASKED_FOR = (
    r"(?:di)?kirim(?:kan|in|i)|(?:di)?kirim|mengirim(?:kan|i)?|(?:di)?sebutkan|menyebutkan|(?:di)?infokan|(?:di)?info"
    r"|(?:di)?informasikan|menginformasikan|(?:di)?beri ?tahu(?:kan)?|memberi ?tahu(?:kan)?|(?:di)?kabari"
    r"|(?:di)?lampirkan|melampirkan|(?:di)?sertakan|menyertakan|(?:di)?konfirmasi(?:kan)?|mengonfirmasi|(?:di)?jelaskan|menjelaskan"
    r"|(?:di)?lengkapi|melengkapi|(?:di)?foto(?:kan)?|memfoto|(?:di)?unggah|mengunggah|(?:di)?berikan|memberikan"
    r"|(?:di)?tulis(?:kan)?|menuliskan|(?:di)?balas dengan|membalas dengan|(?:di)?screenshot|(?:di)?ceritakan"
)
_REQUEST = LazyPattern(
    r"\b(?:mohon|tolong|harap|minta|kami (?:butuh|perlu|membutuhkan|memerlukan|minta))\b"
    rf"[^.!?\n]{{0,40}}?\b(?:{_ASKED_FOR})\b"
    r"|\b(?:mohon|minta|butuh|perlu|membutuhkan|memerlukan) "
    r"(?:nomor|foto|bukti|tangkapan layar|alamat|nama|nim|id|data)\b"
    r"|\b(?:please|kindly|we (?:would )?need you to)\b[^.!?\n]{0,40}?"
    r"\b(?:send|provide|tell us|attach|share|confirm|let (?:us|me) know|reply with|give us|upload|describe|specify)\b"
    r"|\bwe (?:would |will |still |also )?need (?:your|the|a|an)\b",
    re.I,
)


def asked_in(text: str) -> Asked:
    """What an answer asks of the customer: an answer (`question`), something to send (`request`), or nothing."""
    found: Asked = ""
    for sentence in _BETWEEN.split(text[:LONGEST]):
        said = sentence.strip()
        if _IF.search(said) or _OUTCOME.search(said):
            continue
        if said.endswith(("?", "？")):
            return "question"
        if _REQUEST.search(said):
            found = "request"
    return found
