"""Requests and responses as values: what a page needs of WSGI (PEP 3333), and the headers every page has."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import field
from http import HTTPStatus
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_network
from urllib.parse import parse_qsl, urlsplit

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.network import peer_address

Environ = Mapping[str, object]  # of WSGI: text, and a few objects
StartResponse = Callable[[str, list[tuple[str, str]]], object]
Application = Callable[[dict[str, object], StartResponse], Iterable[bytes]]

LONGEST_BODY = 32_768  # bytes of a form
_MOST_FIELDS = 20
HTML = "text/html; charset=utf-8"
JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"

# No inline script or style, nothing from elsewhere, in nobody's frame (CSP level 3); the address bar, where keys of
# links stand, is told to nobody.
SECURITY = (
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
    ("X-Robots-Tag", "noindex, nofollow"),
)
NO_STORE = ("Cache-Control", "no-store")


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked. Names of headers are lower-case."""

    method: str  # HEAD counts as GET
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    remote: str  # the peer's address
    form: Mapping[str, str] = field(default_factory=dict, repr=False)
    too_long: bool = False  # its body was not read

    @property
    def cookies(self) -> dict[str, str]:
        try:
            return {name: one.value for name, one in SimpleCookie(self.headers.get("cookie", "")).items()}
        except CookieError:
            return {}

    @property
    def is_forwarded(self) -> bool:
        """Whether a reverse proxy passed it on."""
        return any(name in self.headers for name in ("x-forwarded-for", "forwarded", "x-forwarded-host", "via"))

    @property
    def is_local(self) -> bool:
        """Whether a program of this machine asks by itself."""
        return is_within(self.remote, ("127.0.0.0/8", "::1/128")) and not self.is_forwarded

    def is_foreign(self, own: str) -> bool:
        """Whether a page of another site sent this form. `own` is `web.url`. Browsers say so; a client that says
        nothing has no cookies of ours that another site could use."""
        site = self.headers.get("sec-fetch-site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = self.headers.get("origin")
        if origin is None:
            return False
        host = self.headers.get("host", "").lower()
        return origin.lower() != own.lower() and urlsplit(origin.lower()).netloc != host


def is_within(address: str, networks: Iterable[str]) -> bool:
    here = peer_address(address)
    return here is not None and any(here in ip_network(network) for network in networks)


@dataclass(frozen=True, slots=True)
class Response:
    body: str | bytes = ""
    status: int = 200
    kind: str = HTML
    headers: tuple[tuple[str, str], ...] = (NO_STORE,)


def redirect(path: str, *headers: tuple[str, str]) -> Response:
    """303: the browser asks for `path` (a path of ours) by GET, so that reloading sends no form twice."""
    return Response("", 303, TEXT, (("Location", path), NO_STORE, *headers))


def request_of(environ: Environ) -> Request:
    headers = {k[5:].replace("_", "-").lower(): str(v) for k, v in environ.items() if k.startswith("HTTP_")}
    method = str(environ["REQUEST_METHOD"])
    form, too_long = _form(environ) if method == "POST" else ({}, False)
    return Request(
        method="GET" if method == "HEAD" else method,
        path=str(environ.get("PATH_INFO", "")).encode("latin-1").decode("utf-8", "replace"),
        query=_pairs(str(environ.get("QUERY_STRING", ""))),
        headers=headers,
        remote=str(environ.get("REMOTE_ADDR", "")),
        form=form,
        too_long=too_long,
    )


def _form(environ: Environ) -> tuple[dict[str, str], bool]:
    kind = str(environ.get("CONTENT_TYPE", "")).partition(";")[0].strip().lower()
    try:
        length = int(str(environ.get("CONTENT_LENGTH") or 0))
    except ValueError:
        return {}, True
    if not 0 <= length <= LONGEST_BODY:
        return {}, True
    if kind != "application/x-www-form-urlencoded":
        return {}, False
    read: Callable[[int], bytes] = getattr(environ["wsgi.input"], "read")  # noqa: B009  an object of any server
    return _pairs(read(length).decode("utf-8", "replace")), False


def _pairs(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS, errors="replace"))
    except ValueError:
        return {}


def send(response: Response, start: StartResponse, *, https: bool, head: bool) -> Iterable[bytes]:
    body = response.body.encode() if isinstance(response.body, str) else response.body
    status = HTTPStatus(response.status)
    more = (("Strict-Transport-Security", "max-age=31536000"),) if https else ()
    named = {name for name, _ in response.headers}
    always = [one for one in (*SECURITY, *more) if one[0] not in named]
    # of a 304 it would be that of the 200 (RFC 9110 §8.6)
    length = [("Content-Length", str(len(body)))] if status != HTTPStatus.NOT_MODIFIED else []
    start(f"{status.value} {status.phrase}", [("Content-Type", response.kind), *length, *response.headers, *always])
    return [b"" if head else body]
