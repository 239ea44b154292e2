"""Which letter of ours is quoted in a reply that names none (mail.md 4.3)."""

from __future__ import annotations

import pytest

from mailflow.mail.quoting.cited import cited

DESK = ("iduhelp@desk.example",)
RECEIPT = "Halo Budi,\n\noffline nomor 7, Operator Budi. Pertanyaan Ani Wijaya ada di bawah, balas email ini."
NOTICE = "Halo Dewi,\n\nBudi menyatakan tiket 7 selesai. Balas ya untuk menutupnya, atau tidak dan alasannya."
OLDER = NOTICE.replace("tiket 7", "tiket 6")
LETTERS = [("<receipt@x>", RECEIPT), ("<notice@x>", NOTICE), ("<older@x>", OLDER)]
GMAIL = "Pada Sen, 2 Nov 2026 pukul 09.00 iDuHelp <iduhelp@desk.example> menulis:"
OUTLOOK = "From: iDuHelp <iduhelp@desk.example>\nSent: Monday, 2 November 2026 9:00\nTo: Budi\nSubject: [#7] Pulsa"


def marked(text: str) -> str:
    """As a mail program quotes it."""
    return "\n".join(f"> {line}".rstrip() for line in text.split("\n"))


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        (f"Sudah kami kirim.\n\n{GMAIL}\n\n{marked(RECEIPT)}", "<receipt@x>"),
        (f"ya\n\n{OUTLOOK}\n\n{NOTICE}", "<notice@x>"),
        (f"ya\n\n{OUTLOOK}\n\n{OLDER}", "<older@x>"),
        (f"ya\n\n________________________________\n{OUTLOOK}\n\n{NOTICE.replace(' ', chr(10))}", "<notice@x>"),
        (f"{GMAIL}\n{marked(NOTICE)}\n\nya", "<notice@x>"),
        (f"ya\n\n{GMAIL}\n{marked(NOTICE[:90])}", "<notice@x>"),
    ],
)
def test_the_quoted_letter_is_found(text: str, letter: str) -> None:
    """Wrapping, marks and what is left out at the end make no difference."""
    assert cited(text, DESK, LETTERS) == letter


SARI = "Pada Sen, 2 Nov 2026 pukul 09.10 Sari <sari@desk.example> menulis:"


@pytest.mark.parametrize(
    "text",
    [
        "ya",
        f"ya\n\n{SARI}\n{marked('Bagaimana?')}\n>\n{marked(f'{GMAIL}{chr(10)}{marked(NOTICE)}')}",
        f"ya\n\n{SARI}\n{marked(NOTICE)}",
        f"ya\n\n{OUTLOOK.replace('iDuHelp <iduhelp@', 'Sari <sari@')}\n\nBagaimana?\n\n{OUTLOOK}\n\n{NOTICE}",
        f"ya\n\n{GMAIL}\n{marked('Halo Dewi,')}",
        f"ya\n\n{GMAIL}\n{marked(f'Bagaimana?{chr(10)}{NOTICE}')}",
        f"{marked(NOTICE)}\n\nya",
        f"ya\n\n{NOTICE}",
        "",
        "> " * 5_000,
    ],
)
def test_nothing_else_is_taken_for_our_letter(text: str) -> None:
    """What a colleague quotes of us, too little, and words of which nobody says that they are ours."""
    assert cited(text, DESK, LETTERS) is None


def test_two_letters_of_one_beginning_are_told_apart_or_not_at_all() -> None:
    """The one of which more is quoted; of letters in the same words the newest."""
    shared = "Halo Budi,\n\nini mengingatkan bahwa tiket 7 dari Ani Wijaya masih menunggu jawaban sejak kemarin. "
    more = {"<b@x>": "Sisa 2 jam.", "<a@x>": "Lewat 3 jam.", "<0@x>": "Lewat 3 jam."}
    letters = [(one, shared + words) for one, words in more.items()]
    assert cited(f"ok\n\n{GMAIL}\n{marked(letters[1][1])}", DESK, letters) == "<a@x>"
    assert cited(f"ok\n\n{GMAIL}\n{marked(shared)}", DESK, letters) is None
