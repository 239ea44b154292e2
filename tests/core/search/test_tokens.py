"""What is indexed of a text: the same tokens for both databases."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mailflow.core.search.tokens import GAP, LONGEST_WORD, OFTEN, PLACES, fold, spans_of, tokens_of, tokens_of_each


@pytest.mark.parametrize(
    ("text", "words", "forms"),
    [
        ("Pulsa belum masuk!", "pulsa belum masuk", "·belum·masuk"),
        ("CAFÉ naïve Straße İstanbul ﬁne ｆｕｌｌ Łódź", "cafe naive strasse istanbul fine full lodz", ""),
        ("e-mail, e‑mail", "e mail e mail", "email"),
        ("kira-kira kira2 KIRA kira", "kira kira kira kira kira kira", "kirakira"),
        ("kuota\u00adku", "kuotaku", ""),
        ("don't jum'at", "don t jum at", "dont jumat"),
        ("c++ C# f# a+b", "cplusplus csharp fsharp a b", ""),
        (
            "10.000 10,000 Rp10.000 Rp.10.000,- IDR 10.000,00",
            "10000 10000 rp 10000 rp 10000 idr 10000",
            "n1000010 rp10000",
        ),
        ("1.500.000 dan 3.14 versi 10.0.1", "1500000 dan 3 14 versi 10 0 1", "n1500000"),
        ("INV/2026/11/0001", "inv 2026 11 0001", "inv2026110001 n2026110001"),
        ("pulsa/kuota desk.example", "pulsa kuota desk example", ""),
        ("HP 0812-3456-7890", "hp 0812 3456 7890", "n81234567890"),
        ("+62 812 3456 7890", "62 812 3456 7890", "n81234567890"),
        ("(021) 5790-1234", "021 5790 1234", "n2157901234"),
        ("081234567890", "081234567890", "n81234567890"),
        ("wa.me/6281234567890", "wa me 6281234567890", "wame6281234567890 n81234567890"),
        ("0812 3456 7890 50.000", "0812 3456 7890 50000", "n8123456789050000 n81234567890"),
        ("SN 4444 5555 6666 7777 8888", "sn 4444 5555 6666 7777 8888", "n44445555666677778888"),
        ("1 2 3 4 5 6 7 8 9 " * 3, "1 2 3 4 5 6 7 8 9 " * 2 + "1 2 3 4 5 6 7 8 9", "n123456789123456789123456789"),
        ("0812345 " * 7, " ".join(["0812345"] * 7), "n812345"),
        ("日本 語", "日 本 語", ""),
        ("नमस्ते", "नमस्ते", ""),
        ("e-mail/telepon al-qur'an", "e mail telepon al qur an", "email alquran quran"),
        ("34% 7,5 persen 2-34%", "34 7 5 persen 2 34", "34persen 7p5persen"),
        (
            "Terima kasih, pulsa ya di-ke",
            "terima kasih pulsa ya di ke",
            "·terima·kasih ·ya·di ·di·ke dike",
        ),
        ("&& -- …", "", ""),
    ],
)
def test_a_text_is_cut_into_words(text: str, words: str, forms: str) -> None:
    """Folded, with whole numbers and joined parts beside them."""
    found = tokens_of([text])
    assert (" ".join(found.words), " ".join(sorted(found.forms))) == (words, " ".join(sorted(forms.split())))


def test_what_is_too_long_is_cut_the_same_everywhere() -> None:
    """A word is cut; a word said too often leaves gaps; words beyond the counted places have none."""
    assert tokens_of(["x" * 99]).words == ("x" * LONGEST_WORD,)
    often = tokens_of(["ya " * (OFTEN + 2) + "sudah"]).words
    assert often[OFTEN - 1 :] == ("ya", GAP, GAP, "sudah")
    long = tokens_of([" ".join(f"w{i}" for i in range(PLACES + 2))])
    assert (len(long.words), set(long.forms)) == (PLACES, {f"w{PLACES}", f"w{PLACES + 1}"})


def test_a_text_without_repetition_keeps_its_places() -> None:
    """Nothing is changed between OFTEN words and PLACES."""
    words = tuple(f"w{i}" for i in range(OFTEN + 5))
    assert tokens_of([" ".join(words)]).words == words


@given(st.text(max_size=300))
@settings(max_examples=200)
def test_tokens_are_plain_for_both_databases(text: str) -> None:
    """No token has a character that SQLite or PostgreSQL would read something into, and none is empty."""
    found = tokens_of([text])
    for token in (*found.words, *found.forms):
        assert token == GAP or (
            token and not any(c.isascii() and not c.isalnum() for c in token) and not token.isspace()
        )
    assert tokens_of([fold(text)]).words == found.words


@given(st.text(alphabet="aé1.-/ +#ß0()", max_size=60))
@settings(max_examples=200)
def test_what_a_line_shows_are_its_tokens(line: str) -> None:
    """Each span lies in the line, in order."""
    words, forms = spans_of(line)
    assert all(0 <= start < end <= len(line) for _, start, end in (*words, *forms))
    assert [start for _, start, _ in words] == sorted(start for _, start, _ in words)


def test_several_documents_are_read_apart() -> None:
    """Each by itself, as if it stood alone."""
    one, other = (["Pulsa belum masuk"], ["bsk"]), (["e-mail"], [])
    assert tokens_of_each([one, other]) == [tokens_of(*one), tokens_of(*other)]
