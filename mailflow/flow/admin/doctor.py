"""`mailflow doctor`: what is wrong with this desk, or soon will be. Changes nothing.

A *fault* makes the desk not ok; a *note* is worth knowing. Each check is one function that yields findings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from mailflow.core.how_many import how_many
from mailflow.core.moments import moment_words, rough_length
from mailflow.core.wording import in_language
from mailflow.errors import Fault, MailflowError
from mailflow.flow.admin import webhooks
from mailflow.flow.admin.authserv import compare
from mailflow.flow.admin.rewriting_lists import untrusted
from mailflow.flow.admin.server_checks import probe_all
from mailflow.flow.health import edits
from mailflow.flow.health.list_holds import hold_words
from mailflow.flow.health.symptoms import LITTLE_DISK, free_bytes
from mailflow.flow.intake.reconcile import Reconciled, reconcile
from mailflow.flow.parts import Parts
from mailflow.flow.ways import OpenMailbox
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.transports import Transport
from mailflow.store.admin import failovers, search_check, totals_check
from mailflow.store.admin.doctor import failed_and_told, pages, records, unwritable
from mailflow.store.desk import keyring, meta
from mailflow.store.engine.database import Database
from mailflow.store.engine.fields import from_text
from mailflow.store.health import health, watching
from mailflow.store.health.watching import Noted

SOME_DISK = 2**30
MUCH_UNUSED = 2**28  # bytes
SLACK = timedelta(minutes=2)  # tolerated difference between the clocks of two hosts of one desk
WAITS_LONG = timedelta(hours=1)
PAGES_SECONDS = 1.0  # for the pages of the database, and then a quarter for those of each table
PROBE_SECONDS = 5.0  # timeout of one answer of a server


@dataclass(frozen=True, slots=True)
class Finding:
    """One result of a check."""

    check: str  # a heading: mail, disk, clock …
    level: Literal["fault", "note"]
    what: str  # a sentence, with what to do about it


@dataclass(frozen=True, slots=True)
class Patient:
    """What is examined. `parts`, `mailboxes`, `transport` are missing when rules.yaml is invalid."""

    db: Database
    home: Path
    now: datetime  # desk time
    machine: float  # machine time
    parts: Parts | None = None
    mailboxes: tuple[OpenMailbox, ...] = ()
    transport: Transport | None = None
    faults: tuple[Fault, ...] = ()  # in rules.yaml, the environment, the letters
    alarm: Transport | None = None  # the transport of `alarm:`
    thorough: bool = False  # read every page of the database, however long it takes
    language: str = "en"  # of sentences that are kept in both; those of checks are English (cli/error_words.py)


def examine(
    patient: Patient, *, connect: bool = True, seen: Callable[[int, int], None] = lambda done, of: None
) -> list[Finding]:
    """Every finding, faults first. `connect` False: without network."""
    checks = [
        _rules,
        _database,
        _mail,
        _muted,
        _secret,
        _disk,
        _unused,
        _clock,
        _workers,
        _waiting,
        _lists,
        _authserv,
        *([_servers, _left_behind] if connect else []),
    ]
    found: list[Finding] = []
    for done, check in enumerate(checks, 1):
        found += check(patient)
        seen(done, len(checks))
    return sorted(found, key=lambda finding: finding.level != "fault")


def is_ok(findings: Sequence[Finding]) -> bool:
    return all(finding.level != "fault" for finding in findings)


# -- the desk itself


_EDITED = (
    "rules.yaml sudah diubah: {words} (mailflow yang berjalan menunggu semenit, atau `mailflow reload`, sebelum ini "
    "berlaku)",
    "rules.yaml was edited: {words} (a running mailflow waits for a minute, or for `mailflow reload`, before this "
    "counts)",
)


def _rules(patient: Patient) -> Iterator[Finding]:
    for fault in patient.faults:
        yield Finding("rules", "fault", str(fault))
    for warning in patient.parts.policy.settings.warnings if patient.parts else ():
        yield Finding("rules", "note", str(warning))
    if patient.parts is not None:
        settings, language = patient.parts.policy.settings, patient.language
        for words in edits.sentences(patient.db, settings, edits.since_last_run(patient.db, settings), language):
            yield Finding("rules", "note", in_language(_EDITED, language).format(words=words))


def _muted(patient: Patient) -> Iterator[Finding]:
    if since := meta.muted(patient.db):
        zone = patient.parts.rules.desk.timezone if patient.parts is not None else "UTC"
        at = moment_words(from_text(since), zone, patient.language)
        waits = f"muted since {at}: letters wait and mailboxes stay as they are"
        yield Finding("letters", "note", f"{waits} until `mailflow unmute`")


def _secret(patient: Patient) -> Iterator[Finding]:
    """Older secrets that count still, and those that were rotated in vain."""
    found = keyring.keys(patient.db)
    counting = [key.until for key in found[:-1] if key.until and key.until > patient.now]
    if counting:
        until = f"{max(counting):%Y-%m-%d %H:%M} UTC"
        yield Finding("secret", "note", f"rotated: what the one before has signed counts until {until}")
    if len(found) > 1 and patient.parts is not None and patient.parts.policy.settings.secret is not None:
        words = "`secret:` of rules.yaml signs, not the one `mailflow secret rotate` has made"
        yield Finding(
            "secret",
            "fault",
            f"{words}; rotate it there (`secret: [NEW, OLD]`), or take `secret:` out of rules.yaml and restart",
        )


def _database(patient: Patient) -> Iterator[Finding]:
    """Whether the database can be written, and is whole as far as it was read."""
    if words := unwritable(patient.db):
        yield Finding("database", "fault", words)
    yield from (Finding("database", level, words) for level, words in failovers.findings(patient.db, patient.now))
    faults, unread = pages(patient.db, None if patient.thorough else PAGES_SECONDS)
    for words in faults:
        yield Finding("mail", "fault", words)
    if unread:
        what = f"it is large: not every page was read of {', '.join(unread)}"
        yield Finding("database", "note", f"{what}; `mailflow doctor --thorough` takes its time")


def _mail(patient: Patient) -> Iterator[Finding]:
    """Conservation: every mail has its outcome, every ticket its log, every letter its state."""
    for words in records(patient.db, patient.now, patient.machine):
        yield Finding("mail", "fault", words)
    for words in totals_check.faults(patient.db):
        yield Finding("figures", "fault", words)
    for words in search_check.faults(patient.db):
        yield Finding("search", "fault", words)


def _disk(patient: Patient) -> Iterator[Finding]:
    places = {patient.home, Path(patient.db.place).parent}  # a PostgreSQL database has no folder here
    for folder in sorted(place for place in places if place.is_absolute() and place.is_dir()):
        free = free_bytes(folder)
        words = f"{free // 2**20} MB are free on the disk of {folder}"
        if free < LITTLE_DISK:
            yield Finding("disk", "fault", f"{words}: make room before mail can no longer be stored")
        elif free < SOME_DISK:
            yield Finding("disk", "note", words)


def _unused(patient: Patient) -> Iterator[Finding]:
    """Unused space in a large file made by an old version; today's daemon returns it by itself."""
    free, whole = patient.db.engine.unused()
    if free > MUCH_UNUSED and free * 4 > whole:
        words = f"{free / 1e6:.0f} of {whole / 1e6:.0f} MB of {patient.db.place} are unused"
        yield Finding("disk", "note", f"{words}; `mailflow retention` gives them back, nobody can write meanwhile")


