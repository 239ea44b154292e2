"""Every letter: what it is for, who reads it, what a reply to it is, and what its template may show."""

from __future__ import annotations

from functools import cache

from mailflow.core.letter_kinds import KINDS, LetterKind, Reader, ReplyUse
from mailflow_reference.files import ROOT
from mailflow_reference.tables import code, table

READERS: dict[Reader, tuple[str, str]] = {
    Reader.CUSTOMER: ("the customer", "pelanggan"),
    Reader.OPERATORS: ("operators", "operator"),
    Reader.PIC: ("the PIC", "PIC"),
    Reader.ADMIN: ("the admin", "admin"),
    Reader.PARTY: ("somebody outside who is asked: the second tier, a third party", "pihak luar yang ditanyai"),
    Reader.WRITER: ("whoever wrote the mail", "penulis email itu"),
}
REPLIES: dict[ReplyUse, tuple[str, str]] = {
    ReplyUse.ANSWER: ("is an answer to the customer", "menjadi jawaban untuk pelanggan"),
    ReplyUse.OWNERS_ANSWER: (
        "is an answer to the customer when the ticket's owner wrote it, or nobody owns it; else a note",
        "menjadi jawaban untuk pelanggan bila ditulis pemegang tiket, atau belum ada pemegangnya; selain itu catatan",
    ),
    ReplyUse.CLOSING_TEXT: (
        "closes with that text when the owner sends it back; else a note",
        "menutup dengan teks itu bila dikirim balik oleh pemegang tiket; selain itu catatan",
    ),
    ReplyUse.VERDICT: (
        "is the PIC's verdict: close, or back to the owner",
        "menjadi keputusan PIC: tutup, atau kembali ke pemegangnya",
    ),
    ReplyUse.LOW_SCORE: (
        "is the PIC's word on the vote: reopen, take note, or a note to the owner",
        "menjadi kata PIC tentang nilai itu: buka lagi, cukup tahu, atau catatan untuk pemegangnya",
    ),
    ReplyUse.DIGEST: (
        "releases or drops held mail, line by line",
        "melepas atau membuang email yang ditahan, baris demi baris",
    ),
    ReplyUse.SEVERAL: (
        "needs a number: it speaks of several tickets",
        "perlu nomor: surat ini menyebut beberapa tiket",
    ),
    ReplyUse.CONSENT: ("is yes or no to what it asks", "menjawab ya atau tidak atas yang ditanyakan"),
    ReplyUse.HELD: (
        "is one word on the answer that is held: send, note, drop",
        "satu kata tentang jawaban yang ditahan: kirim, catatan, buang",
    ),
    ReplyUse.NOTE: ("never reaches the customer", "tidak pernah sampai kepada pelanggan"),
}
_OWN_WORDS = (
    "A person's own words, sent on from the desk's address.",
    "Kata-kata seseorang, diteruskan dari alamat desk.",
)
_PART = (" Only a part of other letters.", " Hanya bagian dari surat lain.")
_HEADS = {
    "en": ("to", "a reply to it", "its template may show, besides desk, ticket and recipient"),
    "id": ("kepada", "balasannya", "yang boleh muncul di templatnya, selain desk, ticket dan recipient"),
}


def page(language: str) -> str:
    """All letters, in the order of their table: first those to customers, at last those to PIC and admin."""
    return "\n\n".join(_one(kind, language) for kind in KINDS.values())


def meaning(kind: LetterKind, language: str) -> str:
    """The `description:` of its template in this language."""
    at = language == "id"
    if not kind.canned:
        return _OWN_WORDS[at]
    head, _, _ = _template(kind.name, language).partition("\n\n")
    said = next((line for line in head.splitlines() if line.startswith("description:")), "")
    return said.removeprefix("description:").strip() + (_PART[at] if kind.partial else "")


@cache
def _template(name: str, language: str) -> str:
    return (ROOT / "templates" / "canned" / f"{name}.{language}.txt").read_text(encoding="utf-8")


def _one(kind: LetterKind, language: str) -> str:
    at = language == "id"
    uses = REPLIES[kind.reply][at] if kind.internal else ""
    rows = [(READERS[kind.reader][at], uses, ", ".join(map(code, kind.facts)))]
    return f"## {kind.name}\n\n{meaning(kind, language)}\n\n{table(_HEADS[language], rows)}"
