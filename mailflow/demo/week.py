"""The livelier week after the play, so that the report has something to show: some thirty requests, answered and closed
by the same people through the same servers. Nothing of it is told."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from mailflow.demo.cast import Actor
from mailflow.demo.postoffice import Delivered
from mailflow.demo.stage import Stage
from mailflow.store.desk import tickets

# At which hour how many write, one after the other; an hour that is not later than the last is the next working day's.
_ROUNDS = ((9, 3), (11, 4), (14, 2), (9, 2), (13, 3), (10, 5), (12, 2), (15, 1), (9, 3), (11, 2))
_VOTES = ("5", "4", "5", "2", "4")
_CLOSED = 3  # of four are closed


def play_week(stage: Stage, operators: tuple[Actor, Actor], close: Callable[[int], None]) -> None:
    """`close`: what the PIC's command does to a ticket."""
    count = 0
    for turn, (hour, writers) in enumerate(_ROUNDS):
        stage.pass_quietly(_until(hour, stage.now))
        people = [_customer(stage, count + i) for i in range(writers)]
        for i, person in enumerate(people):
            subject, text = stage.words.topics[(count + i) * 7 // 4 % len(stage.words.topics)]
            person.write(f"{subject} ({count + i + 1})", text, stage.now)
        announced = [_announced(stage, operators, count + i) for i in range(writers)]
        stage.pass_quietly(timedelta(minutes=5 + 23 * turn % 70))
        for operator, letter in announced:
            operator.reply(letter, stage.words.fix.format(owner=operator.name), stage.now)
        for person in people:
            stage.letter(person, stage.words.fix.partition("\n")[0], most=0)
        stage.pass_quietly(timedelta(minutes=15))
        for i, person in enumerate(people):
            if (count + i) % (_CLOSED + 1) != _CLOSED:
                _end(stage, person, count + i, close)
        count += writers


def _until(hour: int, now: datetime) -> timedelta:
    """From `now` to the next working day's moment at that hour."""
    at = now.replace(hour=hour, minute=10, second=0, microsecond=0)
    while at <= now or at.weekday() >= 5:
        at += timedelta(days=1)
    return at - now


def _customer(stage: Stage, number: int) -> Actor:
    names = ("Rina", "Agus", "Wulan", "Putu", "Made", "Tia", "Hadi", "Nia")
    name = names[number % len(names)]
    return stage.person(name, f"{name.lower()}{number // len(names) + 1}@student.example")


def _announced(stage: Stage, operators: tuple[Actor, Actor], number: int) -> tuple[Actor, Delivered]:
    """Who takes it, and the announcement he answers."""
    operator = operators[number % 3 % 2]
    return operator, stage.letter(operator, f"({number + 1})", most=0)


def _end(stage: Stage, person: Actor, number: int, close: Callable[[int], None]) -> None:
    """The PIC closes; every other customer votes."""
    close(tickets.open_of_customer(stage.parts.db, person.address)[0])
    closed = stage.letter(person, "survey.campus.example", most=0)
    if number % 2:
        person.reply(closed, _VOTES[number // 2 % len(_VOTES)], stage.now)
