"""When two conversations are one robot's."""

from __future__ import annotations

import pytest

from mailflow.core.likeness import Begun, is_alike
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
