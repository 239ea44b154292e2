"""What stands in plain text where a picture was: no word of the author, but everything that only looks like it is."""

from __future__ import annotations

import pytest

from mailflow.mail.quoting.text import new_words

ANSWER = "Sudah kami kirim ulang, Bu."
PLACEHOLDERS = [
    "[cid:image001.png@01DC4C9A.5E7A1B20]",
    "[cid:image001.png@01DC]<https://www.desk.example/>",
    "[cid:fb]<https://fb.example/x> [cid:ig]<https://ig.example> [cid:x]<https://x.example>",
    "[cidimage001.png@01DC4C9A.5E7A1B20]",
    "[image: logo.png]",
    "*[image: Gambar 1]*",
    "[Inline image 1]",
    "[Gambar Sebaris 1]",
    "<image001.png>",
    "<IMG_0001.jpeg>",
    "<Screenshot 2026-11-03 at 10.00.00.png>",
    "[image1.jpeg]",
    "[Image removed by sender]",
    "[Image removed by sender. Logo iDuHelp]",
    "[Gambar dihapus oleh pengirim.]",
    "[Bild vom Absender entfernt]",
    "[A blue and white logo\n\nDescription automatically generated]",
    "[Icon AI-generated content may be incorrect.]",
    "[https://desk.example/logo.png]<https://desk.example/b>",
    "[facebook icon]<https://facebook.example/x>",
    "[Company Logo]",
    "[signature_1234567]",
    "[~WRD0001.jpg]",
    "![logo](cid:abc)",
    "\ufffc",
]


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_where_a_picture_stood_nothing_was_said(placeholder: str) -> None:
    """Alone it is nothing; below an answer, above its quotation or at the end of the mail, it goes."""
    quotation = "________________________________\nDari: Ani <ani@x.example>\nDikirim: 3 November 2026 10.00\n\nlama"
    assert new_words(placeholder).text == ""
    assert new_words(f"{ANSWER}\n\n{placeholder}\n").text == ANSWER
    assert new_words(f"{ANSWER}\n\n{placeholder}\n\n{quotation}").text == ANSWER
    assert new_words(f"{ANSWER}\n{placeholder}\n\n{placeholder}\n").text == ANSWER


WORDS = [
    "[tidak bisa]",
    "[Lihat tautan]<https://desk.example/b>",
    "<b@c.example>",
    "<https://desk.example/c>",
    "[1] https://desk.example/c",
    "(gambar terlampir ya, Bu)",
    "[gambar sudah kami kirim ke email Ibu]",
    "(foto KTP belum ada)",
    "[x] beli pulsa",
    "Buka menu ini:\n[cid:menu.png@01]\nlalu pilih Isi Ulang.",
]


@pytest.mark.parametrize("text", WORDS)
def test_words_in_brackets_stay(text: str) -> None:
    """Brackets alone are no picture, and between words its place is worth knowing."""
    assert new_words(f"{ANSWER}\n\n{text}").text == f"{ANSWER}\n\n{text}"


def test_a_picture_behind_the_last_word_goes() -> None:
    """Some programs write no line break before it."""
    assert new_words(f"{ANSWER} [cid:image001.png@01DC]").text == ANSWER