def _clock(patient: Patient) -> Iterator[Finding]:
    """After a clock was set back reminders are late, after it was set ahead they are early."""
    newest = health.newest_record(patient.db)
    if newest is not None and newest > patient.now + SLACK:
        ahead = rough_length(newest - patient.now)
        yield Finding("clock", "fault", f"something was recorded {ahead} in the future: is this machine's clock right?")
    if meta.since(patient.db) > patient.now + SLACK:
        yield Finding("clock", "fault", "this desk begins in the future: is this machine's clock right?")


def _workers(patient: Patient) -> Iterator[Finding]:
    living = health.living(patient.db, patient.machine)
    daemons = sorted({f"{worker.host} (pid {worker.pid})" for worker in living})
    if daemons:
        yield Finding("daemon", "note", f"running on {', '.join(daemons)}")
    else:
        yield Finding("daemon", "note", "no mailflow is running; start `mailflow run`, or let cron call `run --once`")
    alive = {(worker.host, worker.pid) for worker in living}
    fallen = {(w.host, w.pid) for w in health.dead(patient.db, patient.machine)} - alive
    for host, pid in sorted(fallen):
        yield Finding("daemon", "note", f"one on {host} (pid {pid}) ended without a goodbye; its work is taken over")
    yield from _loops(patient, {worker.id for worker in living})


def _loops(patient: Patient, living: set[str]) -> Iterator[Finding]:
    """The last step of each daemon's loops, and which of them hang or cannot work."""
    daemons: dict[str, list[Noted]] = {}
    for loop in watching.loops(patient.db, patient.machine):
        if loop.daemon in living:
            daemons.setdefault(loop.daemon, []).append(loop)
    for daemon, loops in daemons.items():
        host, pid, _ = daemon.rsplit(":", 2)
        daemon = f"{host} (pid {pid})"
        ages = ", ".join(f"{loop.name} {loop.age:.0f} s" for loop in loops)
        yield Finding("loops", "note", f"{daemon}, last step of each ago: {ages}")
        for loop in loops:
            if loop.hangs:
                words = (
                    f"{loop.name} hangs on {daemon}: nothing for {loop.age:.0f} s, at most {loop.allowed:.0f} are usual"
                )
                yield Finding("loops", "fault", f"{words}; restart it")
            if loop.trouble:
                down = rough_length(timedelta(seconds=loop.down_for))
                yield Finding("loops", "fault", f"{loop.name} on {daemon} for {down}: {loop.trouble}")


