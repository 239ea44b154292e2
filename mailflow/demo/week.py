"""The livelier week after the play, so that report and team's page have something to show: some seventy requests,
answered, closed, reopened, voted on and left lying by the same people through the same servers. Nothing of it is told.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from mailflow.demo.cast import Actor
from mailflow.demo.postoffice import Delivered
from mailflow.demo.stage import Stage
from mailflow.store.desk import tickets

# At which hour how many write, one after the other; an hour that is not later than the last is the next working day's.
_ROUNDS = (
    (8, 3), (10, 6), (14, 4), (9, 5), (11, 7), (15, 3), (8, 4),
    (10, 9), (13, 6), (9, 4), (12, 5), (16, 2), (9, 6), (11, 6),
)  # fmt: skip
_VOTES = ("5", "4", "5", "2", "4", "3", "5", "4")
_AWAITED = 5  # every fifth customer is waited for: not closed
_LEFT = 2  # of the last round nobody takes the first, and the next is taken without an answer


def play_week(stage: Stage, operators: tuple[Actor, Actor], close: Callable[[int], None]) -> None:
    """`close`: what the PIC's command does to a ticket."""
    count = 0
    for turn, (hour, writers) in enumerate(_ROUNDS):
        stage.pass_quietly(_until(hour, stage.now))
        people = [_customer(stage, count + i) for i in range(writers)]
        for i, person in enumerate(people):
            _asks(stage, person, count + i)
        announced = [_announced(stage, operators, count + i) for i in range(writers)]
        stage.pass_quietly(timedelta(minutes=5 + 23 * turn % 70))
        left = 2 * _LEFT if turn == len(_ROUNDS) - 1 else 0
        for i, (operator, letter) in enumerate(announced[left:], left):
            operator.reply(letter, stage.words.fix.format(owner=operator.name), stage.now)
            stage.letter(people[i], stage.words.fix.partition("\n")[0], most=0)
        for operator, letter in announced[_LEFT:left]:
            operator.reply(letter, "", stage.now)
        stage.pass_quietly(timedelta(minutes=15))
        for i, person in enumerate(people[left:], left):
            if (count + i) % _AWAITED:
                _end(stage, person, count + i, close)
        count += writers


def _asks(stage: Stage, person: Actor, number: int) -> None:
    topics = stage.words.topics
    subject, text = topics[number * 5 // 3 % len(topics)]
    person.write(f"{subject} ({number + 1})", text, stage.now)


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
    """The PIC closes; every other customer votes, and one in nine writes that it has come back."""
    close(tickets.open_of_customer(stage.parts.db, person.address)[0])
    closed = stage.letter(person, "survey.campus.example", most=0)
    if number % 9 == 4:
        person.reply(closed, stage.words.back, stage.now)
    elif number % 2:
        vote = _VOTES[number // 2 % len(_VOTES)]
        person.reply(closed, f"{vote}\n{stage.words.slow}" if vote == "2" else vote, stage.now)
