"""`mailflow export`: one ticket for other programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, local, put_json, say, titled
from mailflow.cli.happenings import added, sentence, with_moments
from mailflow.cli.progress import progress
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.mail.export_files import Entry, ExportedMail
    from mailflow.view import View

_FORMS = ("mbox", "eml", "html")


@command(
    "export", "mailflow export 12 --output 12.mbox", "mailflow export 12 --format eml --output 12.zip",
    "mailflow export 12 --format html --output 12.html",
)  # fmt: skip
@click.argument("number", metavar="N")
@click.option("--format", "form", type=click.Choice(_FORMS), help="Else as PATH ends, .zip being eml; or html.")
@click.option("--output", metavar="PATH", type=click.Path(path_type=Path), help="eml: a folder, or a file NAME.zip.")
def export(number: str, form: str | None, output: Path | None, as_json: bool) -> None:
    """Write ticket N with its mails and the letters to its customer: as they came and left (mbox, eml), or on one page
    with its whole timeline (html), which needs nothing from elsewhere."""
    from mailflow.mail.export_files import ExportedMail
    from mailflow.store.read import exported
    from mailflow.view import viewing

    form = form or _form_of(output)
    if output is None and (form == "eml" or as_json):
        raise click.UsageError("--output says where to write it; such as --output 12.zip")
    with progress("export"):
        with viewing(home()) as view:
            n = view.n(number)
            stored = exported.mails(view.db, n)
            made = _page(view, n, [one.raw is None for one in stored]).encode() if form == "html" else b""
        mails = [ExportedMail(one.at, one.sender, one.raw) for one in stored if one.raw is not None]
        _write(form, made, mails, output)
    missing = len(stored) - len(mails)
    if as_json:
        put_json({"n": n, "format": form, "output": str(output), "mails": len(mails), "missing": missing})
        return
    if missing:
        are = "is" if missing == 1 else "are"
        say(f"{missing} of {len(stored)} mails and letters {are} no longer kept")
    if output is not None:
        say(f"written to {output}")


def _form_of(output: Path | None) -> str:
    """What a name promises: a page in a file called 12.mbox would be found by nobody."""
    ending = output.suffix.lower().removeprefix(".") if output is not None else ""
    return "eml" if ending == "zip" else ending if ending in _FORMS else "html"


def _write(form: str, page: bytes, mails: Sequence[ExportedMail], output: Path | None) -> None:
    from mailflow.mail import export_files

    try:
        if form != "eml":
            data = page if form == "html" else export_files.mbox(mails)
            if output is None:
                click.echo(data, nl=False)
            else:
                output.write_bytes(data)
        elif output is not None and output.suffix == ".zip":
            output.write_bytes(export_files.zipped(mails))
        elif output is not None:
            output.mkdir(parents=True, exist_ok=True)
            for name, one in zip(export_files.eml_names(mails), mails, strict=True):
                (output / name).write_bytes(one.raw)
    except OSError as error:
        raise CannotDo(f"{output} cannot be written: {error.strerror}") from error


def _page(view: View, n: int, gone: Sequence[bool]) -> str:
    from mailflow.mail.export_files import page
    from mailflow.store.read import archive

    story = archive.show(view.db, n, view.zone)
    assert story is not None
    language = view.essentials.language
    said = partial(local, zone=view.zone)
    ticket = story["ticket"]
    ticket |= {name: said(ticket[name]) for name in ("opened_at", "closed_at")}
    ticket["subject"] = titled(ticket["subject"], language)
    entries = sorted(_entries(story, gone, said), key=lambda found: found[0])
    return page(ticket, [_said(entry, said(at)) for (at, _), entry in entries], language)


def _said(entry: Entry, at: str) -> Entry:
    from mailflow.lazy_dataclasses import replace

    return replace(entry, at=at)


def _entries(
    story: JsonObject, gone: Sequence[bool], said: Callable[[str], str]
) -> Iterator[tuple[tuple[str, int], Entry]]:
    """((moment, rank within it), entry): what came, what it meant, what was written."""
    from mailflow.mail.export_files import Entry

    for message, lost in zip(story["messages"], gone, strict=True):
        incoming = message["direction"] == "in"
        to = ", ".join((*message["to"], *message["cc"]))
        yield (message["at"], 0 if incoming else 2), Entry(
            "", message["from"] or message["letter"] or "?", message["text"], to,
            message["subject"], [file["name"] for file in message["attachments"]], "in" if incoming else "out", lost,
        )  # fmt: skip
    for event in story["events"]:
        if event["kind"] != "request-received":
            yield (event["at"], 1), Entry("", with_moments(sentence(event), said), added(event))
