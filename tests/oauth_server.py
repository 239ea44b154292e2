"""A provider of OAuth 2 on loopback: token endpoint, device flow, consent page, introspection. What it refuses and how
often it was asked is for the tests to see; it checks PKCE, redirect addresses and secrets itself."""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import urlopen

from aiosmtpd.smtp import SMTP, AuthResult

from tests.http_server import HttpServer, QuietHandler
from tests.servers import SmtpSink

CLIENT, SECRET = "mailflow-client", "not-to-be-logged"
Answer = tuple[int, dict[str, Any]]


@dataclass
class Provider(HttpServer):
    """`with Provider() as provider: provider.url("token")`."""

    user: str = "desk@contoso.example"
    secret: str = ""  # a client without secret
    life: int = 3600  # seconds an access token lasts
    interval: float = 5  # seconds between polls of the device flow
    rotates: bool = False  # each refresh token counts once
    pending: int = 0  # polls of the device flow before the person has agreed
    slow_down: int = 0  # of these, how many ask for longer pauses
    fails: dict[str, Answer] = field(default_factory=dict)  # grant_type -> what is answered instead
    hold: Callable[[], object] = lambda: None  # called while a token request is being answered
    asked: list[dict[str, str]] = field(default_factory=list)  # every form that was posted
    good: dict[str, str] = field(default_factory=dict)  # access token -> user
    _refresh: dict[str, str] = field(default_factory=dict)
    _codes: dict[str, dict[str, str]] = field(default_factory=dict)
    _numbers: Any = field(default_factory=lambda: itertools.count(1))
    _guard: Any = field(default_factory=threading.Lock)

    def handler(self) -> type[BaseHTTPRequestHandler]:
        return _handler(self)

    def url(self, name: str) -> str:
        return self.at(name)

    def yaml(self, grant: str = "device_code", more: str = "") -> str:
        """The value of `oauth:` in rules.yaml."""
        urls = ", ".join(f'{name}_url: "{self.url(name)}"' for name in ("token", "device", "authorize"))
        secret = f", client_secret: {self.secret}" if self.secret else ""
        return f"{{provider: other, grant: {grant}, client_id: {CLIENT}{secret}, scope: mail, {urls}{more}}}"

    def withdraw(self) -> None:
        """The person takes the consent back; what was granted ends."""
        with self._guard:
            self._refresh.clear()
            self.good.clear()

    def expire(self) -> None:
        """Access tokens end before their time; the consent stays."""
        with self._guard:
            self.good.clear()

    def grants(self, kind: str) -> list[dict[str, str]]:
        return [form for form in self.asked if form.get("grant_type", "").rpartition(":")[2] == kind]

    def consent(self, url: str) -> str:
        """What a browser does whose user agrees at once; the page it ends at."""
        with urlopen(url) as page:
            return str(page.read().decode())

    # -- what it answers

    def device(self, form: dict[str, str]) -> Answer:
        if form["client_id"] != CLIENT:
            return 400, {"error": "invalid_client"}
        code = {"device_code": "device-1", "user_code": "WDJB-MJHT", "verification_uri": "https://login.example/device"}
        return 200, {**code, "expires_in": 900, "interval": self.interval}

    def token(self, form: dict[str, str]) -> Answer:
        self.hold()
        kind = form["grant_type"].rpartition(":")[2]
        with self._guard:
            if kind in self.fails:
                return self.fails[kind]
            if form["client_id"] != CLIENT or form.get("client_secret", "") != self.secret:
                return 401, {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret."}
            return {
                "device_code": self._by_device,
                "authorization_code": self._by_code,
                "refresh_token": self._by_refresh,
                "client_credentials": lambda _: self._granted(refresh=False),
            }[kind](form)

    def _by_device(self, _: dict[str, str]) -> Answer:
        if self.pending > 0:
            self.pending -= 1
            slow = self.slow_down > self.pending
            return 400, {"error": "slow_down" if slow else "authorization_pending"}
        return self._granted()

    def _by_code(self, form: dict[str, str]) -> Answer:
        asked = self._codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["redirect_uri"] != form["redirect_uri"] or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant", "error_description": "wrong code, verifier or address"}
        return self._granted()

    def _by_refresh(self, form: dict[str, str]) -> Answer:
        if form["refresh_token"] not in self._refresh:
            return 400, {
                "error": "invalid_grant",
                "error_description": "AADSTS50173: The grant was revoked.\r\nTrace: x",
            }
        if self.rotates:
            del self._refresh[form["refresh_token"]]
        return self._granted(refresh=self.rotates)

    def _granted(self, *, refresh: bool = True) -> Answer:
        number = next(self._numbers)
        self.good[f"access-{number}"] = self.user
        answer = {"access_token": f"access-{number}", "token_type": "Bearer", "expires_in": self.life}
        if refresh:
            self._refresh[f"refresh-{number}"] = self.user
            answer["refresh_token"] = f"refresh-{number}"
        return 200, answer

    def authorized(self, asked: dict[str, str]) -> str:
        """Where the browser goes when the person has agreed."""
        assert asked["code_challenge_method"] == "S256"
        with self._guard:
            code = f"code-{next(self._numbers)}"
            self._codes[code] = asked
        return f"{asked['redirect_uri']}/?{urlencode({'code': code, 'state': asked['state']})}"

    def introspected(self, token: str) -> dict[str, Any]:
        """As Dovecot asks (introspection_mode = auth)."""
        user = self.good.get(token)
        return {"active": "true", "email": user} if user else {"active": "false"}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(QuietHandler):
        def do_POST(self) -> None:
            text = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {key: values[0] for key, values in parse_qs(text).items()}
            provider.asked.append(form)
            if self.path == "/moved":
                self.send_response(302)
                self.send_header("Location", "/token")
                self.end_headers()
                return
            self._answer(*(provider.device if self.path == "/device" else provider.token)(form))

        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            if parts.path == "/authorize":
                self.send_response(302)
                asked = {key: values[0] for key, values in parse_qs(parts.query).items()}
                self.send_header("Location", provider.authorized(asked))
                self.send_header("Content-Length", "0")
                self.end_headers()
            else:
                self._answer(200, provider.introspected(self.headers.get("Authorization", "").removeprefix("Bearer ")))

        def _answer(self, status: int, value: dict[str, Any]) -> None:
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler


class BearerSink(SmtpSink):
    """A mail server that takes the provider's tokens alone, by one mechanism."""

    def __init__(self, provider: Provider, mechanism: str, **more: Any) -> None:
        super().__init__(login=(provider.user.replace("@", "%40"), ""), **more)
        self._provider, self._mechanism = provider, mechanism
        self.answers: list[bytes] = []  # to the challenge that says what is wrong

    def _options(self) -> dict[str, Any]:
        others = {"OAUTHBEARER", "XOAUTH2"} - {self._mechanism}
        return super()._options() | {"auth_exclude_mechanism": ["LOGIN", "PLAIN", *others]}

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:
        return await self._judge(server, args, "user={user}\x01auth=Bearer {token}\x01\x01")

    async def auth_OAUTHBEARER(self, server: SMTP, args: list[str]) -> AuthResult:
        where = f"host=127.0.0.1\x01port={self.port}"
        return await self._judge(server, args, f"n,a={{user}},\x01{where}\x01auth=Bearer {{token}}\x01\x01")

    async def _judge(self, server: SMTP, args: list[str], form: str) -> AuthResult:
        said = base64.b64decode(args[1]).decode()
        right = [form.format(user=user, token=token) for token, user in self._provider.good.items()]
        if said in right:
            return AuthResult(success=True, handled=False, auth_data=self._provider.user)
        answer = await server.challenge_auth('{"status":"401","schemes":"bearer"}')
        self.answers.append(answer if isinstance(answer, bytes) else b"?")
        return AuthResult(success=False, handled=False)
