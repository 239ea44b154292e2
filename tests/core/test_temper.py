"""Whether a mail is written in anger, in either language."""

from __future__ import annotations

import pytest

from mailflow.core.temper import signs_of_anger


@pytest.mark.parametrize(
    "text",
    [
        "SAYA KECEWA SEKALI!!! pulsa belum masuk dari kemarin",
        "Pelayanan kalian benar-benar mengecewakan",
        "INI SUDAH TIGA HARI TIDAK ADA JAWABAN!!!",
        "Kalian penipu, kembalikan uang saya!!!",
        "Saya sudah muak menunggu",
        "kurang ajar sekali CS nya",
        "Saya tidak puas dengan jawaban ini",
        "tidak becus kerjanya",
        "kalau begini saya lapor polisi",
        "This is unacceptable. I want my money back.",
        "WHERE IS MY MONEY?!! THREE DAYS ALREADY",
        "Worst service ever, a scam",
        "I am fed up with waiting",
        "I'm not happy with how you treat us",
        "Kami sangat menyayangkan pelayanan kemarin",
        "Mohon maaf, pelayanannya kurang memuaskan",
        "kami akan tempuh jalur hukum",
        "I have never been so disappointed",
        "Kalian penipu ya, uang saya mana?",
        "dasar maling, pulsa orang diambil",
        "You people are scammers, give my money back now",
        "Pulsa saya belum masuk!!! Sudah tiga hari!!!",
    ],
)
def test_anger_is_seen(text: str) -> None:
    """One strong word, or two weak signs."""
    assert signs_of_anger("", text)


@pytest.mark.parametrize(
    "text",
    [
        "Selamat pagi, pulsa saya belum masuk",
        "MIN PULSA SAYA BELUM MASUK TOLONG DICEK",
        "MOHON INFO JADWAL UTS",
        "Terima kasih banyak!!!",
        "Halo!!! Apa kabar?",
        "Saya mau melaporkan penipuan lewat SMS",
        "Jangan marah ya min, saya cuma bertanya",
        "Saya tidak kecewa, hanya ingin tahu",
        "tolong dicek, sudah lama menunggu",
        "anjing saya sakit, mau cuti",
        "Apakah kuliah hukum masih buka?",
        "bagaimana cara lapor SPT",
        "I would like to complain about a late top-up",
        "Could you check again? It is slow.",
        "FAKULTAS HUKUM UNIVERSITAS INDONESIA, JADWAL KRS",
        "Saya tidak terlalu kecewa, hanya ingin tahu",
        "Dear Sue, thank you",
        "Saya menerima SMS penipuan yang mengatasnamakan kampus, harus lapor ke mana?",
        "Ada penipuan di grup, apakah perlu lapor polisi?",
        "Selamat ulang tahun!!! Semoga sukses!!!",
        "Apakah nomor ini milik penipu? Mohon anda cek.",
        "Where do I find a lawyer at the faculty?",
        "",
    ],
)
def test_a_calm_mail_is_none(text: str) -> None:
    """Many write in capitals, or with many exclamation marks; a word may be the topic, or denied."""
    assert signs_of_anger("", text) == ()


def test_the_signs_are_named() -> None:
    """For `explain`: each once, not more than a few."""
    assert signs_of_anger("KECEWA", "KECEWA SEKALI, PENIPU, MUAK!!! BODOH") == ("capitals", "!!!", "kecewa", "penipu")
