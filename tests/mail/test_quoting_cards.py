"""Signatures without `-- `: what a program put there by itself is nobody's answer; what only looks like it is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mailflow.mail.quoting import card
from mailflow.mail.quoting.known import Known
from mailflow.mail.quoting.text import new_words

BUDI = Known(names=("Budi Santoso", "Budi"), reply=True, colleague=True)
HEAD = (
    "________________________________\nDari: iDuHelp <iduhelp@desk.example>\nDikirim: Selasa, 3 November 2026 10.00\n"
    "Kepada: Budi <budi@desk.example>\nSubjek: Re: [#7] Pulsa\n\nAda permintaan baru."
)
ANSWER = "Sudah kami kirim ulang, Bu."

# formula, name, what else stands on it
CARDS = {
    "outlook": "Hormat kami,\n\nBudi Santoso\nLayanan Pelanggan iDuHelp\nTelp. 021-555-0101",
    "desk begins small": "Hormat kami,\nBudi Santoso\niDuHelp untuk Mahasiswa dan Dosen\nTelp/WA 0812-3456-789",
    "salam hangat": "Salam hangat,\nBudi Santoso\nCustomer Care\nT: 021-555-0101",
    "salam alone": "Salam,\nBudi Santoso\nOperator\n021-555-0101",
    "terima kasih dan salam": "Terima kasih & salam,\nBudi\nTim iDuHelp\nwww.desk.example",
    "wassalam": "Wassalam,\nBudi Santoso, S.Kom.\nKepala Bagian Layanan dan Pengaduan\nbudi@desk.example",
    "wassalamualaikum": "Wassalamu'alaikum warahmatullahi wabarakatuh,\n\nBudi Santoso\nUniversitas Contoh\nJl. Melati No. 5\nBandung 40123",  # noqa: E501
    "wassalamualaikum short": "Wassalamu’alaikum wr. wb.\nBudi Santoso\nStaf Akademik\nHP: 0812 3456 789",
    "best regards": "Best regards,\n\nBudi Santoso | Customer Care Officer\nPT Pulsa Jaya Tbk\nM +62 812 3456 789\nE budi@desk.example<mailto:budi@desk.example>\nW www.desk.example<http://www.desk.example>",  # noqa: E501
    "warm regards": "Warm regards,\nBudi S.\nSupport Team for iDuHelp\nExt. 2210 / 021 555 0101",
    "thanks and regards": "Thanks & Regards\nBudi\nHelpdesk\n+62-21-555-0101",
    "own name": "Budi Santoso\nCustomer Care\nT: 021-555-0101",
    "own name in capitals": "BUDI SANTOSO\nOperator\n0812-345-678",
    "own name in small": "budi santoso\noperator iDuHelp\nhp 0812345678",
    "own name with titles": "Dr. Budi Santoso, S.T., M.Kom.\nKoordinator Layanan\nGedung A Lantai 2, Kampus Contoh",
    "a slogan in it": "Salam sukses,\nBudi\nTim Layanan\nMelayani dengan hati\nTelp 021-555-0101",
    "a picture in it": "Hormat kami,\n[cid:image001.png@01DC]\nBudi Santoso\nLayanan Pelanggan\n[cid:ig]<https://ig.example>",
    "a line in it": "Kind regards\n\nBudi\n____________\niDuHelp Desk\nOpening hours: Mon-Fri 08.00-17.00",
    "the desk and its motto": "Regards,\nBudi\niDuHelp - help desk untuk mahasiswa",
    "whom the desk is for": "Best regards,\n\nBudi Santoso\niDuHelp! Offline\nHelp desk untuk mahasiswa",
    "a motto behind a company": "Hormat kami,\nBudi\nToko Sumber Rejeki - melayani dengan hati",
    "desk for students": "Salam hangat,\nBudi\niDuHelp | help desk for students",
    "employee number": "Hormat saya,\nBudi Santoso\nNIP 198701012010011001\nBagian Keuangan",
}  # fmt: skip


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS.keys())
def test_a_card_alone_says_nothing(card: str) -> None:
    """Outlook puts it above the quotation by itself: the reply is empty."""
    assert new_words(f"\n{card}\n\n{HEAD}", known=BUDI).text == ""
    assert new_words(f"{card}\n", known=BUDI).text == ""


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS.keys())
def test_a_card_below_an_answer_is_no_part_of_it(card: str) -> None:
    """What is left is the answer, so that "Siap" above a card is still only a claim."""
    assert new_words(f"{ANSWER}\n\n{card}\n\n{HEAD}", known=BUDI).text == ANSWER
    assert new_words(f"Siap\n\n{card}\n", known=BUDI).text == "Siap"


TOLD = [
    "Regards,\nBudi\niDuHelp - pulsa sudah masuk",
    "Regards,\nBudi\nToko Sumber Rejeki - buka sampai jam 9",
    "Salam,\nBudi\nmahasiswa sudah bisa login",
    "Regards,\nBudi\nToko Sumber Rejeki - besok kami tutup.",
]


@pytest.mark.parametrize("said", TOLD)
def test_news_below_a_name_is_no_motto(said: str) -> None:
    """Words of answers, a number or a sentence behind the name of an office tell something."""
    assert new_words(f"{said}\n\n{HEAD}", known=BUDI).text == said


SHORT = [
    "Salam hangat,\nBudi Santoso",
    "Hormat kami,\nBudi",
    "Hormat kami,\nLayanan Pelanggan iDuHelp",
    "Wassalam,\nBudi",
    "Regards,",
    "Salam,\nBudi",
    "Terima kasih dan salam hangat,\nBudi",
]


@pytest.mark.parametrize("closing", SHORT)
def test_a_closing_alone_says_nothing(closing: str) -> None:
    """A formula and a name are no answer; below one they may stay, for people type them."""
    assert new_words(f"{closing}\n\n{HEAD}", known=BUDI).text == ""
    assert new_words(f"{ANSWER}\n\n{closing}\n\n{HEAD}", known=BUDI).text.startswith(ANSWER)


ANSWERS = [
    "Hormat kami, tiket Anda sudah selesai",
    "Hormat kami,\nTiket Anda sudah selesai.",
    "Salam,\nBeres",
    "Salam hangat,\nSelesai",
    "Salam,\nSudah Masuk",
    "Best,\nDone",
    "Regards,\nPlease check again",
    "Budi Santoso\nBCA 1234567890",
    "Bank Mandiri 123-00-0456-789\na.n. PT Pulsa Jaya",
    "BNI 0123456789 a.n. Budi Santoso",
    "Jl. Melati 5\nBandung 40123",
    "Siti Aminah\nCustomer Care Telkomsel\n188",
    "Silakan hubungi:\n\nBudi Santoso\nCustomer Care\nT: 021-555-0101",
    "Silakan hubungi saya di\n\nBudi Santoso\nCustomer Care\n021-555-0101",
    "Petugas kami\nBudi Santoso\nCustomer Care\n021-555-0101",
    "Nama: Budi Santoso\nNIM: 1234567",
    "0812-3456-789",
    "Ani Lestari\n0812-3456-789",
    "https://desk.example/cara-isi-ulang",
    "pengguna: budi.s\nsandi awal: Merah-7",
    "Sudah.\nBudi",
    "Budi sudah ambil",
    "Rekening Budi Santoso\nBank Contoh 1234567890",
]


@pytest.mark.parametrize("text", ANSWERS)
def test_an_answer_that_resembles_a_card_stays(text: str) -> None:
    """A one-line answer below "Salam,", an account, an address, another person's number: the customer needs it."""
    assert new_words(f"{text}\n\n{HEAD}", known=BUDI).text == text


