"""What is learned from earlier mails: the card of their author, the footer of a list; and what is not."""

from __future__ import annotations

import pytest

from mailflow.mail.quoting import learned
from mailflow.mail.quoting.known import Known
from mailflow.mail.quoting.learned import Ending
from mailflow.mail.quoting.said import Said
from mailflow.mail.quoting.text import new_words
from tests.mail.relayed import kept_words

BUDI = ("Budi Santoso", "Budi")
ANSWERS = ["Pendaftarannya dibuka hari Senin.", "Silakan lapor ke gedung A.", "Sandi baru sudah kami kirim."]


def known(*earlier: str, said: Said | None = None) -> Known:
    """Of Budi, whose earlier mails said this, the newest first."""
    endings = tuple(Ending(new_words(text, known=Known(names=BUDI)).ending) for text in earlier)
    return Known(names=BUDI, reply=True, colleague=True, endings=endings, said=said)


def signed(card: str, count: int = 2) -> Known:
    return known(*(f"{answer}\n\n{card}" for answer in ANSWERS[:count]), said=Said())


CARDS = {
    "name and sentence": "Salam literasi dari lantai tiga\nBudi, pustakawan yang suka kopi",
    "desk and motto": "Tim Pulsa Ceria — melayani sepenuh hati",
    "one line": "budi | iDuHelp | senin sampai jumat",
    "thanks in it": "Terima kasih,\nbudi dari meja depan",
    "office": "layanan akademik lantai 2, buka sampai jam tiga sore",
    "rule above": "=====\nBudi si penjaga pulsa",
    "formula and motto": "Hormat kami,\nyang selalu setia menemani",
}


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS.keys())
def test_what_ended_two_mails_is_a_card(card: str) -> None:
    """Alone it is nothing; below an answer it goes, for the customer too."""
    assert new_words(card, known=signed(card)).text == ""
    assert new_words(f"Siap\n\n{card}", known=signed(card)).text == "Siap"
    assert kept_words(f"Sudah, Bu.\n\n{card}", known=signed(card)).text == "Sudah, Bu."


@pytest.mark.parametrize("card", CARDS.values(), ids=CARDS.keys())
def test_one_mail_teaches_nothing(card: str) -> None:
    """It may have been said that once."""
    if card != CARDS["formula and motto"]:
        assert new_words(f"Sudah, Bu.\n\n{card}", known=signed(card, 1)).text == f"Sudah, Bu.\n\n{card}"


def test_a_motto_alone_is_learned_from_three() -> None:
    """It names nobody, so that two mails might have said it."""
    motto = "Jujur, ramah, cepat melayani."
    assert new_words(motto, known=signed(motto, 2)).text == motto
    assert new_words(motto, known=signed(motto, 3)).text == ""


SAID_AGAIN = [
    "Silakan dicek kembali ya, Bu.",
    "Silakan dicek kembali.\nTerima kasih.",
    "Mohon ditunggu, akan segera kami proses.",
    "Silakan transfer ke:\nBank Contoh 1234567890\na.n. PT Pulsa Jaya",
    "Rekening kami\nBCA 1234567890 a.n. PT Pulsa Jaya",
    "Apakah sudah bisa?",
    "Terima kasih.",
]


@pytest.mark.parametrize("text", SAID_AGAIN)
@pytest.mark.parametrize("count", [2, 3])
def test_an_answer_given_each_time_is_an_answer(text: str, count: int) -> None:
    """People say the same again; the account to pay to is needed each time."""
    assert new_words(text, known=signed(text, count)).text == text
    assert kept_words(f"Baik, Bu.\n\n{text}", known=signed(text, count)).text == f"Baik, Bu.\n\n{text}"


def test_the_same_mail_twice_teaches_nothing() -> None:
    """A canned answer signed with his name is sent to one after another."""
    text = "Sudah kami proses, silakan dicek.\n\nBudi dari meja depan"
    assert new_words(text, known=known(text, text)).text == text


