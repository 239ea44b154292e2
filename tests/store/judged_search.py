"""A small archive and questions to it, each with what a person expects to find: mails by name, `NAME/file` for an
attachment, `noteN` for the note on ticket N."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail that somebody wrote."""

    n: int
    name_of: str
    subject: str
    text: str
    sender: str = "ani@mail.example"
    name: str = "Ani Lestari"
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    n: int
    text: str


DOCUMENTS: tuple[Letter | Note, ...] = (
    Letter(1, "pulsa", "Pulsa belum masuk", "Pagi kak, pulsanya 50.000 ke 0812-3456-7890 belum masuk sejak kemarin."),
    Letter(
        1,
        "pulsa2",
        "Re: Pulsa belum masuk",
        "Sudah masuk kok, kira-kira jam 9. Makasih ya",
        files=("Bukti Transfer.jpg",),
    ),
    Note(1, "Provider bilang gangguan server, refund tidak perlu."),
    Letter(
        2,
        "kuota",
        "Kuota-ku hilang",
        "Kuotaku 10 GB hilang, nomor +62 813 9999 0001. Tolong dicek.",
        "joko@mail.example",
        "Joko Widodo",
    ),
    Letter(
        3,
        "tagihan",
        "Tagihan ganda",
        "Saya ditagih dua kali Rp 1.500.000 untuk INV/2026/11/0042. Mohon refund.",
        "rina@mail.example",
        "Rina",
        ("INV-2026-11-0042.pdf",),
    ),
    Letter(
        3,
        "tagihan2",
        "Re: Tagihan ganda",
        "Pembayaran kedua akan kami kembalikan 3 hari kerja.",
        "budi@desk.example",
        "Budi",
    ),
    Letter(
        4,
        "invoice",
        "Double invoice",
        "I was charged twice. Both invoices say 1,500,000. Please refund one payment.",
        "john@corp.example",
        "John O'Neil",
    ),
    Letter(
        5,
        "email",
        "E-mail tidak bisa dibuka",
        "Email kampus saya tidak bisa login, salah kata sandi terus.",
        "dian@kampus.example",
        "Dían Café",
    ),
    Letter(
        5,
        "email2",
        "Re: E-mail tidak bisa dibuka",
        "Masih gagal: 'password salah'. E mail lain bisa.",
        "dian@kampus.example",
        "Dían Café",
    ),
    Letter(
        6,
        "kode",
        "Kelas pemrograman",
        "Kelas C++ dan C# penuh, apakah boleh pindah ke kelas F#?",
        "wati@kampus.example",
        "Wati",
    ),
    Letter(
        7,
        "token",
        "Token listrik",
        "SN: 4444-5555-6666-7777-8888 tidak diterima meteran. IDPEL 512345678901.",
        "slamet@mail.example",
        "Slamet",
    ),
    Letter(
        7,
        "token2",
        "Re: Token listrik",
        "Token 44445555666677778888 sudah kami kirim ulang.",
        "sari@desk.example",
        "Sari",
    ),
    Note(7, "Meteran lama; pelanggan perlu reset KCT1."),
    Letter(
        8,
        "krs",
        "KRS belum dibuka",
        "NIM 20260012, kenapa KRS-nya belum dibuka? Masalahnya besok terakhir.",
        "wati@kampus.example",
        "Wati",
    ),
    Letter(
        9, "masa", "Masa aktif kartu", "Masa aktif kartu saya habis tanggal 30. Bisa diperpanjang?", "ani@mail.example"
    ),
    Letter(
        10,
        "kirim",
        "Pengiriman",
        "Kapan barang dikirim? Pesanan nomor ORD-7781 belum saya terima.",
        "tono@mail.example",
        "Tono",
        ("alamat_rumah.docx",),
    ),
    Letter(
        10, "kirim2", "Re: Pengiriman", "Kami mengirimkannya hari ini, resi JNE012345678.", "budi@desk.example", "Budi"
    ),
    Letter(
        11,
        "bank",
        "Transfer salah",
        "Transfer 250rb ke rekening 1234567890 salah tujuan, mohon bantuan bank.",
        "siti@mail.example",
        "Siti",
    ),
    Letter(
        12,
        "latin",
        "Crème brûlée",
        "Straße, İstanbul, ﬁlter, ｆｕｌｌｗｉｄｔｈ, 日本語のメール.",
        "zoe@mail.example",
        "Zoë Müller",
    ),
    Letter(12, "kabar", "", "Ok", "zoe@mail.example", "Zoë Müller"),
)

