"""rules.yaml, the environment and the names of the letters → validated values; faults name file and line.

    load(home)        everything, validated (imports pydantic)
    essentials(home)  a fast partial read, for commands that only read the database
    Watcher(settings) tells when the home was edited
    find_home(option) which folder is the home
    init.make_home    creates a new home

Reading, in the order rules.yaml is read:

    tree.py         YAML as plain values with their line numbers
    environment.py  `${NAME}`, the home
    block.py        what a block is, and types of values
    guards.py       the blocks `trust`, `spam` and `limits`
    hints.py      the block `hints:`
    days.py         days and moments
    report_parts.py  the block `reports`
    staff_parts.py  the blocks `away` and `shifts`
    escalation.py   the block `second_tier`
    schema.py       keys and types (pydantic)
    json_schema.py  the same as JSON Schema, for editors
    formats.py      the syntax of single values
    zones.py        that of time zones
    problems.py     what pydantic found, in words for the admin
    checks.py       what a schema cannot say: one part against another
    rule_words.py   the words of `rules:`, and what their values name elsewhere
    staff.py        the same of `away:`, deputies and `shifts:`
    trust.py        the same of `trust:`
    escalation_checks.py  the same of `second_tier:`
    warn.py         what is suspicious and no reason not to start
    build.py        what is valid, as values of core
    build_servers.py  the same of servers, as settings
    loader.py       all of these in their order
    quick.py        a short way to the few values of
    essentials.py   what commands that only read need
    database.py     where the database is
    letters.py      which canned letters there are
    dkim.py         `outgoing.dkim`
    logins.py       `oauth:` and client certificates of a server, and what may be wrong with them
    mirror.py       `mirror:` of a mailbox, and what may be wrong with it
    web_parts.py    the blocks `web` and `survey`, and what may be wrong with `web:`
    webhook_parts.py  the block `webhooks`, and what may be wrong with it
    sent_folder.py  what may be wrong with `sent_folder:`

The calendar, `working_hours:`:

    calendar.py     the block as core.WorkingHours
    week.py         days to spans
    seasons.py      dates with hours of their own
    holidays.py     by country, a year at a time
    indonesian_days.py  those of Indonesia, kept
    ics.py          from a file

And what comes of it:

    settings.py     frozen, without secrets in any repr
    watch.py        whether the home was edited
    init.py         a new home

Only this package reads environment variables. Not here: what a rule means (core/), the words of letters (mail/).
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from mailflow.config.environment import find_home as find_home
from mailflow.config.environment import service_manager as service_manager
from mailflow.config.essentials import Essentials as Essentials
from mailflow.config.quick import essentials as essentials
from mailflow.config.watch import Watcher as Watcher

if TYPE_CHECKING:
    from mailflow.config.settings import Settings


def load(home: Path, environ: Mapping[str, str] | None = None, need_secrets: bool = True) -> Settings:
    """The settings of a home folder; see loader.load. ConfigError carries all faults at once."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # there is none, and looking for it takes 4 ms
    from mailflow.config import loader  # importing pydantic takes 150 ms, which `list` does not need

    return loader.load(home, environ, need_secrets)
