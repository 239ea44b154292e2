"""Replies to a letter to many that mean "no more of these", and those a person must read."""

from __future__ import annotations

import pytest

from mailflow.core.replies.leaving import leaves

NAMES = ("Ani Lestari", "iDuHelp")

NO_MORE = """
STOP
stop.
Berhenti
BERHENTI!
berhenti ya min
Unsubscribe
unsubscribe me please
Please unsubscribe me from this mailing list. Thank you
UNREG
unsub
stop kirim email
Stop sending me these emails
tolong hentikan email seperti ini
Berhenti berlangganan
saya mau berhenti berlangganan, terima kasih
jangan kirim lagi
Jgn kirim email lagi ya kak
tolong jangan kirimi saya promo lagi
mohon jangan kirim pengumuman seperti ini ke alamat ini lagi
saya tidak mau menerima email seperti ini lagi
Tidak ingin menerima pengumuman lagi
gak mau dikirimin promo lagi
Don't send me any more emails
please do not email me again
I do not want to receive these messages anymore
No more emails please
I no longer wish to receive these emails
Remove me from your list
please remove my address
hapus saya dari daftar
tolong keluarkan alamat saya dari milis ini
opt out
Berhenti. Terima kasih, Ani Lestari
"""

READ_ON = """
Saya mau berhenti langganan paket data, bagaimana caranya
Bagaimana cara berhenti?
Unsubscribe?
jangan berhenti kirim info ya
Please don't stop sending these
jangan pernah berhenti
tidak perlu berhenti
saya tidak menerima email dari kalian
Saya belum menerima pulsa 50 ribu
Promonya sampai kapan?
tolong jangan kirim pulsa ke nomor lama
Stop, pulsa saya salah kirim ke 0812000111
Terima kasih infonya
ya
Mau ikut promonya
Berhenti saja nawarin, pulsa saya belum masuk dari kemarin
hapus akun saya
I want to cancel my order
ok
"""


def rows(table: str) -> list[str]:
    return [line for line in table.strip().split("\n") if line]


@pytest.mark.parametrize("words", rows(NO_MORE))
def test_no_more_of_these(words: str) -> None:
    """In a word or a sentence, with courtesy and his name."""
    assert leaves(words, NAMES)


@pytest.mark.parametrize("words", [*rows(READ_ON), "", "stop " * 40, "stop " * 100])
def test_a_person_reads_it(words: str) -> None:
    """One unknown word, a question, or a "not" before the stop."""
    assert not leaves(words, NAMES)
