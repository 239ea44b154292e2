"""Why a ticket cannot go into another, and why nobody outside can be asked. A part of wording.py."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

JOINING: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "is-erased": (
            "data pelanggan tiket ini sudah dihapus; tidak ada lagi yang bisa dijawab",
            "the data of this ticket's customer were erased; there is nobody left to answer",
        ),
        "merge-itself": (
            "itu tiket ini sendiri ({detail}); sebut tiket lain yang menerimanya",
            "that is this ticket itself ({detail}); name another that shall take it in",
        ),
        "merge-round": (
            "tiket {detail} sudah digabung ke tiket ini, jadi tidak perlu lagi",
            "ticket {detail} was merged into this one already, so there is no need",
        ),
        "merge-elsewhere": (
            "tiket itu sudah digabung ke tiket {detail}; gabungkan ke sana: #{detail}",
            "that ticket was merged into ticket {detail} itself; merge into that one: #{detail}",
        ),
        "merge-over": (
            "tiket {detail} sudah berakhir; buka dulu (/buka #{detail}), lalu gabungkan",
            "ticket {detail} is over; reopen it first (/reopen #{detail}), then merge",
        ),
        "ask-no-address": (
            "tulis satu alamat email di belakang perintah ini: cs@bank.example",
            "name one email address: support@bank.example",
        ),
        "ask-robot": (
            "alamat {detail} tidak dibaca siapa pun; tulis alamat yang dibaca orang",
            "nobody reads mail to {detail}; name an address that somebody reads",
        ),
        "ask-ours": (
            "{detail} alamat kami atau rekan kerja; tulis langsung kepadanya, atau pakai /catatan",
            "{detail} is ours or a colleague's; write there directly, or use /note",
        ),
        "ask-customer": (
            "{detail} ikut menerima jawaban di tiket ini; kepadanya cukup jawab seperti biasa",
            "{detail} gets the answers of this ticket; simply answer there",
        ),
        "ask-second-tier": (
            "{detail} lini kedua; pakai /eskalasi",
            "{detail} is the second tier; use /escalate (mailflow escalate)",
        ),
        "ask-no-words": (
            "tulis pertanyaannya di bawah perintah ini",
            "write the question too (by mail: below the command)",
        ),
        "ask-nobody-has-it": (
            "tiket ini belum ada pemegangnya; ambil dulu (/ambil), supaya jawabannya ada yang menerima",
            "nobody has this ticket; take or assign it first, so that somebody gets the answer",
        ),
    }
)
