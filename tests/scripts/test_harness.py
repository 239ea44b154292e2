"""The scripts' own harness: what a script expects wrongly, or does not mention, is told with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.scripts.playing import play
from tests.scripts.reading import Unreadable, read

REQUEST = """\
**At** `Monday 2026-11-02 09:00`

```mail
From: Ani
To: list
Subject: Pulsa

Belum masuk.
```
"""
ACKNOWLEDGED = """
```sent
To: Ani
Letter: acknowledgement
```
"""


def failure(text: str, folder: Path) -> str:
    """What playing this script says."""
    file = folder / "wrong.md"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(pytest.fail.Exception) as told:
        play(read(file)[0], folder)
    return str(told.value)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (REQUEST, "wrong.md:3: this caused letters the script does not mention:\n    acknowledgement to ani@mail"),
        (REQUEST + "**nothing sent**", "wrong.md:3: this caused letters"),
        (REQUEST + "\n```sent\nTo: Sari\n```\n", "wrong.md:11: no such letter was sent. Sent were:"),
        (REQUEST + "\n```sent\nTo: Ani\n\nTiket 7\n```\n", "its text lacks: Tiket 7"),
        (REQUEST + ACKNOWLEDGED * 2, "wrong.md:16: no such letter was sent. Nothing was."),
        (REQUEST + ACKNOWLEDGED + "\n```ticket\nstatus: open\n```\n", "ticket 1: status is new, not open"),
        (REQUEST + ACKNOWLEDGED + "**2 tickets**", "wrong.md:15: there are 1 tickets"),
        (REQUEST.replace("To: list", "To: list\nEnds as: claim"), "wrong.md:3: the mail ended as request (), not as"),
        (REQUEST + ACKNOWLEDGED + "**Wait** `24h`", "wrong.md:15: this caused letters"),
        (REQUEST + ACKNOWLEDGED + "\n```mail\nFrom: Budi\nReply to: nothing\n```\n", "no mail or letter 'nothing'"),
        (REQUEST.replace("Monday", "Tuesday"), "wrong.md:1: 2026-11-02 is a Monday"),
        (
            REQUEST + ACKNOWLEDGED + "\n```command\nmailflow close 9\n```\n",
            "exit status 1, not 0: there is no ticket 9",
        ),
    ],
)
def test_what_is_not_so_fails_and_says_where(words: str, told: str, tmp_path: Path) -> None:
    """A wrong expectation is a failure that names the line and shows what was instead."""
    assert told in failure(words, tmp_path)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("**Wiat** `24h`", "wrong.md:1: **Wiat** is no directive"),
        ("```mial\n```\n", "wrong.md:1: 'mial' is no kind of block"),
        ("```mail\nFrom: Ani\n", "wrong.md:1: this block has no end"),
    ],
)
def test_what_cannot_be_read_is_an_error(words: str, told: str, tmp_path: Path) -> None:
    """A slip of the finger does not make a test that tests nothing."""
    file = tmp_path / "wrong.md"
    file.write_text(words, encoding="utf-8")
    with pytest.raises(Unreadable) as error:
        read(file)
    assert str(error.value).startswith(told)
