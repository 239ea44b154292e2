"""The demo in three acts: a race, a reminder, a conversation, a silence, and a PIC who closes both tickets."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from mailflow.core.occasions import CommandGiven
from mailflow.demo.cast import Actor
from mailflow.demo.postoffice import Delivered
from mailflow.demo.stage import Stage
from mailflow.demo.week import play_week
from mailflow.demo.words import WORDS
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.store.desk import tickets

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

Tell = Callable[[str], None]


class Remains(NamedTuple):
    """What the demo leaves behind."""

    home: Path
    web: str  # address of the team's page, while a daemon of that home runs


def play(tell: Tell, home: Path | None = None, language: str = "en") -> Remains:
    """Run the demo, calling `tell` with each piece of text, in a language of WORDS."""
    with Stage(tell, home, language, WORDS[language]) as stage:
        ani = stage.person("Ani", "ani@student.example")
        joko = stage.person("Joko", "joko@student.example")
        budi = stage.person("Budi", "budi@campus.example")
        sari = stage.person("Sari", "sari@campus.example")
        dewi = stage.person("Dewi", "dewi@campus.example")
        owner, receipt = _the_race(stage, tell, ani, (budi, sari))
        _the_answer(stage, tell, receipt, _People(ani, owner, dewi))
        _the_silence(stage, tell, joko, (budi, sari), dewi)
        tell(stage.words.lively)
        play_week(stage, (budi, sari), partial(_close, stage))
        return Remains(stage.home, stage.web)


def _the_race(stage: Stage, tell: Tell, ani: Actor, operators: tuple[Actor, Actor]) -> tuple[Actor, Delivered]:
    """(the owner, the receipt the owner answers from)."""
    say = stage.words
    tell(say.race.format(moment=stage.moment))
    tell(say.asks)
    ani.write(*say.question, stage.now)
    stage.letter(ani, "#1")
    tell(say.told)
    announced = [(person, stage.letter(person, "#1", most=2)) for person in operators]
    stage.later(4 * MINUTE)
    tell(say.both_reply)
    now = stage.now
    with ThreadPoolExecutor() as both:
        list(both.map(lambda pair: pair[0].reply(pair[1], "", now), announced))
    receipt = stage.any_letter(operators, "offline nomor 1")
    owner, other = sorted(operators, key=lambda person: person.address != receipt.reader)
    tell(say.slower.format(other=other.name))
    stage.letter(other, owner.name)
    return owner, receipt


class _People(NamedTuple):
    """Customer, owner and PIC of a ticket."""

    customer: Actor
    owner: Actor
    pic: Actor


def _the_answer(stage: Stage, tell: Tell, receipt: Delivered, people: _People) -> None:
    ani, owner, dewi = people
    say = stage.words
    tell(say.forgets.format(owner=owner.name))
    stage.later(DAY)
    tell(say.reminded.format(owner=owner.name))
    stage.letter(owner, "#1", most=8)
    stage.later(20 * MINUTE)
    tell(say.answers.format(owner=owner.name))
    owner.reply(receipt, say.answer.format(owner=owner.name), stage.now)
    first = stage.letter(ani, "0812 345 678")
    stage.later(HOUR)
    tell(say.writes_back.format(owner=owner.name))
    ani.reply(first, say.more, stage.now)
    wrote = stage.letter(owner, say.more)
    stage.later(15 * MINUTE)
    second_answer = say.second.format(owner=owner.name)
    owner.reply(wrote, second_answer, stage.now)
    second = stage.letter(ani, second_answer.partition("\n")[0])
    stage.later(10 * MINUTE)
    tell(say.thanks_heard.format(owner=owner.name))
    ani.reply(second, say.thanks.format(owner=owner.name), stage.now)
    thanks = stage.letter(owner, say.thanks.format(owner=owner.name))
    tell(say.proposes)
    owner.reply(thanks, "/selesai", stage.now)
    notice = stage.letter(dewi, "#1")
    stage.later(30 * MINUTE)
    tell(say.yes)
    dewi.reply(notice, "ya", stage.now)
    stage.letter(ani, "survey.campus.example", most=5)


def _the_silence(stage: Stage, tell: Tell, joko: Actor, operators: tuple[Actor, Actor], dewi: Actor) -> None:
    say, (budi, sari) = stage.words, operators
    tell(say.silence)
    stage.later(HOUR)
    joko.write(*say.lost, stage.now)
    stage.letter(joko, "#2", most=2)
    announced = stage.letter(sari, "#2", most=1)
    stage.letter(budi, "#2", most=0)
    stage.later(20 * MINUTE)
    tell(say.in_one)
    sari.reply(announced, say.how, stage.now)
    receipt = stage.letter(sari, "offline nomor 2", most=2)
    stage.letter(joko, "https://id.campus.example")
    tell(say.silent)
    stage.later(2 * DAY)
    stage.letter(joko, "#2")
    tell(say.still)
    stage.later(4 * DAY)
    suggested = stage.letter(sari, say.texts_begin, most=4)
    tell(say.sends)
    sari.reply(receipt, suggested.text.partition(say.texts_begin)[2].strip(), stage.now)
    stage.letter(joko, say.goes_on, most=4)
    stage.letter(dewi, "#2", most=3)
    stage.later(2 * HOUR)
    tell(say.command)
    _close(stage, 2)
    stage.letter(joko, "survey.campus.example", most=5)


def _close(stage: Stage, n: int) -> None:
    """What the command does, in this process and with this clock."""
    with stage.parts.db.transaction():
        ticket = tickets.load(stage.parts.db, n)
        assert ticket is not None
        handle(stage.parts, ticket, CommandGiven("close", "Dewi"), Cause("command-given"))