def test_an_answer_above_the_card_that_was_given_before_stays() -> None:
    """Two mails share the sentence and the card; only the card is one."""
    card = CARDS["name and sentence"]
    earlier = (f"Sudah kami proses.\n\n{card}", f"Halo Bu Ani,\nSudah kami proses.\n\n{card}")
    assert new_words(f"Sudah kami proses.\n\n{card}", known=known(*earlier)).text == "Sudah kami proses."


def test_a_card_of_half_his_mails_is_his() -> None:
    """From the telephone he sends none."""
    card = CARDS["name and sentence"]
    earlier = (f"{ANSWERS[0]}\n\n{card}", "Sudah ya.", f"{ANSWERS[1]}\n\n{card}", "Baik, kami cek dulu.")
    assert new_words(card, known=known(*earlier)).text == ""


def test_an_old_card_is_none_any_more() -> None:
    """Of the newest mails too few have it."""
    card = CARDS["name and sentence"]
    recent = [f"Jawaban nomor {number} untuk Ibu." for number in range(7)]
    earlier = (*recent, f"{ANSWERS[0]}\n\n{card}", f"{ANSWERS[1]}\n\n{card}")
    assert new_words(card, known=known(*earlier)).text == card


# ---- lists

FOOTER = "Papan operator iDuHelp, jangan diteruskan ke luar."
LISTS = ("operator.lists.desk.example",)


def by_list(*others: tuple[str, str], reply: bool = True) -> Known:
    endings = tuple(Ending(learned.ending(text.split("\n")), author) for text, author in others)
    return Known(author="budi@x", reply=reply, lists=LISTS, list_endings=endings)


def test_what_ends_another_persons_mail_of_the_list_is_its_footer() -> None:
    """One is enough; an empty claim stays empty, and a request does not end with it."""
    other = by_list((f"Pulsa belum masuk.\n{FOOTER}", "ani@x"))
    assert new_words(f"\n{FOOTER}\n", known=other).text == ""
    assert new_words(f"Siap\n{FOOTER}", known=other).text == "Siap"
    quoted = f"\n\nAni <ani@x.example> menulis:\n> Pulsa belum masuk.\n> {FOOTER}\n{FOOTER}"
    assert new_words(quoted, known=other).text == ""


def test_a_footer_of_several_lines_with_a_rule() -> None:
    """The rule goes with it."""
    footer = f"---\n{FOOTER}\nhttps://lists.desk.example"
    other = by_list((f"Pulsa.\n{footer}", "ani@x"), (f"KRS.\n{footer}", "rina@x"))
    assert new_words(f"Baik.\n\n{footer}", known=other).text == "Baik."


@pytest.mark.parametrize(
    "others",
    [
        [("Pulsa belum masuk.", "ani@x")],
        [("Pulsa belum masuk.\nTerima kasih.", "ani@x")],
        [("Pulsa belum masuk.\nSaya sudah bayar.", "ani@x"), ("KRS.\nKapan?", "rina@x")],
        [],
    ],
)
def test_what_two_people_may_say_alike_is_no_footer(others: list[tuple[str, str]]) -> None:
    """The same request of two people, thanks, words that only one of them said."""
    for text in ("Pulsa belum masuk.", "Sudah ya.\nTerima kasih.", "Halo.\nSaya sudah bayar."):
        assert new_words(text, known=by_list(*others)).text == text


@pytest.mark.parametrize(
    "line",
    [
        "To unsubscribe send a mail to operator+unsubscribe@lists.desk.example",
        "Berhenti berlangganan: operator-unsubscribe@lists.desk.example",
        "Milis operator: https://lists.desk.example/operator",
    ],
)
def test_a_line_that_names_the_list_is_known_at_once(line: str) -> None:
    """How to leave it, where its archive is."""
    assert new_words(f"Saya lupa sandi.\n{line}", known=by_list()).text == "Saya lupa sandi."


def test_the_address_of_a_list_alone_is_no_footer() -> None:
    """Somebody may just have named it."""
    text = "Silakan tulis ke operator@lists.desk.example"
    assert new_words(text, known=by_list()).text == text
