"""The result of `load`: frozen, validated, secrets excluded from every repr. No third-party imports, fast to
import."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal
from urllib.parse import unquote, urlsplit

from mailflow.core.losses import Holdings, holdings_of
from mailflow.core.mailbox_name import imap_name, listener_name, maildir_name
from mailflow.core.rules import Rules
from mailflow.credentials import Credentials, SigningKey, TokenSource
from mailflow.errors import Fault
from mailflow.lazy_dataclasses import dataclass
from mailflow.webhooks.hook import Webhook

if TYPE_CHECKING:
    from mailflow.oauth.client import OAuthClient

TlsMode = Literal["tls", "starttls", "none"]
Since = Literal["init", "all"] | date
_DEFAULT_PORTS = {"imaps": 993, "imap": 143, "imap+insecure": 143, "smtps": 465, "smtp": 587, "smtp+insecure": 25}


class _Url:
    """The parts of a server's URL, as properties of the classes below."""

    __slots__ = ()
    url: str
    password: str | None
    cafile: Path | None
    certfile: Path | None  # of a client certificate
    keyfile: Path | None
    oauth: OAuthClient | None  # instead of a password
    password_place: str  # for messages: "rules.yaml:42, ${NAME} of .env"

    def credentials(self, home: Path) -> Credentials:
        """What logs in there; tokens are kept in `home`."""
        tokens = _tokens(self.oauth, self.user, home)
        return Credentials(self.password or "", self.cafile, self.certfile, self.keyfile, tokens, self.password_place)

    @property
    def host(self) -> str:
        return urlsplit(self.url).hostname or ""

    @property
    def port(self) -> int:
        parts = urlsplit(self.url)
        return _DEFAULT_PORTS[parts.scheme] if parts.port is None else parts.port

    @property
    def user(self) -> str:
        """The login name, percent-decoded; "" for none."""
        return unquote(urlsplit(self.url).username or "")

    @property
    def security(self) -> TlsMode:
        """tls: from the first byte; starttls: required before login; none: loopback only."""
        scheme = urlsplit(self.url).scheme
        return "none" if scheme.endswith("+insecure") else "tls" if scheme.endswith("s") else "starttls"


def _tokens(client: OAuthClient | None, account: str, home: Path) -> TokenSource | None:
    if client is None:
        return None
    from mailflow.oauth.tokens import AccountTokens  # what few desks need

    return AccountTokens(home, client, account)


@dataclass(frozen=True)
class Mirror:
    """What an IMAP mailbox shows of its mails' tickets."""

    keywords: bool = True
    folders: str = ""  # pattern of the folders copies are put into: "Tiket/{owner}"; "": none


@dataclass(frozen=True)
class ImapBox(_Url):
    """A mailbox on an IMAP server."""

    url: str  # imaps://user@host:port/FOLDER, without the password
    password: str = field(repr=False)
    after: str = "keep"  # keep | seen | delete | move:FOLDER
    poll: float = 60.0  # seconds
    since: Since = "init"
    cafile: Path | None = None
    password_place: str = field(default="", compare=False)  # for messages: "rules.yaml:42, ${NAME} of .env"
    mirror: Mirror | None = None
    certfile: Path | None = None
    keyfile: Path | None = None
    oauth: OAuthClient | None = None

    @property
    def folder(self) -> str:
        return unquote(urlsplit(self.url).path.strip("/")) or "INBOX"

    @property
    def name(self) -> str:
        """Identifies the mailbox permanently: part of the inbox's unique key."""
        return imap_name(self.user, self.host, self.port, self.folder)


@dataclass(frozen=True)
class MaildirBox:
    """A folder in Maildir format."""

    path: Path  # absolute
    written: str = ""  # as in rules.yaml: "var/in"
    after: str = "keep"
    since: Since = "all"  # mail in a folder was put there for mailflow
    poll: float = 5.0

    @property
    def name(self) -> str:
        return maildir_name(self.written or self.path)


@dataclass(frozen=True)
class ListenerBox:
    """A port to which an MTA delivers mail."""

    kind: Literal["lmtp", "smtp"]
    host: str
    port: int
    allow: tuple[str, ...] = ()  # networks that may hand in mail, besides this machine

    @property
    def name(self) -> str:
        return listener_name(self.kind, f"{self.host}:{self.port}")


