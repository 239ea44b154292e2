"""What a PIC's reply to a closing notice means: judged tables, and what goes on to the owner."""

from __future__ import annotations

import pytest

from mailflow.core.meaning import Meaning
from mailflow.core.replies.pic import read
from mailflow.core.replies.pic_words import CLASSES
from tests.core.test_customers_words import PEOPLE, judged, said_twice

TABLES = ("pics.tsv", "pics-more.tsv", *(f"pics-{n}.tsv" for n in range(3, 16)))
NOTE = {"note": "content"}  # as the tables call it


@pytest.mark.parametrize(("meaning", "text"), [row for name in TABLES for row in judged(name)])
def test_judged(meaning: str, text: str) -> None:
    """A reply means what somebody who has not read the code says it does."""
    assert read(text, (*PEOPLE, "Dewi Lestari")).meaning == NOTE.get(meaning, meaning)


def test_every_word_stands_once() -> None:
    """No word or phrase is in two classes."""
    assert said_twice(CLASSES) == []


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Ya\n\nJangan lupa catat nomor serinya.", Meaning.YES),
        ("Ya\n\nNomor serinya sudah dicatat?", Meaning.YES),
        ("Halo Budi,\n\nya, tutup saja\n\nSalam,\nDewi", Meaning.YES),
        ("Tidak\n\nTolong tanyakan lagi, lalu tutup kalau sudah beres.", Meaning.NO),
        ("Ya\n\nJangan dulu ditutup", Meaning.UNCLEAR),
        ("Tutup\n\nTidak jadi, jangan ditutup", Meaning.UNCLEAR),
        ("Belum\n\nOk nanti saya telepon", Meaning.NO),
        ("jangan ditutup minggu ini", Meaning.NO),
    ],
)
def test_the_first_line_decides(text: str, meaning: Meaning) -> None:
    """What stands below the first line that says anything is reason or note, unless it says the opposite."""
    assert read(text, PEOPLE).meaning is meaning


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ya", ""),
        ("Ya, silakan ditutup. Terima kasih Budi.", ""),
        ("Ya\n\nLain kali lampirkan bukti.", "Ya\n\nLain kali lampirkan bukti."),
    ],
)
def test_what_goes_on_to_the_owner(text: str, rest: str) -> None:
    """Thanks and greetings are no note."""
    assert read(text, PEOPLE).rest == rest


@pytest.mark.parametrize("text", ["", " ", "👍", "\ud800", "x" * 10_000, "ya " * 3000])
def test_anything_can_be_read(text: str) -> None:
    """Nothing fails, and nothing that is not a clear word closes."""
    assert read(text, PEOPLE).meaning in (Meaning.UNCLEAR, Meaning.CONTENT, Meaning.YES)


@pytest.mark.parametrize(
    "text", ["belum pantas ditutup menurut saya, datanya kurang", "belum dapat disetujui, berkasnya kurang"]
)
def test_a_no_in_words_no_grammar_knows_sends_back(text: str) -> None:
    """What is like other refusals is one, and `by` names the words."""
    reading = read(text, PEOPLE)
    assert reading.meaning is Meaning.NO and reading.rest == text


@pytest.mark.parametrize("text", ["ya atau tidak ya terserah kamu", "hmm tutup gimana ya", "tutup nanti kalau beres"])
def test_unclear_words_never_close(text: str) -> None:
    """However much they are like a yes: closing cannot be taken back by mail."""
    assert read(text, PEOPLE).meaning is not Meaning.YES


@pytest.mark.parametrize(
    "reply",
    [
        "Setuju ditutup, eh masih ada satu lampiran",
        "Yes, though the second payment is still missing",
        "ya, pelanggannya belum membalas",
        "yes it is still open",
        "ok, but the customer wrote again",
    ],
)
def test_a_yes_behind_which_something_is_left_closes_nothing(reply: str) -> None:
    """It closes nothing, and mostly she is asked back."""
    assert read(reply).meaning in (Meaning.UNCLEAR, Meaning.NO)


@pytest.mark.parametrize(
    "reply", ["ya, masih ada sedikit, tapi tutup saja", "Setuju, tapi lain kali lampirkan notanya"]
)
def test_a_remark_takes_nothing_back(reply: str) -> None:
    """She says again that it may be closed, or speaks of the next ticket."""
    assert read(reply).meaning is Meaning.YES


