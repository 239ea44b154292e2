"""A mail repeated without marks, from whose stored text words were removed: whoever repeats it has them still."""

from __future__ import annotations

import pytest

from mailflow.core.redacting import GONE
from mailflow.mail.quoting.quotes import TEXT
from mailflow.mail.quoting.repeated import repeated_until
from mailflow.mail.quoting.said import Said, Text

LETTER = """Ani menulis:

Mohon bantuannya, PIN saya PIN-0044, sudah saya coba dari pagi.
{last}
Kami tunggu kabarnya."""


def _until(stored: str, mail: str) -> int:
    lines = mail.split("\n")
    said = Said((Text(stored, public=True, answered=True),))
    return repeated_until(lines, [TEXT if line else "blank" for line in lines], said)


@pytest.mark.parametrize(
    ("stored", "last"),
    [
        (LETTER.replace("PIN-0044", GONE), "Terima kasih banyak sebelumnya."),
        (LETTER.replace("PIN-0044", GONE).replace("{last}", f"Kata sandi: {GONE}"), "Kata sandi: mawar melati"),
    ],
    ids=["in a line", "at the end of a line, too"],
)
def test_it_is_known_all_the_same(stored: str, last: str) -> None:
    """To its end, and no further."""
    quoted = LETTER.replace("{last}", last)
    mail = f"{quoted}\n\nselesai"
    assert _until(stored.replace("{last}", last), mail) == len(quoted.split("\n"))


def test_other_words_at_the_place_end_it() -> None:
    """What stands there must go on as the letter does."""
    stored = LETTER.replace("PIN-0044", GONE).replace("{last}", "Terima kasih.")
    mail = LETTER.replace("{last}", "Terima kasih.").replace("sudah saya coba dari pagi", "dan ini jawaban kami")
    assert _until(stored, f"{mail}\n\nselesai") < 3
