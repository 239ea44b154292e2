"""`mailflow letters`: the canned responses there are, as written and as a reader would get them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, group, home, put, put_json, say
from mailflow.cli.tables import Column, put_table
from mailflow.core.how_many import how_many
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.config.settings import Settings
    from mailflow.core.message import Address
    from mailflow.mail.templates import Templates

_language = click.option("--language", metavar="LANG", help="id, en …; else the desk's.")


@group("letters", "mailflow letters", "mailflow letters show closed", "mailflow letters preview closed --ticket 12")
@click.pass_context
def letters(ctx: click.Context, as_json: bool) -> None:
    """The canned letters of this desk: its own in templates/canned, the shipped ones for what is missing there."""
    if ctx.invoked_subcommand is None:
        _list(as_json)


@command("list", "mailflow letters list", of=letters)
def list_(as_json: bool) -> None:
    """List every letter with its languages and what it is for."""
    _list(as_json)


def _list(as_json: bool) -> None:
    settings, templates = _open()
    found: list[JsonObject] = []
    for name in templates.names():
        canned = templates.get(name, settings.rules.desk.language)
        found.append(
            {
                "name": name,
                "languages": templates.languages(name),
                "closes": canned.closes,
                "description": canned.description,
                "place": canned.place,
            }
        )
    if as_json:
        put_json({"letters": found})
        return
    columns = (Column("name"), Column("languages"), Column("closes"), Column("description", whole=False))
    put_table(columns, [(f["name"], " ".join(f["languages"]), f["closes"], f["description"]) for f in found])


@command("show", "mailflow letters show closed --language en", of=letters)
@click.argument("name")
@_language
def show(name: str, language: str | None, as_json: bool) -> None:
    """Show letter NAME as it is written, with the placeholders in it."""
    settings, templates = _open()
    canned = templates.get(name, language or settings.rules.desk.language)
    if as_json:
        put_json(
            {
                "name": name,
                "language": canned.language,
                "place": canned.place,
                "subject": canned.subject,
                "closes": canned.closes,
                "description": canned.description,
                "body": canned.body,
            }
        )
        return
    put(f"{canned.place}\n\nSubject: {canned.subject}\n")
    put(canned.body.strip("\n"))


@command("preview", "mailflow letters preview claim-receipt", "mailflow letters preview closed --ticket 12", of=letters)
@click.argument("name")
@click.option("--ticket", metavar="N", help="With this ticket in it, else with an invented one.")
@_language
def preview(name: str, ticket: str | None, language: str | None, as_json: bool) -> None:
    """Show letter NAME as its reader would get it. What only its occasion could tell is invented.

    With --ticket it greets whom it would be sent to on that ticket: its customer, its owner, the PIC.
    """
    settings, templates = _open()
    templates.get(name)  # an unknown name is answered with the nearest one
    context, spoken = _facts(settings, name, ticket)
    rendered = templates.render(name, language or spoken, context)
    if as_json:
        put_json({"name": name, "language": rendered.language, "subject": rendered.subject, "text": rendered.text,
                  "html": rendered.html, "to": context["recipient"].email or None})  # fmt: skip
        return
    put(f"To: {context['recipient'] or 'nobody known'}\nSubject: {rendered.subject}\n")
    put(rendered.text.rstrip("\n"))


@command("publish", "mailflow letters publish --output jawaban.html", of=letters)
@click.option("--output", metavar="F.html", required=True, type=click.Path(dir_okay=False, path_type=Path))
@_language
def publish(output: Path, language: str | None, as_json: bool) -> None:
    """Write the letters with `public: yes` as one page for the web site, searchable, with nothing from elsewhere."""
    from mailflow.mail.public_letters import page, public_names

    settings, templates = _open()
    names = public_names(templates)
    if not names:
        raise CannotDo("no letter is public: write `public: yes` into the head of those that may stand on the page")
    try:
        output.write_text(page(templates, settings.rules.desk, language or settings.rules.desk.language), "utf-8")
    except OSError as error:
        raise CannotDo(f"{output} cannot be written: {error.strerror}") from error
    if as_json:
        put_json({"letters": names, "output": str(output)})
    else:
        put(f"{output}: {how_many(len(names), 'letter')}: {', '.join(names)}")


def _facts(settings: Settings, name: str, number: str | None) -> tuple[JsonObject, str]:
    """What the template is given, and the language its reader would be written to in."""
    from mailflow.core.sample_reader import known_facts, reader_of
    from mailflow.core.ticket import Ticket
    from mailflow.mail.facts import samples_of, view_of

    rules = settings.rules
    context: JsonObject = samples_of(name)[0] | {
        "desk": rules.desk,
        "reply_to": rules.announce.reply_to,
        "claim": rules.claim,
    }
    if number is None:
        invented: Address = context["recipient"]
        reader, spoken = reader_of(name, Ticket(requester=invented), rules)
        return context | {"recipient": reader or invented}, spoken
    from mailflow.flow.ticket.transcript import conversation
    from mailflow.view import viewing

    with viewing(home()) as view:
        ticket = view.ticket(number)
        reader, spoken = reader_of(name, ticket, rules)
        known = known_facts(name, ticket, rules) | {"conversation": conversation(view.db, ticket, spoken)}
    context |= {fact: value for fact, value in known.items() if fact in context}
    context["recipient"] = reader or Address("")
    return context | {"ticket": view_of(ticket, ticket.subject, 40_000)}, spoken


def _open() -> tuple[Settings, Templates]:
    from mailflow import app, config

    settings = config.load(home(), need_secrets=False)
    templates, faults = app.open_templates(settings)
    for fault in faults:  # such a letter is left out
        say(str(fault))
    return settings, templates
