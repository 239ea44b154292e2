"""The same complaint said again, with small edits; and what only looks like it."""

from __future__ import annotations

import random
import time
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.core import repeats as core_repeats
from mailflow.core.message import Message
from mailflow.core.repeats import Complaint, alike, said_by, same

_PAIRS = 2_000

_COMPLAINTS = (
    "Pulsa {amount} ke {phone} belum masuk. Saldo sudah terpotong sejak pagi.",
    "Saya membeli token listrik seharga {amount} tetapi nomornya tidak keluar. Nomor seri {serial}.",
    "Paket data untuk {phone} gagal diaktifkan. Tulisannya sedang diproses terus. Uangnya ke mana?",
    "Transfer {amount} ke rekening {serial} tidak sampai. Teman saya sudah mengecek mutasinya.",
    "Nilai mata kuliah Kalkulus belum muncul di portal. Dosennya bilang sudah diunggah minggu lalu.",
    "KRS terkunci padahal pembayaran sudah lunas. Batas pengisian tinggal dua hari.",
    "Kartu mahasiswa hilang di perpustakaan. Bagaimana mengurus penggantinya?",
    "Akun email kampus tidak bisa dibuka sejak ganti ponsel. Kode verifikasinya dikirim ke nomor lama {phone}.",
    "I bought a top-up of {amount} for {phone} and it has not arrived. The balance is already deducted.",
    "The electricity token with serial {serial} was rejected by the meter. It keeps saying invalid code.",
    "I cannot log in to the student portal since yesterday. The reset link leads to an empty page.",
    "My scholarship form was returned without any explanation. The deadline for correction is Friday.",
)
_SUBJECTS = ("Pulsa belum masuk", "Keluhan", "Mohon bantuan", "Help with my account", "Portal", "Transaksi")


def _filled(dice: random.Random, text: str) -> str:
    phone, serial = f"0812{dice.randrange(10**8):08d}", str(dice.randrange(10**11, 10**12))
    return text.format(phone=phone, amount=f"{dice.choice((5, 10, 20, 25, 50, 100, 150))}rb", serial=serial)


def _greet(dice: random.Random, text: str) -> str:
    return f"{dice.choice(('Halo min, ', 'Selamat pagi kak. ', 'Hello, ', 'Assalamualaikum. ', 'Dear team, '))}{text}"


def _thank(dice: random.Random, text: str) -> str:
    more = ("Terima kasih.", "Mohon bantuannya ya kak", "Thanks!", "Tolong segera.", "Please help")
    return f"{text} {dice.choice(more)}"


def _mistype(dice: random.Random, text: str) -> str:
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if word.isalpha() and len(word) > 5]
    if long:
        at = dice.choice(long)
        place = dice.randrange(1, len(words[at]) - 1)
        words[at] = words[at][:place] + words[at][place + 1 :]
    return " ".join(words)


def _reorder(dice: random.Random, text: str) -> str:
    sentences = [part.strip() for part in text.rstrip(".").split(". ")]
    dice.shuffle(sentences)
    return ". ".join(sentences)


def _shout(dice: random.Random, text: str) -> str:
    return text.upper() if dice.random() < 0.5 else text.lower()


def _shorten(dice: random.Random, text: str) -> str:
    for word, short in (("belum", "blm"), ("sudah", "sdh"), ("tidak", "gak"), ("untuk", "utk"), ("yang", "yg")):
        text = text.replace(word, short)
    return text


_EDITS: tuple[Callable[[random.Random, str], str], ...] = (
    _greet,
    _thank,
    _mistype,
    _reorder,
    _shout,
    _shorten,
    lambda dice, text: text.replace(". ", ".\n\n"),
    lambda dice, text: text.replace("rb", ".000") if "Rp" not in text else text,
)


def _edited(dice: random.Random, text: str, edits: int) -> str:
    for edit in dice.sample(_EDITS, edits):
        text = edit(dice, text)
    return text


def test_true_repetitions_are_found() -> None:
    """2,000 complaints, each with one to three edits: at least 95 of a hundred are recognised."""
    dice = random.Random(13)
    missed = []
    for _ in range(_PAIRS):
        text, subject = _filled(dice, dice.choice(_COMPLAINTS)), dice.choice(_SUBJECTS)
        again = _edited(dice, text, dice.randint(1, 3))
        if not same(Complaint(subject, text), Complaint(dice.choice((subject, f"Fwd: {subject}")), again)):
            missed.append((text, again))
    assert len(missed) <= _PAIRS * 5 // 100, missed[:5]


