"""`mailflow login`: a person lets the desk into its account at Gmail or Microsoft 365."""

from __future__ import annotations

import sys
import threading
import time
import webbrowser
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

from mailflow.cli.common import command, home, local, put, put_json, say
from mailflow.cli.error_words import said
from mailflow.clock import machine_now
from mailflow.core.plain import JsonObject
from mailflow.errors import CannotDo, LoginNeeded, MailflowError, OAuthRefused, TryLater

if TYPE_CHECKING:
    from mailflow.oauth.consent import BrowserLogin
    from mailflow.oauth.tokens import AccountTokens


@command("login", "mailflow login", "mailflow login desk@contoso.example", "mailflow login --list")
@click.argument("account", required=False)
@click.option("--list", "only_list", is_flag=True, help="Say of each account how it stands; log in to none.")
@click.pass_context
def login(ctx: click.Context, account: str | None, only_list: bool, as_json: bool) -> None:
    """Log in to the accounts that have `oauth:` in rules.yaml: to those that need it, or to ACCOUNT in any case.

    Microsoft 365: a code is shown, which you enter in a browser anywhere. Gmail: an address is shown, for a browser on
    this machine; if yours is elsewhere, paste here the address it ends at (it begins with http://127.0.0.1), or
    forward that port. What is granted is kept in .mailflow/oauth, readable by mailflow's user alone, and renewed by
    itself. An application with a right of its own (`grant: client_credentials`) is only tried.
    """
    from mailflow import config
    from mailflow.cli.check import probes
    from mailflow.flow.schedule.logins import accounts_of

    settings = config.load(home())
    chosen = _chosen(accounts_of(settings), account)
    if not only_list:
        for tokens in chosen:
            if account is not None or not _is_good(tokens):
                log_in_to(tokens)
        _hurry()
    rows = [_row(tokens) for tokens in chosen]
    tried = [] if only_list else probes(settings)
    if as_json:
        put_json({"accounts": rows, "probes": [{"name": one.name, "ok": one.ok, "words": one.words} for one in tried]})
    else:
        for row in rows:
            put(_line(row))
        for probe in tried:
            (put if probe.ok else say)(f"{said('ok' if probe.ok else 'failed')}: {said(probe.words)}")
    ctx.exit(0 if all(row["ok"] for row in rows) and all(probe.ok for probe in tried) else 1)


def _chosen(known: list[AccountTokens], account: str | None) -> list[AccountTokens]:
    if not known:
        raise CannotDo("no server of rules.yaml has `oauth:`: there is nothing to log in to (docs/providers.md)")
    found = [one for one in known if account is None or one.account.casefold() == account.casefold()]
    if not found:
        raise CannotDo(f"{account} is no account with `oauth:`; there are: {', '.join(one.account for one in known)}")
    return found


def _is_good(tokens: AccountTokens) -> bool:
    """Asks the provider for another token where the old one has ended."""
    try:
        tokens.access()
    except LoginNeeded:
        return False
    except TryLater as error:
        raise CannotDo(str(error)) from error
    return True


def log_in_to(tokens: AccountTokens) -> None:
    """A person, at this terminal. Raises CannotDo, TryLater."""
    from mailflow.oauth.refusals import remedy

    ways = {"device_code": _by_code, "authorization_code": _by_browser, "client_credentials": _by_itself}
    try:
        ways[tokens.client.grant](tokens)
    except OAuthRefused as error:
        hint = remedy(tokens.client, tokens.account, str(error))
        raise CannotDo(f"{tokens.account}: {tokens.client.provider} says {error} ({hint})") from None


def _by_code(tokens: AccountTokens) -> None:
    from mailflow.oauth.consent import await_device, begin_device

    code = begin_device(tokens.client)
    say(f"log in as {tokens.account}: open {code.page} and enter the code {code.user_code}")
    tokens.grant(await_device(tokens.client, code, time.sleep))


def _by_browser(tokens: AccountTokens) -> None:
    from mailflow.oauth.consent import browser_login

    with browser_login(tokens.client, tokens.account) as waiting:
        say(f"log in as {tokens.account} in a browser:\n\n    {waiting.url}\n")
        if sys.stdin.isatty():
            say("is your browser on another machine? Then paste here the address it ends at, and press Enter")
            threading.Thread(target=_pasted, args=(waiting,), daemon=True).start()
            webbrowser.open(waiting.url)
        tokens.grant(waiting.wait())


def _pasted(waiting: BrowserLogin) -> None:
    for line in sys.stdin:
        if line.strip() and not waiting.came_back(line):
            say("that address does not belong to this login: it begins with " + waiting.redirect)


def _by_itself(tokens: AccountTokens) -> None:
    """The application's secret is all it takes."""
    tokens.again()


def _hurry() -> None:
    """Letters that wait an hour for their next try go now."""
    from mailflow import app
    from mailflow.store.mail import outbox

    try:
        parts = app.open_parts(home(), need_secrets=True, create=False)
    except MailflowError:
        return
    try:
        if app.has_database(parts.policy.settings.database):
            with parts.db.transaction():
                outbox.hurry(parts.db, machine_now())
    finally:
        parts.db.close()


def _row(tokens: AccountTokens) -> JsonObject:
    found = tokens.state()
    return {
        "account": tokens.account,
        "provider": tokens.client.provider,
        "grant": tokens.client.grant,
        "ok": bool(found.access_token) and not found.refused,
        "until": datetime.fromtimestamp(found.until, UTC).isoformat(timespec="seconds") if found.until else None,
        "refused": found.refused or None,
    }


def _line(row: JsonObject) -> str:
    who = f"{row['account']} ({row['provider']}, {row['grant']})"
    if row["ok"]:
        return f"{who}: logged in; the token of now ends {local(row['until'], UTC)} UTC and is renewed before"
    return f"{who}: not logged in{': ' + row['refused'] if row['refused'] else ''}"
