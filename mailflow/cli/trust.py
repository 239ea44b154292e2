"""`mailflow trust`: why the author of a mail is believed or not; and how to make a colleague's reply tokens void."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, put, put_json, tell
from mailflow.cli.language import language
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from mailflow.flow.admin.trust import Judged


@command("trust", "mailflow trust mail.eml", "mailflow trust --revoke Budi", "mailflow trust")
@click.argument(
    "file", metavar="[FILE.eml]", required=False, type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@click.option("--revoke", metavar="NAME", help="Make the reply tokens of all letters to NAME void, from now on.")
def trust(file: str | None, revoke: str | None, as_json: bool) -> None:
    """Tell whether the author of a mail is believed, what decided it, and what to write into rules.yaml.

    Every way of trust.operators is tried, also those rules.yaml does not name. FILE - is stdin. Without a file: how
    open the desk is, and to whom. `--revoke`: whoever has an older letter to NAME can no longer prove anything by it.
    """
    if revoke is not None:
        _revoke(revoke, as_json)
    elif file is None:
        _openness(as_json)
    else:
        _judge(file, as_json)


def _judge(file: str, as_json: bool) -> None:
    from mailflow import app
    from mailflow.clock import SystemClock
    from mailflow.flow.admin.trust import judged

    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CannotDo(f"{file} cannot be read: {error.strerror}") from error
    logging.disable(logging.CRITICAL)
    parts, _ = app.open_dry_run(home())
    try:
        found = judged(parts, raw, SystemClock().now())
        ways = parts.rules.trust.operators
    finally:
        parts.db.close()
        logging.disable(logging.NOTSET)
    if as_json:
        put_json(_shown(found, ways))
    else:
        _tell(found, ways)


def _shown(found: Judged, ways: tuple[str, ...]) -> JsonObject:
    author, sender = found.author, found.message.sender
    return {
        "from": sender.email if sender else None,
        "role": author.role.value,
        "name": author.name,
        "believed": author.proven,
        "why": author.reason,
        "way": author.way or None,
        "field": author.field or None,
        "operators": list(ways),
        "ways": {way: {"proves": one.believed, "why": one.why, "field": one.field or None} for way, one in found.found},
        "doubt": found.doubt or None,
        "advice": list(found.advice),
    }


_SAID = {True: "yes", False: "no"}


def _tell(found: Judged, ways: tuple[str, ...]) -> None:
    author, sender = found.author, found.message.sender
    put(f"{'from':<9} {sender or 'nobody'} ({author.role.value}{f' {author.name}' if author.name else ''})")
    for way, proof in found.found:
        put(f"{way:<9} {_SAID[proof.believed]}: {proof.why}{'' if way in ways else ' (not asked for)'}")
        if proof.field:
            put(f"{'':<9} {proof.field}")
    if found.doubt:
        put(f"{'but':<9} {found.doubt}")
    put(f"{'asked for':<9} trust.operators: {', '.join(ways)}")
    put(f"{'verdict':<9} {_verdict(found)}")
    for n, line in enumerate(found.advice):
        put(f"{'advice':<9} {line}" if n == 0 else f"  {line}")


def _verdict(found: Judged) -> str:
    author = found.author
    if author.name is None:
        return "no rights on this desk belong to this address, so nothing needs to be proven"
    if author.proven:
        return f"believed as {author.role.value} {author.name}, by {author.way}"
    return f"not believed as {author.role.value} {author.name}: {author.reason}"


def _openness(as_json: bool) -> None:
    from mailflow import config
    from mailflow.core.openness import openness

    rules = config.load(home(), need_secrets=False).rules
    if as_json:
        put_json({"open": openness(rules)})
        return
    for sentence in openness(rules, language()):
        put(sentence)


def _revoke(name: str, as_json: bool) -> None:
    from mailflow import app
    from mailflow.store.mail import reply_tokens

    parts = app.open_parts(home(), create=False)
    try:
        wanted = name.casefold()
        people = [p for p in parts.rules.colleagues if wanted in (p.name.casefold(), p.address)]
        if not people:
            raise CannotDo(f"rules.yaml has no operator or PIC {name}")
        with parts.db.transaction():
            for address in {person.address for person in people}:
                reply_tokens.revoke(parts.db, address)
    finally:
        parts.db.close()
    if as_json:
        put_json({"revoked": people[0].name})
    else:
        tell(f"the reply tokens of all letters to {people[0].name} are void; the next letter has a new one")