@pytest.mark.parametrize("reply", ["iya, jangan ditutup", "Ok, biarkan terbuka dulu", "ya jangan ditutup dulu"])
def test_a_bare_assent_before_a_no_agrees_with_it(reply: str) -> None:
    """It assents to what follows."""
    assert read(reply).meaning is Meaning.NO


@pytest.mark.parametrize(
    "reply", ["ya, tidak", "boleh, eh jangan deh", "ya, tapi jangan dulu", "belum, tapi boleh ditutup kalau mau"]
)
def test_a_contradiction_is_unclear(reply: str) -> None:
    """Neither word is the last one."""
    assert read(reply).meaning is Meaning.UNCLEAR


@pytest.mark.parametrize(
    "text",
    [
        "Send him the invoice first, then we can close",
        "Let him confirm, then close",
        "Give it another day, then close",
        "Kasih sehari lagi, habis itu tutup ya",
        "OK, send the receipt and close",
        "Ok, lengkapi datanya, tutup",
        "Ganti dulu jawabannya, ok tutup",
        "fix the typo then close",
        "Setuju. Refundnya dikirim, lalu tutup",
    ],
)
def test_what_is_to_be_done_first_does_not_close(text: str) -> None:
    """The closing letter would be faster than what she asks for."""
    assert read(text, PEOPLE).meaning is not Meaning.YES


@pytest.mark.parametrize("text", ["Then close it", "ya, lalu tutup", "Sudah ok kan, terus tutup", "Sip, tutup"])
def test_then_alone_is_no_condition(text: str) -> None:
    """Nothing stands before it that somebody must do."""
    assert read(text, PEOPLE).meaning is Meaning.YES


@pytest.mark.parametrize(
    "text",
    [
        "Silakan refund",
        "Go ahead with the refund",
        "acc refundnya",
        "Monggo ditelepon",
        "I agree with her, we made a mistake",
        "Saya setuju dengan pelanggan, ini salah kita",
        "boleh, kabari dia dulu",
        "Silakan hubungi lagi",
    ],
)
def test_who_agrees_to_something_else_does_not_close(text: str) -> None:
    """What is named behind the word is what is agreed to."""
    assert read(text, PEOPLE).meaning is not Meaning.YES


@pytest.mark.parametrize(
    "text",
    [
        "Ya, perpanjang waktunya",
        "Ok, tambah waktunya",
        "Iya, beri kesempatan lagi",
        "Ya, mundurkan tenggatnya",
        "Ok, alihkan ke Sari",
        "Ya, proses refundnya",
        "Ya, pantau terus",
        "Boleh, tambah 2 hari",
        "Setuju, perpanjang",
        "Ok kerjakan",
        "Ok diganti saja",
        "Yes, extend the deadline",
        "Yes, escalate to Rooster",
        "Ok, hand it to Sari",
        "Yes, please refund",
        "Yes, keep going",
        "Ok, keep an eye on it",
        "Yes, merge it with ticket 5",
        "Ok, cancel",
        "Yes, handle it",
        # words that nobody has judged
        "Ya, rujuk ke poliklinik",
        "Ok, potong dari saldo",
        "Ya, cetak ulang kartunya",
        "Yes, waive the fee",
        "Yes, credit his account",
        "Yes, loop in finance",
    ],
)
def test_a_yes_with_an_order_does_not_close(text: str) -> None:
    """What the desk is to do is no closing: she is asked."""
    assert read(text, PEOPLE).meaning is not Meaning.YES


@pytest.mark.parametrize(
    "text",
    [
        "Ok, proses penutupannya",
        "Ya, lanjutkan penutupannya",
        "Ya, selesaikan saja tiketnya",
        "Yes, do it",
        "Ya, kartunya sudah jadi",
        "Ya, sudah ditransfer kemarin",
        "Yes, wifi works now",
        "Yes, the student is delighted",
        "Tutup. Catat di laporan.",
    ],
)
def test_a_yes_with_a_reason_or_an_order_to_close_closes(text: str) -> None:
    """What is told, or what is to be done is the closing itself."""
    assert read(text, PEOPLE).meaning is Meaning.YES


@pytest.mark.parametrize("text", ["Silakan", "Acc", "Go ahead and close it", "monggo atuh", "Setuju, sudah beres"])
def test_who_agrees_to_the_closing_closes(text: str) -> None:
    """Nothing else is named."""
    assert read(text, PEOPLE).meaning is Meaning.YES
