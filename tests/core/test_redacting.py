"""Which words are meant, and where they are found."""

from __future__ import annotations

import pytest

from mailflow.core.redacting import (
    GONE,
    come_back,
    fit,
    kept_out,
    may_be_left_of,
    pattern,
    scrubbed,
    sealed_words,
    seals_kept,
    without,
    word_seal,
    words_of,
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("482913", ("482913",)),
        ("\n482913\n\nKucing Hitam\n482913\n", ("482913", "Kucing Hitam")),
        ("> 482913", ("482913",)),
        ('"482913"', ("482913",)),
        ('"887766" dan "rahasia123"', ("887766", "rahasia123")),
        ('PIN "887766", password “rahasia123” ya', ("887766", "rahasia123")),
        ('dia bilang "x" lalu pergi', ('dia bilang "x" lalu pergi',)),
        ("„rahasia“", ("rahasia",)),
        ("", ()),
    ],
)
def test_one_a_line(text: str, words: tuple[str, ...]) -> None:
    """Without quotation marks, once each."""
    assert words_of(text) == words


@pytest.mark.parametrize(
    ("words", "well"),
    [(("482",), True), (("48",), False), ((), False), (("a" * 201,), False), (("abc",) * 21, False)],
)
def test_what_fits(words: tuple[str, ...], well: bool) -> None:
    """Not so short that it is everywhere."""
    assert fit(words) is well


@pytest.mark.parametrize(
    ("text", "word", "left"),
    [
        ("PIN saya 482913.", "482913", "PIN saya [***]."),
        ("nomor 08482913", "482913", "nomor 08482913"),
        ("sandi: Kucing\n> Hitam 88", "Kucing Hitam 88", "sandi: [***]"),
        ("a &amp; b &lt;x&gt;", "<x>", "a &amp; b [***]"),
        ("p@$$w0rd!", "p@$$w0rd!", "[***]"),
        ("Rahasia", "rahasia", "Rahasia"),
        ("tujuan: 0812-3456-7890 (Telkomsel)", "081234567890", "tujuan: [***] (Telkomsel)"),
        ("ke +62 812 3456 7890 ya", "0812-3456-7890", "ke [***] ya"),
        ("ke 081234567890.", "+62 812-3456-7890", "ke [***]."),
        ("rekening 1234 5678 9012", "123456789012", "rekening [***]"),
        ("0812-3456-78901", "081234567890", "0812-3456-78901"),
        ("2026-11-06", "20261106", "2026-11-06"),
    ],
)
def test_found_as_a_whole(text: str, word: str, left: str) -> None:
    """Broken over lines, quoted, escaped; never inside a longer word, and as written, but for a long number."""
    assert without(text, pattern((word,))) == left


def test_only_texts_of_an_event_change() -> None:
    """Names, codes, numbers and moments stay, at any depth."""
    event = {
        "operator": "Sari", "text": "Sari bilang", "n": 3, "why": None, "results": [["/catatan Sari", "noted"]],
        "args": {"text": "Sari", "operator": "Sari"}, "sender": ["sari@x", "Sari"],
    }  # fmt: skip
    assert scrubbed(event, pattern(("Sari",))) == event | {
        "text": "[***] bilang", "results": [["/catatan [***]", "noted"]],
        "args": {"text": "[***]", "operator": "[***]"},
    }  # fmt: skip


def test_a_held_answer_shows_the_customers_words() -> None:
    """And what a hint has found in it."""
    held = {"operator": "Budi", "said": "PIN saya 482913", "detail": "482913", "text": "Baik."}
    assert scrubbed(held, pattern(("482913",))) == held | {"said": "PIN saya [***]", "detail": "[***]"}


def test_words_are_known_by_their_seals_wherever_they_stand() -> None:
    """Behind the command, whose slash may stand apart, or in a line of their own; all of them, or none."""
    text = "Halo,\nPIN saya 482913\n/ hapus-isi  482913\n> rahasia  77\nSalam"
    seals = [word_seal(b"s", word) for word in ("482913", "rahasia 77")]
    assert sealed_words(b"s", text, seals) == ("482913", "rahasia 77")
    assert sealed_words(b"other", text, seals) == ()
    assert sealed_words(b"s", text, [*seals, word_seal(b"s", "saya")]) == ()


@pytest.mark.parametrize(
    ("gone", "text", "again"),
    [
        ("482913", "PIN:482913.", ("482913",)),
        ("482913", "> > PIN saya 482913, ya", ("482913",)),
        ("482913", "saya tulis (482913)", ("482913",)),
        ("482913", "nomor 08482913", ()),
        ("482913", "", ()),
        ("Kucing Hitam 88", "sandi:Kucing\n> Hitam 88!", ("Kucing Hitam 88",)),
        ("p@$$w0rd!", "pass=p@$$w0rd!, tolong", ("p@$$w0rd!",)),
        ("rahasia", "Rahasia", ()),
        ("081234567890", "ke +62 812-3456-7890", ("081234567890",)),
        ("0812-3456-7890", "ke 0812-3456-7890.", ("081234567890", "0812-3456-7890")),
    ],
)
def test_what_comes_back_is_known(gone: str, text: str, again: tuple[str, ...]) -> None:
    """By the seals alone: quoted or typed anew, with marks around it, over a line's end, a long number in any
    spelling; in the old secret's seal after it was rotated."""
    assert come_back(b"secret", text, seals_kept(b"secret", (gone,))) == again
    assert all(without(text, pattern((one,))) != text for one in again)
    assert come_back(b"another", text, seals_kept(b"secret", (gone,))) == ()


def test_what_is_left_of_a_text_is_at_least_half_its_own_words() -> None:
    """Of a text that has lost some; one that lost none, or says other things, is another."""
    whole = "PIN saya 482913 mohon diganti segera"
    assert may_be_left_of(f"PIN saya {GONE} mohon diganti segera", whole)
    assert may_be_left_of(f"PIN saya {GONE} mohon diganti segera Milis Pelanggan", whole)
    assert not may_be_left_of(f"Kata sandinya {GONE} tolong", whole)
    assert not may_be_left_of(whole, whole)


def test_a_comment_loses_what_was_taken_out() -> None:
    """And nothing else; without seals it is as it was."""
    seals = seals_kept(b"secret", ("482913",))
    assert "482913" not in kept_out(b"secret", "PIN saya 482913, terima kasih", seals)
    assert kept_out(b"secret", "Terima kasih", seals) == "Terima kasih"
    assert kept_out(b"secret", "PIN saya 482913", ()) == "PIN saya 482913"
