# ruff: noqa: E501 - specimens are kept as they come
"""What goes on to the customer: never our own letter, however it is quoted; always all the author's own words."""

from __future__ import annotations

import textwrap
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mailflow.mail.quoting.known import Known
from mailflow.mail.quoting.said import Said, Text
from mailflow.mail.quoting.text import new_words
from tests.mail.relayed import kept_words

QUESTION = "Pulsa 50 ribu belum masuk sejak kemarin sore.\nNomor tujuan 0812-3456-789."
LETTER = f"""Ada permintaan baru: tiket 7 dari Ani Lestari <ani@customer.example>.

Untuk mengambil tiket ini, balas email ini dengan isi kosong. Atau langsung tulis jawabannya: kami teruskan ke pelanggan dan tiketnya menjadi milik Anda. Yang pertama membalas menjadi pemegangnya.

Catatan: pelanggan ini menunggak, jangan dijanjikan apa pun.

Isi permintaannya:

> {QUESTION.replace(chr(10), chr(10) + "> ")}"""
INTERNAL = ["Ada permintaan baru", "isi kosong", "pemegangnya", "menunggak", "Isi permintaannya", "menulis:", "Dari:"]
SAID = Said((Text(LETTER, answered=True), Text(QUESTION, public=True)))
KNOWN = Known(
    names=("Budi Santoso", "Budi"), reply=True, colleague=True, said=SAID, ours=frozenset({"iduhelp@desk.example"})
)
ANSWER = "Sudah kami kirim ulang, Bu. Silakan dicek."

Quote = Callable[[str], str]


def _wrapped(text: str, width: int) -> list[str]:
    return [part for line in text.split("\n") for part in (textwrap.wrap(line, width) or [""])]


def _marked(text: str, width: int = 70) -> str:
    return "\n".join(f"> {line}" for line in _wrapped(text, width))


_HEADS = {
    "outlook id": "________________________________\nDari: iDuHelp <iduhelp@desk.example>\nDikirim: Selasa, 3 November 2026 10.00\nKepada: Budi <budi@desk.example>\nSubjek: Re: [#7] Pulsa\n\n",
    "outlook, name only": "From: iDuHelp\nSent: Tuesday, November 3, 2026 10:00 AM\nTo: Budi\nSubject: Re: [#7] Pulsa\n\n",
    "original": "-----Pesan Asli-----\n",
    "gmail, nothing marked": "Pada tanggal Sel, 3 Nov 2026 pukul 10.00 iDuHelp <iduhelp@desk.example\n> menulis:\n\n",
}
STYLES: dict[str, Quote] = {
    **{name: (lambda text, head=head: head + text) for name, head in _HEADS.items()},
    "gmail": lambda text: (
        "Pada tanggal Sel, 3 Nov 2026 pukul 10.00 iDuHelp <iduhelp@desk.example> menulis:\n\n" + _marked(text)
    ),
    "no attribution": _marked,
    "attribution nobody knows": lambda text: "iDuHelp <iduhelp@desk.example> zei op 3 november:\n" + _marked(text),
    "wrapped narrowly": lambda text: _marked(text, 40),
    "marked with bars": lambda text: "\n".join(f">| {line}" for line in _wrapped(text, 60)),
    "s-nail": lambda text: (
        "iDuHelp <iduhelp@desk.example> wrote:\n\n" + "\n".join(f"\t{line}" for line in text.split("\n"))
    ),
    "The Bat!": lambda text: (
        "Tuesday, November 3, 2026, 10:00:00 AM, you wrote:\n\n" + "\n".join(f"i> {line}" for line in text.split("\n"))
    ),
    "Gnus": lambda text: "\n".join(f" iDu> {line}" for line in text.split("\n")),
    "indented": lambda text: "\n".join(f"    {line}" for line in text.split("\n")),
    "nothing at all": lambda text: text,
    "wrapped, nothing at all": lambda text: "\n".join(_wrapped(text, 72)),
    "changed on its way": lambda text: _marked(
        text.replace("é", "?").replace("<ani@customer.example>", "<ani@customer.example<mailto:ani@customer.example>>")
    ),
}


@pytest.mark.parametrize("style", STYLES)
def test_our_letter_never_goes_along(style: str) -> None:
    """Above it or below it the answer stays, whole and alone."""
    quoted = STYLES[style](LETTER)
    for text in (f"{ANSWER}\n\n{quoted}\n", f"{quoted}\n\n{ANSWER}\n"):
        found = kept_words(text, known=KNOWN)
        assert found.text == ANSWER
        assert new_words(text, known=KNOWN).text == ANSWER
        assert found.cuts


