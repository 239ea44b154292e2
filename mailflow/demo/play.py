"""The demo in three acts: a race, a reminder, a conversation, a silence, and a PIC who closes both tickets."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

from mailflow.core.occasions import CommandGiven
from mailflow.demo.cast import Actor
from mailflow.demo.postoffice import Delivered
from mailflow.demo.stage import Stage
from mailflow.flow.ticket.handle import Cause, handle
from mailflow.store.desk import tickets

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

Tell = Callable[[str], None]


def play(tell: Tell, home: Path | None = None) -> Path:
    """Run the demo, calling `tell` with each piece of text; returns the home folder it leaves behind."""
    with Stage(tell, home) as stage:
        ani = stage.person("Ani", "ani@student.example")
        joko = stage.person("Joko", "joko@student.example")
        budi = stage.person("Budi", "budi@campus.example")
        sari = stage.person("Sari", "sari@campus.example")
        dewi = stage.person("Dewi", "dewi@campus.example")
        owner, receipt = _the_race(stage, tell, ani, (budi, sari))
        _the_answer(stage, tell, receipt, _People(ani, owner, dewi))
        _the_silence(stage, tell, joko, (budi, sari), dewi)
        return stage.home


def _the_race(stage: Stage, tell: Tell, ani: Actor, operators: tuple[Actor, Actor]) -> tuple[Actor, Delivered]:
    """(the owner, the receipt the owner answers from)."""
    tell(f"ACT 1: one question, two operators. {stage.now:%A %d %B, %H:%M}\n")
    tell("Ani, a student, writes to help@campus.example. She gets a number and an honest promise:\n")
    ani.write("My top-up did not arrive", "Hello,\n\nI paid for 50,000 this morning and got nothing.\n\nAni", stage.now)
    stage.letter(ani, "#1")
    tell("Both operators are told. Their whole user interface is their mail client:\n")
    announced = [(person, stage.letter(person, "#1", most=7)) for person in operators]
    stage.later(4 * MINUTE)
    tell("Budi and Sari press Reply and Send with nothing written, at the same moment. The first to arrive wins:\n")
    now = stage.now
    with ThreadPoolExecutor() as both:
        list(both.map(lambda pair: pair[0].reply(pair[1], "", now), announced))
    receipt = stage.any_letter(operators, "offline nomor 1")
    owner, other = sorted(operators, key=lambda person: person.address != receipt.reader)
    tell(f"{other.name} is told who was faster:\n")
    stage.letter(other, owner.name)
    return owner, receipt


class _People(NamedTuple):
    """Customer, owner and PIC of a ticket."""

    customer: Actor
    owner: Actor
    pic: Actor


def _the_answer(stage: Stage, tell: Tell, receipt: Delivered, people: _People) -> None:
    ani, owner, dewi = people
    tell(f"ACT 2: {owner.name} forgets, is reminded, and helps.")
    stage.later(DAY)
    tell(f"24 hours after the claim Ani has no answer. mailflow reminds {owner.name} and shows its arithmetic:\n")
    stage.letter(owner, "#1")
    stage.later(20 * MINUTE)
    tell(f"{owner.name} replies to the receipt. Ani gets the words from the desk's address:\n")
    answer = f"Hi Ani,\n\nplease check the number: 0812 345 678? And is mobile data switched off?\n\n{owner.name}"
    owner.reply(receipt, answer, stage.now)
    first = stage.letter(ani, "mobile data")
    stage.later(HOUR)
    tell(f"Ani writes back. It is {owner.name}'s turn again:\n")
    ani.reply(first, "Yes, that number. I switched data off now, still nothing.", stage.now)
    wrote = stage.letter(owner, "still nothing")
    stage.later(15 * MINUTE)
    owner.reply(wrote, f"Thank you. They have sent it again: you should have it now.\n\n{owner.name}", stage.now)
    second = stage.letter(ani, "sent it again")
    stage.later(10 * MINUTE)
    tell(f"Ani says thank you. That reopens nothing and starts no clock; {owner.name} hears of it ...\n")
    ani.reply(second, f"Thank you very much, {owner.name}!", stage.now)
    thanks = stage.letter(owner, "Thank you very much")
    tell("... and proposes to close with one line, /selesai. But only the PIC closes. Dewi gets a notice:\n")
    owner.reply(thanks, "/selesai", stage.now)
    notice = stage.letter(dewi, "#1")
    stage.later(30 * MINUTE)
    tell("Dewi answers with one word, “ya”. Ani gets the closing letter with a survey link:\n")
    dewi.reply(notice, "ya", stage.now)
    stage.letter(ani, "survey.campus.example")


def _the_silence(stage: Stage, tell: Tell, joko: Actor, operators: tuple[Actor, Actor], dewi: Actor) -> None:
    budi, sari = operators
    tell("ACT 3: a customer who falls silent.")
    stage.later(HOUR)
    joko.write("I forgot my password", "Hi, I cannot login any more. What can I do?\n\nJoko", stage.now)
    stage.letter(joko, "#2", most=5)
    announced = stage.letter(sari, "#2", most=3)
    stage.letter(budi, "#2", most=3)
    stage.later(20 * MINUTE)
    tell("Sari claims and answers in one mail:\n")
    how = "Hi Joko,\n\nopen https://id.campus.example, press “forgot”, and follow the mail you get.\n\nSari"
    sari.reply(announced, how, stage.now)
    receipt = stage.letter(sari, "offline nomor 2", most=4)
    stage.letter(joko, "press “forgot”")
    tell("Joko says nothing. After two working days mailflow asks him whether it helped:")
    stage.later(2 * DAY)
    stage.letter(joko, "#2")
    tell("Still nothing. After four working days it suggests to Sari how to close; the weekend did not count:")
    stage.later(4 * DAY)
    suggested = stage.letter(sari, "The text:", most=20)
    tell("Sari sends that text. mailflow knows a closing text when it sees one; Joko gets it, Dewi is told:\n")
    sari.reply(receipt, suggested.text.partition("The text:")[2].strip(), stage.now)
    stage.letter(joko, "just reply to this email")
    stage.letter(dewi, "#2", most=4)
    stage.later(2 * HOUR)
    tell("This time Dewi closes with a command:\n\n    $ mailflow close 2\n")
    _close(stage, 2)
    stage.letter(joko, "survey.campus.example")


def _close(stage: Stage, n: int) -> None:
    """What the command does, in this process and with this clock."""
    with stage.parts.db.transaction():
        ticket = tickets.load(stage.parts.db, n)
        assert ticket is not None
        handle(stage.parts, ticket, CommandGiven("close", "Dewi"), Cause("command-given"))
