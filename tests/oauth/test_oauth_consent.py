"""A person lets us in: the device flow (RFC 8628), and a browser that comes back to this machine (RFC 8252)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from urllib.error import HTTPError
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest

from mailflow.errors import OAuthRefused, ProviderAway
from mailflow.oauth.client import PROVIDERS, OAuthClient, client_of
from mailflow.oauth.consent import await_device, begin_device, browser_login
from mailflow.oauth.endpoint import ask
from tests.oauth_server import CLIENT, Provider


@pytest.fixture
def provider() -> Iterator[Provider]:
    with Provider() as provider:
        yield provider


def client(provider: Provider) -> OAuthClient:
    urls = [provider.url(name) for name in ("token", "device", "authorize")]
    return OAuthClient("other", "device_code", CLIENT, provider.secret, "mail", *urls)


def test_a_code_is_shown_and_the_person_awaited(provider: Provider) -> None:
    """Polling keeps the pauses asked for: slow_down adds five seconds (RFC 8628 §3.5)."""
    provider.pending, provider.slow_down = 3, 1
    code = begin_device(client(provider))
    assert (code.user_code, code.page) == ("WDJB-MJHT", "https://login.example/device")
    pauses: list[float] = []
    answer = await_device(client(provider), code, pauses.append)
    assert (answer["access_token"], pauses) == ("access-1", [5.0, 5.0, 5.0, 10.0])


def test_nobody_enters_the_code(provider: Provider) -> None:
    """It ends with the code's own time."""
    provider.pending = 1000
    with pytest.raises(OAuthRefused, match="expired_token"):
        await_device(client(provider), begin_device(client(provider)), lambda _: None)
    assert len(provider.grants("device_code")) == 180


def test_a_declined_consent_ends_the_waiting(provider: Provider) -> None:
    """access_denied is no reason to ask again."""
    provider.fails["device_code"] = (400, {"error": "access_denied"})
    with pytest.raises(OAuthRefused, match="access_denied"):
        await_device(client(provider), begin_device(client(provider)), lambda _: None)


def test_a_browser_comes_back_with_a_code(provider: Provider) -> None:
    """PKCE's verifier and the redirect address are what the provider was told."""
    with browser_login(client(provider), "desk@contoso.example") as login:
        page = provider.consent(login.url)
        assert "kembalilah ke terminal" in page
        assert login.wait(30)["access_token"] == "access-2"
    [form] = provider.grants("authorization_code")
    assert form["redirect_uri"].startswith("http://127.0.0.1:")


def test_an_address_from_a_browser_elsewhere_can_be_pasted(provider: Provider) -> None:
    """What the browser could not open has the code in it."""
    with browser_login(client(provider), "desk@contoso.example") as login:
        asked = {key: values[0] for key, values in parse_qs(urlsplit(login.url).query).items()}
        assert login.came_back(f"  {provider.authorized(asked)}\n")
        assert login.wait(30)["access_token"]


def test_a_page_of_somebody_else_is_not_ours(provider: Provider) -> None:
    """Without our state nothing counts (RFC 8252 §8.9), and the login goes on waiting."""
    with browser_login(client(provider), "desk@contoso.example") as login:
        for query in ("code=stolen&state=guessed", "code=stolen", "error=access_denied"):
            with pytest.raises(HTTPError, match="404"), urlopen(f"{login.redirect}/?{query}"):
                pass
        with pytest.raises(OAuthRefused, match="nobody has logged in"):
            login.wait(0.01)
    assert provider.asked == []


def test_a_stranger_without_the_verifier_gets_nothing(provider: Provider) -> None:
    """PKCE (RFC 7636): the code alone is worth nothing."""
    with browser_login(client(provider), "desk@contoso.example") as login:
        asked = {key: values[0] for key, values in parse_qs(urlsplit(login.url).query).items()}
        back = parse_qs(urlsplit(provider.authorized(asked)).query)
        fields = {"client_id": CLIENT, "code": back["code"][0], "redirect_uri": login.redirect}
        with pytest.raises(OAuthRefused, match="invalid_grant"):
            ask(provider.url("token"), {**fields, "grant_type": "authorization_code", "code_verifier": "guessed"})


def test_what_is_known_of_google_and_microsoft() -> None:
    """The tenant stands in Microsoft's addresses; Google is asked for a refresh token; each has its scope."""
    asked = OAuthClient("microsoft", "device_code", "id")
    known = client_of(asked, "contoso.example")
    assert known.token_url == "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token"
    assert known.device_url == "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/devicecode"
    assert "offline_access" in known.scope.split()
    own = client_of(replace(asked, grant="client_credentials"), "contoso.example")
    assert own.scope == "https://outlook.office365.com/.default"
    google = client_of(OAuthClient("google", "authorization_code", "id", "secret"), "")
    with browser_login(google, "desk@gmail.example") as login:
        query = parse_qs(urlsplit(login.url).query)
    assert (query["access_type"], query["prompt"], query["scope"]) == (
        ["offline"],
        ["consent"],
        ["https://mail.google.com/"],
    )
    assert "device_code" not in PROVIDERS["google"].grants


def test_an_answer_that_is_no_oauth_is_said_plainly(provider: Provider) -> None:
    """A page for people, an address nobody listens at: the provider counts as away, and is named."""
    for answer in ((404, {}), (400, {}), (200, [])):
        provider.fails["device_code"] = answer  # type: ignore[assignment]
        with pytest.raises(ProviderAway, match=r"127\.0\.0\.1: (HTTP 4|the answer is no JSON object)"):
            ask(provider.url("token"), {"grant_type": "device_code"})
    with pytest.raises(ProviderAway, match="refused"):
        ask("http://127.0.0.1:1/token", {})


def test_secrets_are_not_sent_where_a_redirect_points(provider: Provider) -> None:
    """A token endpoint that sends us elsewhere is no token endpoint."""
    with pytest.raises(ProviderAway, match="HTTP 302"):
        ask(provider.url("moved"), {"client_secret": "s"})
    assert [form.get("client_secret") for form in provider.asked] == ["s"]
