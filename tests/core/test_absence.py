"""Who is away, who reads for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from mailflow.core import absence
from mailflow.core.absence import HERE, Absence, Presence
from mailflow.core.commands.absence import away_said, back_said
from mailflow.core.commands.carry_out import carried_out
from mailflow.core.commands.command import Call
from mailflow.core.groups import first_asked
from mailflow.core.rules import Person, Rules
from mailflow.core.stand_ins import present, reads_for, reminded, rules_at
from mailflow.core.ticket import Ticket
from tests.core.desk import BUDI, DEWI, SARI, Story, at, new, rules, rung

TONO = Person("Tono", "tono@desk.example")
BUDI_P, SARI_P = Person("Budi", BUDI, deputy="Sari"), Person("Sari", SARI, deputy="Tono")
STAFF = rules(operators=(BUDI_P, SARI_P, TONO))


def away(*names: str, **changes: str) -> Rules:
    """The desk while these are away."""
    return replace(STAFF, absent={name: Absence(name, at(0), **changes) for name in names})


def planned(name: str, since: datetime, until: datetime | None = None) -> Absence:
    return Absence(name, since, until, how="planned")


@pytest.mark.parametrize(
    ("gone", "reader"),
    [((), "Budi"), (("Budi",), "Sari"), (("Budi", "Sari"), "Tono"), (("Budi", "Sari", "Tono"), None)],
)
def test_a_chain_of_deputies_is_followed(gone: tuple[str, ...], reader: str | None) -> None:
    """To the first who is here."""
    found = reads_for(BUDI_P, away(*gone))
    assert (found.name if found else None) == reader


def test_a_ring_of_deputies_ends() -> None:
    """An absence may name somebody whose own deputy leads back."""
    rules = replace(STAFF, absent={"Budi": Absence("Budi", at(0)), "Sari": Absence("Sari", at(0), deputy="budi")})
    assert reads_for(BUDI_P, rules) is None


def test_who_reads_for_himself_and_another_is_told_once() -> None:
    """As himself."""
    found = reminded((SARI_P, BUDI_P), away("Budi"))
    assert [(one.person.name, one.instead_of) for one in found] == [("Sari", "")]
    found = reminded((BUDI_P, SARI_P), away("Budi"))
    assert [(one.person.name, one.instead_of) for one in found] == [("Sari", "")]


def test_nobody_here_means_everybody() -> None:
    """A request nobody hears of would be lost."""
    assert present(STAFF.operators, away("Budi", "Sari", "Tono")) == STAFF.operators


@pytest.mark.parametrize(
    ("word", "hour", "expected"),
    [
        (None, 1, {"Budi"}),
        (Absence("Budi", at(2), how="back"), 3, set()),  # back from what was planned
        (Absence("Budi", at(-2), how="back"), 1, {"Budi"}),  # back from something earlier
        (Absence("Budi", at(1), at(30)), 25, {"Budi"}),  # said for longer than planned
        (Absence("Budi", at(1), at(2)), 3, {"Budi"}),  # and for shorter: the plan counts
        (None, 24, set()),
    ],
)
def test_said_and_planned(word: Absence | None, hour: float, expected: set[str]) -> None:
    """What was said counts before what was planned; only being back ends a planned absence."""
    found = absence.away_now((planned("Budi", at(0), at(24)),), [Presence(word)], at(hour))
    assert set(found) == expected


def test_what_was_heard_follows_a_new_name() -> None:
    """It is kept by address."""
    heard = {BUDI: Presence(Absence("Budiman", at(0))), SARI: HERE}
    assert set(rules_at(STAFF, heard, at(1)).absent) == {"Budi"}
    assert rules_at(STAFF, {}, at(1)) is STAFF


def test_a_mail_of_his_own_hand_ends_only_what_a_program_has_shown() -> None:
    """What he has said lasts to its moment; a mail from before the automatic reply ends nothing."""
    shown = Presence(Absence("Budi", at(1), how="inferred"))
    said = Presence(Absence("Budi", at(1)))
    assert absence.by_hand(shown, at(2)).word == Absence("Budi", at(1), at(2), how="inferred")
    assert absence.by_hand(shown, at(0)) == shown
    assert absence.by_hand(said, at(2)) == said
    assert absence.by_hand(HERE, at(2)) == HERE


def test_an_automatic_reply_is_not_mistaken_twice() -> None:
    """After /hadir the same text shows nothing; another one does."""
    notice = Absence("Budi", at(1), how="inferred", notice="a")
    back = absence.said_back(absence.by_notice(HERE, notice), "Budi", at(2))
    again = absence.by_notice(back, replace(notice, since=at(3)))
    assert again.word is not None and again.word.how == "back"
    other = absence.by_notice(back, replace(notice, since=at(3), notice="b"))
    assert other.word is not None and other.word.how == "inferred"
    assert absence.said_back(HERE, "Budi", at(2)).harmless == ()


def test_an_older_automatic_reply_changes_nothing() -> None:
    """Mails may come in another order than they were written."""
    word = Absence("Budi", at(2), how="back")
    assert absence.by_notice(Presence(word), Absence("Budi", at(1), how="inferred", notice="a")).word == word


def test_few_texts_are_remembered() -> None:
    """The newest."""
    presence = HERE
    for number in range(30):
        presence = absence.with_text(presence, str(number))
    assert len(presence.seen) == absence.MOST_NOTICES and presence.seen[-1] == "29"


def test_the_end_of_a_day_is_told_as_such() -> None:
    """Midnight belongs to the next day."""
    end = Absence("Budi", at(0), datetime.fromisoformat("2026-11-07T00:00+07:00")).last("Asia/Jakarta")
    assert end is not None and end.isoformat() == "2026-11-06T23:59:00+07:00"
    assert Absence("Budi", at(0), at(5)).last("Asia/Jakarta") == at(5)
    assert Absence("Budi", at(0)).last("Asia/Jakarta") is None


SAID = [
    ("", "away-read", "Sari"),
    ("sampai Jumat", "away-until-read", "2026-11-06T16:59:00+00:00 Sari"),
    ("sampai Jumat pengganti Tono", "away-until-read", "2026-11-06T16:59:00+00:00 Tono"),
    ("pengganti Pak Tono sampai Jumat", "away-until-read", "2026-11-06T16:59:00+00:00 Tono"),
    ("besok", "away-until-read", "2026-11-03T16:59:00+00:00 Sari"),
    ("3 hari", "away-until-read", "2026-11-05T03:00:00+00:00 Sari"),
    ("digantikan oleh Tono", "away-read", "Tono"),
    ("pengganti: Tono, sampai Jumat ya", "away-until-read", "2026-11-06T16:59:00+00:00 Tono"),
    ("s/d Jumat", "away-until-read", "2026-11-06T16:59:00+00:00 Sari"),
    ("mulai sekarang sampek jmt pengganti Tono", "away-until-read", "2026-11-06T16:59:00+00:00 Tono"),
    ("through Friday", "away-until-read", "2026-11-06T16:59:00+00:00 Sari"),
    ("until Friday deputy Tono", "away-until-read", "2026-11-06T16:59:00+00:00 Tono"),
    ("till Friday 14:00, covered by Tono", "away-until-read", "2026-11-06T07:00:00+00:00 Tono"),
    ("until 2026-11-06", "away-until-read", "2026-11-06T16:59:00+00:00 Sari"),
    ("pengganti Tono besok", "away-until-read", "2026-11-03T16:59:00+00:00 Tono"),
    ("deputy Dewi", "away-read", "Dewi"),
    ("pengganti Siapa", "who", "Budi, Sari, Tono, Dewi"),
    ("pengganti Budi", "yourself", ""),
    ("sampai", "bad-argument", ""),
    ("sampai Jumat sampai Sabtu", "bad-argument", ""),
    ("besok sampai Jumat", "later", ""),
    ("mulai besok", "later", ""),
    ("dari Rabu sampai Jumat pengganti Tono", "later", ""),
    ("Rabu-Jumat", "later", ""),
    ("3-5 Nov", "later", ""),
    ("from tomorrow until Friday", "later", ""),
    ("mulai hari ini sampai Jumat", "away-until-read", "2026-11-06T16:59:00+00:00 Sari"),
    ("from today until Friday, deputy Tono", "away-until-read", "2026-11-06T16:59:00+00:00 Tono"),
    ("cuti sampai Jumat pengganti Tono", "away-until-read", "2026-11-06T16:59:00+00:00 Tono"),
    ("karena sakit", "away-read", "Sari"),
    ("sick today", "away-until-read", "2026-11-02T16:59:00+00:00 Sari"),
    ("karena hujan", "unclear-moment", "not-understood"),
    ("sampai kemarin", "unclear-moment", "past"),
]


@pytest.mark.parametrize(("argument", "result", "detail"), SAID)
def test_absent_until_and_deputy(argument: str, result: str, detail: str) -> None:
    """In any order, both languages."""
    said = away_said(BUDI_P, argument, at(0), STAFF)
    assert (said.result, said.detail) == (result, detail)
    assert said.refused == (said.word is None)


def test_a_deputy_who_is_away_is_refused() -> None:
    """Whoever else reads for him."""
    assert away_said(BUDI_P, "pengganti Sari", at(0), away("Sari")).result == "deputy-away"


def test_without_a_reader() -> None:
    """The PIC hears then."""
    assert away_said(TONO, "", at(0), STAFF).result == "away"
    assert away_said(TONO, "besok", at(0), STAFF).result == "away-until"


def test_back_from_nothing_is_needless() -> None:
    """And no refusal."""
    assert back_said(BUDI_P, at(0), STAFF).word is None
    assert back_said(BUDI_P, at(0), away("Budi")).result == "back"


def test_the_table_decides_alike() -> None:
    """The commands decide the same where they are asked as commands of a ticket."""
    call = Call("Budi", at(0), "", "", closes=False)
    lines = [("absen", "pengganti Tono"), ("hadir", ""), ("back", "now"), ("away", "deputy Tono")]
    done = carried_out(Ticket(), lines, call, STAFF)
    results = [result[1] for result in done.results]
    assert results == ["away-read", "here-already", "bad-argument", "away-read"] and done.events == ()


def test_reminders_go_to_who_reads_for_him() -> None:
    """Also those a ladder names by address; the announcement goes to nobody who is away."""
    ladder = (rung("24h", "reminder-answer", "owner", DEWI, BUDI, "x@y.example"),)
    desk = replace(away("Budi"), reminders={**STAFF.reminders, "answer": ladder})
    story = Story(desk)
    assert ("announcement", BUDI) not in story.asks().sent
    story.mail(BUDI, "", 1)
    sent = story.time(25)
    assert sorted(to for _, to in sent.sent) == sorted([SARI, DEWI, "x@y.example"])
    assert [sent.letter("reminder-answer", to).facts["instead_of"] for to in (SARI, DEWI)] == ["Budi", ""]


def test_without_a_reader_the_owner_and_the_pic_hear() -> None:
    """So that a reminder is not lost."""
    desk = away("Budi", "Sari", "Tono")
    story = Story(desk)
    story.asks()
    story.mail(BUDI, "", 1)
    assert sorted(to for _, to in story.time(25).sent) == sorted([BUDI, DEWI])


@pytest.mark.parametrize(
    ("deputies", "rings"),
    [
        ({}, []),
        ({"a": "b", "b": "c"}, []),
        ({"a": "b", "b": "a"}, [("a", "b", "a")]),
        ({"x": "a", "a": "b", "b": "c", "c": "a"}, [("a", "b", "c", "a")]),
        ({"a": "a"}, [("a", "a")]),
    ],
)
def test_rings_of_deputies(deputies: dict[str, str], rings: list[tuple[str, ...]]) -> None:
    """Each is found once; who only leads into one is no part of it."""
    assert list(absence.cycles(deputies)) == rings


def test_a_group_that_is_away_lets_the_others_claim() -> None:
    """Else nobody could before the first reminder."""
    group = (replace(BUDI_P, groups=("jaringan",)), SARI_P, TONO)
    desk = replace(STAFF, operators=group)
    ticket = replace(new(desk).ticket, group="jaringan")
    assert first_asked(ticket, desk) == group[:1]
    assert first_asked(ticket, replace(desk, absent={"Budi": Absence("Budi", at(0))})) == group
