"""Repeated complaints by a second generator, written after the first had been met: other texts, other edits."""

from __future__ import annotations

import random
from collections.abc import Callable

from mailflow.core.repeats import Complaint, same

_PAIRS = 2_000
_SEED = 4711
_SUBJECTS = ("Mohon dibantu", "keluhan", "Token", "Wifi", "Help", "Pembayaran")
_COMPLAINTS = (
    "Min, token PLN {amount} untuk meter {serial} sudah dibayar lewat minimarket, tapi struknya tidak memuat kode "
    "token. Kasir bilang tunggu satu jam.",
    "Saya tidak bisa unggah tugas akhir di portal skripsi. Setelah tombol kirim ditekan halamannya kosong. Pembimbing "
    "sudah menunggu.",
    "Kuota internet {phone} habis padahal jarang dipakai. Kemarin masih sisa banyak. Mohon dijelaskan pemakaiannya.",
    "Jaringan wifi di asrama putri lantai dua putus nyambung terus. Kuliah daring jadi terganggu setiap malam.",
    "Pembayaran uang kuliah sebesar {amount} lewat virtual account {serial} tidak tercatat di portal akademik. "
    "Tangkapan layar ada.",
    "Nomor {phone} tidak bisa menerima SMS verifikasi bank. Sinyal penuh dan pulsa ada.",
    "Refund pembatalan pesanan {serial} senilai {amount} belum saya terima sampai hari ini. Penjual sudah setuju.",
    "The printer in the engineering lab keeps jamming and nobody answers the phone. We have reports to hand in.",
    "My wallet was charged {amount} twice for one purchase with reference {serial}. Please return one of the payments.",
    "My line {phone} lost its signal after the SIM was replaced at your counter. Calls go straight to voicemail.",
    "Jadwal ujian saya bentrok antara Statistika dan Basis Data. Mohon salah satunya digeser ke hari lain.",
    "Aplikasi selalu keluar sendiri waktu saya membuka menu riwayat. Sudah dipasang ulang tetap sama.",
    "Surat keterangan lulus saya salah tulis nama ayah. Butuh diperbaiki sebelum wisuda.",
    "Paket roaming di {phone} tidak aktif waktu saya tiba di Singapura. Biaya {amount} sudah terpotong.",
    "Saldo e-money kartu {serial} tidak bertambah setelah isi {amount} di mesin halte.",
)
_OTHER_WORDS = (
    ("Statistika", "Kalkulus"), ("putri", "putra"), ("dua", "tiga"), ("ayah", "ibu"), ("Singapura", "Malaysia"),
    ("engineering", "chemistry"), ("twice", "three times"), ("skripsi", "tesis"), ("bank", "koperasi"),
    ("malam", "pagi"),
)  # fmt: skip
_SHORT = {
    "tidak": "ga", "sudah": "udh", "belum": "blm", "untuk": "utk", "saya": "sy", "yang": "yg", "karena": "krn",
    "setelah": "stlh", "sampai": "smp", "bisa": "bs", "lewat": "lwt", "waktu": "wkt", "mohon": "mhn",
}  # fmt: skip


def _filled(dice: random.Random, text: str) -> str:
    amount = f"{dice.choice((7, 15, 30, 45, 75, 120, 250, 500))}{dice.choice(('rb', '.000', ' ribu'))}"
    phone = f"08{dice.choice(('12', '13', '52', '57', '78', '95'))}{dice.randrange(10**8):08d}"
    return text.format(amount=amount, phone=phone, serial=dice.randrange(10**10, 10**11))


def _swap_words(dice: random.Random, text: str) -> str:
    words = text.split(" ")
    at = dice.randrange(len(words) - 1)
    if words[at].isalpha() and words[at + 1].isalpha():
        words[at : at + 2] = reversed(words[at : at + 2])
    return " ".join(words)


def _leave_out(dice: random.Random, text: str) -> str:
    return text.replace(f" {dice.choice(('terus', 'sendiri', 'sudah', 'jadi', 'padahal'))} ", " ", 1)


