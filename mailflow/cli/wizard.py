"""The questions of `mailflow init` at a terminal. Every answer is tried on the real servers at once; what is written is
written at the end."""

from __future__ import annotations

import re
import shlex
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from mailflow.cli.common import called, put, say
from mailflow.cli.error_words import refusal
from mailflow.clock import SystemClock
from mailflow.config import formats, zones
from mailflow.core.rules import Desk
from mailflow.credentials import Credentials
from mailflow.lazy_dataclasses import dataclass, replace
from mailflow.mail.network import UNTRUSTED
from mailflow.setup import answers, discover, trying
from mailflow.setup.answers import Answers, Login, PersonNamed
from mailflow.setup.providers import KnownProvider, of_server
from mailflow.setup.words import say_in

HOURS, ZONE = "mon-fri 08:00-16:00", "Asia/Jakarta"
_HOURS = re.compile(r"[a-z]{3}(-[a-z]{3})? \d\d:\d\d-\d\d:\d\d")
_SCHEMES = {"imap": "imaps", "smtp": "smtp"}


@dataclass(frozen=True, slots=True)
class Account:
    """The desk's servers, and what logs in there."""

    imap: str
    smtp: str
    login: Login
    ours: Credentials
    works: bool  # both were tried, and let us in


class Questions:
    """One conversation. `rest` waits so many seconds; `asking` is who knows servers."""

    def __init__(
        self, folder: Path, asking: discover.Asking = discover.USUAL, rest: Callable[[float], object] = time.sleep
    ) -> None:
        self._folder, self._asking, self._rest = folder, asking, rest
        self._language = "id"

    def all(self) -> Answers:
        """Ask everything."""
        self._language = self._one_of("Bahasa / Language", ("id", "en"))
        self._say("begin")
        address = self._valid("address", formats.address)
        name = self._valid("name", _plain, default="iDuHelp!")
        account = self._account(address)
        operators, pic = self._people("operator"), self._people("pic")
        admin = self._valid("admin", formats.address, default=operators[0].address)
        hours, zone = self._valid("hours", self._hours, HOURS), self._valid("timezone", zones.timezone, ZONE)
        authserv = self._first_mail(account, Desk(name, address, timezone=zone))
        return Answers(
            name, address, self._language, zone, admin, account.imap, account.smtp, account.login,
            operators, pic, hours, authserv,
        )  # fmt: skip

    def ready(self, found: Answers) -> None:
        """What was written, and what comes next."""
        here = f"{called()} --home {shlex.quote(str(self._folder))}"
        secrets = ", .env" if answers.env_lines(found.login) else ""
        put(say_in(self._language, "done", folder=str(self._folder), secrets=secrets))
        say(say_in(self._language, "next", check=f"{here} check", run=f"{here} run", address=found.address))

    # -- servers and login

    def _account(self, address: str) -> Account:
        imap, smtp = self._servers(address)
        while True:
            provider = of_server(discover.host_of(imap))
            login, ours = self._login(provider, imap)
            trusting = self._both_answer(imap, smtp, ours, provider)
            if trusting is not None:
                return Account(imap, smtp, replace(login, cafile=str(trusting.cafile or "")), trusting, True)
            self._say("again")
            what = self._one_of("?", _AGAIN[self._language])
            if what == _AGAIN[self._language][2]:
                return Account(imap, smtp, login, ours, False)
            if what == _AGAIN[self._language][1]:
                imap, smtp = self._typed(imap, smtp)

    def _servers(self, address: str) -> tuple[str, str]:
        self._say("looking", address=address)
        found = discover.servers_of(address, self._asking)
        if found is None:
            self._say("not-found")
            domain = address.rpartition("@")[2]
            return self._typed(*(discover.with_user(f"{_SCHEMES[kind]}://mail.{domain}", address) for kind in _SCHEMES))
        self._say("found", by=found.by)
        return self._typed(found.imap, found.smtp)

    def _typed(self, imap: str, smtp: str) -> tuple[str, str]:
        return self._valid("imap", formats.imap_url, imap), self._valid("smtp", formats.smtp_url, smtp)

    def _login(self, provider: KnownProvider, imap: str) -> tuple[Login, Credentials]:
        way = "password"
        if provider.oauth and provider.passwords:
            way = self._one_of(self._words("way"), ("password", "oauth"))
        elif provider.oauth:
            self._say("only-oauth", provider=provider.name, hint=self._hint(provider))
            way = "oauth"
        if way == "password":
            password = self._secret("password")
            return Login(password), Credentials(password)
        return self._oauth(provider, imap)

    def _oauth(self, provider: KnownProvider, imap: str) -> tuple[Login, Credentials]:
        from mailflow.cli.login import log_in_to
        from mailflow.errors import MailflowError
        from mailflow.mail.network import parse_endpoint
        from mailflow.oauth.client import PROVIDERS, OAuthClient, client_of
        from mailflow.oauth.tokens import AccountTokens

        known = PROVIDERS[provider.oauth]
        account = parse_endpoint(imap, "imap").user or ""
        login = Login(provider=provider.oauth, client_id=self._ask("client-id"))
        if provider.oauth == "microsoft":
            login = replace(login, tenant=self._ask("tenant", default=account.rpartition("@")[2]))
        if known.needs_secret:
            login = replace(login, client_secret=self._secret("client-secret"))
        asked = OAuthClient(provider.oauth, known.grants[0], login.client_id, login.client_secret)
        tokens = AccountTokens(self._folder, client_of(asked, login.tenant), account)
        try:
            log_in_to(tokens)
        except MailflowError as error:  # what it means for the servers is said when they are tried
            self._say("refused", words=str(error))
        return login, Credentials(tokens=tokens)

    def _both_answer(self, imap: str, smtp: str, ours: Credentials, provider: KnownProvider) -> Credentials | None:
        """With the authority that was named on the way; None when one of them does not let us in."""
        for url, answer in ((imap, trying.imap_answer), (smtp, trying.smtp_answer)):
            while (words := self._tried(url, answer, ours)) is not None:
                self._say("refused", words=words)
                cafile = self._cafile() if UNTRUSTED in words else None
                if cafile is None:
                    self._say("hint", hint=self._hint(provider))
                    return None
                ours = replace(ours, cafile=cafile)
        return ours

    def _tried(self, url: str, answer: Callable[[str, Credentials], str], ours: Credentials) -> str | None:
        """Why it does not let us in; None: it does."""
        self._say("trying", what=url)
        try:
            put(f"ok: {answer(url, ours)}")
        except (*trying.WRONG, OSError) as error:
            return str(error)
        return None

    def _cafile(self) -> Path | None:
        """The certificate of an authority of one's own; None: there is none."""
        while True:
            said = str(click.prompt(self._words("cafile"), default="", show_default=False)).strip()
            path = Path(said).expanduser().absolute()
            if not said or path.is_file():
                return path if said else None
            self._say("no-file", place=str(path))

    def _hint(self, provider: KnownProvider) -> str:
        return provider.refused[0 if self._language == "id" else 1]

    # -- the first mail

    def _first_mail(self, account: Account, desk: Desk) -> str:
        """The authserv name it shows; else the one its provider always has."""
        usual = of_server(discover.host_of(account.imap)).authserv
        if not account.works:
            return usual
        self._say("sending", address=desk.address)
        try:
            came = trying.first_mail((account.imap, account.ours), (account.smtp, account.ours), desk,
                                     SystemClock().now(), self._rest)  # fmt: skip
        except trying.WRONG as error:
            self._say("refused", words=str(error))
            return usual
        self._say("came" if came.came else "lost")
        name = came.authserv or usual
        self._say("authserv" if name else "no-authserv", name=name)
        return name

    # -- people and hours

    def _people(self, role: str) -> tuple[PersonNamed, ...]:
        found: list[PersonNamed] = []
        while True:
            said = click.prompt(self._words(role), default="", show_default=False).strip()
            if not said and found:
                return tuple(found)
            who = _colleague(said)
            if who is not None:
                found.append(who)
            else:
                self._say("not-person" if said else "one-needed")

    def _hours(self, said: str) -> str:
        from mailflow.config.week import DAYS

        days = said.partition(" ")[0].split("-")
        if not _HOURS.fullmatch(said) or not set(days) <= set(DAYS):
            raise ValueError(self._words("not-hours"))
        return said

    # -- asking

    def _words(self, key: str) -> str:
        return say_in(self._language, key)

    def _say(self, key: str, **facts: str) -> None:
        say(say_in(self._language, key, **facts))

    def _ask(self, key: str, default: str | None = None) -> str:
        return str(click.prompt(self._words(key), default=default)).strip()

    def _valid(self, key: str, parse: Callable[[str], str], default: str | None = None) -> str:
        while True:
            try:
                return parse(self._ask(key, default))
            except ValueError as error:
                say(refusal(str(error), self._language))

    def _one_of(self, words: str, options: Sequence[str]) -> str:
        """The first if nothing is typed. (click's own choice refuses in English.)"""
        while True:
            answer = str(click.prompt(f"{words} ({', '.join(options)})", default=options[0])).strip().casefold()
            if answer in options:
                return answer
            self._say("one-of", options=", ".join(options))

    def _secret(self, key: str) -> str:
        return str(click.prompt(self._words(key), hide_input=True))


_AGAIN = {"id": ("ulang", "server", "lanjut"), "en": ("again", "server", "skip")}
_PERSON = re.compile(r"(?P<name>[^<>@,]*?)[\s<,]*(?P<address>[^\s<>,]+@[^\s<>,]+)>?")


def _plain(said: str) -> str:
    """A name; `${…}` in rules.yaml would be one of the environment."""
    if "${" in said or not said.isprintable():
        raise ValueError(f"{said!r} has signs that mean something else in rules.yaml")
    return said


def _colleague(said: str) -> PersonNamed | None:
    """From "Budi <budi@x.example>", "Budi budi@x.example" or the address alone."""
    found = _PERSON.fullmatch(said.strip())
    try:
        address = formats.address(found["address"]) if found else ""
    except ValueError:
        return None
    if not found or not address:
        return None
    name = found["name"].strip(" \t\"'") or address.partition("@")[0].replace(".", " ").title()
    return PersonNamed(name, address) if name.isprintable() and "${" not in name else None
