"""OAuth 2 against a real Dovecot that asks a provider on loopback about each token; a whole desk without a password."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from mailflow.credentials import Credentials
from mailflow.errors import LoginNeeded, TryLater
from mailflow.mail.network import parse_endpoint
from mailflow.mail.sources.imap_session import log_in, say_goodbye
from mailflow.oauth.client import OAuthClient
from mailflow.oauth.endpoint import ask
from mailflow.oauth.tokens import AccountTokens
from tests.live.dovecot import Dovecot, desk_of
from tests.oauth_server import CLIENT, BearerSink, Provider

pytestmark = pytest.mark.live


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider(user="desk1@desk.example", interval=0.01) as provider:
        yield provider


@pytest.fixture
def server(provider: Provider) -> Iterator[Dovecot]:
    with Dovecot(provider.url("introspect")) as server:
        yield server


class Moment:
    """Machine time that stands until it is moved."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def logged_in(provider: Provider, home: Path, moment: Moment) -> AccountTokens:
    client = OAuthClient("other", "device_code", CLIENT, "", "mail", provider.url("token"))
    tokens = AccountTokens(home, client, provider.user, moment)
    tokens.grant(ask(provider.url("token"), {"client_id": CLIENT, "grant_type": "device_code"}))
    return tokens


@pytest.mark.parametrize("mechanism", ["OAUTHBEARER", "XOAUTH2"])
def test_dovecot_lets_a_token_in(
    provider: Provider, server: Dovecot, tmp_path: Path, mechanism: str, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    """By either mechanism; one that was ended early is replaced; one refused for good is called that; no token is
    logged."""
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("mailflow.mail.bearer.MECHANISMS", (mechanism,))
    monkeypatch.setattr("mailflow.mail.sources.imap_session.MECHANISMS", (mechanism,))
    moment = Moment()
    tokens = logged_in(provider, tmp_path, moment)
    ours = Credentials(cafile=server.cafile, tokens=tokens)
    place = parse_endpoint(f"imaps://desk1%40desk.example@127.0.0.1:{server.imaps_port}/INBOX", "imap")
    say_goodbye(log_in(place, ours, 20))
    moment.now += 100
    provider.expire()
    say_goodbye(log_in(place, ours, 20))
    assert len(provider.grants("refresh_token")) == 1
    provider.expire()
    with pytest.raises(TryLater, match=r"login refused for desk1@desk\.example") as caught:
        log_in(place, ours, 20)
    provider.withdraw()
    moment.now += 100
    with pytest.raises(LoginNeeded, match=r"mailflow login desk1@desk\.example"):
        log_in(place, ours, 20)
    assert "access-" not in caplog.text + str(caught.value)


def test_a_desk_without_a_password(provider: Provider, server: Dovecot, tmp_path: Path) -> None:
    """From `mailflow login` to an answered request: the mailbox is read, letters leave, the answer lies in Sent."""
    url = f"imaps://desk1%40desk.example@127.0.0.1:{server.imaps_port}/INBOX"
    with BearerSink(provider, "XOAUTH2") as sink:
        home = tmp_path / "desk"
        oauth = provider.yaml()
        entry = f'{{imap: "{url}", cafile: "{server.cafile}", since: all, oauth: {oauth}}}'
        desk = desk_of(home, entry)
        desk.edit("  maildir: var/out ", f'  smtp: "{sink.url}"\n  oauth: {oauth} #')
        assert "nobody has logged in yet" in desk.type("check", "--connect", status=1).err
        said = desk.json("login")
        assert [probe["ok"] for probe in said["probes"]] == [True, True]
        assert [row["ok"] for row in desk.json("login", "--list")["accounts"]] == [True]
        server.deliver("desk1", _mail("Pulsa belum masuk"))
        desk.once()
        assert {letter.rcpts[0] for letter in sink.wait_for(1)} >= {"ani@mail.example"}
        provider.withdraw()
        [file] = home.glob(".mailflow/oauth/*.json")
        file.write_text(file.read_text().replace('"until": ', '"until": -'))
        server.deliver("desk1", _mail("Kuota hangus"))
        said_again = desk.type("run", "--once", status=1).err
        assert "log in again: mailflow login desk1@desk.example" in said_again
        asked = len(provider.grants("refresh_token"))
        desk.type("run", "--once", status=1)
        assert len(provider.grants("refresh_token")) == asked  # no hammering
        desk.json("login")
        desk.once()
        assert len(desk.json("list")["tickets"]) == 2


def _mail(subject: str) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Ani <ani@mail.example>", "iduhelp@desk.example", subject
    mail.set_content(f"{subject} sejak pagi, mohon dicek.\n")
    return bytes(mail)