@pytest.mark.parametrize("style", STYLES)
def test_our_letter_alone_says_nothing(style: str) -> None:
    """The claim is empty, and nothing could be passed on."""
    quoted = STYLES[style](LETTER)
    assert new_words(f"\n{quoted}\n", known=KNOWN).text == ""
    assert kept_words(f"\n{quoted}\n", known=KNOWN).text == ""


@given(st.integers(20, 100), st.sampled_from(["> ", ">", "| ", "\t", "  ", ""]), st.sampled_from(list(_HEADS.values())))
@settings(max_examples=150, deadline=None)
def test_no_line_of_our_letter_leaks(width: int, mark: str, head: str) -> None:
    """Whatever the width, the mark and the head."""
    quoted = "\n".join(mark + line for line in _wrapped(LETTER, width))
    for text in (f"{ANSWER}\n\n{head}{quoted}\n", f"{ANSWER}\n\n{quoted}\n", f"{head}{quoted}\n\n{ANSWER}\n"):
        found = kept_words(text, known=KNOWN).text
        assert [word for word in INTERNAL if word in found] == []
        assert ANSWER in found


def test_a_command_prompt_is_no_quotation() -> None:
    """Its lines begin as those The Bat! quotes."""
    text = "Coba jalankan ini:\nSQL> select 1\nSQL> select 2\nSQL> exit\nlalu kirim hasilnya."
    assert kept_words(text, known=KNOWN).text == new_words(text, known=KNOWN).text == text


def test_answers_between_the_customers_words_keep_them() -> None:
    """Her question gives the answer its sense; what was written to colleagues goes all the same."""
    text = (
        "iDuHelp <iduhelp@desk.example> menulis:\n> Ada permintaan baru: tiket 7 dari Ani Lestari "
        "<ani@customer.example>.\n>\n> Catatan: pelanggan ini menunggak, jangan dijanjikan apa pun.\n>\n"
        "> > Pulsa 50 ribu belum masuk sejak kemarin sore.\n\nSudah kami kirim ulang.\n\n"
        "> > Nomor tujuan 0812-3456-789.\n\nNomornya benar.\n"
    )
    found = kept_words(text, known=KNOWN).text
    assert [line for line in found.split("\n") if line] == [
        "> > Pulsa 50 ribu belum masuk sejak kemarin sore.",
        "Sudah kami kirim ulang.",
        "> > Nomor tujuan 0812-3456-789.",
        "Nomornya benar.",
    ]


PROVIDER = "Nomor tujuan diblokir sejak kemarin.\nPembukaan blokir paling lama 24 jam."
OWN_QUOTATIONS = {
    "marked at the end": f"Ini jawaban dari operator seluler:\n\n{_marked(PROVIDER)}",
    "marked in the middle": f"Kata operator seluler:\n\n{_marked(PROVIDER)}\n\nJadi mohon ditunggu.",
    "marked at the beginning": f"{_marked(PROVIDER)}\n\nItu jawaban operator seluler.",
    "gmail's quote button": f"Menurut aturan kampus:\n\n{_marked('Kartu hilang wajib dilaporkan dalam 24 jam.')}",
    "with its attribution": f"Ini jawabannya:\n\nPada Sel, 3 Nov 2026 pukul 09.00 Operator Seluler <cs@seluler.example> menulis:\n\n{_marked(PROVIDER)}",
    "with its head": f"Ini jawabannya:\n\nDari: Operator Seluler <cs@seluler.example>\nDikirim: 3 November 2026 09.00\nKepada: Budi <budi@desk.example>\nSubjek: Blokir\n\n{PROVIDER}",
    "as original": f"Ini jawabannya:\n\n-----Pesan Asli-----\n{PROVIDER}",
    "without marks": f"Ini jawabannya:\n\n{PROVIDER}",
}


@pytest.mark.parametrize("text", OWN_QUOTATIONS.values(), ids=OWN_QUOTATIONS.keys())
@pytest.mark.parametrize("style", ["gmail", "outlook id", "no attribution", "nothing at all"])
def test_a_quotation_the_author_put_there_stays(text: str, style: str) -> None:
    """It says what the mail that is answered did not say; our own letter below it goes."""
    assert kept_words(text, known=KNOWN).text == text.strip()
    assert kept_words(f"{text}\n\n{STYLES[style](LETTER)}\n", known=KNOWN).text == text.strip()


