"""When two conversations are one robot's."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from mailflow.core.likeness import Acknowledged, Begun, Signs, answers, is_alike, is_strangers, keys, words_key
from mailflow.core.message import Address

SAID = "Terima kasih, permintaan Anda kami catat dengan nomor {n}. Petugas kami akan menghubungi Anda."


def robot(email: str, n: int = 7001, name: str = "Layanan Kampus") -> Begun:
    return Begun(Address(email, name), f"Tiket {n} kami terima", SAID.format(n=n))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (robot("layanan-1001@kampus.example"), robot("layanan-1002@kampus.example", 7002)),
        (robot("reply+00ab@kampus.example", name=""), robot("reply+00ac@kampus.example", 7002, name="")),
        (robot("layanan@t1.kampus.example"), robot("layanan@t2.kampus.example", 7002)),
        (robot("a8f3@kampus.example"), robot("77be@kampus.example", 7002)),
        (robot("noreply-1@kampus.example", name=""), robot("noreply-2@kampus.example", 7002)),
        (robot("x1@k.example", name="Support #1"), robot("y2@k.example", 7002, name="Support #2")),
    ],
)
def test_a_robot_that_counts_is_one(one: Begun, other: Begun) -> None:
    """The same name, or the same address but for numbers and tokens, and the same words."""
    assert is_alike(one, other)


ANI = Begun(Address("ani@mail.example", "Ani"), "wifi", "Wifi mati")


@pytest.mark.parametrize(
    "other",
    [
        Begun(Address("budi@mail.example", "Budi"), "wifi", "Wifi mati"),
        Begun(Address("rina@mail.example"), "wifi", "Wifi mati"),
        Begun(Address("ani2@mail.example", "Ani"), "Kartu", "Kartu saya hilang di bus"),
        Begun(Address("1@mail.example"), "wifi", "Wifi mati"),
    ],
)
def test_people_are_not_one(other: Begun) -> None:
    """Not for the same trouble in the same words, nor for the same name with other words."""
    assert not is_alike(ANI, other)


RESET = "Selamat pagi, mohon bantuannya untuk reset password SIAKAD saya. NIM {nim}. Terima kasih."


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("m13521001@std.kampus.example", "Budi"), ("m13521002@std.kampus.example", "Sari")),  # a class, one template
        (("nim13521001@std.kampus.example", "Ani L"), ("nim13521002@std.kampus.example", "Joko")),
    ],
)
def test_students_with_numbers_for_addresses_have_names(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Different names are different people, however much their addresses and words agree."""
    begun = [Begun(Address(*who), "Reset password", RESET.format(nim=who[0][:9])) for who in (one, other)]
    assert not is_alike(*begun)


@pytest.mark.parametrize(
    ("said", "also"), [("Wifi mati", "wifi mati kak"), ("Pulsa belum masuk", "pulsa saya belum masuk")]
)
def test_namesakes_with_the_same_trouble_are_people(said: str, also: str) -> None:
    """A few words that many say are no evidence, nor is a common name."""
    one, other = Address("budi.s@mail.example", "Budi Santoso"), Address("santoso88@mail.example", "Budi Santoso")
    assert not is_alike(Begun(one, "tanya", said), Begun(other, "tanya", also))


# -- whether a request answers an acknowledgement

ASKED = datetime(2026, 11, 2, 2, 0, tzinfo=UTC)
TOLD = ASKED + timedelta(seconds=1)
LONG = "angin batu cahaya danau embun fajar gunung hujan ikan jalan"


def wrote(email: str, text: str = LONG, name: str = "", subject: str = "x") -> Begun:
    return Begun(Address(email, name), subject, text)


def is_answer(this: Begun, that: Begun, after: float, *signs: str, told: str = "") -> bool:
    """`this`, so many seconds after `that` was acknowledged."""
    earlier = Acknowledged(that, ASKED, TOLD, told or that.author.email)
    given = Signs(refers="refers" in signs, same_house="house" in signs, robotic="robotic" in signs)
    return answers(this, TOLD + timedelta(seconds=after), earlier, given)


ONE = wrote("ani@mail.example", "Pulsa belum masuk", "Ani")


