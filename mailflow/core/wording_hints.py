"""What an answer may lack or give away, as its author is told (core/hints.py). A part of wording.py. "{detail}" is what
was found."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

HINTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "held-later": (
            "jawaban itu dikirim ke pelanggan pada {since}; /batal menariknya kembali sampai saat itu",
            "that answer goes to the customer on {since}; /undo takes it back until then",
        ),
        "waits-already": (
            "jawaban Anda dengan kata-kata yang sama masih menunggu dan segera berangkat, jadi pelanggan tidak perlu "
            "menerimanya dua kali. Untuk menariknya kembali, balas email ini dengan /batal",
            "your answer in the same words still waits and leaves in a moment, so the customer need not get it twice. "
            "To take it back, reply to this email with /undo",
        ),
        "hint-link-only": (
            'isinya hanya tautan, tanpa penjelasan (aturan link-only; "hints: {link-only: off}" di rules.yaml '
            "mematikannya)",
            'it is only a link, without an explanation (rule link-only; "hints: {link-only: off}" in rules.yaml '
            "switches it off)",
        ),
        "hint-no-greeting": (
            'tidak ada sapaan di awalnya (aturan no-greeting; "hints: {no-greeting: off}" di rules.yaml mematikannya)',
            'it begins without a greeting (rule no-greeting; "hints: {no-greeting: off}" in rules.yaml switches it '
            "off)",
        ),
        "slashless": (
            "seperti perintah tanpa garis miring. Kalau yang dimaksud {detail}, kirim baris itu dengan garis miringnya",
            "it reads like a command without its slash. If you mean {detail}, send that line with the slash",
        ),
        "hint-forgotten-attachment": (
            'di dalamnya tertulis "{detail}", tetapi tidak ada lampirannya (aturan forgotten-attachment; "hints: '
            '{forgotten-attachment: off}" di rules.yaml mematikannya)',
            'it says "{detail}", but nothing is attached (rule forgotten-attachment; "hints: {forgotten-attachment: '
            'off}" in rules.yaml switches it off)',
        ),
        "hint-other-customer": (
            'di dalamnya ada {detail}, milik pelanggan lain (aturan other-customer; "hints: {other-customer: off}" di '
            "rules.yaml mematikannya)",
            'it has {detail}, which is another customer\'s (rule other-customer; "hints: {other-customer: off}" in '
            "rules.yaml switches it off)",
        ),
        "hint-private-data": (
            'di dalamnya ada {detail}, dan jawaban ini juga sampai ke orang lain di Cc (aturan private-data; "hints: '
            '{private-data: off}" di rules.yaml mematikannya)',
            'it has {detail}, and this answer also reaches other people in Cc (rule private-data; "hints: '
            '{private-data: off}" in rules.yaml switches it off)',
        ),
        "hint-unanswered": (
            'pertanyaan pelanggan "{detail}" tampaknya belum terjawab (aturan unanswered; "hints: {unanswered: off}" '
            "di rules.yaml mematikannya)",
            'the customer\'s question "{detail}" seems not to be answered (rule unanswered; "hints: {unanswered: '
            'off}" in rules.yaml switches it off)',
        ),
    }
)
