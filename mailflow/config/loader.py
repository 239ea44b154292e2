"""Reads and validates a home folder: rules.yaml + environment + names of letters → Settings, or all faults at once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from mailflow import rights
from mailflow.config import letters as canned
from mailflow.config.build import build_rules
from mailflow.config.build_servers import build_mailbox, build_outgoing, build_probe, build_sent, build_smtp
from mailflow.config.calendar import read_calendar
from mailflow.config.checks import check_all
from mailflow.config.database import resolved
from mailflow.config.environment import (
    ENV_FILE,
    is_placeholder,
    is_read_by_others,
    password_place,
    substitute,
    variables,
)
from mailflow.config.escalation_checks import check_second_tier
from mailflow.config.essentials import Essentials
from mailflow.config.logins import check_logins
from mailflow.config.mirror import check_mirror
from mailflow.config.problems import Unknown, blame_errors, blame_unknown
from mailflow.config.quick import database_is_known
from mailflow.config.rule_words import check_rules
from mailflow.config.schema import RulesFile
from mailflow.config.sent_folder import check_sent_folder
from mailflow.config.settings import Settings
from mailflow.config.staff import check_staff
from mailflow.config.tree import RulesTree, read
from mailflow.config.trust import check_trust
from mailflow.config.warn import warnings_of
from mailflow.config.web_parts import build_api, build_web, check_api, check_web
from mailflow.config.webhook_parts import build_webhooks, check_bodies, check_webhooks
from mailflow.errors import ConfigError, Fault
from mailflow.webhooks.hook import Webhook

_CHECKS = (
    check_logins, check_second_tier, check_sent_folder, check_trust, check_staff, check_mirror, check_web, check_api,
)  # fmt: skip


def load(home: Path, environ: Mapping[str, str] | None = None, need_secrets: bool = True) -> Settings:
    """The settings of the home folder. ConfigError carries every fault, each with its line of rules.yaml.

    `environ` replaces os.environ. With `need_secrets` (run, check) every `${NAME}` must be set, and there must be a
    mailbox and an outgoing server; without it (list, report) an unset one stays `${NAME}`.
    """
    home = home.absolute()
    tree = read(home)
    substitute(tree, variables(home, environ, need_secrets), need_secrets)
    templates, shipped = home / canned.CANNED, canned.shipped() / canned.CANNED
    letters = canned.letter_names(templates, shipped)
    file = _validated(tree)
    calendar = read_calendar(tree, home, *_zone_and_language(file))
    check_all(tree, letters)
    check_rules(tree, letters)
    for check in _CHECKS:
        check(tree)
    hooks = _webhooks(tree, file, home)
    if need_secrets:
        _mail_goes_in_and_out(tree)
    if not need_secrets:
        database_is_known(tree)
    if tree.faults or file is None:
        raise ConfigError(_in_order(tree))
    place = partial(password_place, tree, environ=environ)
    mailboxes = tuple(
        build_mailbox(part, home, place(path))
        for part, path in zip(file.mailboxes, tree.items("mailboxes"), strict=True)
    )
    return Settings(
        home=home,
        rules=build_rules(file, tree, calendar),
        database=resolved(file.database, home),
        secret=next(iter(_known_secrets(file)), None),
        older_secrets=_known_secrets(file)[1:],
        mailboxes=mailboxes,
        outgoing=build_outgoing(file.outgoing, home, file.desk.address, place(("outgoing",))),
        sent_folder=build_sent(file.sent_folder, mailboxes, home),
        templates=templates,
        shipped_templates=shipped,
        letters=letters,
        alarm=build_smtp(file.alarm, home, place(("alarm",))) if file.alarm else None,
        alarm_after=file.alarm_after.amount.total_seconds(),  # type: ignore[union-attr]  # Poll is never working days
        probe=build_probe(file.probe, file.desk.address),
        web=build_web(file.web),
        api=build_api(file.api),
        webhooks=hooks,
        retention={kind: days for kind, days in file.retention if days is not None},
        watched=tuple(calendar.files),
        unknown_secret=_unknown_secret(file, tree),
        warnings=(*warnings_of(tree, calendar, home), *_open_secrets(home)),
        authserv_at=tree.place(("trust", "authserv")),
        blocks=_blocks(tree),
        text=tree.text,
    )


def _webhooks(tree: RulesTree, file: RulesFile | None, home: Path) -> tuple[Webhook, ...]:
    check_webhooks(tree)
    if file is None:
        return ()
    hooks = build_webhooks(file.webhooks, home, file.desk.language)
    check_bodies(tree, hooks)
    return hooks


def _open_secrets(home: Path) -> list[Fault]:
    if not is_read_by_others(home):
        return []
    what = "every user of this machine can read the passwords in it"
    return [Fault(ENV_FILE, what, f"chmod o-rwx {home / ENV_FILE}")]


def _blocks(tree: RulesTree) -> tuple[str, ...]:
    """Top-level keys whose value is a mapping or a list; people and mailboxes are compared one by one elsewhere."""
    found = (key for key, value in tree.data.items() if isinstance(value, dict | list))
    return tuple(key for key in found if key not in ("operators", "pic", "mailboxes"))


def _validated(tree: RulesTree) -> RulesFile | None:
    unknown: list[Unknown] = []
    try:
        return RulesFile.model_validate(tree.data, context=unknown)
    except ValidationError as errors:
        blame_errors(tree, errors)
    finally:
        blame_unknown(tree, unknown)
    return None


def _zone_and_language(file: RulesFile | None) -> tuple[str, str]:
    return (file.desk.timezone, file.desk.language) if file else (Essentials.timezone, Essentials.language)


def _mail_goes_in_and_out(tree: RulesTree) -> None:
    if not tree.data.get("mailboxes"):
        tree.blame(("mailboxes",), "no mailbox: no mail could come in", "write mailboxes: [{maildir: var/in}]")
    if not tree.data.get("outgoing"):
        tree.blame(("outgoing",), "no outgoing server: no letter could go out", "write outgoing: {maildir: var/out}")


def _known_secrets(file: RulesFile) -> tuple[str, ...]:
    """The one that signs and the older ones; none where the first is a variable this user does not know."""
    found = file.secret or ()
    return () if any(map(is_placeholder, found)) else found


def _unknown_secret(file: RulesFile, tree: RulesTree) -> Fault | None:
    unknown = next((at for at, one in enumerate(file.secret or ()) if is_placeholder(one)), None)
    if file.secret is None or unknown is None:
        return None
    what = f"secret: {file.secret[unknown]} is not known to {rights.user()}"
    remedy = "let this user read .env, or leave `secret:` out: one is then kept in the database"
    return Fault(tree.place(("secret",)), what, remedy)


def _in_order(tree: RulesTree) -> list[Fault]:
    """Each fault once, ordered by line."""
    return sorted(dict.fromkeys(tree.faults), key=lambda fault: int(fault.place.rpartition(":")[2] or 0))