KEPT = [
    "Akun baru Anda\n--\npengguna: ani.w\nsandi awal: Merah-7",
    "Langkah pertama: matikan.\n\n-- \n\nLangkah kedua: nyalakan lagi.",
    "Silakan transfer\n--\nBank Contoh 1234567890\na.n. PT Pulsa Jaya",
    "Pemberitahuan: jangan beritahu PIN Anda kepada siapa pun; hapus pesan yang memintanya, itu dilarang.",
    "Jangan klik tautan apa pun yang dikirim lewat SMS.",
    "Untuk berhenti berlangganan, ketik UNREG NSP lalu kirim ke 1212.",
    f"Benar, {QUESTION.splitlines()[1].lower()} Itu nomor lama.",
    "Sudah kami proses.\n\nHormat kami,\nBudi",
    "Sudah kami proses.\n\nSalam,\nTim Layanan",
]


@pytest.mark.parametrize("text", KEPT)
def test_when_in_doubt_it_stays(text: str) -> None:
    """Nothing here is known to be anything but the author's (mail.md 8.11)."""
    assert kept_words(text, known=KNOWN).text == text


@pytest.mark.parametrize(
    "signature",
    [
        "-- \nBudi Santoso\nbudi.rumah@mail.example",
        "--\nBudi Santoso\nOperator\n0812-3456-789",
        "Hormat kami,\n\nBudi Santoso\nLayanan Pelanggan iDuHelp\nTelp. 021-555-0101",
        "Budi Santoso\nCustomer Care\nT: 021-555-0101",
        "Dikirim dari iPhone saya",
        "[cid:image001.png@01DC]",
    ],
)
def test_an_unmistakable_signature_goes(signature: str) -> None:
    """His own address and telephone are nothing for the customer."""
    assert kept_words(f"{ANSWER}\n\n{signature}\n\n{STYLES['gmail'](LETTER)}", known=KNOWN).text == ANSWER


def test_a_customers_card_stays_where_it_is_all_she_says() -> None:
    """She may have been asked for her name and her number."""
    ani = Known(names=("Ani Lestari",), reply=True, said=SAID, ours=KNOWN.ours)
    text = f"Ani Lestari\nPT Maju Jaya\n0812-3456-789\n\n{STYLES['gmail'](LETTER)}"
    assert kept_words(text, known=ani).text == "Ani Lestari\nPT Maju Jaya\n0812-3456-789"


def test_an_author_who_says_the_same_again_is_heard() -> None:
    """His earlier answer is part of the conversation, but not what he replies to; nor is a text we proposed to him."""
    proposed = "Halo Budi,\n\nKalau sudah selesai, kirim teks ini:\n\n" + ANSWER + "\n\nSalam,\niDuHelp"
    said = Said((Text(proposed, answered=True), Text(ANSWER, public=True)))
    known = Known(names=("Budi",), reply=True, colleague=True, said=said)
    assert new_words(ANSWER, known=known).text == ANSWER
    assert kept_words(ANSWER, known=known).text == ANSWER


def test_what_was_not_looked_up_is_cut_as_ever() -> None:
    """Without knowledge of the conversation a program's quotation may be of our own letter."""
    assert kept_words(f"{ANSWER}\n\n{STYLES['outlook id'](LETTER)}").text == ANSWER
    assert kept_words(f"{ANSWER}\n\n{STYLES['gmail'](LETTER)}").text == ANSWER


WORDS = st.text("abc saya > : menulis @x.example 0812 - _ * Dari On 2026 10:00 <>\t", min_size=1, max_size=60).filter(
    lambda line: not line.startswith("--")
)
_WORD = frozenset("abcdefghijklmnopqrstuvwxyz0123456789")


@given(st.lists(WORDS, min_size=1, max_size=12))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_word_is_lost_where_nothing_known_is_quoted(lines: list[str]) -> None:
    """Marks, attributions, heads, drawn lines: all of it stays, for nobody said it before."""
    text = "Baik, Bu.\n" + "\n".join(lines) + "\nItu semua yang kami tahu."
    found = kept_words(text, known=KNOWN).text
    assert [one for one in text.lower() if one in _WORD] == [one for one in found.lower() if one in _WORD]


@given(st.lists(st.text("abcdef >:@.\n\t", max_size=40), max_size=10), st.sampled_from(list(STYLES)))
@settings(max_examples=200, deadline=None)
def test_what_decides_is_part_of_what_is_passed_on(lines: list[str], style: str) -> None:
    """Every line of the new words reaches the customer."""
    text = "\n".join([*lines, "", STYLES[style](LETTER)])
    passed_on = kept_words(text, known=KNOWN).text
    new = new_words(text, known=KNOWN).text.split("\n")
    lost = [line for line in new if any(map(str.isalnum, line)) and line.strip() not in passed_on]
    assert lost == []
