"""The one letter that a mail with commands gets back: what it is told."""

from __future__ import annotations

from mailflow.core import events as ev
from mailflow.core.commands.carry_out import CarriedOut, Result
from mailflow.core.commands.results import NOT_AT_TOP, SEEN_BY_CUSTOMER
from mailflow.core.occasions import MailArrived


def answered(
    author: str, mail: MailArrived, done: CarriedOut, more: tuple[Result, ...], text: str = ""
) -> ev.CommandAnswered:
    """The results of all lines, in their order, then `more`. `text`: the author's words that were not passed on."""
    results = list(done.results)
    for place, result in mail.settled:
        results.insert(place, result)
    return ev.CommandAnswered(
        author=author,
        results=(*results, *more),
        text=text,
        letter=done.letter,
        topic=done.topic,
        told=mail.alone,
    )


def beside(mail: MailArrived, *, direct: bool) -> tuple[Result, ...]:
    """Further results: about lines found elsewhere, and that the customer has seen them."""
    elsewhere = tuple((line, NOT_AT_TOP) for line in mail.inside)
    return (*elsewhere, ("", SEEN_BY_CUSTOMER)) if direct else elsewhere
