"""login: a person lets the desk in at a terminal, by a code or by a browser; what is in order is left alone."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator

import pytest

from tests.cli.desk import Desk, process
from tests.oauth_server import BearerSink, Provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider(interval=0.01) as provider:
        yield provider


@pytest.fixture
def sink(provider: Provider) -> Iterator[BearerSink]:
    with BearerSink(provider, "XOAUTH2") as sink:
        yield sink


def without_password(desk: Desk, provider: Provider, sink: BearerSink, grant: str) -> None:
    desk.edit("  maildir: var/out ", f'  smtp: "{sink.url}"\n  oauth: {provider.yaml(grant)} #')


def test_by_a_browser(desk: Desk, provider: Provider, sink: BearerSink) -> None:
    """The address stands on stderr; once the browser has come back the server is tried."""
    without_password(desk, provider, sink, "authorization_code")
    with process("login", "--home", str(desk.home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                 stdin=subprocess.DEVNULL) as running:  # fmt: skip
        assert running.stderr is not None
        url = next(found[0] for line in running.stderr if (found := re.search(r"http://\S+/authorize\S+", line)))
        assert "kembalilah" in provider.consent(url)
        out, _ = running.communicate(timeout=60)
    assert running.returncode == 0
    assert "logged in; the token of now ends" in out
    assert "mail can be sent" in out


def test_what_is_in_order_is_left_alone(desk: Desk, provider: Provider, sink: BearerSink) -> None:
    """A second login asks nothing; one that is named is done again."""
    without_password(desk, provider, sink, "device_code")
    assert "WDJB-MJHT" in desk.type("login").err
    assert "WDJB-MJHT" not in desk.type("login").err
    assert "WDJB-MJHT" in desk.type("login", "DESK@contoso.example").err
    [row] = desk.json("login", "--list")["accounts"]
    assert (row["account"], row["ok"], row["refused"]) == ("desk@contoso.example", True, None)
    assert "there are: desk@contoso.example" in desk.type("login", "who@contoso.example", status=1).err


def test_letters_that_waited_go_at_once(desk: Desk, provider: Provider, sink: BearerSink) -> None:
    """Not at their next try, which may be an hour away."""
    without_password(desk, provider, sink, "device_code")
    desk.mail("ani", "Pulsa", "belum masuk")
    said = desk.type("run", "--once", status=1)
    assert "mailflow login desk@contoso.example" in said.err
    assert sink.letters == []
    desk.type("login")
    desk.once()
    assert len(sink.wait_for(3)) == 3


def test_a_declined_consent_is_said_with_what_to_do(desk: Desk, provider: Provider, sink: BearerSink) -> None:
    """And the client that is wrong."""
    without_password(desk, provider, sink, "device_code")
    provider.fails["device_code"] = (400, {"error": "access_denied"})
    assert (
        "the consent was declined: mailflow login desk@contoso.example, and accept" in desk.type("login", status=1).err
    )


def test_a_desk_with_passwords_has_nothing_to_log_in_to(desk: Desk) -> None:
    """It says where that is explained."""
    assert "docs/providers.md" in desk.type("login", status=1).err
