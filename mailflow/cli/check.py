"""`mailflow check`: is the home in good order, and with --connect: do its servers answer."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow.cli.check_dns import sender_findings
from mailflow.cli.common import command, home, put, put_json, say
from mailflow.cli.error_words import fault as in_words
from mailflow.cli.error_words import said
from mailflow.cli.github import workflow_commands
from mailflow.cli.language import language
from mailflow.cli.letter_languages import further
from mailflow.cli.trouble import CANNOT, WRONG
from mailflow.core.plain import JsonObject
from mailflow.core.wording import in_language
from mailflow.errors import ConfigError, Fault, MailflowError

if TYPE_CHECKING:
    from mailflow.config.settings import Settings
    from mailflow.flow.admin.server_checks import ServerCheck
    from mailflow.mail.templates import Templates


@command(
    "check",
    "mailflow check",
    "mailflow check --connect --home /srv/desk",
    "mailflow check --format github      (notes beside the lines of a pull request)",
)
@click.option(
    "--format", "form", type=click.Choice(("text", "github")), default="text", show_default=True, help="Of the faults."
)
@click.option("--schema", is_flag=True, help="Print the JSON Schema of rules.yaml, for editors, and nothing else.")
@click.option("--connect", is_flag=True, help="Try the database, every mailbox, and the ways letters and alarms take.")
@click.pass_context
def check(ctx: click.Context, connect: bool, form: str, schema: bool, as_json: bool) -> None:
    """Validate rules.yaml, the environment it names and every letter; report all faults at once, with their lines.

    Warnings (odd, but no reason not to start) leave the exit status 0. Where the desk has begun, trust.authserv is
    compared with the newest mails. --connect also looks at what DNS says of the desk's domain: SPF, DKIM, DMARC.
    """
    if schema:
        _put_schema()
        return
    settings, templates, faults = _examined(home())
    letters = sum(len(templates.languages(name)) for name in templates.names())
    more = further(templates, settings)
    warnings = (*settings.warnings, *(_mails_say(settings) if not faults else ())) if settings else ()
    tried = probes(settings) if connect and settings and not faults else []
    dns = sender_findings(settings) if connect and settings and not faults else []
    if as_json:
        put_json(
            {
                "ok": not faults and all(probe.ok for probe in tried),
                "faults": [_plain(fault) for fault in faults],
                "warnings": [_plain(warning) for warning in warnings],
                "survey": _survey(settings)[0] if settings else None,
                "open": list(_open(settings, "en")) if settings else [],
                "letters": letters,
                "languages": [one.plain for one in more],
                "probes": [{"name": probe.name, "ok": probe.ok, "words": probe.words} for probe in tried],
                "dns": [{"name": one.name, "ok": one.ok, "words": one.words} for one in dns],
            }
        )
    elif form == "github":
        for line in workflow_commands(home(), faults, warnings, tried):
            put(line)
    else:
        _tell(faults, warnings, letters, tried)
        for one in dns:
            (put if one.ok else say)(f"{said('ok' if one.ok else 'warning')}: {said(one.words)}")
        if settings and not faults:
            put(said(_survey(settings)[1]))
            for one_more in more:
                put(said(one_more.words))
            for sentence in _open(settings, language()):
                put(f"{said('open')}: {sentence}")
    ctx.exit(WRONG if faults else CANNOT if not all(probe.ok for probe in tried) else 0)


def _examined(folder: Path) -> tuple[Settings | None, Templates, list[Fault]]:
    """(settings if valid, the letters, faults): letters are checked even if rules.yaml is invalid."""
    from mailflow import config
    from mailflow.config.letters import shipped
    from mailflow.mail.templates import Templates

    faults: list[Fault] = []
    settings = None
    try:
        settings = config.load(folder, need_secrets=True)
    except ConfigError as wrong:
        faults += wrong.faults
    if settings is not None:
        faults += _not_installed(settings)
    templates = Templates(folder, shipped(), settings.rules.desk.language if settings else "id")
    faults += templates.load()
    return settings, templates, faults


def _mails_say(settings: Settings) -> list[Fault]:
    """What the newest mails of a desk that has begun show to be wrong in rules.yaml; [] when they cannot be asked."""
    if not settings.rules.trust.needs_results:  # then nothing has to be loaded that reads mails: 60 ms
        return []
    from mailflow import app
    from mailflow.flow.admin.authserv import compare

    try:
        parts = app.open_parts(home(), need_secrets=True, create=False)
    except MailflowError:
        return []
    try:
        wrong = compare(parts)
    except MailflowError:
        return []
    finally:
        parts.db.close()
    return [wrong.fault] if wrong is not None else []


def _not_installed(settings: Settings) -> Iterator[Fault]:
    """Features rules.yaml enables that need an optional extra which is not installed: `mailflow run` would not
    start."""
    wanted = (
        ("web", settings.web is not None, "waitress", "web"),
        ("outgoing.dkim", getattr(settings.outgoing, "dkim", None) is not None, "dkim", "dkim"),
        ("trust.operators", "dkim" in settings.rules.trust.operators, "dkim", "dkim"),
        ("database", not settings.database.startswith("sqlite:"), "psycopg", "postgres"),
    )
    for key, is_on, package, extra in wanted:
        if is_on and find_spec(package) is None:
            yield Fault(
                f"rules.yaml: {key}", f"{package} is missing, which it needs", f"pip install 'mailflow[{extra}]'"
            )


def probes(settings: Settings) -> list[ServerCheck]:
    """The database first: without it the servers are tried all the same."""
    from mailflow import app
    from mailflow.flow.admin.server_checks import probe_all
    from mailflow.flow.schedule.sent_copies import open_sent

    database = app.probe_database(settings)
    parts = app.open_parts(home(), need_secrets=True, create=False, database=None if database.ok else app.NO_DATABASE)
    try:
        ways = app.transport(parts), app.alarm_transport(parts), open_sent(parts)
        own_server = not settings.database.startswith("sqlite:")  # a file that is well need not be named
        return [
            *([database] if own_server or not database.ok else []),
            *probe_all(app.mailboxes(parts, looking=True), *ways),
        ]
    finally:
        parts.db.close()


def _survey(settings: Settings) -> tuple[str, str]:
    """(link, mail or none, in a sentence): how customers are asked when their tickets are closed."""
    if settings.rules.survey_page and settings.web and settings.rules.survey_link == settings.web.survey_link:
        return "page", f"survey: the closing letter has a link to our own page at {settings.web.url}"
    if settings.rules.survey_link:
        return "link", "survey: the closing letter has the link of survey.link"
    if settings.rules.survey_by_mail:
        return "mail", "survey: without survey.link the closing letter asks for a digit from 1 to 5 by reply"
    return "none", "survey: nobody is asked (survey.by_mail is false, and there is no survey.link)"


_HANDED_IN = (
    "email diterima oleh {name} dari {whom}: siapa pun yang menyerahkannya di sana dianggap server Anda",
    "mail is taken by {name} from {whom}: whoever hands it in there is believed to be your server",
)
_HERE = ("mesin ini", "this machine")


def _open(settings: Settings, tongue: str) -> Iterator[str]:
    """How open this desk is, and to whom."""
    from mailflow.config.settings import ListenerBox
    from mailflow.core.openness import openness

    yield from openness(settings.rules, tongue)
    for box in settings.mailboxes:
        if isinstance(box, ListenerBox):
            whom = ", ".join((in_language(_HERE, tongue), *box.allow))
            yield in_language(_HANDED_IN, tongue).format(name=box.name, whom=whom)


def _put_schema() -> None:
    from mailflow.config.json_schema import rules_schema

    put_json(rules_schema(), indent=1)  # the bytes of the file that is kept


def _plain(fault: Fault) -> JsonObject:
    return {"place": fault.place, "what": fault.what, "remedy": fault.remedy}


def _tell(faults: list[Fault], warnings: tuple[Fault, ...], letters: int, probes: list[ServerCheck]) -> None:
    for fault in faults:
        say(in_words(fault))
    for warning in warnings:
        say(f"{said('warning')}: {in_words(warning)}")
    for probe in probes:
        if probe.ok:
            put(f"{said('ok')}: {said(probe.words)}")
        else:
            say(f"{said('failed')}: {said(probe.words)}")
    if not faults:
        put(said(f"rules.yaml is good, and all {letters} letters can be written"))