def _add(dice: random.Random, text: str) -> str:
    at = dice.choice([at for at, sign in enumerate(text) if sign == " " and text[at - 1].isalpha()])
    return f"{text[:at]} {dice.choice(('nih', 'ya', 'kok', 'dong', 'deh', 'please', 'lho', 'kak'))}{text[at:]}"


def _draw_out(dice: random.Random, text: str) -> str:
    words = text.split(" ")
    at = dice.randrange(len(words))
    if words[at].isalpha() and len(words[at]) > 3:
        words[at] += words[at][-1] * dice.randint(1, 3)
    return " ".join(words)


def _mistype(dice: random.Random, text: str) -> str:
    words = text.split(" ")
    at = dice.choice([at for at, word in enumerate(words) if word.isalpha() and len(word) > 5])
    word, place = words[at], dice.randrange(1, len(words[at]) - 2)
    before, letter, behind = word[:place], word[place], word[place + 1 :]
    words[at] = before + dice.choice((behind[0] + letter + behind[1:], letter * 2 + behind, behind, "e" + behind))
    return " ".join(words)


def _shorten(dice: random.Random, text: str) -> str:
    for word, short in _SHORT.items():
        text = text.replace(f" {word} ", f" {short} ") if dice.random() < 0.7 else text
    return text


def _reorder(dice: random.Random, text: str) -> str:
    sentences = [part.strip() for part in text.rstrip(".").split(". ")]
    dice.shuffle(sentences)
    return f"{'. '.join(sentences)}."


def _greet(dice: random.Random, text: str) -> str:
    return dice.choice(("Siang admin,\n", "Permisi kak ", "Yth. Bapak/Ibu,\n\n", "Hi,\n")) + text


def _thank(dice: random.Random, text: str) -> str:
    return text + dice.choice(("\nMakasih ya", "\nSalam,\nRina", "!!!", " Tolong ya min", " Mohon segera dibantu."))


_EDITS: tuple[Callable[[random.Random, str], str], ...] = (
    _swap_words, _leave_out, _add, _draw_out, _mistype, _shorten, _reorder, _greet, _thank,
    lambda dice, text: text.upper(),
    lambda dice, text: text.replace(". ", "! "),
    lambda dice, text: text.replace(" ", "  "),
    lambda dice, text: text.replace(". ", "\n"),
)  # fmt: skip


def _edited(dice: random.Random, text: str, edits: int) -> str:
    for edit in dice.sample(_EDITS, edits):
        text = edit(dice, text)
    return text


def test_true_repetitions_of_other_texts_are_found() -> None:
    dice = random.Random(_SEED)
    missed = []
    for _ in range(_PAIRS):
        text, subject = _filled(dice, dice.choice(_COMPLAINTS)), dice.choice(_SUBJECTS)
        again = _edited(dice, text, dice.randint(1, 3))
        said_again = Complaint(dice.choice((subject, f"Fwd: {subject}", f"Re: {subject}")), again)
        if not same(Complaint(subject, text), said_again):
            missed.append((text, again))
    assert len(missed) <= _PAIRS * 5 // 100, missed[:5]


def test_none_of_other_numbers_and_names_is_taken_for_one() -> None:
    dice = random.Random(_SEED)
    for _ in range(_PAIRS):
        pattern, subject = dice.choice(_COMPLAINTS), dice.choice(_SUBJECTS)
        text = _filled(dice, pattern)
        other = _edited(dice, _another(dice, pattern, text), dice.randint(0, 2))
        assert not same(Complaint(subject, text), Complaint(subject, other)), (text, other)


def _another(dice: random.Random, pattern: str, text: str) -> str:
    """The same words about other numbers, or with one other word; or another complaint."""
    named = [(word, other) for word, other in _OTHER_WORDS if word in text]
    if named and dice.random() < 0.4:
        return text.replace(*dice.choice(named))
    if "{phone}" in pattern or "{serial}" in pattern:
        return _filled(dice, pattern)
    return _filled(dice, dice.choice([other for other in _COMPLAINTS if other != pattern]))
