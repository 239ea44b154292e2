"""Asking back before a dangerous act: which reply is a yes, and whose, until when, how often."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from mailflow.core import events as ev
from mailflow.core.confirmations import (
    ACTS,
    DECLINED,
    FORWARDED,
    GRANTED,
    LASTS,
    LATE,
    NOT_YOURS,
    UNCLEAR,
    USED,
    VERDICTS,
    Act,
    Consent,
    Question,
    act_words,
    verdict,
)
from mailflow.core.letters import letters
from mailflow.core.meaning import Meaning
from mailflow.core.replies.confirm import read
from mailflow.core.ticket import Ticket
from tests.core.desk import BUDI, DEWI, SARI, at, rules

YES = """Ya, betul itu satu gangguan. Terima kasih. | ya, kirim ke semua | Yes, it is one incident.
    | ya | Ya. | YA | Ya! | iya | Iyaa | yaaa | y | Yes | yes. | YES!! | yep | yup | yeah | Yes please | yes, go
    ahead | Ya, silakan | ya, lanjutkan saja | Ya setuju | ya betul | Ya benar, lepas saja | Iya bu | Ya, terima kasih
    | ya 👍 | *Ya* | "ya" | ya ya | Halo, ya | Ya, tutup semuanya | ya, saya yakin | Yes, I'm sure | ya gabungkan
    | Ya, blokir | yes, close them all | Nggih | ya, mohon dilepas | Ya Budi | Ya¶¶Dewi | Ya¶¶Salam,¶Dewi
    Lestari | Yes¶¶Best regards,¶Dewi | Ya¶Sent from my iPhone | Selamat pagi,¶¶ya, silakan | Ya¶¶--¶Dewi
    Lestari¶HP 0812 3456 789 | Ya.¶¶Kepala Layanan Pelanggan¶Gedung B lantai 2"""
NO = """tidak | Tidak. | TIDAK! | no | No, thanks | nope | jangan | Jangan dulu | batal | Batalkan | batalkan saja |
    cancel | tidak jadi | gak | nggak usah | Bukan saya yang minta | salah nomor, batal | don't | stop | Tidak,
    biarkan saja | Jangan, itu memang Sari | belum | no, wait | tolak | reject"""
UNCLEAR_WORDS = """Ya, satu gangguan tapi bukan tiket 3 | ya kirim ke semua kecuali Ani | kirim
    | | . | ok | Oke | 👍 | siap | setuju | lanjut | tutup | silakan | go ahead | sure | confirm | 1 |
    OK, thanks | noted | ya? | Ya ?? | ya, kecuali 7 | ya tapi jangan yang 7 | ya, 5 saja | ya kalau Budi setuju |
    ya nanti | yes, but not 7 | ya atau tidak? | ya tidak | Ya, 17 dan 18 | yes if it is spam | apa ini? | Ini apa ya? |
    kenapa harus ya | saya kira ya | Sudah saya telepon pelanggannya | ya sudah diurus Budi | ya¶¶eh jangan |
    Ya¶¶kecuali tiket 7 | Yes¶wait, don't | Ya¶¶Yang 7 bagaimana? | terima kasih | yakin? | /selesai | lepas 17
    | jaya | yayasan | yesterday | Ya ampun | ya udah terserah | nya | may | y/n"""


def spelled(words: str) -> list[str]:
    return [one.strip().replace("¶", "\n") for one in words.replace("\n", " ").split(" | ")]


@pytest.mark.parametrize(
    ("text", "meaning"),
    [
        *((text, Meaning.YES) for text in spelled(YES)),
        *((text, Meaning.NO) for text in spelled(NO)),
        *((text, Meaning.UNCLEAR) for text in spelled(UNCLEAR_WORDS)),
    ],
)
def test_only_a_yes_is_a_yes(text: str, meaning: Meaning) -> None:
    """A condition, an exception, a question, a sign or an "ok" carries nothing out."""
    assert read(text, ("Dewi Lestari", "Budi")) is meaning


ASKED = Question(Act("close", "Dewi", {"tickets": "5 7", "numbers": "5, 7"}), DEWI, at(0))
SAID = Consent((DEWI, "dewi.home@mail.example"), Meaning.YES, at(0) + LASTS)


@pytest.mark.parametrize(
    ("asked", "answer", "expected"),
    [
        (ASKED, SAID, GRANTED),
        (ASKED, replace(SAID, at=SAID.at + timedelta(seconds=1)), LATE),
        (ASKED, replace(SAID, meaning=Meaning.NO), DECLINED),
        (ASKED, replace(SAID, meaning=Meaning.UNCLEAR), UNCLEAR),
        (ASKED, replace(SAID, addresses=(BUDI,)), NOT_YOURS),
        (ASKED, replace(SAID, forward=True), FORWARDED),
        (replace(ASKED, ended=True), SAID, USED),
        (replace(ASKED, ended=True), replace(SAID, addresses=(BUDI,)), NOT_YOURS),
    ],
)
def test_once_within_the_hour_by_the_person_asked(asked: Question, answer: Consent, expected: str) -> None:
    """Each other reply does nothing, and says why."""
    assert verdict(asked, answer) == expected
    assert (expected in VERDICTS) is (expected != GRANTED)


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", ACTS)
def test_the_act_is_described_without_links(name: str, language: str) -> None:
    """What a stranger's mail brings into the question cannot be clicked."""
    args = dict.fromkeys(re.findall(r"{(\w+)}", " ".join(ACTS[name].asks)), "https://evil.example/x")
    words = act_words(Act(name, "Dewi", args), language)
    assert "://" not in words and "{" not in words


def test_each_of_those_who_may_decide_is_asked_in_his_language() -> None:
    """One event, a letter for each; a name that rules.yaml no longer has gets none."""
    event = ev.ConfirmationAsked(
        "Budi", "close", (("tickets", "5"), ("numbers", "5")), ("Budi", "Sari", "Dewi", "Nobody")
    )
    found = {letter.to[0].email: letter for letter in letters(Ticket(n=5, number="5"), event, rules())}
    assert found.keys() == {BUDI, SARI, DEWI}
    assert [found[one].facts["by"] for one in (BUDI, SARI)] == ["", "Budi"]
    assert found[SARI].facts["act"] == "close ticket 5"
    assert found[DEWI].asks == Act("close", "Budi", {"tickets": "5", "numbers": "5"})
