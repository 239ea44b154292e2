"""Which words are meant, and where they are found."""

from __future__ import annotations

import pytest

from mailflow.core.redacting import fit, pattern, scrubbed, without, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("482913", ("482913",)),
        ("\n482913\n\nKucing Hitam\n482913\n", ("482913", "Kucing Hitam")),
        ("> 482913", ("482913",)),
        ('"482913"', ("482913",)),
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
    ],
)
def test_found_as_a_whole(text: str, word: str, left: str) -> None:
    """Broken over lines, quoted, escaped; never inside a longer word, and as written."""
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
