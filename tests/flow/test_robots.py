"""Two systems that acknowledge each other, the other under a new address each time (mail.md 1.8)."""

from __future__ import annotations

from tests.flow.conftest import Office


def acknowledged(desk: Office, *mails: tuple[str, str]) -> list[str]:
    """Each mail is read by itself, as the answer to the letter before; who was sent an acknowledgement."""
    for number, (author, body) in enumerate(mails):
        desk.mail(author, f"Tiket {7000 + number} kami terima", body)
        desk.look()
    return [letter.received.rcpts[0] for letter in desk.world if letter.kind == "acknowledgement"]


def test_a_robot_that_changes_its_address_gets_two_letters(desk: Office) -> None:
    """Then the desk is silent; its mails are requests all the same."""
    said = "Terima kasih, permintaan Anda kami catat dengan nomor {}. Petugas kami akan menghubungi Anda."
    mails = [(f"Layanan <layanan-{n}@kampus.example>", said.format(7000 + n)) for n in range(5)]
    assert acknowledged(desk, *mails) == ["layanan-0@kampus.example", "layanan-1@kampus.example"]
    assert {row["outcome"] for row in desk.rows()} == {"request"}


def test_many_people_with_the_same_trouble_are_all_told_their_number(desk: Office) -> None:
    """An outage: one provider, the same words."""
    people = [f"{name} <{name.lower()}@mail.example>" for name in ("Tono", "Wati", "Rudi", "Sinta")]
    assert len(acknowledged(desk, *((person, "Wifi lantai 3 mati sejak pagi.") for person in people))) == 4
