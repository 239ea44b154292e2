"""`mailflow survey`, `mailflow testimonials`: what customers say, and what of it may be published."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, group, home, local, put, put_json, say, tell
from mailflow.cli.error_words import said
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.store.read.votes import RecordedVote
    from mailflow.view import View


@group("survey", "mailflow survey list", "mailflow survey list --json", "mailflow survey record 12 --key … --score 4")
@click.pass_context
def survey(ctx: click.Context, as_json: bool) -> None:
    """Customers' votes on closed tickets, from 1 to 5: one per closing, by mail, our page or an external one."""
    if ctx.invoked_subcommand is None:
        _list(as_json)


@command("list", "mailflow survey list", of=survey)
def list_(as_json: bool) -> None:
    """List the votes, the newest first. A later vote about the same closing has replaced the earlier one."""
    _list(as_json)


def _list(as_json: bool) -> None:
    from mailflow.store.read import votes
    from mailflow.view import viewing

    with viewing(home()) as view:
        found = votes.votes(view.db)
        if as_json:
            put_json({"votes": [_plain(vote, view) for vote in found]})
        else:
            _put_votes(found, view)
    if not found and not as_json:
        say("nobody has voted yet")


def _plain(vote: RecordedVote, view: View) -> JsonObject:
    return {"number": vote.number, "n": vote.n} | {
        "at": _at(vote, view),
        "score": vote.score,
        "comment": vote.comment,
        "road": vote.road,
        "operator": vote.operator or None,
        "consent": vote.consent,
    }


def _at(vote: RecordedVote, view: View) -> str:
    return vote.at.astimezone(view.zone).isoformat(timespec="seconds")


def _put_votes(found: list[RecordedVote], view: View) -> None:
    from mailflow.cli.tables import Column, put_table

    columns = [Column("number", right=True), Column("score", right=True), Column("at"), Column("road")]
    columns += [Column("operator", whole=False), Column("comment", whole=False)]
    rows = [(v.number, v.score, local(_at(v, view), view.zone), v.road, v.operator, v.comment) for v in found]
    put_table(columns, rows)


@command("record", "mailflow survey record 12 --key 7qk2… --score 4 --comment 'quick' --consent", of=survey)
@click.argument("number", metavar="N")
@click.option("--key", metavar="KEY", required=True, help="The {token} of the link the customer came by.")
@click.option("--score", type=click.IntRange(1, 5), required=True, help="From 1 to 5.")
@click.option("--comment", metavar="TEXT", default="", help="What the customer wrote.")
@click.option("--consent", is_flag=True, help="The comment may be published.")
def record(*, number: str, key: str, score: int, comment: str, consent: bool, as_json: bool) -> None:
    """Record a vote that was cast on the external page of `survey.link`. Its key proves which ticket it is about."""
    from mailflow import app
    from mailflow.core.occasions import SurveyAnswered
    from mailflow.flow.ticket.survey import surveyed, vote
    from mailflow.store.desk import tickets

    parts = app.open_parts(home())
    try:
        n = tickets.named(parts.db, number)
        if surveyed(parts, n, key) is None:
            raise CannotDo(f"that is not the key of ticket {number}'s survey link")
        done = vote(parts, n, SurveyAnswered(score, "link", comment, consent))
        if done is None:
            raise CannotDo(f"ticket {number} cannot be voted on now: it is not closed, or `survey.until` is over")
    finally:
        parts.db.close()
    if as_json:
        put_json({"n": n, "score": score})
    else:
        tell(f"the vote on #{done.number} is {score}")


@command(
    "testimonials",
    "mailflow testimonials",
    "mailflow testimonials --publish 17 18",
    "mailflow testimonials --output F.html",
)
@click.argument("ids", metavar="[ID]...", nargs=-1, type=int)
@click.option("--publish", is_flag=True, help="Publish those with these ids.")
@click.option("--withdraw", is_flag=True, help="Publish those no longer.")
@click.option("--all", "everything", is_flag=True, help="All of them, instead of ids.")
@click.option("--output", metavar="F", type=click.Path(path_type=Path), help="Write the published ones as a page.")
def testimonials(
    ids: tuple[int, ...], *, publish: bool, withdraw: bool, everything: bool, output: Path | None, as_json: bool
) -> None:
    """Comments whose authors allow that they are published: numbers, sums and addresses in them are hidden.

    Published ones stand on /public (`web.public`), in --output, and with "published": true in --json.
    """
    if publish and withdraw:
        raise CannotDo("--publish and --withdraw are opposites: say one of them")
    if publish or withdraw:
        _change(ids, everything, publish)
    elif ids or everything:
        raise CannotDo("say what becomes of them: --publish or --withdraw")
    _show(output, as_json)


def _change(ids: tuple[int, ...], everything: bool, publish: bool) -> None:
    from mailflow import app
    from mailflow.store.read import votes

    parts = app.open_parts(home())
    try:
        with parts.db.transaction():
            there = {vote.id for vote in votes.testimonials(parts.db)}
            wanted = there if everything else set(ids)
            if not wanted:
                raise CannotDo("which ones? Name their ids, or say --all")
            if unknown := sorted(wanted - there):
                raise CannotDo(f"there is no testimonial {unknown[0]}: `mailflow testimonials` lists them")
            votes.publish(parts.db, wanted, shown=publish)
    finally:
        parts.db.close()


def _show(output: Path | None, as_json: bool) -> None:
    from mailflow.core.masking import masked
    from mailflow.store.read import votes
    from mailflow.view import viewing

    with viewing(home()) as view:
        found: list[JsonObject] = [
            {"id": vote.id, "number": vote.number, "at": _at(vote, view), "score": vote.score,
             "text": masked(vote.comment), "published": vote.published}
            for vote in votes.testimonials(view.db)
        ]  # fmt: skip
        language = view.essentials.language
    if output is not None:
        from mailflow.web.testimonials import page

        output.write_text(page([one for one in found if one["published"]], language), encoding="utf-8")
    if as_json:
        put_json({"testimonials": found})
        return
    for one in found:
        mark = said(f"{one['score']} of 5, {'published' if one['published'] else 'not published'}")
        put(f"{one['id']:>6}  #{one['number']}  {mark}\n        {one['text']}")
    if not found:
        say("nobody has allowed yet that a comment is published")
