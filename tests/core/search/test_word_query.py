"""What a person typed, as terms."""

from __future__ import annotations

import pytest

from mailflow.core.search.families import family
from mailflow.core.search.numbers import amount_spellings
from mailflow.core.search.word_query import Term, WordQuery, asked

_RB = ("rb", "rbu", "ribu", "k")
TICKETS = {"12": 12, "0012": 12, "A-7": 7}


def question(*words: str) -> WordQuery:
    return asked(words, TICKETS.get)


@pytest.mark.parametrize(
    ("asks", "finds"),
    [
        ("pulsa", "pulsa pulsanya pulsaku"),
        ("pulsanya", "pulsanya pulsa"),
        ("pulsanyalah", "pulsa"),
        ("hpnya", "hp"),
        ("apakah", "apa"),
        ("bayar", "membayar dibayar pembayaran pembayarannya bayarkan dibayarkan terbayar"),
        ("pembayaran", "bayar membayar dibayar"),
        ("mengirimkan", "kirim kirimkan pengiriman dikirim"),
        ("tagihan", "tagih menagih penagihan tagihannya"),
        ("pesanan", "pesan pemesanan dipesan"),
        ("menulis", "tulis ditulis tulisan"),
        ("menyapu", "sapu disapu"),
        ("mengecek", "cek pengecekan"),
        ("cek", "cek"),
        ("tindakan", "tindak menindak"),
        ("resmi", "resmi meresmikan"),
        ("transfer", "mentransfer ditransfer"),
        ("proses", "memproses diproses"),
        ("sewa", "menyewa"),
        ("dapat", "mendapat mendapatkan"),
        ("gagal", "menggagalkan"),
        ("rusak", "merusak"),
        ("kartu", "kartunya"),
        ("invoices", "invoice"),
        ("payment", "payments"),
        ("boxes", "box"),
        ("box", "boxes"),
        ("companies", "company"),
        ("company", "companies"),
        ("address", "addresses"),
        ("simpan", "menyimpan tersimpan disimpan"),
        ("penilaian", "nilai dinilai nilainya"),
        ("perawat", "rawat dirawat perawatan keperawatan"),
        ("setuju", "persetujuan disetujui"),
        ("pengajuan", "ajukan diajukan mengajukan"),
        ("ibuku", "ibu ibunya"),
        ("kembali", "pengembalian kukembalikan"),
        ("keterlambatan", "terlambat lambat"),
        ("izin", "ijin diizinkan"),
        ("operasi", "pascaoperasi"),
        ("perbaikan", "diperbaiki memperbaiki perbaiki"),
        ("register", "registered registration"),
        ("cancellation", "cancel cancelled"),
        ("copies", "copy copied"),
        ("vaccination", "vaccinate vaccine"),
        ("registration", "register registered"),
        ("copied", "copy copies"),
        ("hoping", "hope hoped"),
        ("ajar", "belajar pelajaran mengajar"),
        ("terima", "menerima diterima penerimaan"),
        ("shipped", "ship shipping"),
        ("planning", "plan planned"),
        ("charging", "charge charged"),
        ("cancelled", "cancel cancellation"),
        ("rejection", "reject rejected"),
        ("completion", "complete completed"),
        ("payments", "pay paying"),
        ("delivery", "deliver delivered"),
        ("study", "studies studied studying"),
        ("go", "go"),
        ("spa", "spas"),
    ],
)
def test_a_word_stands_for_its_family(asks: str, finds: str) -> None:
    """Clitics, affixes and plurals; the word as written comes first."""
    assert family(asks)[0] == asks
    assert set(finds.split()) <= set(family(asks)), family(asks)


@pytest.mark.parametrize(
    ("asks", "never"),
    [("masalah", "masa"), ("masa", "masalah"), ("every", "ever"), ("bus", "bu"), ("hasil", "asil"),
     ("sekolah", "seko"), ("bertanya", "berta"), ("ada", "adalah"),
     ("hanya", "ha"), ("x", "xs"), ("pulsa2", "pulsa"), ("café", "cafe"),
     ("memakan", "akan"), ("perbaikan", "baik"), ("masuk", "termasuk"), ("car", "care"), ("care", "car")],
)  # fmt: skip
def test_words_that_only_look_alike_are_strangers(asks: str, never: str) -> None:
    """Masalah is no masa."""
    assert never not in family(asks)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        (["c++"], Term(("cplusplus",))),
        (['"pulsa"'], Term(("pulsa",))),
        (["“pulsa”"], Term(("pulsa",))),
        (['"belum masuk"'], Term(phrases=(("belum", "masuk"),))),
        (['"belum', 'masuk'], Term(("belum",))),
        (["baya*"], Term(starts=(("baya",),))),
        (["e-mai*"], Term(starts=(("e", "mai"),))),
        (["0812-3456-7890"], Term(("n81234567890",), (("0812", "3456", "7890"),))),
        (["0812", "3456", "7890"], Term(("n81234567890",), (("0812", "3456", "7890"),))),
        (["(021) 5790-1234"], Term(("n2157901234",), (("021", "5790", "1234"),))),
        (["081234567890"], Term(("081234567890", "n81234567890"))),
        (["2,5%"], Term(("2p5persen",))),
        (["#12"], Term(("12", "no12"))),
        (["tiket", "0012"], Term(("0012", "no12"))),
        (["[#A-7]"], Term(("no7",), (("a", "7"),))),
        (["10.000"], Term(("10000", "10rb", "10rbu", "10ribu", "10k"), tuple(("10", k) for k in _RB))),
    ],
)  # fmt: skip
def test_a_term_is_what_was_meant(words: list[str], first: Term) -> None:
    """Quotes, beginnings, numbers in any spelling, tickets."""
    assert question(*words).wanted[0] == first


