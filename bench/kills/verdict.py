"""What the kills have done, judged from outside: by what was put in, by what the mail server took, by the rows of the
database read with plain SQL, and by `mailflow doctor` and `mailflow verify` as an admin runs them."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from bench.desk import ROOT
from bench.kills.people import OUTCOMES, People
from bench.kills.postoffice import Accepted, Tries


@dataclass
class Verdict:
    """Sentences; there must be none but of `doubles`, and of those at most one a kill."""

    lost: list[str] = field(default_factory=list)
    twice_decided: list[str] = field(default_factory=list)
    doubles: dict[int, str] = field(default_factory=dict)  # in the SMTP window of that daemon
    doubles_elsewhere: list[str] = field(default_factory=list)
    gaps: list[str] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)  # what nobody can explain
    doctor: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        return [
            *(f"lost: {words}" for words in self.lost),
            *(f"decided twice: {words}" for words in self.twice_decided),
            *(f"double elsewhere: {words}" for words in self.doubles_elsewhere),
            *(f"number: {words}" for words in self.gaps),
            *(f"strange: {words}" for words in self.strange),
            *(f"doctor: {words}" for words in self.doctor),
        ]


def judge(
    home: Path, url: str, people: People, tries: Mapping[str, Tries], accepted: Sequence[Accepted], killed: set[int]
) -> Verdict:
    """Everything is over: every mail handed over, every letter taken, the last daemon still running."""
    found = Verdict(strange=list(people.strange))
    _mails(found, _rows(home, url, "SELECT message_id, state, outcome, id FROM inbox"), people, tries)
    _letters(found, _rows(home, url, "SELECT message_id, recipients, state FROM letter"), people, accepted)
    found.doubles, found.doubles_elsewhere = doubled(accepted, killed)
    _numbers(found, [str(n) for (n,) in _rows(home, url, "SELECT n FROM ticket ORDER BY n")], people)
    found.doctor = _doctor(home)
    return found


def _mails(found: Verdict, rows: list[Any], people: People, tries: Mapping[str, Tries]) -> None:
    """Each mail one outcome, the one it should have; each further giving of it is a duplicate."""
    outcomes: dict[str, list[str]] = defaultdict(list)
    for message_id, state, outcome, inbox_id in rows:
        if state != "done":
            found.lost.append(f"mail {inbox_id} {message_id} is {state}")
        outcomes[message_id].append(str(outcome))
    for mail in people.written:
        ended = Counter(outcomes.pop(mail.message_id, []))
        given = tries[mail.message_id]
        copies = ended.pop("duplicate", 0)
        if not given.accepted:
            found.strange.append(f"{mail.message_id} was never accepted, {given.tries} tries")
        elif not ended:
            found.lost.append(f"{mail.message_id} by {given.way} has no outcome")
        elif sum(ended.values()) > 1:
            found.twice_decided.append(f"{mail.message_id} by {given.way} ended as {dict(ended)}")
        elif OUTCOMES[mail.what] not in ended:
            found.strange.append(f"{mail.message_id} ended as {dict(ended)}")
        if copies >= given.tries:
            found.strange.append(f"{mail.message_id} given {given.tries} times is there {copies + 1} times")
    found.strange += [f"nobody sent {message_id}: {ended}" for message_id, ended in outcomes.items()]


def _letters(found: Verdict, rows: list[Any], people: People, accepted: Sequence[Accepted]) -> None:
    """What the people miss or have too much of; and between desk and server none that only one of them knows."""
    for one in people.conversations:
        missing, extra = one.faults()
        found.lost += missing
        found.twice_decided += extra
    taken = {(letter.message_id, letter.reader) for letter in accepted}
    ours = {(message_id, reader) for message_id, readers, _ in rows for reader in json.loads(readers)}
    unsent = [message_id for message_id, _, state in rows if state != "sent"]
    found.lost += [f"letter {message_id} is not sent" for message_id in unsent]
    found.lost += [f"no server has {message_id} to {reader}" for message_id, reader in sorted(ours - taken)]
    found.strange += [f"not on record: {message_id} to {reader}" for message_id, reader in sorted(taken - ours)]


def doubled(accepted: Sequence[Accepted], killed: set[int]) -> tuple[dict[int, str], list[str]]:
    """What was taken twice in the SMTP window, by the daemon that was killed in it, and what outside of it.

    The window is open between the server's taking a letter and our record of it: so what is doubled is the last letter
    on its connection, of a daemon that was killed, and the next daemon sends the same bytes again."""
    last_on = {letter.connection: letter for letter in accepted}
    before: dict[tuple[str, str], Accepted] = {}
    inside: dict[int, str] = {}
    outside: list[str] = []
    for letter in accepted:
        first = before.get((letter.message_id, letter.reader))
        before[letter.message_id, letter.reader] = letter
        if first is None:
            continue
        words = f"{letter.message_id} to {letter.reader}, by daemons {first.life} and {letter.life}"
        killed_in_it = first.life in killed and first.life < letter.life and last_on[first.connection] is first
        if killed_in_it and first.data == letter.data and first.life not in inside:
            inside[first.life] = words
        else:
            outside.append(words)
    return inside, outside


def _numbers(found: Verdict, given: list[str], people: People) -> None:
    """1, 2, 3 …, as the database has them and as the customers were told, one each."""
    count = len(people.conversations)
    wanted = [str(n) for n in range(1, count + 1)]
    if given != wanted:
        found.gaps.append(f"{count} requests, but the tickets {_unlike(given, wanted)}")
    told = sorted((one.number for one in people.conversations), key=lambda n: int(n or 0))
    if told != wanted:
        found.gaps.append(f"{count} customers, but they were told {_unlike(told, wanted)}")


def _unlike(numbers: list[str], wanted: list[str]) -> str:
    missing, extra = Counter(wanted) - Counter(numbers), Counter(numbers) - Counter(wanted)
    return f"lack {sorted(missing.elements())[:9]} and have {sorted(extra.elements())[:9]} too much"


def _doctor(home: Path) -> list[str]:
    """Their exit status and what they find."""
    found = []
    for command, of in (("doctor", "findings"), ("verify", "differences")):
        done = run(home, command, "--json")
        told = json.loads(done.stdout or "{}")
        if done.returncode or told.get("ok") is not True:
            found.append(f"{command} ends with {done.returncode}: {done.stderr[-300:]}")
        faults = [one for one in told.get(of, ()) if one.get("level") != "note"]  # a note says that all is as it is
        found += [f"{command}: {fault}" for fault in faults]
    return found


def parked_by_chance(home: Path, url: str) -> int:
    """Mails that were alone in hand at five kills, by chance and not by their fault: a person must say `retry`."""
    return _count(home, url, "inbox WHERE state = 'parked' AND reason LIKE 'mailflow ended, or was ended, with%'")


def waiting(home: Path, url: str) -> int:
    """Mails and letters not at their end."""
    return sum(_count(home, url, f"{table} WHERE state = 'waiting'") for table in ("inbox", "letter"))


def _count(home: Path, url: str, what: str) -> int:
    try:
        return int(_rows(home, url, f"SELECT count(*) FROM {what}")[0][0])
    except (sqlite3.OperationalError, psycopg.errors.UndefinedTable):  # no daemon has made the tables yet
        return 0


def run(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """`mailflow …`, as from a shell."""
    asked = [sys.executable, str(ROOT / "cli.py"), "--home", str(home), *words]
    return subprocess.run(asked, capture_output=True, text=True, check=False)


def _rows(home: Path, url: str, sql: str) -> list[Any]:
    if url:
        with psycopg.connect(url) as postgres:
            return postgres.execute(sql).fetchall()
    with closing(sqlite3.connect(home / "mailflow.db", timeout=30)) as sqlite:
        return sqlite.execute(sql).fetchall()
