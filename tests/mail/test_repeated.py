"""What a reply repeats of the mail it answers without any mark of quotation, above or below its own words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mailflow.mail.quoting.known import Known
from mailflow.mail.quoting.said import Said, Text
from mailflow.mail.quoting.text import new_words
from tests.mail.relayed import kept_words

ASKED = "Halo, saya Joko. Mohon bantuannya, pulsa saya belum masuk sejak pagi."
FOOTER = "_______________\nmilis operator"
ANSWER = (
    "Halo Joko,\n\nSudah kami periksa, silakan matikan HP sebentar lalu nyalakan lagi.\n"
    "Kalau belum masuk juga, kabari kami ya.\n\nSalam hangat,\nBudi"
)
OUTLOOKS = f"""Masih belum bisa juga.

{"_" * 32}
Dari: Joko <joko@mail.example>
Dikirim: 14 Oktober 2026 17.42
Kepada: kami
Subjek: Pulsa

{ASKED}"""
ANSWERED = {
    "a request": ASKED,
    "a list's copy": f"{ASKED}\n\n{FOOTER}",
    "an answer": ANSWER,
    "an Outlook reply": OUTLOOKS,
    "its list's copy": f"{OUTLOOKS}\n\n{FOOTER}",
    "a line": "Sudah masuk?",
}
REPLIES = ("oke", "Sudah beres, makasih", "Terima kasih, tapi belum bisa.")


def _knowing(source: str, *, colleague: bool = False) -> Known:
    answered = Text(source, public=True, answered=True)
    return Known(names=("Joko",), reply=True, colleague=colleague, said=Said((answered, Text("Catatan lain."))))


@pytest.mark.parametrize("colleague", [False, True], ids=["a customer", "an operator"])
@pytest.mark.parametrize("source", ANSWERED.values(), ids=ANSWERED)
@pytest.mark.parametrize("reply", REPLIES)
def test_words_above_and_below_a_whole_mail(reply: str, source: str, colleague: bool) -> None:
    """They are all that is left, however the mail around them ends."""
    known = _knowing(source, colleague=colleague)
    texts = (f"{source}\n\n{reply}", f"{source}\n{reply}", f"{reply}\n\n{source}", f"{reply}\n{source}")
    assert [new_words(text, known=known).text for text in texts] == [reply] * 4
    assert [kept_words(text, known=known).text for text in texts] == [reply] * 4


def test_the_footer_of_the_mail_answered_ends_nothing() -> None:
    """A list nobody has learned from yet has put it below what stands above the author's words."""
    for source in (ASKED, f"{ASKED}\n\n{FOOTER}"):
        found = new_words(f"{ASKED}\n\n{FOOTER}\n\nSudah kami proses.\n\n{FOOTER}", known=_knowing(source))
        assert found.text == "Sudah kami proses."


@pytest.mark.parametrize("passage", [ANSWER.partition("\n\n")[2], ANSWER.split("\n")[2]], ids=["its end", "a line"])
def test_a_passage_a_customer_repeats(passage: str) -> None:
    """He shows what his words are about; they mean what they say."""
    known = _knowing(ANSWER)
    for text in (f"{passage}\n\nSudah beres, makasih", f"Sudah beres, makasih\n\n{passage}"):
        assert new_words(text, known=known).text == "Sudah beres, makasih"
        assert passage in kept_words(text, known=known).text  # who reads them must see what they are about


def test_a_passage_an_operator_repeats_is_his_answer() -> None:
    """A colleague has proposed it in the mail he answers."""
    proposed = "Bagaimana kalau begini:\n\nSilakan matikan HP sebentar lalu nyalakan lagi, lalu cek pulsa dengan *888#."
    text = proposed.partition("\n\n")[2]
    assert new_words(text, known=_knowing(proposed, colleague=True)).text == text


