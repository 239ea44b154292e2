"""The composition root: home folder → Parts. The only place where implementations are chosen and connected.

Slow imports (pydantic, Jinja2, APScheduler, the mail server libraries) happen where they are used, so that commands
that only read do not pay for them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mailflow import config
from mailflow.clock import Clock, SystemClock
from mailflow.config import Watcher
from mailflow.config.settings import Settings
from mailflow.core.secret import Secret
from mailflow.errors import CannotDo, ConfigError, Fault, MailflowError
from mailflow.lazy_dataclasses import replace
from mailflow.servers import SERVER_SECONDS as SERVER_SECONDS
from mailflow.servers import ServerOpener
from mailflow.servers import alarm_transport as alarm_transport
from mailflow.servers import mailboxes as mailboxes
from mailflow.servers import transport as transport
from mailflow.store.desk import meta, worked
from mailflow.store.desk.keyring import Keyring
from mailflow.store.engine.database import Database
from mailflow.store.engine.opening import open_database
from mailflow.view import NO_DATABASE as NO_DATABASE
from mailflow.view import has_database as has_database
from mailflow.view import viewing as viewing

if TYPE_CHECKING:
    from mailflow.flow.admin.server_checks import ServerCheck
    from mailflow.flow.daemon import Daemon
    from mailflow.flow.parts import Parts
    from mailflow.mail.templates import Templates


def fresh_token() -> str:
    """Unguessable: at most 16 characters of [a-z0-9]."""
    import secrets

    return secrets.token_hex(5)


# -- opening a home


def probe_database(settings: Settings) -> ServerCheck:
    """Whether it lets us in and can be written, and, behind a pooler, whether a daemon gets its connections."""
    from mailflow.flow.admin.server_checks import ServerCheck
    from mailflow.store.admin.doctor import unwritable

    try:
        if not has_database(settings.database):
            return ServerCheck("database", True, "database: the desk has not begun, `mailflow run` makes its tables")
        db = open_database(settings.database, settings.home)
    except MailflowError as wrong:
        return ServerCheck("database", False, f"database: {wrong}")
    try:
        wrong_with_it = unwritable(db) or db.engine.room()
        return ServerCheck("database", not wrong_with_it, f"database: {wrong_with_it or f'{db.place} can be written'}")
    finally:
        db.close()


def open_parts(
    home: Path,
    clock: Clock | None = None,
    *,
    mute: bool = False,
    need_secrets: bool = False,
    environ: dict[str, str] | None = None,
    token: Callable[[], str] = fresh_token,
    create: bool = True,
    database: str | None = None,
) -> Parts:
    """Everything that commands which change tickets need. Raises ConfigError (all faults at once), CannotDo, TryLater.

    `mute`: nothing is sent. `create` False: a desk that has not begun gets an empty database in memory. `database`
    replaces the URL of rules.yaml.
    """
    from mailflow.flow.parts import Parts
    from mailflow.flow.policy import Policy
    from mailflow.mail.dns_keys import DnsKeys
    from mailflow.mail.spam_filter import SpamFilter

    clock = clock or SystemClock()
    watcher = Watcher(home)
    settings = config.load(home, environ, need_secrets)
    watcher.also = settings.watched
    templates, faults = open_templates(settings)
    if faults and need_secrets:
        raise ConfigError(faults)
    if settings.unknown_secret is not None:  # a letter signed with another key than the daemon's is answered in vain
        raise ConfigError([settings.unknown_secret])
    there = database is not None or create or has_database(settings.database)
    now = clock.now()
    db = open_database(database or (settings.database if there else NO_DATABASE), home, now)
    if create and meta.since(db) == now:
        _note_init(db, home, now)

    def load() -> Settings:
        found = config.load(home, environ, need_secrets)
        watcher.also = found.watched
        return found

    policy = Policy(settings, templates, load, watcher)
    policy.remember(worked.before(db, settings.rules.working_hours, clock.now()))
    return Parts(db, clock, policy, _keys(settings, db), token, DnsKeys(), SpamFilter(), mute)


def _keys(settings: Settings, db: Database) -> bytes | Keyring:
    """What signs our tokens: the first `secret:` of rules.yaml, else those of the database."""
    if not settings.secret:
        return Keyring(db)
    return Secret(settings.secret.encode(), tuple(one.encode() for one in settings.older_secrets))


def _note_init(db: Database, home: Path, now: datetime) -> None:
    """The database was created just now: mail that arrived since the home was made is processed."""
    from mailflow.config.init import take_moment

    made = take_moment(home)
    if made is not None and made < now:
        with db.transaction():
            meta.note_initialised(db, made)


def open_dry_run(home: Path) -> tuple[Parts, bool]:
    """A desk to try a mail on, and whether it knows earlier conversations. Without a database it does not; without
    rules.yaml it has the shipped rules and no colleagues. Raises ConfigError when rules.yaml is invalid."""
    from mailflow.config.letters import shipped
    from mailflow.flow.parts import Parts
    from mailflow.flow.policy import Policy
    from mailflow.mail.dns_keys import DnsKeys
    from mailflow.mail.spam_filter import SpamFilter

    if (home / "rules.yaml").is_file():
        settings = config.load(home, need_secrets=False)
    else:
        settings = config.load(shipped(), need_secrets=False)
        settings = replace(
            settings, database=NO_DATABASE, rules=replace(settings.rules, operators=(), pic=(), admin=None)
        )
    begun = False
    try:
        begun = has_database(settings.database)
        db = open_database(settings.database if begun else NO_DATABASE, home)
    except MailflowError:  # locked, corrupt, unreachable, no permission: the mail can be explained without it
        begun, db = False, open_database(NO_DATABASE, home)
    templates, _ = open_templates(settings)
    policy = Policy(settings, templates, lambda: settings, Watcher(home))
    return Parts(db, SystemClock(), policy, _keys(settings, db), fresh_token, DnsKeys(), SpamFilter()), begun


def open_templates(settings: Settings) -> tuple[Templates, list[Fault]]:
    """The letters of a home, and their faults."""
    from mailflow.mail.templates import Templates

    templates = Templates(settings.home, settings.shipped_templates, settings.rules.desk.language)
    return templates, templates.load()


# -- running


def daemon(parts: Parts) -> Daemon:
    from mailflow.flow.daemon import Daemon
    from mailflow.flow.health.systemd import Notifier

    if small := parts.db.engine.room():
        raise CannotDo(small)
    found = Daemon(parts, mailboxes(parts), transport(parts), Notifier(*config.service_manager()))
    found.ways.opener = ServerOpener(parts, found.watch)
    found.beside += found.ways.opener.companions()
    return found


def once(parts: Parts) -> list[str]:
    """`mailflow run --once`; returns what could not be done."""
    from mailflow.flow.daemon import run_once
    from mailflow.flow.health.heartbeat import beating

    with beating(parts.db) as worker:
        return run_once(parts, mailboxes(parts), transport(parts), worker)