@pytest.mark.parametrize(
    ("this", "that", "after", "signs"),
    [
        (wrote("ani@mail.example"), ONE, 3, ()),  # the same address, other words, at once
        (wrote("ani+x@mail.example"), ONE, 80, ()),
        (wrote("ani@mail.example"), ONE, 7200, ("robotic",)),  # or with the words of a desk
        (wrote("ani@mail.example"), ONE, 7200, ("refers",)),  # or it quotes us
        (wrote("x@other.example"), ONE, 7200, ("refers",)),  # whoever quotes us
        (robot("layanan-2@kampus.example"), robot("layanan-1@kampus.example"), 7200, ("house",)),
        (robot("a@b.example", name="A"), robot("c@d.example", name="C"), 7200, ("robotic",)),  # a desk's words again
        (wrote("layanan-2@k.example", "satu"), wrote("layanan-1@k.example", "dua"), 500, ("house",)),
        (wrote("layanan@b.example", "satu"), wrote("layanan@a.example", "dua"), 60, ()),
        (wrote("a@b.example", f"{LONG} 12"), wrote("c@d.example", f"{LONG} 77"), 500, ()),  # the same words
    ],
)
def test_what_answers_an_acknowledgement(this: Begun, that: Begun, after: float, signs: tuple[str, ...]) -> None:
    """An address, a quotation or words that stay, soon after our letter."""
    assert is_answer(this, that, after, *signs)


@pytest.mark.parametrize(
    ("this", "that", "after", "signs"),
    [
        (wrote("ani@mail.example"), ONE, 120, ()),  # a person writes again
        (wrote("ani@mail.example"), ONE, -1, ()),  # both were in the mailbox before we wrote
        (wrote("ani@mail.example"), ONE, -2, ("robotic",)),
        (wrote("x@other.example"), ONE, 3, ()),  # somebody else
        (wrote("ani2@mail.example", name="Anita"), ONE, 3, ("house",)),  # with another name
        (wrote("ani2@mail.example"), wrote("ani@mail.example", "Pulsa"), 700, ("house",)),
        (wrote("layanan@b.example", "satu"), wrote("layanan@a.example", "dua"), 120, ()),
        (wrote("a@b.example", name="Ani"), wrote("c@d.example", name="Citra"), 3, ()),  # a text that is passed on
        (wrote("a@b.example"), wrote("c@d.example"), 700, ()),
        (wrote("a@b.example", "Wifi mati"), wrote("c@d.example", "Wifi mati"), 3, ()),
        (wrote("a@b.example", "lain sama sekali"), ONE, 3, ("robotic",)),
    ],
)
def test_what_does_not(this: Begun, that: Begun, after: float, signs: tuple[str, ...]) -> None:
    """People: later, before, or others."""
    assert not is_answer(this, that, after, *signs)


_NAMES = ("", "Ani", "Ani 2", "Citra")
_EMAILS = "ani@a.example ani+x@a.example ani2@a.example ani@b.example c@gmail.com c.@gmail.com".split()
_BEGUN = [wrote(email, name=name) for email in _EMAILS for name in _NAMES]


def test_only_words_make_a_stranger_answer() -> None:
    """What the short way leaves out, the long way finds nothing in."""
    strangers = 0
    for this, that, told in product(_BEGUN, _BEGUN, _EMAILS):
        earlier = Acknowledged(that, ASKED, TOLD, told)
        if not is_strangers(this.author, that.author, told):
            continue
        strangers += 1
        for house, after in product((False, True), (0, 60, 700)):
            signs = Signs(refers=False, same_house=house, robotic=False)
            assert not answers(this, TOLD + timedelta(seconds=after), earlier, signs)
    assert strangers > 400


def test_whole_seconds_of_a_server_are_no_time_before() -> None:
    """INTERNALDATE has no fractions: an answer within the second of our letter seems older than it."""
    told = TOLD.replace(microsecond=600_000)
    signs = Signs(refers=False, same_house=True, robotic=False)
    assert answers(wrote("ani@mail.example"), TOLD, Acknowledged(ONE, ASKED, told, "ani@mail.example"), signs)


def test_whom_we_wrote_to_is_who_answers() -> None:
    """Reply-To names another mailbox than From."""
    assert is_answer(wrote("robot@k.example"), ONE, 3, told="robot@k.example")


def test_words_are_a_key_when_they_are_many() -> None:
    """Numbers, dates and tokens do not count; a text of few words is many people's."""
    assert words_key(wrote("a@b.example", f"{LONG} 12-11 a8f3")) == words_key(wrote("c@d.example", f"x9 {LONG}.")) != ""
    assert words_key(wrote("a@b.example", "Wifi mati")) == ""
    assert len(keys(wrote("ani@mail.example", name="Ani W"))) == 3
    assert len(keys(wrote("123@mail.example", "Wifi mati"))) == 0