def test_thanks_above_a_card_stay() -> None:
    """They are what a customer may have to say; the card below goes."""
    assert (
        new_words(f"Terima kasih,\nBudi Santoso\nOperator\n021-555-0101\n\n{HEAD}", known=BUDI).text == "Terima kasih,"
    )


# ---- two dashes


BELOW_DASHES = [
    "Tolong buatkan akun untuk:\n--\njoko@kampus.example\nsiti@kampus.example",
    "Jalankan ini:\n\nSELECT 1;\n--\nUPDATE t SET a=1;",
    "SELECT 1;\n--\nUPDATE t SET a=1;",
    "Isi berkasnya:\n\n--\n-- tabel pengguna\n--\nCREATE TABLE x (a int);",
    "Tolong kirim ke alamat ini:\n--\nJl. Melati 5\nBandung 40123",
    "Akun baru Anda:\n--\npengguna: ani.w\nsandi awal: Merah-7",
    "Akun baru Anda\n--\npengguna: ani.w\nsandi awal: Merah-7",
    "Akun baru Anda\n-- \npengguna: ani.w\nsandi awal: Merah-7",
    "Langkah pertama: matikan.\n\n--\n\nLangkah kedua: nyalakan lagi.",
    "Langkah pertama: matikan.\n--\nLangkah kedua: nyalakan lagi.",
    "Daftar:\n--\n1. beli pulsa\n2. cek pulsa\n3. selesai",
    "Silakan transfer\n--\nBank Contoh 1234567890\na.n. PT Pulsa Jaya",
    "Isi berkas:\n\n---\nnama: x",
    "Konfigurasinya\n--\nhost = mail.desk.example\nport = 993",
    "Hubungi petugas di\n--\nSiti Aminah\n0812-3456-789",
]


