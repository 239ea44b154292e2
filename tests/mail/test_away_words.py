"""What an automatic reply of a colleague must say to show that he is away (flow/settle/absences.py)."""

from __future__ import annotations

import pytest

from mailflow.mail.away import absent_in_words, says_absent

AWAY = [
    "Saya sedang cuti melahirkan sampai Februari.",
    "Mohon maaf, saya tidak dapat membalas email Anda sampai tanggal 10 November.",
    "Saya sedang ibadah umroh dan akan kembali 20 November.",
    "Terima kasih atas email Anda. Saya sedang mengikuti diklat di Bandung sampai Jumat.",
    "Saya sedang tidak masuk karena sakit.",
    "Sehubungan dengan cuti bersama, saya tidak berada di kantor.",
    "Saya izin tidak masuk hari ini",
    "Saat ini saya tidak aktif sampai 3 Januari",
    "Saya sedang pelatihan di luar kota",
    "Untuk sementara saya tidak bertugas; hubungi Sari.",
    "Saya off sampai Senin.",
    "I'm currently travelling with limited access to email.",
    "I am on maternity leave until March.",
    "Thanks for your email. I'll be back on Monday 9 November.",
    "I am OOO until the 10th.",
    "I'm off sick today.",
    "I am not available until Monday.",
    "I am currently out and will respond when I return.",
    "I am attending a training this week and will reply next week.",
    "Out until Tuesday",
    "I no longer check this mailbox during my parental leave",
    "On PTO through Friday",
    "I'm away from my desk",
    "Saya sedang rapat kerja di luar kota hingga 12 Nov.",
    "Mohon maaf, saya sedang dirawat di rumah sakit.",
    "Saya baru kembali Senin depan.",
    "I am on annual leave, back on 12 November.",
    "Saya absen hari ini.",
    "The office is closed until 4 January.",
    "Saya tidak bisa masuk kantor, ada keperluan keluarga.",
]
HERE = [
    "Terima kasih, email Anda sudah kami terima dan segera kami proses.",
    "We have received your message and will respond within 24 hours.",
    "Your ticket #123 has been created.",
    "Your message was read on Monday.",
    "Email ini dikirim otomatis, mohon tidak membalas.",
    "Pesan Anda telah masuk antrean.",
    "Terima kasih telah menghubungi Bagian Keuangan. Kami akan membalas dalam 2 hari kerja.",
    "Email Anda masuk ke antrean kami; balasan menyusul dalam 1x24 jam.",
    "Thank you for your mail. This mailbox is monitored during office hours.",
    "Kotak masuk ini penuh.",
    "Please do not reply to this message.",
    "Permintaan Anda telah diteruskan ke bagian terkait.",
]


@pytest.mark.parametrize("text", AWAY)
def test_it_says_that_its_owner_is_away(text: str) -> None:
    """In both languages, in the words people give their programs."""
    assert says_absent("Re: Pulsa", text)


@pytest.mark.parametrize("text", HERE)
def test_it_only_confirms(text: str) -> None:
    """A desk's or a mailbox's answer to everybody tells nothing of a person."""
    assert not says_absent("Re: Pulsa", text)


def test_the_subject_is_enough() -> None:
    """Exchange writes it before the subject."""
    assert says_absent("Automatic reply: Pulsa", "")
    assert not says_absent("Re: Pulsa", "")


MYSELF = [
    "Mohon maaf, saya sedang sakit dan tidak masuk kantor hari ini. Untuk keperluan mendesak hubungi Sari.",
    "Saya sedang mengikuti pelatihan di Bandung sampai Jumat.",
    "Terima kasih atas emailnya. Saya sedang menunaikan ibadah haji dan kembali 5 Juni.",
    "Saya off hari ini.",
    "Budi sudah tidak bekerja di sini lagi, silakan hubungi Sari.",
    "Saya telah pindah tugas ke kantor cabang Surabaya.",
    "Selamat siang, saya hari ini tidak masuk.",
    "Saya izin sakit hari ini.",
    "Saya izin tidak masuk.",
    "Sedang di luar kota, balas lambat ya.",
    "I'm off sick today and will reply when I'm back.",
    "I am travelling with limited access to email.",
    "Thank you for your email. I am currently attending a conference.",
    "I don't work Fridays.",
    "Budi is no longer with the company.",
    "Budi has left the company. Please write to sari@desk.example.",
    "I am on parental leave until March.",
    "Saya akan kembali bekerja pada 2 Januari.",
    "Saya cuti tahunan.",
    "Saya sedang rapat kerja di Jakarta.",
]
ANSWERS = [
    "Sudah kami kirim ulang ya kak, silakan dicek.",
    "Mohon maaf, server Telkomsel sedang tidak tersedia sampai jam 12.",
    "Kami libur hari Minggu, pulsa akan masuk Senin.",
    "Izin kami cek dulu ya kak.",
    "Saya izin cek datanya dulu ya kak, mohon ditunggu.",
    "Uangnya tidak masuk ke rekening kami, Kak.",
    "The number is no longer active.",
    "Pulsa tidak masuk karena nomor sudah tidak aktif.",
    "Kartunya sudah off, silakan ke gerai.",
    "Semoga lekas sembuh ya kak, sakitnya.",
    "We will send it again on Monday.",
    "You can get it back within 3 days.",
    "Petugas kami sedang rapat, mohon tunggu.",
    "Kuota luar negeri sudah kami aktifkan.",
    "I am sorry for the delay, it has been sent.",
    "Saya sudah tidak menemukan kendala di nomor ini.",
]


@pytest.mark.parametrize("text", MYSELF)
def test_at_once_after_our_letter_it_is_a_notice(text: str) -> None:
    """Illness, courses, journeys, a new post: reasons that home-made autoresponders give without any header."""
    assert absent_in_words(text)


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_given_at_once_is_none(text: str) -> None:
    """What is said of the shop, the number or the customer."""
    assert not absent_in_words(text)
