"""The steps of a ticket for its proof: each with its time, and the arithmetic of the clock it set going."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from mailflow.core import eventlog, ladders, pauses
from mailflow.core.evolve import evolve
from mailflow.core.moments import stamp
from mailflow.core.plain import JsonObject
from mailflow.core.rules import Rules
from mailflow.core.ticket import Ticket
from mailflow.store.engine.database import Database
from mailflow.store.read import archive, proven

_HEAD = """\
Tiket {number}: setiap langkah dengan waktunya, dan hitungan tenggat yang dimulainya (aturan sidik jari {rules}).
Ticket {number}: every step with its time, and the arithmetic of the deadline it began (rules of fingerprint {rules}).

"""
_LETTERS = """
Surat yang dikirim, dengan kata-kata server dan nomor antreannya / letters sent, with the server's words and queue id:

"""
_MAILS = """
Email yang masuk / emails that came:

"""


def steps(db: Database, ticket: Ticket, rules: Rules, sentence: Callable[[JsonObject], str]) -> str:
    """steps.txt. `sentence` tells an event in words."""
    zone = ZoneInfo(rules.desk.timezone)
    told = [_HEAD.format(number=ticket.number, rules=rules.fingerprint)]
    told += [f"{line}\n" for line in _events(db, ticket, rules, sentence)]
    told += [_MAILS, *(f"{line}\n" for line in _mails(db, ticket.n, zone))]
    return "".join([*told, _LETTERS, *(f"{line}\n" for line in _letters(db, ticket.n, zone))])


def _events(db: Database, ticket: Ticket, rules: Rules, sentence: Callable[[JsonObject], str]) -> Iterator[str]:
    zone = ZoneInfo(rules.desk.timezone)
    folded, clock = Ticket(n=ticket.n, number=ticket.number, token=ticket.token), None
    for one in archive.events_of(db, ticket.n):
        words = sentence({**one.data, "kind": one.kind, "actor": one.actor, "seq": one.seq})
        yield f"{one.seq:>3}  {stamp(one.at, zone)}  {words}"
        if one.recorded_at != one.at:
            yield f"     diputuskan / decided {stamp(one.recorded_at, zone)}"
        folded = evolve(folded, eventlog.from_json(one.kind, one.data), one.recorded_at)
        now = ladders.running(folded, rules)
        if now is not None and (clock is None or (clock.ladder, clock.since) != (now.ladder, now.since)):
            yield from _arithmetic(now, rules, zone)
        clock = now


def _arithmetic(clock: ladders.RunningClock, rules: Rules, zone: ZoneInfo) -> Iterator[str]:
    for rung, due in clock.rungs:
        yield f"       {clock.ladder}: {rung.letter} +{rung.after.text} = {stamp(due, zone)}"
        for language in dict.fromkeys((rules.desk.language, "en")):
            for line in pauses.explain(clock.since, rung.after, rules.working_hours, language, clock.pauses):
                yield f"         {line}"


def _mails(db: Database, n: int, zone: ZoneInfo) -> Iterator[str]:
    for one in proven.mails(db, n):
        yield f"  {_stored(one.arrived, zone)}  mails/{one.id}.eml  {one.sender}  {one.message_id}  [{one.outcome}]"


def _letters(db: Database, n: int, zone: ZoneInfo) -> Iterator[str]:
    for one in proven.letters(db, n):
        at = _stored(one.sent, zone) if one.sent else "-"
        yield f"  {at}  letters/{one.id}.eml  {one.kind}  {one.message_id}  [{one.state}]"
        for recipient, fate in one.results.items():
            yield f"      {recipient}: {fate['state']}: {' '.join(fate['words'].split())}"


def _stored(text: str, zone: ZoneInfo) -> str:
    return stamp(datetime.fromisoformat(text), zone)