@pytest.mark.parametrize("text", BELOW_DASHES)
def test_what_is_announced_above_two_dashes_stays(text: str) -> None:
    """Accounts, addresses, code, a second step: two dashes alone make no signature (mail.md 8.8, 8.11)."""
    assert new_words(text, known=BUDI).text == text


SIGNED = ["--\nAni Wijaya\nBagian TI\n+62 811 000 000", "--\nBudi", "-- \nBudi Santoso\nMelayani sepenuh hati", "--"]


@pytest.mark.parametrize("signature", SIGNED)
def test_a_name_card_below_two_dashes_goes(signature: str) -> None:
    """A name, and what else cards have."""
    assert new_words(f"{ANSWER}\n\n{signature}\n", known=BUDI).text == ANSWER


# ---- answers that used to be taken for a footer, a banner, a disclaimer


OTHERWISE = [
    "Untuk berhenti berlangganan, ketik UNREG NSP lalu kirim ke 1212.",
    "To unsubscribe, send STOP to 12345.",
    "Jangan klik tautan apa pun yang dikirim lewat SMS.",
    "Perhatian: gangguan di luar Jawa masih kami perbaiki.",
    "Email eksternal sudah bisa dipakai lagi, Bu.",
]


@pytest.mark.parametrize("text", OTHERWISE)
def test_advice_is_no_footer_and_no_banner(text: str) -> None:
    """Lists and gateways speak of themselves, of mails and of senders; these answers do not."""
    assert new_words(text).text == text


@given(st.text("BudiSAntos’'o &,.-*~\xa0Hrmkgelwb", max_size=24) | st.sampled_from(["Salam ’hangat", "*Hormat kami*"]))
def test_no_line_a_card_may_hang_on_is_passed_over(line: str) -> None:
    """What saves the closer look at most lines saves it at none that is a formula or the author's name."""
    if card.is_formula(line) or card.is_own_name(line, BUDI.names):
        assert card.may_hold(line, ("budi", "santoso"))


@pytest.mark.parametrize("mark", ["PS: ", "P.S. ", "NB: ", "Catatan: ", "Note - "])
def test_a_postscript_is_no_card(mark: str) -> None:
    """Below his name he goes on telling."""
    said = f"{ANSWER}\n\nSalam,\nBudi\n\n{mark}PIN-nya 1234"
    assert "1234" in new_words(said, known=BUDI).text
