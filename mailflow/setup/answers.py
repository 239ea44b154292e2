"""The answers as the lines of a commented rules.yaml, and of .env. Pure."""

from __future__ import annotations

import json
import re
from dataclasses import field

from mailflow.lazy_dataclasses import dataclass

IMAP_PASSWORD, CLIENT_SECRET = "MAILFLOW_IMAP_PASSWORD", "MAILFLOW_CLIENT_SECRET"


@dataclass(frozen=True, slots=True)
class Login:
    """How the desk logs in to both servers: a password, or a client of OAuth 2."""

    password: str = field(default="", repr=False)
    provider: str = ""  # of OAuth 2
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    tenant: str = ""
    cafile: str = ""  # absolute, of an authority of one's own; "": the system's


@dataclass(frozen=True, slots=True)
class PersonNamed:
    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Answers:
    """All that was asked."""

    name: str
    address: str
    language: str
    timezone: str
    admin: str
    imap: str
    smtp: str
    login: Login
    operators: tuple[PersonNamed, ...]
    pic: tuple[PersonNamed, ...]
    hours: str  # "mon-fri 08:00-16:00"
    authserv: str  # "": not learned


def rules_text(shipped: str, found: Answers) -> str:
    """The shipped rules.yaml with the answers in their places; its comments stay. Raises ValueError when a place is
    missing."""
    text = shipped
    for pattern, line in _lines(found):
        place = re.search(pattern, text, re.M)
        if place is None:
            raise ValueError(f"no line {pattern} in rules.yaml")
        text = text[: place.start()] + line + text[place.end() :]
    return text


def env_lines(login: Login) -> list[str]:
    """NAME=value for .env."""
    secrets = ((IMAP_PASSWORD, login.password), (CLIENT_SECRET, login.client_secret))
    return [f"{name}={_env_value(value)}" for name, value in secrets if value]


def _env_value(value: str) -> str:
    """As environment.env_file reads it: quoted, unless it has both kinds of quotes."""
    if "'" not in value:
        return f"'{value}'"
    return f'"{value}"' if '"' not in value else value


def _lines(found: Answers) -> tuple[tuple[str, str], ...]:
    """(pattern, what stands there instead) in the order of the file."""
    proof = [_proof(found.login), *([f"cafile: {_text(found.login.cafile)}"] if found.login.cafile else [])]
    days, _, span = found.hours.partition(" ")
    trust = f"  authserv: {_text(found.authserv)}" if found.authserv else (
        "  # authserv: …     # not learned: no mail has Authentication-Results. `mailflow check` says the name\n"
        "                    # once there are mails; until then nobody can claim or answer by mail"
    )  # fmt: skip
    return (
        (r"^  name: iDuHelp! Offline$", f"  name: {_text(found.name)}"),
        (r"^  address: iduhelp@desk\.example .*$", f"  address: {_text(found.address)}"),
        (r"^  language: id .*$", f"  language: {found.language}"),
        (r"^  timezone: Asia/Jakarta .*$", f"  timezone: {found.timezone}"),
        (r"^admin: admin@desk\.example .*$", f"admin: {_text(found.admin)}"),
        (r"^  - maildir: var/in .*$", f"  - imap: {_text(found.imap)}\n    " + "\n    ".join(proof)),
        (r"^  maildir: var/out .*$", f"  smtp: {_text(found.smtp)}\n  " + "\n  ".join(proof)),
        (r"^  - \{name: Budi, .*\n  - \{name: Sari, .*$", "\n".join(map(_person, found.operators))),
        (r"^  - \{name: Dewi, .*$", "\n".join(map(_person, found.pic))),
        (r"^  authserv: mail\.example$", trust),
        (r"^working_hours: .*$", f'working_hours: {{{days}: "{span}", holidays: ID}}'),
    )


def _person(who: PersonNamed) -> str:
    return f"  - {{name: {_text(who.name)}, address: {_text(who.address)}}}"


def _proof(login: Login) -> str:
    if not login.provider:
        return f"password: ${{{IMAP_PASSWORD}}}"
    written = {"provider": login.provider, "client_id": login.client_id, "tenant": login.tenant}
    pairs = [f"{key}: {_text(value)}" for key, value in written.items() if value]
    if login.client_secret:
        pairs.append(f'client_secret: "${{{CLIENT_SECRET}}}"')
    return f"oauth: {{{', '.join(pairs)}}}"


def _text(value: str) -> str:
    """A scalar of YAML: in quotes, whatever is in it. `${` would be a name of the environment."""
    return json.dumps(value, ensure_ascii=False)
