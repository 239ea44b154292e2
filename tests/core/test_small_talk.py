"""Small talk, and what only begins like it."""

from __future__ import annotations

import pytest

from mailflow.core.replies.small_talk import asks_nothing, is_small_talk


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Halo", "Selamat pagi min, apa kabar? 😊"),
        ("", "Assalamualaikum wr wb"),
        ("(tanpa judul)", "p"),
        ("Hi", "Hello, how are you doing today?"),
        ("Terima kasih", "Terima kasih banyak atas bantuannya kak Budi"),
        ("tes", ""),
        ("Test", "just testing"),
        ("Selamat Idul Fitri", "Mohon maaf lahir dan batin"),
        ("Merry Christmas", "Happy new year to everyone!"),
        ("", "Ada orang di sini?"),
        ("Re: salam kenal", "Salam kenal, saya Ani"),
        ("Salam", "Assalamu'alaikum warahmatullahi wabarakatuh"),
        ("", "Assalamualaikum"),
        ("Hai", "Udah makan belum min?"),
        ("Good morning", "Good morning, hope you are well!"),
        ("Happy birthday", "Happy birthday to the team, best wishes!"),
        ("Salam", "Semoga sehat dan sukses selalu ya kak"),
        ("Halo", "Selamat siang kakak-kakak semua, semangat terus ya!"),
        ("Halo", "Hari ini panas sekali ya kak, semangat kerjanya!"),
        ("Halo", "Hujan terus ya min hehe"),
        ("Halo", "Selamat tahun baru 2027!"),
        ("Halo", "Happy Friday everyone!"),
        ("Hi", "Just dropping by to say hi"),
        ("Hi", "Hi, how's it going?"),
        ("Salam", "Salam kenal semuanya, saya mahasiswa baru"),
    ],
)
def test_small_talk(subject: str, text: str) -> None:
    """Every word of it is."""
    assert is_small_talk(subject, text, ("Budi", "Ani"))


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Halo", "Halo min, pulsa saya belum masuk"),
        ("Pulsa belum masuk", "Halo"),
        ("Hi", "Hello, can you reset my password?"),
        ("", "Kapan buka?"),
        ("", ""),
        ("", "Terima kasih, sudah masuk 50 ribu"),
        ("Halo", "halo " * 50),
        ("Refund", "Good morning"),
        ("Halo", "Jumat libur?"),
        ("Halo", "hari raya libur apa saja min"),
        ("Halo", "gimana ya min, belum ada"),
        ("Hi", "Is New Year a holiday?"),
        ("Halo", "Pagi min, kampus libur hari ini?"),
        ("Halo", "Friday, is anyone there?"),
        ("Halo", "Kerja hari Senin?"),
        ("Halo", "Cuma mau bilang akun saya terkunci"),
        ("Halo", "Tahun 2027 ada apa di kampus?"),
        ("Halo", "Kak, saldo saya"),
        ("Halo", "Ini bagaimana kak?"),
    ],
)
def test_a_question_behind_a_greeting_is_none(subject: str, text: str) -> None:
    """One word that is not small talk is enough."""
    assert not is_small_talk(subject, text, ("Budi",))


@pytest.mark.parametrize(
    ("text", "nothing"),
    [
        ("Hari ini saya sedih sekali karena kucing saya sakit.", True),
        ("I feel lonely, and just wanted to say so.", True),
        ("Min aku lagi sedih banget, habis putus sama pacar, gak tau mau cerita ke siapa.", True),
        ("Capek sekali hari ini, kenapa ya rasanya tidak ada yang peduli.", True),
        ("I am so lonely and cannot sleep, nobody to talk to.", True),
        ("Saya sedih, akun saya tidak aktif.", False),
        ("Saya kecewa, pelayanan petugas tidak ramah.", False),
        ("Saya sedih, akun saya hilang.", False),
        ("Saya capek, bolehkah saya cuti?", False),
        ("Nomor saya 0812", False),
        ("Mohon kirimkan jadwal", False),
        ("I lost my card", False),
        ("cerita " * 400, False),
    ],
)
def test_what_asks_for_something(text: str, nothing: bool) -> None:
    """A question, a number, a word of need."""
    assert asks_nothing("", text) is nothing
