"""Tokens instead of a password, at an SMTP server (RFC 7628, XOAUTH2); for IMAP see tests/live/test_oauth.py."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.credentials import Credentials
from mailflow.errors import TryLater
from mailflow.mail.bearer import bearer
from mailflow.mail.network import parse_endpoint
from mailflow.mail.transports.smtp import SmtpTransport
from mailflow.oauth.client import OAuthClient
from mailflow.oauth.endpoint import ask
from mailflow.oauth.tokens import AccountTokens
from tests.oauth_server import CLIENT, BearerSink, Provider


class Moment:
    """Machine time that stands until it is moved."""

    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


def logged_in(provider: Provider, home: Path, moment: Moment) -> AccountTokens:
    client = OAuthClient("other", "device_code", CLIENT, "", "mail", provider.url("token"))
    tokens = AccountTokens(home, client, provider.user, moment)
    tokens.grant(ask(provider.url("token"), {"client_id": CLIENT, "grant_type": "device_code"}))
    return tokens


@pytest.mark.parametrize("mechanism", ["OAUTHBEARER", "XOAUTH2"])
def test_a_token_opens_the_server(provider: Provider, tmp_path: Path, mechanism: str) -> None:
    """By the mechanism it offers."""
    tokens = logged_in(provider, tmp_path, Moment())
    with BearerSink(provider, mechanism) as sink:
        transport = SmtpTransport(sink.url, Credentials(tokens=tokens))
        assert "logged in as desk@contoso.example" in transport.probe()
        transport.close()


@pytest.mark.parametrize("mechanism", ["OAUTHBEARER", "XOAUTH2"])
def test_a_token_ended_early_is_replaced_and_tried_once_more(
    provider: Provider, tmp_path: Path, mechanism: str
) -> None:
    """A password that was changed ends tokens before their time; the consent may last."""
    moment = Moment()
    tokens = logged_in(provider, tmp_path, moment)
    provider.expire()
    moment.now += 120
    with BearerSink(provider, mechanism) as sink:
        transport = SmtpTransport(sink.url, Credentials(tokens=tokens))
        assert "mail can be sent" in transport.probe()
        assert sink.answers == [{"OAUTHBEARER": b"\x01", "XOAUTH2": b""}[mechanism]]
        assert len(provider.grants("refresh_token")) == 1
        transport.close()


def test_a_refused_token_is_called_that_and_keeps_to_itself(
    provider: Provider, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """With what the server says is wrong, and without the token, in words and in the log."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="mailflow")
    tokens = logged_in(provider, tmp_path, Moment())
    provider.good.clear()
    with BearerSink(provider, "XOAUTH2") as sink:
        transport = SmtpTransport(sink.url, Credentials(tokens=tokens))
        with pytest.raises(TryLater, match=r"login refused for desk@contoso\.example: 535 .*status") as caught:
            transport.probe()
        assert "access-1" not in str(caught.value) + repr(transport) + caplog.text
        assert provider.grants("refresh_token") == []


def test_a_server_that_takes_passwords_alone_is_named(provider: Provider, tmp_path: Path) -> None:
    """No token is shown to it."""
    tokens = logged_in(provider, tmp_path, Moment())
    with BearerSink(provider, "NONE") as sink, pytest.raises(TryLater, match="offers neither OAUTHBEARER nor XOAUTH2"):
        SmtpTransport(sink.url, Credentials(tokens=tokens)).probe()


def test_signs_in_a_user_name_do_not_end_it() -> None:
    """A comma and an equals sign would be read as the end of the name (RFC 5801 §4)."""
    server = parse_endpoint("imaps://a%2Cb%3Dc@mail.example/INBOX", "imap")
    shown = bearer(server, "T", ["OAUTHBEARER"])
    assert shown is not None
    assert shown.first == "n,a=a=2Cb=3Dc,\x01host=mail.example\x01port=993\x01auth=Bearer T\x01\x01"