def test_parts_are_a_phrase_or_joined() -> None:
    """E-mail finds email, emailnya, and e mail."""
    (term,) = question("e-mail").wanted
    assert term.phrases == (("e", "mail"),)
    assert {"email", "emailnya"} <= set(term.words)


@pytest.mark.parametrize(
    ("asks", "together", "apart"),
    [
        (["tanda", "tangan"], "tandatangan", None),
        (["tandatangan"], "ditandatangani", ("tanda", "tangan")),
        (["covid", "19"], "covid19", None),
        (["covid19"], "covid19", ("covid", "19")),
        (["B", "1234", "XYZ"], "b1234xyz", None),
        (['"ruang b203"'], None, ("ruang", "b", "203")),
    ],
)
def test_words_are_found_together_and_apart(
    asks: list[str], together: str | None, apart: tuple[str, ...] | None
) -> None:
    """Neighbours may be written as one, and one word as several."""
    for term in question(*asks).wanted:
        assert together is None or together in term.words
        assert apart is None or apart in term.phrases


def test_a_long_number_among_letters_may_stand_apart() -> None:
    """EE123456785ID is EE 123 456 785 ID, too."""
    assert [term.words for term in question("EE123456785ID").wanted] == [
        (part, "ee123456785id") for part in ("ee", "n123456785", "id")
    ]


def test_what_must_not_be_there() -> None:
    """A minus before a word, wherever it is written; a minus within is none."""
    found = question("pulsa -refund", '-"sudah masuk"')
    assert [term.words[:1] for term in found.wanted] == [("pulsa",)]
    assert [(term.words[:1], term.phrases) for term in found.unwanted] == [
        (("refund",), ()),
        ((), (("sudah", "masuk"),)),
    ]
    assert not question("kira-kira").unwanted


@pytest.mark.parametrize("nothing", [[], [""], ["&"], ["- --"], ['""'], ["-pulsa"]])
def test_a_question_may_ask_nothing(nothing: list[str]) -> None:
    """Then nothing is searched."""
    assert not question(*nothing).asks


@pytest.mark.parametrize("short", ["ba*", "*", "a*"])
def test_a_beginning_needs_three_letters(short: str) -> None:
    """A shorter one stands for too many words."""
    assert question("pulsa", short) == WordQuery(short=short)


@pytest.mark.parametrize(
    ("written", "others"),
    [
        ("50rb", "50000 50k"),
        ("2jt", "2000000 2juta 2000rb"),
        ("1500000", "1500rb"),
        ("12345", ""),
        ("0812000", ""),
        ("rb", ""),
    ],
)
def test_an_amount_has_several_spellings(written: str, others: str) -> None:
    """Only round ones."""
    assert set(others.split()) <= set(amount_spellings(written))
    assert bool(amount_spellings(written)) == bool(others)


def test_a_label_without_a_ticket_is_a_word() -> None:
    """Tiket pesawat, "tiket 12"."""
    assert len(question("tiket pesawat").wanted) == 2
    assert len(question('"tiket" 12').wanted) == 2
    assert question("tiket").wanted[0].words[0] == "tiket"


def test_long_numbers_apart_are_several() -> None:
    """Two telephone numbers are not one."""
    assert len(question("081234567890 081234567891").wanted) == 2
    assert len(question("12 11").wanted) == 2


def test_signs_between_words_are_not_looked_for() -> None:
    """Of "pulsa & kuota" the words."""
    assert [term.words[0] for term in question("pulsa", "&", "kuota", "--").wanted] == ["pulsa", "kuota"]


def test_forms_that_no_text_has_change_nothing() -> None:
    """What is left of the question; of a beginning nothing is known."""
    asks = asked(['"tanda tangan"', "pemb*", "-kuota"])
    assert [list(term.tokens()) for term in asks.wanted] == [["tanda", "tangan"], []]
    left = asks.among({"tanda", "tangan", "kuota", "kuotanya"})
    assert left is not None
    assert left.wanted == (Term(phrases=(("tanda", "tangan"),)), Term(starts=(("pemb",),)))
    assert left.unwanted == (Term(("kuota", "kuotanya")),)
    assert asks.among({"tanda", "kuota"}) is None
    assert asked(["pulsa -kuota"]).among({"pulsa"}) == WordQuery((Term(("pulsa",)),))
