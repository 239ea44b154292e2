# ruff: noqa: E501 - a grammar is read by name, not by width
"""Target: whatever an admin saves as rules.yaml, the answer is settings, or faults that name file and line."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from random import Random

from fuzz.harness import Check, Target
from fuzz.making import grown, mutated
from mailflow.config import essentials, load
from mailflow.errors import ConfigError

ROOT = Path(__file__).resolve().parents[1]
ENVIRON = {"MAILFLOW_IMAP_PASSWORD": "p-imap-9f2", "MAILFLOW_SMTP_PASSWORD": "p-smtp-77c", "MAILFLOW_SECRET": "s" * 40}
_TOKENS = tuple(
    word.encode()
    for word in (
        *("\n", "  ", "\t", "- ", ": ", ":", "{", "}", "[", "]", "&a ", "*a", "<<: *a", "!!python/name:x ", "!!int ", "|", ">", "#"),
        *('"', "'", "---\n", "...\n", "%YAML 1.9\n", "? ", "~", "null", "No", "0x1F", "1:30", "2026-13-40", "1e999", ".inf"),
        *("${MAILFLOW_SECRET}", "${X}", "/(/", "/x{9}/", "/\\bKRS\\b/", "24h", "2wd", "-1h", "999999999999d", "imaps://[::1", "9" * 5_000),
        *("smtp://u@h:99999", "{n:99999}", "{n.x}", "{year}-{", "../../x", "Asia/Jakarta", "24:00-00:00", "\ufeff", "\0", "\x85", "\ud7ff"),
    )
)  # fmt: skip
GRAMMAR = {
    "start": ["{base}{block}", "{base}{block}{block}", "{block}{block}{block}{base}", "{base}"],
    "base": ["desk: {desk}\nadmin: {mail}\noperators: {people}\npic: {person}\nmailboxes: [{box}]\noutgoing: {out}\ntrust: {trust}\n",
             "desk: {address: desk@desk.example}\nadmin: a@desk.example\noperators: [{person}]\npic: {person}\nmailboxes: [{maildir: var/in}]\noutgoing: {maildir: var/out}\ntrust: {authserv: mail.example}\n"],
    "desk": ["{address: {mail}, number: \"{number}\", timezone: {zone}, language: {word}}", "{address: {mail}, also: [{mail}], list: {mail}, plus: {value}}", "{value}"],
    "mail": ["desk@desk.example", "budi@desk.example", "a@b", "x", "'<x@y.example>'", "é@é.example", "{value}"],
    "number": ["{n}", "{n:05}", "{year}-{n}", "{n!r}", "{x}", "{", "n"],
    "zone": ["Asia/Jakarta", "UTC", "Mars/Olympus", "../etc", "{value}"],
    "people": ["[{person}, {person}]", "{person}", "{value}"],
    "person": ["{name: Budi, address: {mail}}", "{name: {word}, address: dewi@desk.example, also: [{mail}], language: {word}, login: {word}}", "{value}"],
    "box": ["{maildir: {word}}", "{imap: \"imaps://u@h.example/INBOX\", password: \"${MAILFLOW_IMAP_PASSWORD}\", after: {word}, poll: {time}, since: {word}}", "{lmtp: \"{host}\", allow: [{net}]}", "{value}"],
    "host": ["127.0.0.1:8024", "0.0.0.0:25", "[::]:25", "h:-1", "{word}"],
    "net": ["10.1.0.0/16", "::/0", "10.1.0.0/99", "{value}"],
    "out": ["{maildir: var/out}", "{smtp: \"smtp://u@h.example:587\", password: \"${MAILFLOW_SMTP_PASSWORD}\"}", "{value}"],
    "trust": ["{authserv: mail.example}", "{operators: {word}, authserv: {word}, lists: [{mail}]}", "{value}"],
    "block": ["working_hours: {mon-fri: {span}, sat: {span}, holidays: {holidays}}\n", "working_hours: {{word}: {span}, 2027-02-18..2027-03-19: {span}, 2026-12-24: {span}}\n",
              "reminders: {{ladder}: [{after: {time}, letter: {letter}, to: {word}}, {after: {time}, letter: {letter}, to: [{word}, {mail}]}]}\n",
              "rules: [{when: {{when}: {what}}, then: {{then}: {value}}}]\n", "limits: {{word}: {sender: {hour: {value}, day: {value}}}}\n", "limits: {letters: {addressee: {hour: {value}}}, mails: {ticket: {day: {value}}}}\n",
              "retention: {raw: {time}, letters: {word}}\n", "forms: [{from: {mail}, customer: {body: {what}, name: {what}, reply_to: {value}}, proof: {word}}]\n", "survey: {link: {word}, by_mail: {value}}\n",
              "announce: {value}\n", "claim: {word}\n", "claim_words: [{word}, {value}]\n", "digest: {span}\n", "web: {listen: \"{host}\"}\n", "probe: {every: {time}, to: {mail}}\n", "alarm: {smtp: {word}, password: {word}}\n",
              "database: {word}\n", "secret: {value}\n", "sent_folder: {value}\n", "reopen_within: {time}\n", "{word}: {value}\n", "acknowledge: {value}\n", "feedback_close: {word}\n"],
    "span": ["\"08:00-17:00\"", "[\"08:00-12:00\", \"13:00-17:00\"]", "\"17:00-08:00\"", "8-17", "{value}"],
    "holidays": ["ID", "[ID, 2026-12-31]", "XX", "a.ics", "{value}"],
    "ladder": ["claim", "answer", "feedback", "solved", "closing", "bundle", "{word}"],
    "letter": ["reminder-claim", "ask-feedback", "suggest-close", "none-such", "{value}"],
    "when": ["subject", "body", "from", "to", "attachment", "has_attachment", "list", "subject_or_body", "{word}"],
    "what": ["pulsa", "/pulsa \\d+/", "'Email: (?P<address>\\S+)'", "/(?=x)/", "/(a)\\1/", "/a{2000}/", "[a, /b/]", "/[/", "{value}"],
    "then": ["category", "assign", "language", "acknowledge", "discard", "{word}"],
    "time": ["24h", "2wd", "90m", "0h", "-1h", "1wh", "7d", "2y", "99999999999h", "{value}"],
    "value": ["true", "No", "0", "-1", "1.5", "99999999999999999999", "null", "''", "[]", "{}", "[[{value}]]", "{a: {value}}", "\"\\u0000\"", "x"],
    "word": ["x", "list", "owner", "operators", "init", "keep", "Budi", "sqlite:///x", "var/in", "../x", "id", "aligned", "/abs", "\"\\n\"", "\"{n}\"", "é", "a b", "y" * 300],
}  # fmt: skip


@cache
def specimens() -> tuple[bytes, ...]:
    return ((ROOT / "rules.yaml").read_bytes(), (ROOT / "mailflow/demo/rules.yaml").read_bytes())


def make(dice: Random) -> bytes:
    if dice.random() < 0.4:
        return mutated(dice, specimens(), _TOKENS)
    raw = grown(dice, GRAMMAR).encode()
    return mutated(dice, (raw,), _TOKENS) if dice.random() < 0.3 else raw


@contextmanager
def opened() -> Iterator[Check]:
    with tempfile.TemporaryDirectory(prefix="mailflow-fuzz-") as folder:
        home = Path(folder)

        def check(raw: bytes) -> None:
            (home / "rules.yaml").write_bytes(raw)
            for read in (essentials, load):
                try:
                    read(home, ENVIRON)
                except ConfigError as error:
                    _is_told_well(error)

        yield check


def _is_told_well(error: ConfigError) -> None:
    assert error.faults
    said = str(error)
    assert not any(secret in said for secret in ENVIRON.values()), "a secret is told"
    for fault in error.faults:
        assert re.match(r"rules\.yaml(:\d+)?$", fault.place), fault.place
        assert "\n" not in str(fault)


TARGET = Target("rules", make, opened, seconds=2.0)
