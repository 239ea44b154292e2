"""Pages for monitoring, only if rules.yaml has `web:`: /health for load balancers and people, /metrics for Prometheus.

Plain WSGI. Values are read when requested; nothing is counted in the process.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable

from mailflow.errors import MailflowError
from mailflow.flow.health.self_check import SelfCheck
from mailflow.flow.parts import Parts
from mailflow.web.health import health
from mailflow.web.metrics import metrics

StartResponse = Callable[[str, list[tuple[str, str]]], object]
Application = Callable[[dict[str, str], StartResponse], Iterable[bytes]]

JSON = "application/json; charset=utf-8"
PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
TEXT = "text/plain; charset=utf-8"


def pages(parts: Parts, watch: SelfCheck) -> Application:
    """The WSGI application of one daemon."""

    def answer(path: str) -> tuple[str, str, str]:
        if path == "/health":
            found = health(parts, watch)
            return "200 OK" if found["ok"] else "503 Service Unavailable", JSON, json.dumps(found, indent=2) + "\n"
        if path == "/metrics":
            try:
                return "200 OK", PROMETHEUS, metrics(parts, watch)
            except MailflowError as error:
                return "503 Service Unavailable", TEXT, f"{error}\n"
        return "404 Not Found", TEXT, "there are /health and /metrics\n"

    def application(environ: dict[str, str], start: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method in ("GET", "HEAD"):
            status, kind, text = answer(environ.get("PATH_INFO", ""))
        else:
            status, kind, text = "405 Method Not Allowed", TEXT, "GET and HEAD only\n"
        body = text.encode()
        head = [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")]
        start(status, head)
        return [body] if method != "HEAD" else [b""]

    return application