def test_no_other_complaint_is_taken_for_one() -> None:
    """Another number, amount or serial in the same words, edited too; or another complaint altogether."""
    dice = random.Random(14)
    numbered = [text for text in _COMPLAINTS if "{" in text]
    for _ in range(_PAIRS):
        pattern, other = dice.choice(numbered), dice.choice(_COMPLAINTS)
        text = _filled(dice, pattern)
        again = _filled(dice, pattern if dice.random() < 0.7 else other)
        subject = dice.choice(_SUBJECTS)
        if text != again:
            again = _edited(dice, again, dice.randint(0, 2))
            assert not same(Complaint(subject, text), Complaint(subject, again)), (text, again)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Pulsa 50rb ke 0812-3456-7890 belum masuk", "pulsa Rp 50.000 ke +62 812 3456 7890 blm masuk", True),
        ("Pulsa 50rb ke 0812-3456-7890 belum masuk", "Pulsa 50rb ke 0812-3456-7891 belum masuk", False),
        ("Pulsa ke nomor ini belum masuk sampai sekarang", "Pulsa ke nomor ini sudah masuk sampai sekarang", False),
        ("Akun saya tidak bisa login", "Akun istri saya tidak bisa login", False),
        ("Token listrik Senin belum keluar nomornya", "Token listrik Selasa belum keluar nomornya", False),
        ("Saya pesan dua kartu dan belum datang", "Saya pesan tiga kartu dan belum datang", False),
        ("Pulsa belum masuk ke kartu anak saya", "Pulsa belum masuk ke kartu anak saya, ke 0812-3456-7890", False),
        ("", "", True),  # the subject says it
        ("mohon bantuannya kak", "tolong dicek ya", False),
        ("Mohon bantuannya kak", "tolong bantuannya ya", True),
        ("Pembayaran gagal terus", "Pembayarn gagal terus", True),
        ("Pembayaran gagal terus", "Pembaayran gagal terus", True),
        ("Pembayaran gagal terus", "Pengiriman gagal terus", False),
        (
            "Nilai mata kuliah Fisika Dasar saya di semester ini belum keluar",
            "Nilai mata kuliah Kimia Dasar saya di semester ini belum keluar",
            False,
        ),
        (
            "Saya ingin mengisi paket data bulanan untuk kartu lama saya, tetapi gagal terus",
            "Saya ingin isi paket data bulanan untuk kartu lama saya, tetapi gagal terus",
            True,
        ),
        (
            "Sudah dua kali saya coba isi paket data di aplikasi, hari ini gagal lagi",
            "Sudah dua kali saya coba isi paket data di aplikasi, hati ini gagal lagi",
            True,
        ),
        ("tolong isi pulsa untuk nomor ibu saya", "tolong isi pulsa untuk nomor ayah saya", False),
    ],
)
def test_pairs(one: str, other: str, expected: bool) -> None:
    """Under one subject."""
    assert same(Complaint("Keluhan pelanggan", one), Complaint("Keluhan pelanggan", other)) is expected


GMAIL = (
    "---------- Forwarded message ---------\nFrom: Ani <ani@mail.example>\nDate: Mon, Nov 2, 2026 at 9:00 AM\n"
    "Subject: Pulsa\nTo: <iduhelp@desk.example>\n\nPulsa 50rb ke 0812 belum masuk juga."
)


@pytest.mark.parametrize(
    ("above", "text"),
    [
        ("", "Pulsa 50rb ke 0812 belum masuk juga."),
        ("Mohon bantuannya kak, terima kasih.\n\n", "Pulsa 50rb ke 0812 belum masuk juga."),
        ("Tambahan: sekarang sudah masuk.\n\n", None),
    ],
)
def test_a_forward_that_shows_its_header(above: str, text: str | None) -> None:
    """What stands above it decides, not the header; words that say something make it a mail of its own."""
    inner = Message(subject="Pulsa", text="Pulsa 50rb ke 0812 belum masuk juga.")
    mail = Message(subject="Fwd: Pulsa", is_forward=True, forwarded=inner, text=above + GMAIL, reply_text=above + GMAIL)
    found = said_by(mail)
    assert found == (Complaint("Fwd: Pulsa", above + GMAIL) if text is None else Complaint("Pulsa", text))


