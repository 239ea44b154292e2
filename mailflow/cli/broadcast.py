"""`mailflow broadcast`: one canned letter to many registered customers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mailflow.cli.common import actor, as_option, command, group, home, local, put, put_facts, put_json, say, tell
from mailflow.cli.customers import desk
from mailflow.core.how_many import how_many
from mailflow.core.plain import JsonObject

if TYPE_CHECKING:
    from datetime import tzinfo

    from mailflow.flow.admin.broadcasting import Audience
    from mailflow.flow.parts import Parts
    from mailflow.store.desk.broadcasts import Broadcast, BroadcastProgress
    from mailflow.store.desk.record import OutboxEntry
    from mailflow.store.engine.database import Database

_NUMBER = click.argument("number", metavar="ID", type=click.IntRange(1, 2**31))


@group(
    "broadcast",
    "mailflow broadcast --group vip --letter promo --dry-run",
    "mailflow broadcast --group vip --letter promo",
    "mailflow broadcast --all --letter libur",
    "mailflow broadcast list",
)
@click.option("--group", "group_name", metavar="G", help="To the customers of this group.")
@click.option("--all", "everybody", is_flag=True, help="To every active customer.")
@click.option("--letter", metavar="LETTER", help="The canned letter, a file templates/canned/LETTER.id.txt.")
@click.option("--dry-run", is_flag=True, help="Only say how many get it, and show three of the letters.")
@click.option("--again", is_flag=True, help="Also to those who have had this letter.")
@as_option
@click.pass_context
def broadcast(
    ctx: click.Context,
    *,
    group_name: str | None,
    everybody: bool,
    letter: str | None,
    dry_run: bool,
    again: bool,
    name: str | None,
    as_json: bool,
) -> None:
    """Send one canned letter to many registered customers, each in his language.

    `broadcast.per_minute` leave in a minute, behind all other mail; nobody gets more than `broadcast.per_month` in a
    month. Left out, and counted: who has unsubscribed, is blocked, inactive or no longer valid, and whose address no
    mail reaches. The same letter to the same group goes on where it stopped.
    """
    if ctx.invoked_subcommand is not None:
        return
    if letter is None and group_name is None and not everybody:
        _list(as_json)
        return
    if letter is None or (group_name is None) != everybody or group_name == "":
        raise click.UsageError("name one --letter, and one --group or --all")
    with desk() as parts:
        if dry_run:
            preview(parts, letter, group_name or "", as_json)
        else:
            begin(parts, letter, group_name or "", actor(parts, name), again=again, as_json=as_json)


def preview(parts: Parts, letter: str, group_name: str, as_json: bool) -> None:
    from mailflow.flow.admin import broadcasting

    found = broadcasting.audience(parts, letter, group_name)
    samples = broadcasting.samples(parts, letter, found)
    if as_json:
        shown = [_sample(one) for one in samples]
        put_json({"dry_run": True, **_of_audience(letter, group_name, found), "samples": shown})
        return
    _put_audience(found, letter, group_name, "would get")
    for entry in samples:
        put(f"\n{'-' * 72}\nTo: {entry.to[0]}\nSubject: {entry.letter.subject}\n")
        put(entry.letter.text.rstrip("\n"))


def _sample(entry: OutboxEntry) -> JsonObject:
    return {"to": entry.to[0].email, "subject": entry.letter.subject, "text": entry.letter.text}


def _of_audience(letter: str, group_name: str, found: Audience) -> JsonObject:
    counts = {"customers": found.customers, "count": found.gets, "left_out": dict(found.left_out)}
    return {"letter": letter, "group": group_name or None, **counts, "languages": dict(found.languages)}


def _put_audience(found: Audience, letter: str, group_name: str, gets: str) -> None:
    from mailflow.flow.admin.broadcasting import shown

    spoken = ", ".join(f"{count} in {language}" for language, count in sorted(found.languages.items()))
    tell(f"{letter}: {found.gets} of {how_many(found.customers, 'customer')}{_of(group_name)} {gets} it ({spoken})")
    if found.left_out:
        tell(f"not: {shown(found.left_out)}")


def _of(group_name: str) -> str:
    return f" of {group_name}" if group_name else ""


def begin(parts: Parts, letter: str, group_name: str, by: str, *, again: bool, as_json: bool) -> None:
    from mailflow.flow.admin import broadcasting

    _put_going(parts, broadcasting.start(parts, letter, group_name, by, again=again), as_json)


def _put_going(parts: Parts, going: tuple[Broadcast, Audience], as_json: bool) -> None:
    from mailflow.flow.admin.broadcasting import shown
    from mailflow.flow.health.heartbeat import daemon_is_alive
    from mailflow.store.desk import broadcasts

    found, heard = going
    now = broadcasts.progress(parts.db, found.id)
    if as_json:
        put_json(_plain(found, now, _zone(parts)))
        return
    if not now.waiting:
        whom = f"everybody of {found.group}" if found.group else "everybody"
        tell(f"broadcast {found.id}: {whom} has had {found.letter} already; --again begins anew")
        return
    most, left = parts.rules.broadcast.per_minute, now.waiting
    tell(
        f"broadcast {found.id}: {found.letter} to {how_many(left, 'customer')}{_of(found.group)}, "
        f"at most {most} a minute: about {-(-left // most)} min; "
        f"`mailflow broadcast show {found.id}` tells how far it is"
    )
    if heard.left_out:
        tell(f"not: {shown(heard.left_out)}")
    if not daemon_is_alive(parts.db):
        say("no mailflow is running: `mailflow run` or `mailflow run --once` sends them")


# -- looking


@command("list", "mailflow broadcast list", "mailflow broadcast list --json", of=broadcast)
def list_(as_json: bool) -> None:
    """List the broadcasts, and how far each is."""
    _list(as_json)


def _list(as_json: bool) -> None:
    from mailflow.cli.tables import Column, put_table
    from mailflow.store.desk import broadcasts
    from mailflow.view import viewing

    with viewing(home()) as view:
        found = [(one, broadcasts.progress(view.db, one.id)) for one in broadcasts.listing(view.db)]
        plain = [_plain(one, now, view.zone) for one, now in found]
    if as_json:
        put_json({"broadcasts": plain})
        return
    columns = [
        Column("id", right=True),
        Column("state"),
        Column("begun", zone=view.zone),
        Column("letter", whole=False),
    ]
    columns += [Column("group", whole=False)]
    columns += [Column(name, right=True) for name in ("customers", "waiting", "sent", "failed", "replies", "left out")]
    put_table(columns, [_row(one) for one in plain])
    if not found:
        tell("there were no broadcasts yet")


def _row(one: JsonObject) -> tuple[object, ...]:
    names = ("id", "state", "started_at", "letter", "group", "customers", "waiting", "sent", "failed", "replies")
    return (*(one[name] for name in names), sum(one["left_out"].values()))


@command("show", "mailflow broadcast show 3", "mailflow broadcast show 3 --json", of=broadcast)
@_NUMBER
def show(number: int, as_json: bool) -> None:
    """Show one broadcast: how far it is, who was left out and why, what came back."""
    from mailflow.flow.admin.broadcasting import shown
    from mailflow.view import viewing

    with viewing(home()) as view:
        one = _known(view.db, number, view.zone)
    if as_json:
        put_json(one)
        return
    put(f"broadcast {one['id']}  {one['letter']} to {one['group'] or 'every active customer'}")
    rows = {
        "state": f"{one['state']}: {one['reason']}" if one["reason"] else one["state"],
        "begun": f"{local(one['started_at'], view.zone)} by {one['by']}",
        "ended": local(one["ended_at"], view.zone),
        "customers": one["customers"],
        "waiting": one["waiting"],
        "sent": one["sent"],
        "in outbox": one["in_outbox"],
        "failed": one["failed"],
        "left out": shown(one["left_out"]),
        "automatic": one["automatic"],
        "replies": one["replies"],
        "unsubscribed": one["unsubscribed"],
    }
    put_facts(rows.items())


def _known(db: Database, number: int, zone: tzinfo) -> JsonObject:
    from mailflow.errors import CannotDo
    from mailflow.store.desk import broadcasts

    found = broadcasts.by_id(db, number)
    if found is None:
        raise CannotDo(f"there is no broadcast {number}: `mailflow broadcast list` shows them")
    return _plain(found, broadcasts.progress(db, number), zone)


def _plain(one: Broadcast, now: BroadcastProgress, zone: tzinfo) -> JsonObject:
    """As JSON output shows it."""
    return {
        "id": one.id,
        "letter": one.letter,
        "group": one.group or None,
        "round": one.round,
        "state": one.state,
        "reason": one.reason,
        "by": one.started_by,
        "started_at": one.started_at.astimezone(zone).isoformat(timespec="seconds"),
        "ended_at": one.ended_at.astimezone(zone).isoformat(timespec="seconds") if one.ended_at else None,
        "customers": now.customers,
        "waiting": now.waiting,
        "sent": now.sent,
        "in_outbox": now.written - now.sent - now.failed,
        "failed": now.failed,
        "left_out": dict(now.left_out or {}),
        "automatic": now.automatic,
        "replies": now.replied,
        "unsubscribed": now.unsubscribed,
    }


# -- changing


@command("stop", "mailflow broadcast stop 3", of=broadcast)
@_NUMBER
def stop(number: int, as_json: bool) -> None:
    """Write to nobody more. What lies in the outbox already still leaves; `resume` goes on."""
    with desk() as parts:
        end(parts, number, as_json)


def end(parts: Parts, number: int, as_json: bool) -> None:
    from mailflow.flow.admin import broadcasting
    from mailflow.store.desk import broadcasts

    plain = _plain(broadcasting.stop(parts, number), broadcasts.progress(parts.db, number), _zone(parts))
    if as_json:
        put_json(plain)
    else:
        tell(f"broadcast {number} is stopped: {plain['waiting']} wait, {plain['in_outbox']} in the outbox still leave")


@command("resume", "mailflow broadcast resume 3", of=broadcast)
@_NUMBER
@as_option
def resume(number: int, name: str | None, as_json: bool) -> None:
    """Go on where it stopped; also to those who were left out for a reason that is over, or have joined the group."""
    with desk() as parts:
        go_on(parts, number, actor(parts, name), as_json)


def go_on(parts: Parts, number: int, by: str, as_json: bool) -> None:
    from mailflow.flow.admin import broadcasting

    _put_going(parts, broadcasting.resume(parts, number, by), as_json)


def _zone(parts: Parts) -> tzinfo:
    from zoneinfo import ZoneInfo

    return ZoneInfo(parts.rules.desk.timezone)
