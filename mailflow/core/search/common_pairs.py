"""Pairs of common words. Each word of "masuk di yang" stands in most mails, so a phrase of them is compared in most
mails, unless the index also knows which mails have "masuk di" at all. Only pairs of two words of this list are
indexed: about a tenth of the words of a mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

_SIGN = "·"  # in no word; not ASCII, or FTS5's tokenizer parts there; in front, too, so that no beginning is a pair's
COMMON = frozenset(
    """
    yang dan di ke dari untuk dengan pada ini itu saya kami kita anda kak pak bu bapak ibu mas mbak tidak tdk belum
    sudah sdh ada bisa dapat akan agar atau juga jika kalau apa apakah bagaimana kapan karena oleh sebagai dalam atas
    lagi masih telah hanya saja aja nya ya yg dgn utk tapi tetapi namun hari jam tanggal kemarin sejak tadi mohon tolong
    minta bantu bantuan terima kasih selamat pagi siang sore malam hormat masuk nomor no bayar
    the to of and a in is it i you we my your our for on be not have has was are this that with as at by from or if but
    can could would will please thank thanks hi dear hello regards no re fwd
    """.split()
)  # a change of it is a change of tokens.VERSION


def pairs_in(words: Sequence[str]) -> Iterator[str]:
    """The token of each two neighbours of these words that are both common, in order; a pair may recur."""
    before = ""
    for word in words:
        if word not in COMMON:
            before = ""
            continue
        if before:
            yield f"{_SIGN}{before}{_SIGN}{word}"
        before = word