@dataclass(frozen=True)
class SmtpOut(_Url):
    """The server letters are sent to."""

    url: str  # smtp://user@host:port, without the password
    password: str | None = field(default=None, repr=False)
    cafile: Path | None = None
    password_place: str = field(default="", compare=False)
    certfile: Path | None = None
    keyfile: Path | None = None
    oauth: OAuthClient | None = None
    dkim: SigningKey | None = None  # letters are signed with it


@dataclass(frozen=True)
class MaildirOut:
    """Letters are written into a Maildir instead of being sent."""

    path: Path


@dataclass(frozen=True)
class SelfProbe:
    """A mail to ourselves that checks the whole way round."""

    every: float  # seconds
    to: str  # an address whose mail arrives in one of the mailboxes


@dataclass(frozen=True)
class Web:
    """The port of the pages, and who may see which."""

    host: str
    port: int  # 0: any
    url: str = ""  # where people reach them: https://desk.example; "": nowhere, there is monitoring alone
    users: Mapping[str, str] = field(default_factory=dict, repr=False)  # argon2 hashes by login name
    header: str = ""  # lower-case: a proxy names in it who has logged in there
    proxies: tuple[str, ...] = ()  # networks whose header is believed
    public: bool = False  # uptime, figures and testimonials for everybody

    @property
    def survey_link(self) -> str:
        """Of a ticket, on our own page."""
        return f"{self.url}/survey/{{n}}/{{token}}"


@dataclass(frozen=True)
class ApiToken:
    """Who shows a token of the API, and what it may see."""

    hash: str = field(repr=False)  # "sha256:" and 64 hexadecimal digits
    scope: Literal["figures", "tickets"] = "figures"


@dataclass(frozen=True)
class SentImap:
    """Copies of answers go into a folder of this mailbox."""

    box: ImapBox
    folder: str


@dataclass(frozen=True)
class SentMaildir:
    """Copies of answers go into a folder in Maildir format."""

    path: Path
    written: str  # as in rules.yaml


MailboxSettings = ImapBox | MaildirBox | ListenerBox
OutgoingSettings = SmtpOut | MaildirOut


@dataclass(frozen=True)
class Settings:
    """A validated home."""

    home: Path
    rules: Rules
    database: str = field(repr=False)  # URL; sqlite paths absolute; may carry a password
    secret: str | None = field(repr=False)
    mailboxes: tuple[MailboxSettings, ...]
    outgoing: OutgoingSettings | None  # None only with need_secrets=False
    templates: Path  # home/templates/canned; need not exist
    shipped_templates: Path  # used for letters missing there
    letters: frozenset[str]  # names of all letters found in both
    sent_folder: SentImap | SentMaildir | None = None
    alarm: SmtpOut | None = None  # alarms to the admin are sent through this server, not the outbox
    alarm_after: float = 900.0  # seconds a server must be unreachable before the admin is told
    probe: SelfProbe | None = None
    web: Web | None = None
    webhooks: tuple[Webhook, ...] = ()
    api: Mapping[str, ApiToken] = field(default_factory=dict)  # by name; none: there is no API
    retention: Mapping[str, int] = field(default_factory=dict)  # raw | automatic | spam | letters → days
    older_secrets: tuple[str, ...] = field(default=(), repr=False)  # what they signed counts still
    unknown_secret: Fault | None = None  # `secret:` names a variable this user does not know; then `secret` is None
    watched: tuple[Path, ...] = ()  # further files whose change causes a reload: .ics
    warnings: tuple[Fault, ...] = ()  # suspicious, but no reason not to start
    authserv_at: str = "rules.yaml"  # line of trust.authserv, or where it should be
    blocks: tuple[str, ...] = ()  # top-level keys whose value is a mapping or a list
    text: str = field(default="", repr=False, compare=False)  # rules.yaml as it was read

    @property
    def holdings(self) -> Holdings:
        """A listener is no mailbox that could be lost: several daemons of a desk may each have a port of its own."""
        read = tuple(box.name for box in self.mailboxes if not isinstance(box, ListenerBox))
        return holdings_of(self.rules, read, self.blocks)

    @property
    def digest(self) -> str:
        """Of rules.yaml as it was read."""
        return hashlib.sha256(self.text.encode()).hexdigest()
