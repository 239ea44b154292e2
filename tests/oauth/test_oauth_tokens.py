"""Tokens of OAuth 2: renewed ahead of time, one at a time, for our user alone; a refusal is not asked again at once."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from mailflow.core.plain import JsonObject
from mailflow.errors import LoginNeeded, TryLater
from mailflow.oauth.client import Grant, OAuthClient
from mailflow.oauth.endpoint import ask
from mailflow.oauth.tokens import AccountTokens
from tests.oauth_server import CLIENT, SECRET, Provider

ACCOUNT = "desk@contoso.example"
ROOT = Path(__file__).resolve().parents[2]
_OTHER = """
import pathlib, sys
from mailflow.oauth.client import OAuthClient
from mailflow.oauth.tokens import AccountTokens
home, url, now = sys.argv[1:]
client = OAuthClient("other", "device_code", "mailflow-client", "", "mail", url)
tokens = AccountTokens(pathlib.Path(home), client, "desk@contoso.example", lambda: float(now))
print("asks", flush=True)
print(tokens.access(), flush=True)
"""


class Moment:
    """Machine time that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


@pytest.fixture
def moment() -> Moment:
    return Moment()


def client(provider: Provider, grant: Grant = "device_code", kind: str = "other") -> OAuthClient:
    return OAuthClient(kind, grant, CLIENT, provider.secret, "mail", provider.url("token"), provider.url("device"))


def logged_in(provider: Provider, home: Path, moment: Moment, kind: str = "other") -> AccountTokens:
    tokens = AccountTokens(home, client(provider, kind=kind), ACCOUNT, moment)
    fields = {"client_id": CLIENT, "client_secret": provider.secret, "grant_type": "device_code"}
    answer: JsonObject = ask(provider.url("token"), fields)
    tokens.grant(answer)
    return tokens


