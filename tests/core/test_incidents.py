"""Which requests of many customers tell of one problem, and what a ticket's incident does to it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from mailflow.core import events as ev
from mailflow.core.confirmations import ACTS, LASTS
from mailflow.core.decide import decide
from mailflow.core.evolve import evolve
from mailflow.core.incident import Incident, IncidentStanding
from mailflow.core.incidents import (
    DECLINE,
    JOIN,
    TROUBLE,
    alike,
    as_written,
    may_report,
    request_words,
    shown_words,
    takes_in,
    tells_of,
    waits_with,
)
from mailflow.core.message import Address
from mailflow.core.occasions import CommandGiven
from mailflow.core.ticket import Status, Ticket
from tests.core.desk import rules

NOW = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
ANI = Address("ani@mail.example", "Ani")


def found(texts: list[str], customers: int = 3) -> tuple[str, ...] | None:
    *earlier, new = [request_words(n, f"c{n}", "", text) for n, text in enumerate(texts, start=1)]
    group = alike(new, earlier, customers)
    return None if group is None else group.words


ONE_PROBLEM = [
    ["Pulsa belum masuk", "pulsa sy blm masuk min", "Kak pulsa 50rb kok gak masuk2, ke 0812-3456-7890 belum masuk"],
    ["WiFi perpustakaan mati", "Di perpus wifi lemot", "wi-fi kampus tidak bisa konek"],
    ["tidak bisa login", "gagal login terus", "Login error 500"],
    ["The wifi is down", "I can't connect to wifi", "wifi not working in room 5"],
    ["My top-up has not arrived", "Pulsa tidak masuk", "credit never arrived, order 5512"],
    ["Pembayaran UKT gagal", "bayar UKT error terus", "UKT: payment failed"],
    ["servernya down ya?", "Server lagi mati?", "apakah server gangguan"],
    ["kuota habis sendiri", "Kuota saya abis padahal baru isi", "kuota habis dalam semalam"],
]
NO_PROBLEM = [
    ["Bagaimana cara cetak KRS?", "Kapan wisuda?", "Mohon info beasiswa"],
    ["Selamat pagi, nama saya Ani, NIM 12", "Selamat pagi, nama saya Joko, NIM 13", "Selamat pagi, nama saya Budi"],
    ["pulsa belum masuk", "wifi mati", "login gagal"],
    ["Terima kasih banyak atas bantuannya"] * 3,
    ["", "", ""],
    ["12345", "12345", "12345"],
    ["Wifi perpustakaan mati total", "Listrik laboratorium mati total", "Lift rektorat mati total"],
    ["Wifi down completely", "The lift is down completely", "Power is completely down"],
]


@pytest.mark.parametrize("texts", ONE_PROBLEM, ids=lambda texts: texts[0])
def test_one_problem_in_many_words(texts: list[str]) -> None:
    """Customers in one disturbance are alike, however each puts it."""
    assert found(texts) is not None


@pytest.mark.parametrize("texts", NO_PROBLEM, ids=lambda texts: texts[0][:20] or "nothing")
def test_what_is_no_problem_in_common(texts: list[str]) -> None:
    """Courtesy, forms' words, numbers and trouble alone make nobody alike."""
    assert found(texts) is None


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["WiFi mati", "Wi-Fi lemot", "wi-fi kampus mati"], ("mati/lemot", "wi-fi")),
        (["inet mati", "internetnya putus", "INET mati"], ("mati/putus", "inet")),
        (["sandi SIAKAD ditolak", "Sandi SIAKAD gagal", "sandi siakad gagal"], ("gagal/ditolak", "sandi", "SIAKAD")),
        (["My top-up hasn't arrived", "the top-up has not arrived"], ("hasn't/not", "top-up", "arrived")),
        ([], (TROUBLE,)),
    ],
)
def test_words_are_shown_as_customers_wrote_them(texts: list[str], shown: tuple[str, ...]) -> None:
    """The commonest spelling of each, not the one they are compared by; two signs of trouble."""
    words = [sorted(request_words(1, "", "", text).words) for text in texts] or [[TROUBLE]]
    common = sorted(set.intersection(*map(set, words)))
    assert sorted(as_written(common, texts) or common) == sorted(shown)


def test_one_customer_counts_once() -> None:
    """The same customer's three requests are one customer's."""
    said = [request_words(n, "ani", "", "wifi mati") for n in (1, 2, 3)]
    assert alike(said[2], said[:2], 2) is None


def test_too_few() -> None:
    """One fewer than `customers` is none yet."""
    assert found(["wifi mati", "wifi lemot"]) is None
    assert found(["wifi mati", "wifi lemot"], customers=2) == (TROUBLE, "wifi")


def test_a_long_text_is_read_in_part() -> None:
    """However long a mail is, little of it is compared."""
    assert len(request_words(1, "a", "", " ".join(f"kata{chr(97 + n % 26)}{n}x" for n in range(100_000))).words) <= 60