def test_few_words_need_the_same_subject() -> None:
    """ "Mohon dicek" below two subjects is two complaints."""
    assert not same(Complaint("KRS", "mohon dicek"), Complaint("UKT", "mohon dicek"))
    assert not same(Complaint("", ""), Complaint("", ""))
    assert alike([], []) == 1.0


def test_a_forward_without_words_says_what_it_forwards() -> None:
    """Words above it are new."""
    inner = Message(subject="Pulsa", text="Pulsa belum masuk")
    assert said_by(Message(is_forward=True, forwarded=inner, text="x")) == Complaint("Pulsa", "Pulsa belum masuk")
    above = Message(subject="Fwd: Pulsa", is_forward=True, forwarded=inner, text="Lihat ini", reply_text="Lihat ini")
    assert said_by(above) == Complaint("Fwd: Pulsa", "Lihat ini")
    assert said_by(Message(subject="Pulsa", text="Belum")) == Complaint("Pulsa", "Belum")


_WORD = st.text("abcdé1", min_size=3, max_size=7)


@given(words=st.lists(_WORD, max_size=12), known=st.lists(_WORD, max_size=12))
def test_mistyped_words_are_found_as_by_comparing_all(words: list[str], known: list[str]) -> None:
    """The short way and the long one agree."""
    new = [word for word in dict.fromkeys(known) if word not in words]
    all_compared = [
        word if word in known else next((one for one in new if core_repeats._by_one(word, one)), word) for word in words
    ]
    assert core_repeats._mistyped(words, known) == all_compared


def test_long_texts_of_other_words_are_compared_at_once() -> None:
    """Each mail of a stranger is compared with up to ten open tickets of his."""
    letters = [f"{a}{b}{c}{d}{a}" for a in "bcdfghkl" for b in "aeio" for c in "mnprs" for d in "aeiou"]
    mine, theirs = " ".join(letters[:650]), " ".join(word[::-1] + "x" for word in letters[:650])
    began = time.process_time()
    for _ in range(10):
        assert not core_repeats.same(Complaint("Tanya", mine), Complaint("Tanya", theirs))
    assert time.process_time() - began < 0.5


WRITTEN_OTHERWISE = [
    ("Saya isi pulsa dua puluh lima ribu ke 0857-1234-5678 belum masuk.",
     "Saya isi pulsa 25 ribu ke 0857 1234 5678 belum masuk."),
    ("Nomor nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol belum masuk pulsanya 10rb.",
     "Nomor 0812-3456-7890 belum masuk pulsanya 10rb."),
    ("Kuota 10 GB saya hilang padahal baru dibeli tadi malam.",
     "Kuota 10GB saya hilang, padahal baru dibeli tadi malam..."),
]  # fmt: skip
ANOTHER = [
    ("Pulsa lima puluh ribu ke 0812-3456-7890 belum masuk.", "Pulsa lima belas ribu ke 0812-3456-7890 belum masuk."),
    ("Nomor nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol belum masuk pulsanya.",
     "Nomor nol delapan satu dua tiga empat lima enam tujuh delapan sembilan satu belum masuk pulsanya."),
    ("Pulsa ke 0812/3456/7890 belum masuk", "Pulsa ke 0812/3456/7899 belum masuk"),
    ("Wifi di gedung A mati sejak kemarin siang.", "Wifi di gedung B mati sejak kemarin siang."),
    ("Saya mau pindah dari kelas A ke kelas B", "Saya mau pindah dari kelas B ke kelas A"),
    ("The projector in building C is broken since Monday.", "The projector in building D is broken since Monday."),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), WRITTEN_OTHERWISE)
def test_numbers_in_words_are_the_same_numbers(one: str, other: str) -> None:
    """A sum, a telephone number or an amount of data written in another way."""
    assert same(Complaint("Pulsa", one), Complaint("Pulsa", other))


@pytest.mark.parametrize(("one", "other"), ANOTHER)
def test_another_number_or_place_is_another_complaint(one: str, other: str) -> None:
    """In words, too; and another building or class."""
    assert not same(Complaint("Pulsa", one), Complaint("Pulsa", other))
