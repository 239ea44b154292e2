"""A customer's clause with the words of "it is solved" that wants something: a question, haste, another closing."""

from __future__ import annotations

from mailflow.core.replies import customer_words as w


def asks(kinds: str, words: str) -> bool:
    """ "has this been solved", "cepat selesai ya": no sign says that it is a question, or a wish, but its beginning."""
    first, second, *_ = (*words.casefold().split(), "", "")
    hurries = first in _HURRY and (w.SOLVED in kinds or w.DONE in kinds)
    return hurries or (first in _AUXILIARY and second in _SUBJECT) or (first in _PAST and second in _IT)


def closes_his_own(kinds: str, words: str) -> bool:
    """ "Rekening saya ditutup saja": something else than the ticket is to be closed."""
    said = words.casefold().split()
    if _CLOSE.isdisjoint(said) or not _TICKET.isdisjoint(said):
        return False
    return w.THING in kinds or not _HIS_OWN.isdisjoint(word.removesuffix("nya").removesuffix("ku") for word in said)


_CLOSE = frozenset("tutup ditutup menutup tutupkan tutupin close closed closing".split())
_TICKET = frozenset(
    """tiket tiketnya ticket tickets laporan laporannya keluhan keluhannya kasus kasusnya case komplain komplainnya
    pengaduan pengaduannya aduan request permintaan permintaannya masalah masalahnya issue""".split()
)
_HIS_OWN = frozenset(
    """akun rekening kartu langganan account subscription member membership keanggotaan toko polis tabungan deposito
    layanan paket nomor""".split()
)
_HURRY = frozenset("cepat cepatan cepet cepetan segera lekas buruan hurry".split())
_AUXILIARY = frozenset("is are has have can could will would".split())
_PAST = frozenset("was does".split())
_IT = frozenset("it this that".split())
_SUBJECT = _IT | frozenset("my the our everything they you there".split())