@pytest.mark.parametrize(
    ("text", "tells"),
    [
        ("wifi mati lagi", True),
        ("perpustakaan: wifi", True),
        ("mati listrik", False),
        ("perpustakaan tutup jam?", False),
    ],
)
def test_who_joins(text: str, tells: bool) -> None:
    """A later request joins with two of the incident's words."""
    assert tells_of(request_words(0, "", "", text), ("perpustakaan", TROUBLE, "wifi")) is tells


def test_half_of_many_words_must_be_there() -> None:
    """An incident with many common words takes in only what has half of them."""
    assert not tells_of(request_words(0, "", "", "wifi mati"), ("gedung", "lantai", "perpustakaan", TROUBLE, "wifi"))


def asked(**changes: object) -> Ticket:
    base: dict[str, object] = {"n": 1, "number": "1", "requester": ANI, "opened_at": NOW, "version": 1}
    return Ticket(**{**base, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "ticket",
    [
        asked(status=Status.WAITING),
        asked(first_answered_at=NOW),
        asked(requester=None),
        asked(unverified=True),
        asked(opened_at=None),
        asked(opened_at=NOW - timedelta(hours=2)),
    ],
)
def test_what_reports_nothing(ticket: Ticket) -> None:
    """Answered, old, nobody's and perhaps forged requests count for no incident."""
    assert may_report(asked(), NOW - timedelta(hours=1))
    assert not may_report(ticket, NOW - timedelta(hours=1))


@pytest.mark.parametrize(
    ("first", "takes"),
    [
        (None, False),
        (asked(), True),
        (asked(status=Status.CLOSED), False),
        (asked(opened_at=None), False),
        (asked(opened_at=NOW - timedelta(hours=25)), False),
    ],
)
def test_what_takes_in(first: Ticket | None, takes: bool) -> None:
    """An incident takes in what comes for a day, while its first ticket goes on."""
    assert takes_in(first, NOW) is takes


ARGS = {"first": "1", "number": "1", "words": f"{TROUBLE} wifi"}
BOUND = Incident(1, "1", IncidentStanding.BOUND, (TROUBLE, "wifi"))
PROPOSED = Incident(1, "1", IncidentStanding.PROPOSED, (TROUBLE, "wifi"))


@pytest.mark.parametrize(
    ("ticket", "command", "standing"),
    [
        (asked(), JOIN, IncidentStanding.BOUND),
        (asked(incident=PROPOSED), JOIN, IncidentStanding.BOUND),
        (asked(incident=PROPOSED), DECLINE, IncidentStanding.DECLINED),
    ],
)
def test_what_is_decided(ticket: Ticket, command: str, standing: IncidentStanding) -> None:
    """A yes binds, a no leaves it alone for good."""
    (event,) = decide(ticket, CommandGiven(command, "Dewi", ARGS), rules(), NOW)
    after = evolve(ticket, event, NOW).incident
    assert after is not None and after.standing is standing


@pytest.mark.parametrize(
    ("ticket", "command"),
    [
        (asked(incident=BOUND), JOIN),
        (asked(status=Status.CLOSED), JOIN),
        (asked(incident=BOUND), DECLINE),
        (asked(), DECLINE),
    ],
)
def test_what_is_not_decided_again(ticket: Ticket, command: str) -> None:
    """What is bound, over, or was never proposed stays as it is."""
    assert decide(ticket, CommandGiven(command, "Dewi", ARGS), rules(), NOW) == []


def test_whom_one_answer_may_reach() -> None:
    """Open tickets of the same incident that nobody else has or has answered."""
    other = Incident(9, "9", IncidentStanding.BOUND, ("wifi",))
    mine = asked(n=1, owner="Budi", incident=BOUND)
    free, own = asked(n=3, incident=BOUND), asked(n=2, owner="Budi", status=Status.OPEN, incident=BOUND)
    others = [
        mine,
        free,
        own,
        asked(n=4, owner="Sari", status=Status.OPEN, incident=BOUND),
        asked(n=5, incident=BOUND, first_answered_at=NOW),
        asked(n=6, incident=BOUND, status=Status.CLOSED),
        asked(n=7, incident=other),
        asked(n=8, incident=PROPOSED),
        asked(n=9),
        asked(n=10, incident=BOUND, requester=None),
    ]
    assert [one.n for one in waits_with(mine, others)] == [2, 3]
    assert waits_with(own, others) == []  # not the first ticket, and another has been answered
    assert [one.n for one in waits_with(own, [mine, free])] == [1, 3]
    assert waits_with(asked(n=9), others) == []


def test_a_no_to_nothing() -> None:
    """A declined event on a ticket without an incident changes nothing of it."""
    assert evolve(asked(), ev.IncidentDeclined("Dewi", NOW, "1"), NOW).incident is None


def test_trouble_in_both_languages() -> None:
    """The sign of trouble is shown as a word."""
    assert shown_words((TROUBLE, "wifi"), "id") == "gangguan, wifi"
    assert shown_words((TROUBLE, "wifi"), "en") == "trouble, wifi"


def test_the_question_lasts_a_day() -> None:
    """Nobody can ask for it once more, so it outlasts what somebody asked for himself."""
    assert ACTS["incident"].lasts == timedelta(days=1) > LASTS
