"""What the API answers: JSON with an ETag, kept by whoever asked alone; errors in the shape of the command line's."""

from __future__ import annotations

import hashlib
import json

from mailflow.core.plain import JsonObject
from mailflow.errors import RefusedRequest
from mailflow.web.http import JSON, Request, Response

_PRIVATE = ("Cache-Control", "private, no-cache")
_VARY = ("Vary", "Authorization")


def answered(request: Request, found: JsonObject) -> Response:
    """200; 304 to who has it already (RFC 9110 §13.1.2)."""
    body = (json.dumps(found, ensure_ascii=False, separators=(",", ":")) + "\n").encode()
    tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = (("ETag", tag), _PRIVATE, _VARY)
    if tag in _tags(request.headers.get("if-none-match", "")):
        return Response("", 304, JSON, headers)
    return Response(body, 200, JSON, headers)


def refused(why: RefusedRequest) -> Response:
    error = {"message": why.message, "remedy": why.remedy}
    body = json.dumps({"error": error}, ensure_ascii=False) + "\n"
    return Response(body, why.status, JSON, (("Cache-Control", "no-store"), _VARY, *why.headers))


def _tags(text: str) -> set[str]:
    """Compared weakly, as the condition wants it."""
    return {one.strip().removeprefix("W/") for one in text.split(",")}
