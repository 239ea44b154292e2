"""`oauth:`, `certfile:` and `keyfile:` of a server: how the desk logs in without a password."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator

from mailflow.config.block import SchemaBlock, Secret, Text
from mailflow.config.checks import blocks, part
from mailflow.config.environment import is_placeholder
from mailflow.config.formats import is_loopback
from mailflow.config.problems import label
from mailflow.config.tree import Block, Path_, RulesTree
from mailflow.oauth.client import PROVIDERS, Grant, OAuthClient, client_of

EVERY_TENANT = "organizations"  # any account of work or school; `consumers` for outlook.com
_USER = {"imap": "imaps://USER@host/INBOX", "smtp": "smtp://USER@host:587"}


def _endpoint(value: str) -> str:
    """Tokens and secrets travel over it."""
    parts = urlsplit(value)
    if is_placeholder(value) or parts.scheme == "https" or is_loopback(parts.hostname or ""):
        return value
    raise ValueError(f"{value!r} is not encrypted: write https://…")


Endpoint = Annotated[str, AfterValidator(_endpoint)]


class OAuthPart(SchemaBlock):
    provider: Literal["microsoft", "google", "other"]
    client_id: Text
    client_secret: Secret | None = None
    tenant: Text = EVERY_TENANT
    grant: Literal["device_code", "authorization_code", "client_credentials"] | None = None
    scope: Text | None = None
    token_url: Endpoint | None = None
    device_url: Endpoint | None = None
    authorize_url: Endpoint | None = None


def build_oauth(part: OAuthPart | None) -> OAuthClient | None:
    if part is None:
        return None
    asked = OAuthClient(
        part.provider,
        part.grant or PROVIDERS[part.provider].grants[0],
        part.client_id,
        part.client_secret or "",
        part.scope or "",
        part.token_url or "",
        part.device_url or "",
        part.authorize_url or "",
    )
    return client_of(asked, part.tenant)


def check_logins(tree: RulesTree) -> None:
    """What belongs together, of every server with a login."""
    for path, server in servers(tree):
        if server.get("keyfile") and not server.get("certfile"):
            tree.blame((*path, "keyfile"), f"{label(path)}: a key without its certificate", "write certfile: too")
        oauth = server.get("oauth")
        if isinstance(oauth, dict):
            for key, what, remedy in (*_alone(server), *_complete(oauth)):
                tree.blame((*path, "oauth", key) if key else (*path, "oauth"), f"{label(path)}: {what}", remedy)


def servers(tree: RulesTree) -> Iterator[tuple[Path_, Block]]:
    """Each block that names an IMAP or SMTP server we log in to."""
    yield from blocks(tree, "mailboxes")
    for key in ("outgoing", "alarm"):
        yield (key,), part(tree, key)


_Found = Iterator[tuple[str, str, str]]  # key within oauth, what is wrong, what to do


def _alone(server: Block) -> _Found:
    kind = "imap" if "imap" in server else "smtp"
    url = server.get(kind)
    if server.get("password"):
        yield "", "oauth: and a password", "leave one of them out"
    if isinstance(url, str) and not is_placeholder(url) and "@" not in url.partition("://")[2]:
        yield "", "oauth: needs a user", f"write {kind}: {_USER[kind]}"


def _complete(oauth: Block) -> _Found:
    """That what the provider and the grant need is there; words the schema refuses are left to it."""
    name, grant = oauth.get("provider"), oauth.get("grant")
    known = PROVIDERS.get(name) if isinstance(name, str) else None
    if known is None:
        return
    if grant is not None and grant not in known.grants:
        if name == "google":
            yield "grant", "Google lets nobody read mail that way", "leave grant: out"
        return
    used: Grant = grant or known.grants[0]
    if (known.needs_secret or used == "client_credentials") and not oauth.get("client_secret"):
        yield "", "oauth: client_secret is missing", "write client_secret: ${MAILFLOW_CLIENT_SECRET}"
    if used == "client_credentials" and name == "microsoft" and not oauth.get("tenant"):
        yield "", "oauth: an application of its own right belongs to one tenant", "write tenant: with its id"
    needed = {
        "token_url": known.token_url,
        "device_url": known.device_url or used != "device_code",
        "authorize_url": known.authorize_url or used != "authorization_code",
        "scope": known.scope,
    }
    for key, there in needed.items():
        if not there and not oauth.get(key):
            yield "", f"oauth: {key} is missing, which `provider: {name}` does not know", f"write {key}:"
