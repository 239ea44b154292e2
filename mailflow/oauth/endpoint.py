"""One request to a provider (RFC 6749 §3.2), and what its errors mean. Never logs what is sent or granted."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import IO
from urllib.parse import urlencode, urlsplit

from mailflow.core.plain import JsonObject
from mailflow.errors import OAuthRefused, ProviderAway

ANSWER_SECONDS = 20.0
_LONGEST = 1_000_000  # bytes of an answer
_DESCRIPTION = 300  # characters of error_description that are shown
_BUSY = ("temporarily_unavailable", "server_error")


def ask(url: str, fields: Mapping[str, str], timeout: float = ANSWER_SECONDS) -> JsonObject:
    """POST a form; the JSON object answered. Raises OAuthRefused, ProviderAway."""
    host = urlsplit(url).hostname or url
    request = urllib.request.Request(
        url, urlencode(fields).encode(), {"Accept": "application/json", "User-Agent": "mailflow"}
    )
    try:
        with _opener().open(request, timeout=timeout) as answer:
            return _read(host, answer)
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(host, error) from None
    except (OSError, HTTPException) as error:  # URLError is an OSError
        why = getattr(error, "reason", error)
        raise ProviderAway(f"{host}: {_one_line(str(why)) or type(error).__name__}") from None


def text_of(answer: JsonObject, key: str) -> str:
    """A member that is a text; "" for none."""
    value = answer.get(key)
    return value if isinstance(value, str) else ""


def seconds_of(answer: JsonObject, key: str, usual: float) -> float:
    """A member in seconds. Some providers write the number as a text."""
    try:
        found = float(str(answer.get(key)))
    except ValueError:
        return usual
    return found if 0 < found < 1e9 else usual


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A token endpoint that sends us elsewhere would get our secrets sent there."""

    def redirect_request(self, *_: object, **__: object) -> None:
        return None


def _opener() -> urllib.request.OpenerDirector:
    return urllib.request.build_opener(_NoRedirects)


def _read(host: str, answer: IO[bytes]) -> JsonObject:
    try:
        found = json.loads(answer.read(_LONGEST))
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise ProviderAway(f"{host}: the answer is no JSON object")
    return found


def _refusal(host: str, error: urllib.error.HTTPError) -> Exception:
    after = error.headers.get("Retry-After", "")
    pause = float(after) if after.isdecimal() and len(after) < 6 else 0.0
    if error.code == 429 or error.code >= 500:
        return ProviderAway(f"{host}: HTTP {error.code}", pause)
    try:
        said = _read(host, error)
    except ProviderAway:
        return ProviderAway(f"{host}: HTTP {error.code} and no answer of OAuth 2: is it the right address?")
    code = text_of(said, "error")
    if code in _BUSY or not code:
        return ProviderAway(f"{host}: {_one_line(code) or f'HTTP {error.code}'}", pause)
    return OAuthRefused(_one_line(code), _one_line(text_of(said, "error_description")))


def _one_line(text: str) -> str:
    """Entra ends its sentence with lines of trace ids."""
    line = next(iter(text.strip().splitlines()), "")
    return "".join(char for char in line if char.isprintable())[:_DESCRIPTION].strip()