def _waiting(patient: Patient) -> Iterator[Finding]:
    """Letters that wait too long, events that are not taken. (Mails that are stuck are found by `records`.)"""
    mail = health.oldest_mail(patient.db)
    if mail is not None:
        yield Finding("mail", "note", f"a mail has waited for {rough_length(patient.now - mail)}; see `mailflow inbox`")
    told = failed_and_told(patient.db)
    if told:
        words = f"{how_many(len(told), 'letter')} could not be delivered, of which owner and PIC were told"
        yield Finding("letters", "note", f"{words}: {_few([str(n) for n in told])}; see `mailflow outbox`")
    letter = health.oldest_letter(patient.db)
    if letter is not None:
        waits = patient.now - letter[1]
        level: Literal["fault", "note"] = "fault" if waits > WAITS_LONG else "note"
        yield Finding(
            "letters", level, f"letter {letter[0]} has waited for {rough_length(waits)}; see `mailflow outbox`"
        )
    for how, words in webhooks.findings(patient.parts) if patient.parts else ():
        yield Finding("webhooks", how, words)


def _authserv(patient: Patient) -> Iterator[Finding]:
    wrong = compare(patient.parts) if patient.parts is not None else None
    if wrong is not None:
        yield Finding("trust", "fault" if wrong.certain else "note", f"{wrong.fault.what} ({wrong.fault.remedy})")


def _lists(patient: Patient) -> Iterator[Finding]:
    """Our letters that a list holds; and colleagues' mail that one has rewritten, which proves nothing by itself."""
    if held := hold_words(patient.db, patient.now):
        yield Finding("lists", "fault", held)
    for name, count in untrusted(patient.parts) if patient.parts else ():
        some = how_many(count, "of the newest mails is", "of the newest mails are")
        what = f"{some} colleagues' by the list {name}, which writes itself into From"
        remedy = "they are not believed; name it in trust.lists if only members may write to it"
        yield Finding("lists", "note", f"{what}: {remedy}")


# -- servers and mailboxes


def _servers(patient: Patient) -> Iterator[Finding]:
    for probe in probe_all(patient.mailboxes, patient.transport, patient.alarm):
        yield Finding("servers", "note" if probe.ok else "fault", probe.words)


def _left_behind(patient: Patient) -> Iterator[Finding]:
    """Conservation checked against the mailboxes: every mail there is in the inbox, or about to be stored."""
    for mailbox in patient.mailboxes:
        if mailbox.listens:
            continue
        try:
            found = reconcile(patient.db, mailbox.source)
        except MailflowError:  # reported by `_servers`
            continue
        yield from _told(patient, found)


def _told(patient: Patient, found: Reconciled) -> Iterator[Finding]:
    name, waits = found.mailbox, patient.now - (found.oldest or patient.now)
    if found.lost:
        have = how_many(len(found.lost), f"mail in {name} has", f"mails in {name} have")
        what = f"no outcome although it was read later: {_few(found.lost)}; is `mailflow run` healthy?"
        yield Finding("mail", "fault", f"{have} {what}")
    if found.refused:
        yield Finding(
            "mail", "fault", f"{how_many(len(found.refused), 'mail')} in {name} cannot be read: {_few(found.refused)}"
        )
    if found.unread:
        late = waits > WAITS_LONG and bool(health.living(patient.db, patient.machine))
        have = how_many(len(found.unread), f"mail in {name} has", f"mails in {name} have")
        words = f"{have} not been taken in yet ({_few(found.unread)})"
        yield Finding("mail", "fault" if late else "note", f"{words}, one of them for {rough_length(waits)}")
    if found.present and not (found.lost or found.refused or found.unread):
        kinds = (found.waiting, "waits", "wait"), (found.parked, "is parked", "are parked")
        rest = [how_many(*kind) for kind in kinds if kind[0]]
        ended = how_many(found.ended, "has its outcome", "have their outcome")
        words = "each has its outcome" if not rest else f"{ended}, {', '.join(rest)}"
        yield Finding("mail", "note", f"{how_many(found.present, 'mail')} in {name}: {words}")


def _few(uids: Sequence[str]) -> str:
    return ", ".join(uids[:10]) + (" …" if len(uids) > 10 else "")