def test_a_short_line_said_again_is_no_quotation() -> None:
    """Who answers "Sudah masuk?" with "Sudah masuk" says something."""
    assert new_words("Sudah masuk", known=_knowing("Sudah masuk?")).text == "Sudah masuk"


@pytest.mark.parametrize("reply", ["", "Sudah kami proses, silakan dicek."])
@pytest.mark.parametrize("indent", ["\t", "    "])
def test_what_a_list_added_is_indented_with_the_rest(indent: str, reply: str) -> None:
    """An operator's client quotes the list's copy; the desk has the direct one, and has learned no footer yet."""
    quoted = "\n".join(f"{indent}{line}".rstrip(" ") for line in f"{ASKED}\n\n{FOOTER}".split("\n"))
    known = _knowing(ASKED, colleague=True)
    for text in (f"{quoted}\n\n{reply}", f"Joko <joko@mail.example> wrote:\n\n{quoted}\n\n{reply}"):
        assert new_words(text, known=known).text == reply
        assert kept_words(text, known=known).text == reply


@pytest.mark.parametrize("reply", ["", "Sudah kami proses, silakan dicek."])
def test_s_nails_quotation_of_a_marked_one(reply: str) -> None:
    """What is indented below its attribution is quoted, though the first line of it has a mark of its own."""
    empty = "\n\n> Pulsa belum masuk.\n>\n> _______________\n> milis operator\n\n_______________\nmilis operator"
    quoted = "\n".join(f"\t{line}" for line in empty.split("\n"))
    text = f"sari@desk.example <sari@desk.example> wrote:\n\n{quoted}\n\n{reply}"
    for known in (Known(names=("Tono",), reply=True, colleague=True), _knowing(empty, colleague=True)):
        assert new_words(text, known=known).text == reply
        assert kept_words(text, known=known).text == reply


SHORT = ("ok", "👍", "Sudah bisa", "Terima kasih banyak atas bantuannya ya", "Sudah\n\nMakasih")
HEADS = {
    "marks below an attribution": "Pada 15/04/2026 pukul 19.01, {} <x@desk.example> menulis:\n{}",
    "marks alone": "{1}",
    "Outlook's block": f"{'_' * 32}\nDari: {{}} <x@desk.example>\nDikirim: 15 April 2026 19.01\nKepada: kami\n"
    "Subjek: Pulsa\n\n{}",
    "indented by s-nail": "{} <x@desk.example> wrote:\n\n{}",
}


@pytest.mark.parametrize("colleague", [False, True], ids=["a customer", "an operator"])
@pytest.mark.parametrize("card", ["", "\n\nSalam,\nJoko"], ids=["bare", "signed"])
@pytest.mark.parametrize("form", HEADS)
@pytest.mark.parametrize("said", SHORT)
def test_the_words_of_the_mail_answered_said_again_above_it(said: str, form: str, card: str, colleague: bool) -> None:
    """Both have said "ok": the one that is quoted has a mark or a head, the other is an answer, and not an empty
    mail (which takes a ticket)."""
    mark = {"Outlook's block": "", "indented by s-nail": "\t"}.get(form, "> ")
    quoted = HEADS[form].format("Budi", "\n".join(f"{mark}{line}".rstrip() for line in said.split("\n")))
    known = replace(_knowing(said, colleague=colleague), ours=frozenset(("x@desk.example",)))
    text = f"{said}{card}\n\n{quoted}"
    assert new_words(text, known=known).text in (said, f"{said}{card}")
    assert kept_words(text, known=known).text in (said, f"{said}{card}")


@pytest.mark.parametrize("said", SHORT)
def test_a_whole_short_mail_without_marks_with_the_quotation_that_it_has_below(said: str) -> None:
    """The marks are those of the mail that is repeated: what it quotes is older, and not itself."""
    text = f"{said}\n\n> Halo, saya Rina. Mohon bantuannya, sudah saya coba dari pagi.\n> \n\nsudah bisa kak, makasih"
    assert new_words(text, known=_knowing(said)).text == "sudah bisa kak, makasih"
