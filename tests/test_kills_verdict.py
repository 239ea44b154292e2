"""The judge of `make kills` sees what it is there for: a judge that finds nothing proves nothing."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from bench.kills.people import DESK, LIST, PIC, People, Written
from bench.kills.postoffice import Accepted
from bench.kills.verdict import doubled

ONE = Accepted("<1@desk.example>", "ani@mail.example", life=1, connection=10, data=b"a letter")
AGAIN = replace(ONE, life=2, connection=20)
OTHER = replace(ONE, message_id="<2@desk.example>")


def test_the_last_letter_of_a_killed_daemon_may_come_twice() -> None:
    """Taken, not recorded, killed: the next daemon cannot know."""
    inside, outside = doubled([OTHER, ONE, AGAIN], {1})
    assert (list(inside), outside) == ([1], [])


@pytest.mark.parametrize(
    ("accepted", "killed"),
    [
        ([ONE, AGAIN], {2}),  # the first daemon ended as it should
        ([ONE, OTHER, AGAIN], {1}),  # it had gone on to another letter, so this one was on record
        ([ONE, replace(ONE, connection=11)], {1}),  # the same daemon sent it again
        ([ONE, replace(AGAIN, data=b"another letter")], {1}),  # the same Message-ID on other words
    ],
    ids=["nobody was killed", "not its last", "by the same daemon", "other words"],
)
def test_every_other_double_is_a_fault(accepted: list[Accepted], killed: set[int]) -> None:
    """Only the SMTP window excuses it."""
    inside, outside = doubled(accepted, killed)
    assert (inside, len(outside)) == ({}, 1)


def test_a_kill_excuses_one_double() -> None:
    """Two letters of one daemon, each the last of its connection: one of them was on record."""
    letters = [ONE, replace(OTHER, connection=11), AGAIN, replace(OTHER, life=2, connection=20)]
    inside, outside = doubled(letters, {1})
    assert (list(inside), len(outside)) == ([1], 1)


def letter(message_id: str, subject: str, text: str) -> bytes:
    return f"Message-ID: {message_id}\r\nSubject: {subject}\r\n\r\n{text}\r\n".encode()


def test_people_answer_once_and_know_what_they_miss() -> None:
    """Two letters of one kind with two Message-IDs were decided twice; a copy of one letter was not; what is missing is
    named."""
    sent: list[Written] = []
    people = People(sent.append, Random(1))
    one = people.begin()
    acknowledgement = "Email Anda sudah kami terima dan tercatat sebagai tiket 1.\n"
    for message_id in ("<1@desk.example>", "<1@desk.example>"):
        people.read(one.customer, letter(message_id, "Re: Pulsa-0", acknowledgement))
    people.read(LIST, letter("<2@desk.example>", "Re: Pulsa-0", "Ada permintaan baru: tiket 1."))
    assert [mail.what for mail in sent] == ["request", "claim", "claim"]
    assert one.number == "1"
    missing, extra = one.faults()
    assert extra == []
    assert f"Pulsa-0: no closing-notice to {PIC}" in missing
    people.read(one.customer, letter("<3@desk.example>", "Re: Pulsa-0", acknowledgement))
    people.read(DESK, letter("<4@desk.example>", "Pulsa-0", "something else"))
    assert len(one.faults()[1]) == 1
    assert len(people.strange) == 1
