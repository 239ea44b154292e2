"""`mailflow away`, `mailflow back`: what `/absen` and `/hadir` do, typed, for anybody in rules.yaml."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import as_option, command, home, login_name, put, put_json
from mailflow.core.plain import JsonObject

if TYPE_CHECKING:
    from mailflow.flow.parts import Parts
    from mailflow.flow.ticket.presence import PresenceNoted
    from mailflow.view import View


@command("away", "mailflow away Budi", "mailflow away Budi --until Friday --deputy Sari")
@click.argument("who", metavar="NAME")
@click.option("--until", metavar="D", default="", help="A moment as people write it; a day still belongs to it.")
@click.option("--deputy", metavar="N", default="", help="Who gets the reminders; else the one of rules.yaml.")
@as_option
def away(who: str, until: str, deputy: str, name: str | None, as_json: bool) -> None:
    """Note colleague NAME as away: no announcements to him, his reminders go to the deputy.

    Without --until it lasts until `mailflow back NAME`, or /hadir by mail. Whoever reads for him now is told.
    """
    argument = " ".join(part for part in (until and f"until {until}", deputy and f"deputy {deputy}") if part)
    _say("away", who, argument, name, as_json)


@command("back", "mailflow back Budi")
@click.argument("who", metavar="NAME")
@as_option
def back(who: str, name: str | None, as_json: bool) -> None:
    """Note colleague NAME as here again."""
    _say("back", who, "", name, as_json)


def _say(verb: str, who: str, argument: str, name: str | None, as_json: bool) -> None:
    from mailflow import app
    from mailflow.flow.ticket.presence import typed

    parts = app.open_parts(home())
    try:
        noted = typed(parts, verb, who, argument, parts.rules.acting(name, login_name()))
        if as_json:
            put_json(_plain(parts, noted))
        else:
            put(f"{noted.name} {noted.words}")
    finally:
        parts.db.close()


def _plain(parts: Parts, noted: PresenceNoted) -> JsonObject:
    from zoneinfo import ZoneInfo

    until = _shown(noted.until, ZoneInfo(parts.rules.desk.timezone))
    return {"name": noted.name, "away": noted.away, "until": until, "deputy": noted.deputy}


def _shown(moment: datetime | None, zone: tzinfo) -> str | None:
    return moment.astimezone(zone).isoformat(timespec="seconds") if moment else None


# -- for `list` and `show`


def who_is_away(view: View) -> list[JsonObject]:
    """{name, until, deputy} of everybody who is away now; `deputy` is who gets the reminders, null when nobody does.
    rules.yaml is read only if somebody may be."""
    from mailflow.store.desk import presences

    heard = presences.everybody(view.db)
    if not (heard or view.essentials.has_away):
        return []
    from mailflow import config
    from mailflow.clock import SystemClock
    from mailflow.core.stand_ins import colleague, reads_for, rules_at
    from mailflow.errors import ConfigError

    try:
        rules = rules_at(config.load(home(), need_secrets=False).rules, heard, SystemClock().now())
    except ConfigError:  # one may look while rules.yaml is broken
        return []
    found = []
    for name, absence in rules.absent.items():
        person = colleague(name, rules)
        reader = reads_for(person, rules) if person else None
        until = _shown(absence.until, view.zone)
        found.append({"name": name, "until": until, "deputy": reader.name if reader else None})
    return found


def away_line(one: JsonObject, said: Callable[[str | None], str]) -> str:
    """ "Budi is away until 2026-11-06 23:59 WIB; Sari gets the reminders". `said` writes an ISO moment for people."""
    moment = datetime.fromisoformat(one["until"]) if one["until"] else None
    if moment is not None and (moment.hour, moment.minute) == (0, 0):
        moment -= timedelta(minutes=1)  # the day before belongs to it
    until = f" until {said(moment.isoformat())}" if moment else ""
    reader = f"; {one['deputy']} gets the reminders" if one["deputy"] else ""
    return f"{one['name']} is away{until}{reader}"
