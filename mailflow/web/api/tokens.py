"""Tokens of the API: 256 random bits, of which rules.yaml holds the SHA-256. Nobody can guess such a one, so its hash
need not be slow as that of a password."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

from mailflow.config.settings import ApiToken

_PREFIX = "mfa_"  # so that scanners of published code recognise one


def token_of(random: bytes) -> str:
    """As a program shows it: `Authorization: Bearer mfa_…`."""
    return _PREFIX + base64.urlsafe_b64encode(random).decode().rstrip("=")


def hash_of(token: str) -> str:
    """As rules.yaml has it."""
    return "sha256:" + hashlib.sha256(token.encode()).hexdigest()


def bearer(headers: Mapping[str, str]) -> str:
    """The token a request shows (RFC 6750 §2.1); "" for none."""
    kind, _, token = headers.get("authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


def known(tokens: Mapping[str, ApiToken], token: str) -> tuple[str, ApiToken] | None:
    """Its name in rules.yaml. Compares with each of them, whichever it is."""
    shown = hash_of(token)
    found = [(name, one) for name, one in tokens.items() if hmac.compare_digest(one.hash, shown)]
    return found[0] if token and found else None