QUESTIONS: tuple[tuple[str, str], ...] = (
    # words, their case and order
    ("pulsa", "pulsa pulsa2"),
    ("PULSA kemarin", "pulsa"),
    ("masuk belum", "pulsa pulsa2"),
    ("gangguan", "note1"),
    ("zzz", ""),
    ("pulsa tagihan", ""),
    # families
    ("pulsanya", "pulsa pulsa2"),
    ("kuota", "kuota"),
    ("kuotanya", "kuota"),
    ("bayar", "tagihan2"),
    ("membayar", "tagihan2"),
    ("ditagih", "tagihan tagihan2"),
    ("penagihan", "tagihan tagihan2"),
    ("kirim", "kirim kirim2 token2"),
    ("pengiriman", "kirim kirim2 token2"),
    ("pesan", "kirim"),
    ("masalah", "krs"),
    ("masa", "masa"),
    ("krs", "krs"),
    ("invoice", "invoice"),
    ("invoices", "invoice"),
    ("payments", "invoice"),
    ("terima", "kirim token"),
    # words of several parts
    ("kira-kira", "pulsa2"),
    ("kira kira", "pulsa2"),
    ("kira2", "pulsa2"),
    ("e-mail", "email email2"),
    ("email", "email email2"),
    ("kuota-ku", "kuota"),
    ("o'neil", "invoice"),
    ("budi@desk.example", "tagihan2 kirim2"),
    ("kampus.example", "email email2 kode krs"),
    ("c++", "kode"),
    ("c#", "kode"),
    ("alamat_rumah", "kirim kirim/file"),
    # phrases, without, beginnings
    ('"belum masuk"', "pulsa pulsa2"),
    ('"masuk belum"', ""),
    ('"pulsa belum"', "pulsa pulsa2"),
    ("refund -invoice", "tagihan note1"),
    ('refund -"mohon refund"', "invoice note1"),
    ("pulsa -makasih", "pulsa"),
    ("baya*", ""),
    ("pembay*", "tagihan2"),
    ("meter*", "token note7"),
    ("-pulsa", ""),
    # numbers
    ("081234567890", "pulsa"),
    ("0812 3456 7890", "pulsa"),
    ("+62 812-3456-7890", "pulsa"),
    ("6281399990001", "kuota"),
    ("0813.9999.0001", "kuota"),
    ("4444 5555 6666 7777 8888", "token token2"),
    ("44445555666677778888", "token token2"),
    ("INV/2026/11/0042", "tagihan tagihan/file"),
    ("inv-2026-11-0042", "tagihan tagihan/file"),
    ("ord7781", "kirim"),
    ("jne012345678", "kirim2"),
    ("50.000", "pulsa"),
    ("50rb", "pulsa"),
    ("1.500.000", "tagihan invoice"),
    ("250.000", "bank"),
    ("20260012", "krs"),
    ("#2026-0008", "krs"),
    ("2026-0001", "pulsa pulsa2 pulsa2/file note1"),
    ("tiket 2026-0007", "token token2 note7"),
    ("tiket 2026-0007 kct1", "note7"),
    # files and people
    ("bukti transfer", "pulsa2 pulsa2/file"),
    ("Bukti Transfer.jpg", "pulsa2 pulsa2/file"),
    ("ani@mail.example jam", "pulsa2"),
    ("widodo", "kuota"),
    # accents, other scripts
    ("creme brulee", "latin"),
    ("zoe muller", "latin kabar"),
    ("istanbul", "latin"),
    ("strasse", "latin"),
    ("filter fullwidth", "latin"),
    ("日本", "latin"),
    ("dian cafe", "email email2"),
)