def test_a_token_is_used_until_shortly_before_its_end(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """One hour, one request."""
    tokens = logged_in(provider, tmp_path, moment)
    assert [tokens.access(), tokens.access()] == ["access-1", "access-1"]
    moment.now += 3590
    assert tokens.access() == "access-2"
    assert len(provider.grants("refresh_token")) == 1


def test_it_is_renewed_ahead_of_time(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """Ten minutes before, so that no connection waits for it."""
    tokens = logged_in(provider, tmp_path, moment)
    moment.now += 3100
    tokens.keep()
    assert (tokens.access(), len(provider.grants("refresh_token"))) == ("access-2", 1)


def test_a_refresh_token_that_is_replaced_is_kept(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """Microsoft gives another one each time; Google none, and the first counts on."""
    for provider.rotates in (True, False):
        tokens = logged_in(provider, tmp_path, moment)
        for _ in range(3):
            moment.now += 3590
            tokens.access()


def test_many_at_once_cause_one_request(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """A rotated refresh token that two had sent would end the consent (single flight)."""
    provider.rotates = True
    logged_in(provider, tmp_path, moment)
    moment.now += 3590
    begun = threading.Barrier(8)
    found: list[str] = []

    def want() -> None:
        begun.wait()
        found.append(AccountTokens(tmp_path, client(provider), ACCOUNT, moment).access())

    threads = [threading.Thread(target=want) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (set(found), len(provider.grants("refresh_token"))) == ({"access-2"}, 1)


def test_another_process_waits_for_the_one_that_renews(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """The daemon and a command on one home: the lock is the file's, not the process's."""
    tokens = logged_in(provider, tmp_path, moment)
    moment.now += 3590
    asking, go_on = threading.Event(), threading.Event()
    provider.hold = lambda: (asking.set(), go_on.wait(30))
    thread = threading.Thread(target=tokens.access)
    thread.start()
    assert asking.wait(30)
    command = [sys.executable, "-c", _OTHER, str(tmp_path), provider.url("token"), str(moment.now)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "asks\n"
        go_on.set()
        assert other.stdout.readline() == "access-2\n"
    thread.join()
    assert len(provider.grants("refresh_token")) == 1


def test_what_is_granted_is_for_our_user_alone(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """Mode 0600, whatever the umask, and no part of a file is ever in its place."""
    before = os.umask(0)
    try:
        logged_in(provider, tmp_path, moment)
    finally:
        os.umask(before)
    [file] = tmp_path.glob(".mailflow/oauth/*.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "refresh-1" in file.read_text()
    assert not list(file.parent.glob("*.part"))


def test_withdrawn_consent_is_asked_about_once_an_hour(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """invalid_grant needs a person; a rule that was taken back mends itself."""
    tokens = logged_in(provider, tmp_path, moment)
    provider.withdraw()
    moment.now += 3590
    for _ in range(50):
        with pytest.raises(LoginNeeded, match=r"invalid_grant: AADSTS50173: The grant was revoked\. \(log in again: "):
            tokens.keep()
        moment.now += 60
    assert len(provider.grants("refresh_token")) == 1
    moment.now += 3600
    with pytest.raises(LoginNeeded, match=f"mailflow login {ACCOUNT}"):
        tokens.access()
    assert len(provider.grants("refresh_token")) == 2


def test_a_withdrawn_consent_is_noticed_while_the_token_lasts(
    provider: Provider, tmp_path: Path, moment: Moment
) -> None:
    """The last token serves to its end, and the admin hears before."""
    tokens = logged_in(provider, tmp_path, moment)
    provider.withdraw()
    moment.now += 3300
    with pytest.raises(LoginNeeded):
        tokens.keep()
    assert tokens.access() == "access-1"
    moment.now += 300
    with pytest.raises(LoginNeeded):
        tokens.access()


@pytest.mark.parametrize("answer", [(503, {}), (429, {}), (400, {"error": "temporarily_unavailable"}), (200, {})])
def test_a_provider_that_is_away_is_no_withdrawn_consent(
    provider: Provider, tmp_path: Path, moment: Moment, answer: tuple[int, JsonObject]
) -> None:
    """It is asked again half a minute later, and then all is well."""
    tokens = logged_in(provider, tmp_path, moment)
    provider.fails["refresh_token"] = answer
    moment.now += 3601
    for _ in range(5):
        with pytest.raises(TryLater) as caught:
            tokens.access()
        assert not isinstance(caught.value, LoginNeeded)
    assert len(provider.grants("refresh_token")) == 1
    del provider.fails["refresh_token"]
    moment.now += 31
    assert tokens.access() == "access-2"


def test_nobody_has_logged_in_yet(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """No provider is asked."""
    with pytest.raises(LoginNeeded, match=rf"nobody has logged in yet \(mailflow login {ACCOUNT}\)"):
        AccountTokens(tmp_path, client(provider), ACCOUNT, moment).access()
    assert provider.asked == []


def test_a_token_the_server_refuses_is_replaced_once(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """Before its end: a new one is worth a try, but not a second new one within the minute."""
    tokens = logged_in(provider, tmp_path, moment)
    assert not tokens.rejected("access-1")  # it is new
    moment.now += 100
    assert tokens.rejected("access-1")
    assert tokens.access() == "access-2"
    assert tokens.rejected("access-1")  # another has renewed it meanwhile
    assert not tokens.rejected("access-2")


def test_an_application_of_its_own_right_needs_nobody(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """client_credentials: the secret is all, and a wrong one is called that."""
    provider.secret = SECRET
    tokens = AccountTokens(tmp_path, client(provider, "client_credentials"), ACCOUNT, moment)
    assert tokens.access() == "access-1"
    provider.secret = "another"
    moment.now += 3601
    with pytest.raises(LoginNeeded, match="the secret's value, not its id"):
        tokens.access()
    provider.secret = SECRET
    tokens.again()
    assert tokens.access() == "access-2"


def test_google_tells_of_applications_in_testing(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """Their consent ends every seven days, which nobody guesses."""
    tokens = logged_in(provider, tmp_path, moment, kind="google")
    provider.withdraw()
    moment.now += 3601
    with pytest.raises(LoginNeeded, match="publish it"):
        tokens.access()


def test_a_clock_that_was_wrong_costs_one_request(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """A token from the future is renewed instead of believed."""
    tokens = logged_in(provider, tmp_path, moment)
    moment.now -= 86400
    assert [tokens.access(), tokens.access()] == ["access-2", "access-2"]


def test_a_broken_file_asks_for_a_login(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """Nobody is asked, and a login mends it."""
    tokens = logged_in(provider, tmp_path, moment)
    [file] = tmp_path.glob(".mailflow/oauth/*.json")
    for text in ("{", "[]", '{"access_token": 1, "until": "x"}'):
        file.write_text(text)
        with pytest.raises(LoginNeeded):
            tokens.access()


def test_secrets_are_in_no_log_and_no_repr(
    provider: Provider, tmp_path: Path, moment: Moment, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither tokens nor the client's secret, at the highest level of detail."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="mailflow")
    provider.secret = SECRET
    tokens = logged_in(provider, tmp_path, moment)
    moment.now += 3601
    tokens.access()
    provider.withdraw()
    moment.now += 3601
    with pytest.raises(LoginNeeded) as caught:
        tokens.access()
    seen = " ".join((caplog.text, str(caught.value), repr(tokens.client), repr(tokens.state())))
    assert not any(secret in seen for secret in (SECRET, "access-", "refresh-"))


def test_what_root_logs_in_to_belongs_to_the_homes_owner(provider: Provider, tmp_path: Path, moment: Moment) -> None:
    """Else the daemon could not read it."""
    if os.getuid() == 0:
        os.chown(tmp_path, 65534, 65534)
    logged_in(provider, tmp_path, moment)
    owner = tmp_path.stat().st_uid
    places = [tmp_path / ".mailflow", *(tmp_path / ".mailflow").rglob("*")]
    assert {path.stat().st_uid for path in places} == {owner}
    assert len(places) == 4  # two folders, the tokens and their lock
