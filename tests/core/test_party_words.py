"""The second tier's words that answer nothing yet, and those a person must read."""

from __future__ import annotations

import pytest

from mailflow.core.replies.party import only_promises

PROMISES = """\
Ok, segera kami cek
Baik, kami cek dulu ya
Siap, akan kami tindaklanjuti
Siap Pak, segera kami tindak lanjuti.
Noted, will check.
We will look into it.
We'll look into this and get back to you.
Baik pak, mohon ditunggu
Sedang kami proses
Kami sedang cek ke tim jaringan
Sudah kami terima, segera dicek
Laporan kami terima dan akan segera kami tindak lanjuti.
Terima kasih, laporannya kami teruskan ke tim terkait
Checking now
Let me check
I'll check and let you know
Diterima, ditunggu ya
Mohon ditunggu, sedang dicek oleh tim lapangan.
Dear tim, tiket Anda sudah kami terima dan sedang dalam proses pengecekan. Mohon menunggu.
Thanks, we are investigating.
Baik, kami koordinasikan dulu dengan tim terkait
Akan kami kabari secepatnya
Tunggu sebentar, kami cek dulu.
Your request has been received and is being processed.
Assigned to our engineer, please wait
ok kita cek
Noted. We have forwarded it to the team.
Baik Bu Sari, segera kami periksa. Terima kasih.
Mohon maaf, masih kami telusuri
We have received your report and it is being processed under ticket INC-20261102-0042. SLA 1x24 jam. Best regards
Terima kasih telah menghubungi kami. Laporan Anda telah kami terima dengan nomor tiket #88123.
Your request has been received. Ticket number: 4711. We will respond within 24 hours.
Tiket Anda telah dibuat dengan nomor TKT/2026/0088. Mohon ditunggu, tim kami akan menghubungi Anda dalam 1x24 jam kerja.
Sudah kami teruskan ke tim terkait. No. referensi: 260211-0033.
Your case 00012345 has been created and will be handled by our support team within 2 business days."""
ANSWERS = """\
Sudah kami cek, kabelnya putus.
Sudah kami cek.
Sudah kami proses
Sudah kami tindaklanjuti
Done, we checked it
It has been processed
Ok, sudah kami perbaiki
Ok, sudah beres
Serial berapa?
Boleh kami cek dulu?
Kami cek, ternyata saldo kurang
Kami akan ganti kabelnya besok jam 9.
Kami cek jam 14.00
Tidak bisa kami proses
We cannot process this
Belum bisa kami cek
Tidak bisa, hubungi bank.
We checked: refunded today.
Transaksi sukses, SN 123456789
Segera kami kembalikan dananya, 2 hari kerja
Mohon kirim foto dulu, nanti kami cek
Access point sudah diganti.
Kami butuh KTP pelanggan
Masih gagal
Tolong cek ulang di sisi pelanggan
Tolong dicek lagi ya
Please check again
Tolong dicek di aplikasi
Gangguan massal, estimasi pulih pukul 15.00
Ticket INC-20261102-0042 has been closed.
Tiket 4711 sudah selesai
Mohon ditunggu, estimasi 2 jam
Mohon konfirmasi nomor 081234567890
Mohon tunggu maksimal 2 hari kerja, nomor 0812 3456
Mohon menghubungi layanan pelanggan di 188
Ditolak
Pelanggan harus restart modem
Solved
Ok
Terima kasih"""


@pytest.mark.parametrize("text", PROMISES.splitlines())
def test_a_promise_answers_nothing(text: str) -> None:
    """The clock of the second tier goes on, the owner is not told."""
    assert only_promises(text, ("Sari",))


@pytest.mark.parametrize("text", ANSWERS.splitlines())
def test_whatever_says_more_is_for_the_owner(text: str) -> None:
    """One word that is not known, a number, a question, a "not" or something done."""
    assert not only_promises(text, ("Sari",))
