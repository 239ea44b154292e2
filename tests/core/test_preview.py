"""What a letter shows of a mail that may be anything."""

from __future__ import annotations

from unicodedata import category

import pytest

from mailflow.core.preview import MOST, harmless, preview


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Pulsa saya\nbelum   masuk.", "Pulsa saya belum masuk."),
        ("klik https://evil.example/a.b?c", "klik https[:]//evil[.]example/a[.]b?c"),
        ("lihat www.toko.example.", "lihat www[.]toko[.]example."),
        ("ke bit.ly/x atau toko.co.id/y", "ke bit[.]ly/x atau toko[.]co[.]id/y"),
        ("surel saya ani@mail.example", "surel saya ani@mail[.]example"),
        ("ftp://10.0.0.1/x", "ftp[:]//10.0.0.1/x"),
        ("Rp50.000 pukul 10.30, no. 1.2", "Rp50.000 pukul 10.30, no. 1.2"),
        ("a\u202eb\u200bc\x1b[31m", "abc[31m"),
        ("<b>tebal</b>", "<b>tebal</b>"),
        ("", ""),
    ],
)
def test_the_first_words_are_shown_without_a_link(text: str, shown: str) -> None:
    """One line; nothing a mail program would make a link of; nothing hidden."""
    assert preview(text) == shown


def test_it_ends_between_words() -> None:
    """A long text is cut, and one says so."""
    shown = preview("kata " * 100)
    assert shown.endswith("kata …")
    assert len(shown) <= MOST


def test_a_word_without_end_is_cut_all_the_same() -> None:
    """Without blanks there is nothing to break at."""
    assert preview("a" * 5000) == "a" * (MOST - 2) + " …"


def test_what_people_write_stays_readable() -> None:
    """Blanks and line ends are text."""
    assert harmless("satu\n\tdua") == "satu\n\tdua"


def test_every_character_is_seen_or_not_by_its_category() -> None:
    """Control and format characters, surrogates and private use are left out, whatever stands beside them; white space
    never is."""
    for first in range(0, 0x110000, 0x400):
        for apart in ("", " a\n"):
            text = apart.join(map(chr, range(first, first + 0x400)))
            kept = "".join(c for c in text if c.isspace() or category(c) not in ("Cc", "Cf", "Cs", "Co"))
            assert harmless(text) == kept
