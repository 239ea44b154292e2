"""What customers' replies mean: judged tables, and how the meaning depends on what was asked of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from mailflow.core.meaning import Meaning
from mailflow.core.replies.classes import Lexicon, key
from mailflow.core.replies.customer import read
from mailflow.core.replies.customer_words import CLASSES
from mailflow.core.replies.questions import asked_in

JUDGED = Path(__file__).parent / "judged"
TABLES = ("customers.tsv", "customers-more.tsv", *(f"customers-{n}.tsv" for n in range(3, 16)))
PEOPLE = ("Budi", "Sari", "Dewi", "iDuHelp! Offline", "Ani", "Joko", "Rina", "Agus")


def judged(name: str) -> list[tuple[str, str]]:
    """(meaning, text) of every line of a table: `meaning TAB language TAB text`, `\\n` standing for a line end."""
    lines = (JUDGED / name).read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]
    return [(meaning, text.replace("\\n", "\n")) for meaning, _, text in rows]


@pytest.mark.parametrize(("meaning", "text"), [row for name in TABLES for row in judged(name)])
def test_judged(meaning: str, text: str) -> None:
    """A reply means what somebody who has not read the code says it does."""
    assert read(text, PEOPLE).meaning == meaning


def test_who_is_asked_may_tell_it_below_his_name() -> None:
    """A number that was asked for is no signature."""
    said = "Terima kasih\n\nAni Lestari\nHP: 0812-3456-789"
    assert read(said, PEOPLE).meaning is Meaning.THANKS
    assert read(said, PEOPLE, asked="request").meaning is Meaning.CONTENT


def test_every_word_stands_once() -> None:
    """No word or phrase is in two classes: which of them counted would depend on their order."""
    assert said_twice(CLASSES) == []


def said_twice(classes: Mapping[str, str]) -> list[str]:
    """The entries that stand in a second class."""
    seen: dict[tuple[str, ...], str] = {}
    found = []
    for kind, entries in classes.items():
        for entry in entries.replace("\n", ";").split(";"):
            words = tuple(map(key, entry.split()))
            if words and seen.setdefault(words, kind) != kind:
                found.append(entry)
    return found


@pytest.mark.parametrize("text", ["oke", "iya", "sudah", "sudah kak", "baik", "masuk", "👍", "ya boleh"])
def test_an_answer_to_a_question_is_read(text: str) -> None:
    """Where the operator asked something, "ok" and "sudah" tell it, and somebody must go on."""
    assert read(text, PEOPLE, asked="question").meaning is Meaning.CONTENT


@pytest.mark.parametrize(("text", "meaning"), [("baik kak", "acknowledgement"), ("siap", "acknowledgement")])
def test_a_request_may_be_acknowledged(text: str, meaning: str) -> None:
    """Asked to send something, he says that he will: what he sends is waited for."""
    assert read(text, PEOPLE, asked="request").meaning == meaning


@pytest.mark.parametrize("asked", ["question", "request"])
@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        ("Sudah beres, terima kasih", "solved"),
        ("It works now", "solved"),
        ("terima kasih", "thanks"),
        ("sudah", "content"),
    ],
)
def test_solved_in_so_many_words_is_solved_whatever_was_asked(asked: str, text: str, meaning: str) -> None:
    """ "It works now" answers any question; a bare "sudah" may mean that he has sent what was wanted."""
    assert read(text, PEOPLE, asked=asked).meaning == meaning


@pytest.mark.parametrize("text", ["ya", "iya kak", "Yes", "yes, thank you", "ya, sangat membantu"])
def test_yes_to_did_it_help(text: str) -> None:
    """ "Yes" to our own "did that help?" says that it is solved; anywhere else it is heard, no more."""
    assert read(text, PEOPLE, after_question=True).meaning is Meaning.SOLVED
    assert read(text, PEOPLE).meaning is not Meaning.SOLVED


def test_what_said_so() -> None:
    """The words that decided are told."""
    assert read("Halo Mas Budi, sudah bisa login. Terima kasih!", PEOPLE).by == "sudah bisa login"


@pytest.mark.parametrize("text", ["", " \n", "sudah " * 41, "x" * 10_000, "?", "!", "\ud800", "ya" * 5000])
def test_anything_can_be_read(text: str) -> None:
    """Nothing fails, and what is no short reply is content."""
    assert read(text, PEOPLE).meaning is Meaning.CONTENT


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Mohon kirimkan nomor HP dan waktu pembelian.", "request"),
        ("Tolong sebutkan nomor serinya ya kak", "request"),
        ("Kami butuh foto KTP Anda.", "request"),
        ("Please send us a screenshot.", "request"),
        ("We need your customer number to go on.", "request"),
        ("Boleh kami reset akunnya?", "question"),
        ("Nomor tujuannya berapa ya kak? 🙏", "question"),
        ("Sudah kami cek. Apakah modem sudah dinyalakan ulang?\n\nSalam,\nBudi", "question"),
        ("Which phone do you use?", "question"),
        ("Sudah kami kirim ulang, silakan dicek.", ""),
        ("Sudah kami kirim ulang. Apakah sudah masuk?", ""),
        ("Did this help? Is there anything else we can do for you?", ""),
        ("Kalau masih gagal, mohon kirimkan tangkapan layarnya.", ""),
        ("Please let us know if it works.", ""),
        ("Silakan isi formulir di https://form.example/a?b=c lalu kirim.", ""),
        ("Mohon periksa nomor tujuannya.", ""),
        ("Mohon ditunggu ya kak.", ""),
        ("", ""),
    ],
)
def test_what_an_answer_asks(text: str, asked: str) -> None:
    """An answer asks when the customer must tell or send something before anybody can go on."""
    assert asked_in(text) == asked


def test_a_longer_phrase_wins() -> None:
    """ "thank you" is one thing, and its words fill when they stand apart."""
    lexicon = Lexicon({"t": "thank you", "i": "you"})
    assert [word.kind for word in lexicon.words("thank you, you")] == ["t", "p", "|", "i"]


@pytest.mark.parametrize("text", ["makasiiih", "MAKASIH", "Makasih!", "makasih2", "maka\u200bsih"])
def test_spellings(text: str) -> None:
    """Stretched, shouted, doubled: the same word."""
    assert read(text).meaning is Meaning.THANKS


LIKE_SOLVED = [
    "saldonya udah balik utuh nih kak",
    "alhamdulillah internet rumah sudah jalan lagi dari tadi pagi, makasih kak",
]


@pytest.mark.parametrize("text", LIKE_SOLVED)
def test_what_is_like_other_good_news_is_solved(text: str) -> None:
    """Words no grammar knows, and `by` names those that say it."""
    reading = read(text, PEOPLE)
    assert reading.meaning is Meaning.SOLVED and reading.by


@pytest.mark.parametrize("text", LIKE_SOLVED)
def test_an_answer_to_a_question_is_not_guessed(text: str) -> None:
    """Where the operator asked for something, only what is understood to the last word is more than content."""
    assert read(text, PEOPLE, asked="request").meaning is Meaning.CONTENT


@pytest.mark.parametrize("text", ["½jam belum masuk", "tunggu ½", "〤lima", "ⅷkali gagal", "²kali"])
def test_a_word_may_begin_with_any_numeral(text: str) -> None:
    """One that is no digit (Unicode's Nl and No) stopped the reading, and the mail was parked (found by fuzzing)."""
    assert read(text, PEOPLE).meaning is Meaning.CONTENT
