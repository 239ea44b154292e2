"""A browser without a window: asks the pages' WSGI application, keeps cookies, fills forms in as they stand there."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode, urlsplit

from selectolax.lexbor import LexborHTMLParser

from mailflow.web.http import Application


@dataclass(frozen=True)
class Seen:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def page(self) -> LexborHTMLParser:
        return LexborHTMLParser(self.text)

    def form(self, at: int = 0) -> dict[str, str]:
        """What the page's form sends when nothing is typed."""
        fields = self.page.css("form")[at].css("input, textarea")
        found = {}
        for one in fields:
            attributes = one.attributes
            if attributes.get("type") in ("radio", "checkbox") and "checked" not in attributes:
                continue
            text = one.text().removeprefix("\n") if one.tag == "textarea" else attributes.get("value") or ""
            found[str(attributes["name"])] = text
        return found


@dataclass
class Browser:
    application: Application
    headers: dict[str, str] = field(default_factory=dict)
    remote: str = "192.0.2.7"
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, **more: str) -> Seen:
        return self.ask("GET", path, more)

    def post(self, path: str, form: Mapping[str, str], **more: str) -> Seen:
        return self.ask("POST", path, more, urlencode(form).encode())

    def follow(self, seen: Seen) -> Seen:
        assert seen.status == 303
        return self.get(seen.headers["Location"])

    def ask(self, method: str, path: str, more: Mapping[str, str], body: bytes = b"") -> Seen:
        """`more`: further headers, `sec_fetch_site="cross-site"`."""
        url = urlsplit(path)
        named = {"host": "desk.example", **self.headers, **more}
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method, "PATH_INFO": url.path, "QUERY_STRING": url.query, "REMOTE_ADDR": self.remote,
            "CONTENT_TYPE": named.pop("content_type", "application/x-www-form-urlencoded"),
            "CONTENT_LENGTH": named.pop("content_length", str(len(body))), "wsgi.input": io.BytesIO(body),
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in named.items()},
        }  # fmt: skip
        if self.cookies:
            environ["HTTP_COOKIE"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        said: list[Any] = []
        parts = self.application(environ, lambda status, heads: said.extend((status, heads)))
        text = b"".join(parts).decode()
        for name, value in said[1]:
            if name == "Set-Cookie":
                for key, one in SimpleCookie(value).items():
                    self.cookies[key] = one.value
                    if one["max-age"] == "0":
                        del self.cookies[key]
        return Seen(int(said[0][:3]), dict(said[1]), text)
