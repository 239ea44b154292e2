"""`mailflow explain`: how a mail would be understood, matched and decided. Changes nothing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, put, put_json
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailflow.core.message import Cut
    from mailflow.core.rules import PolicyRule
    from mailflow.flow.admin.explain import Explanation


@command("explain", "mailflow explain mail.eml", "mailflow inbox show 17 | mailflow explain - --json")
@click.argument("file", metavar="FILE.eml", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@click.option("--form", is_flag=True, help="Only what `forms:` of rules.yaml finds in it.")
def explain(file: str, form: bool, as_json: bool) -> None:
    """Explain how a mail would be understood, matched and decided, and which letters would follow. Changes nothing.

    With the desk's database the answer is the true one. Without, or without rules.yaml, replies are tried on a
    supposed open question. FILE - is stdin.
    """
    import logging

    from mailflow import app
    from mailflow.clock import SystemClock
    from mailflow.flow.admin.explain import explain as explained

    raw = _read(file)
    logging.disable(logging.CRITICAL)  # what is tried is not happening
    parts, begun = app.open_dry_run(home())
    try:
        told = shown(explained(parts, raw, SystemClock().now(), begun=begun))
    finally:
        parts.db.close()
        logging.disable(logging.NOTSET)
    if form:
        told = {"form": told["form"]}
    if as_json:
        put_json(told)
    elif form:
        put(_form(told["form"]))
    else:
        _tell(told)


def _read(file: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    except OSError as error:
        raise CannotDo(f"{file} cannot be read: {error.strerror}") from error


def shown(found: Explanation) -> JsonObject:
    """What `explain --json` prints; the first fields are those of interfaces.md."""
    from mailflow.core import request_data

    message = found.message
    rule = found.effects.rule
    return {
        "from": message.sender.email if message.sender else None,
        "to": [address.email for address in message.to],
        "cc": [address.email for address in message.cc],
        "subject": message.subject,
        "text": message.text,
        "reply_text": message.reply_text,
        "attachments": [attachment.name for attachment in message.attachments],
        "nature": found.nature,
        "sender_role": found.author.role.value,
        "authenticated": found.author.proven or message.authentication.aligned,
        "ticket": found.ticket,
        "outcome": found.settled.outcome,
        "meaning": found.meaning.meaning.published if found.meaning else None,
        "data": request_data.as_json(found.data),
        "cuts": _cuts(message.cuts),
        "relay_text": message.relay_text,
        "relay_cuts": _cuts(message.relay_cuts),
        "reasons": list(found.reasons),
        "supposed": found.supposed,
        "category": found.effects.category,
        "rule": None if rule is None else {"place": rule.place, "when": dict(rule.when), "then": _then(rule)},
        "near": [{"place": one.rule.place, "missing": list(one.missing)} for one in found.near],
        "form": _form_of(found),
        "events": list(found.events),
        "commands": list(found.commands),
        "letters": [{"kind": kind, "to": list(to)} for kind, to in found.letters],
        "sender_name": found.author.name or (message.sender.name if message.sender else None),
        "message_id": message.message_id or None,
        "in_reply_to": list(message.in_reply_to),
        "proof": {
            "believed": found.author.proven,
            "way": found.author.way or None,
            "why": found.author.reason,
            "field": found.author.field or None,
        },
        "clue": None if found.clue is None else {"trust": found.clue.trust.name.lower(), "source": found.clue.source},
    }


def _then(rule: PolicyRule) -> JsonObject:
    """What the rule does; a word with several values has them in a list."""
    told: JsonObject = {}
    for word, value in rule.then:
        told[word] = (
            value if word not in told else [*([told[word]] if isinstance(told[word], str) else told[word]), value]
        )
    return told


def _cuts(cuts: Sequence[Cut]) -> list[JsonObject]:
    """Why words of the mail were taken for none of its author's: each reason once, with all its lines."""
    lines: dict[tuple[str, str], int] = {}
    for one in cuts:
        lines[one.what, one.by] = lines.get((one.what, one.by), 0) + one.lines
    return [{"what": what, "by": by, "lines": count} for (what, by), count in lines.items()]


def _form_of(found: Explanation) -> JsonObject | None:
    if not found.is_form:
        return None
    customer = found.form
    return {"customer": customer.email if customer else None, "name": customer.name if customer else None}


def _form(form: JsonObject | None) -> str:
    if form is None:
        return "no form of rules.yaml is from this sender"
    return f"customer: {form['name'] or ''} <{form['customer']}>" if form["customer"] else "customer: none found"


def _tell(told: JsonObject) -> None:
    from mailflow.core import request_data

    rows = [
        ("from", f"{told['from'] or 'nobody'} ({told['sender_role']}, {_PROOF[told['authenticated']]})"),
        ("to", ", ".join(told["to"])),
        ("cc", ", ".join(told["cc"])),
        ("subject", told["subject"]),
        ("files", ", ".join(told["attachments"])),
        ("nature", told["nature"]),
        ("ticket", f"#{told['ticket']}" if told["ticket"] else "none yet"),
        ("outcome", told["outcome"]),
        ("meaning", told["meaning"]),
        ("category", told["category"]),
        *((f"data {name}", request_data.plain_words(one)) for name, one in told["data"].items()),
        ("rule", told["rule"]["place"] if told["rule"] else None),
        ("form", _form(told["form"]) if told["form"] else None),
        ("commands", ", ".join(told["commands"])),
        ("events", ", ".join(told["events"])),
    ]
    for name, value in rows:
        if value:
            put(f"{name:<9} {value}")
    for letter in told["letters"]:
        put(f"{'letter':<9} {letter['kind']} to {', '.join(letter['to'])}")
    for reason in told["reasons"]:
        put(f"{'because':<9} {reason}")
    _tell_words("new words", told["reply_text"], told["cuts"])
    if (told["relay_text"], told["relay_cuts"]) != (told["reply_text"], told["cuts"]):
        _tell_words("words passed on", told["relay_text"], told["relay_cuts"])


def _tell_words(name: str, text: str, cuts: list[JsonObject]) -> None:
    put(f"\n{name}:" if text else f"\nno {name}")
    for line in text.split("\n") if text else ():
        put(f"  | {line}")
    for one in cuts:
        put(f"  cut: {one['what']}, {one['lines']} line{'' if one['lines'] == 1 else 's'}: {one['by']}")


_PROOF = {True: "authenticated", False: "not authenticated"}
