"""A person lets us into the desk's account, once: at a terminal, with a browser here or anywhere else."""

from __future__ import annotations

import base64
import hashlib
import queue
import secrets
import threading
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlencode, urlsplit

from mailflow.core.plain import JsonObject
from mailflow.errors import OAuthRefused, ProviderAway
from mailflow.lazy_dataclasses import dataclass
from mailflow.oauth.client import PROVIDERS, OAuthClient
from mailflow.oauth.endpoint import ask, seconds_of, text_of
from mailflow.oauth.tokens import secret_of

if TYPE_CHECKING:
    from collections.abc import Iterator

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
INTERVAL, SLOWER = 5.0, 5.0  # seconds (RFC 8628 §3.2, §3.5)
CODE_SECONDS = 900.0  # how long a code counts, where the provider does not say
BROWSER_SECONDS = 600.0  # how long we wait for the browser


@dataclass(frozen=True, slots=True)
class DeviceCode:
    """What the person is shown (RFC 8628 §3.2), and what we go on with."""

    device_code: str
    user_code: str
    page: str
    interval: float
    lasts: float


# -- device flow


def begin_device(client: OAuthClient) -> DeviceCode:
    """Raises OAuthRefused, ProviderAway."""
    answer = ask(client.device_url, {**secret_of(client), "client_id": client.client_id, "scope": client.scope})
    page = text_of(answer, "verification_uri") or text_of(answer, "verification_url")  # the latter is Google's
    found = DeviceCode(
        text_of(answer, "device_code"), text_of(answer, "user_code"), page,
        seconds_of(answer, "interval", INTERVAL), seconds_of(answer, "expires_in", CODE_SECONDS),
    )  # fmt: skip
    if not (found.device_code and found.user_code and found.page):
        raise ProviderAway("the provider's answer has no code to show")
    return found


def await_device(client: OAuthClient, code: DeviceCode, rest: Callable[[float], object]) -> JsonObject:
    """Poll until the person has answered; the token endpoint's answer. Raises OAuthRefused. `rest` waits so many
    seconds. A provider out of reach is asked again, ever more seldom (RFC 8628 §3.5)."""
    fields = {
        **secret_of(client),
        "client_id": client.client_id,
        "grant_type": DEVICE_GRANT,
        "device_code": code.device_code,
    }
    interval, waited = code.interval, 0.0
    while waited < code.lasts:
        rest(interval)
        waited += interval
        try:
            return ask(client.token_url, fields)
        except ProviderAway:
            interval *= 2
        except OAuthRefused as error:
            if error.code == "slow_down":
                interval += SLOWER
            elif error.code != "authorization_pending":
                raise
    raise OAuthRefused("expired_token", "nobody has entered the code in time")


# -- authorization code with PKCE (RFC 7636) and loopback redirect (RFC 8252 §7.3)


class BrowserLogin:
    """`with browser_login(client, account) as login: print(login.url); login.wait()`."""

    def __init__(self, client: OAuthClient, account: str, port: int) -> None:
        self._client = client
        self._verifier, self._state = secrets.token_urlsafe(48), secrets.token_urlsafe(24)
        self.redirect = f"http://{PROVIDERS[client.provider].loopback}:{port}"
        self.url = f"{client.authorize_url}?{urlencode(self._request(account))}"
        self._answers: queue.Queue[Mapping[str, str]] = queue.Queue()

    def _request(self, account: str) -> Mapping[str, str]:
        digest = hashlib.sha256(self._verifier.encode()).digest()
        return {
            "response_type": "code",
            "client_id": self._client.client_id,
            "redirect_uri": self.redirect,
            "scope": self._client.scope,
            "state": self._state,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
            "login_hint": account,
            **dict(PROVIDERS[self._client.provider].more),
        }

    def came_back(self, address: str) -> bool:
        """The address the browser was sent to, as it asked us for it or as a person pasted it. Returns whether it
        belongs to this login: anybody may open a page of this port."""
        found = {key: values[0] for key, values in parse_qs(urlsplit(address.strip()).query).items()}
        if not secrets.compare_digest(found.get("state", "").encode(), self._state.encode()):
            return False
        self._answers.put(found)
        return True

    def wait(self, seconds: float = BROWSER_SECONDS) -> JsonObject:
        """The token endpoint's answer. Raises OAuthRefused, ProviderAway."""
        try:
            found = self._answers.get(timeout=seconds)
        except queue.Empty:
            raise OAuthRefused("expired_token", "nobody has logged in in time") from None
        if "code" not in found:
            raise OAuthRefused(found.get("error", "access_denied"), found.get("error_description", ""))
        fields = {
            **secret_of(self._client),
            "client_id": self._client.client_id,
            "grant_type": "authorization_code",
            "code": found["code"],
            "redirect_uri": self.redirect,
            "code_verifier": self._verifier,
        }
        return ask(self._client.token_url, fields)


@contextmanager
def browser_login(client: OAuthClient, account: str) -> Iterator[BrowserLogin]:
    """Listens on this machine alone, on a free port."""
    with HTTPServer(("127.0.0.1", 0), _Landing) as server:
        login = BrowserLogin(client, account, server.server_port)
        server.RequestHandlerClass = _landing_of(login)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True)
        thread.start()
        try:
            yield login
        finally:
            server.shutdown()
            thread.join()


class _Landing(BaseHTTPRequestHandler):
    """The page a browser ends at."""

    login: BrowserLogin

    def do_GET(self) -> None:
        ours = self.login.came_back(self.path)
        said = "Selesai, kembalilah ke terminal. / Done: go back to the terminal." if ours else "?"
        body = f"<!doctype html><meta charset=utf-8><title>mailflow</title><p>{said}".encode()
        self.send_response(200 if ours else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing: the address has the code in it."""


def _landing_of(login: BrowserLogin) -> type[_Landing]:
    return type("Landing", (_Landing,), {"login": login})
