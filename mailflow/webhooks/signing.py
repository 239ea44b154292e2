"""Signatures of Standard Webhooks (https://github.com/standard-webhooks/standard-webhooks, "Signature scheme").

The receiver checks the signature over `id.timestamp.body`, refuses a timestamp more than five minutes off, and ignores
an id it has seen: an event may come twice, with the same id.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"
SHORTEST, LONGEST = 24, 64  # bytes of a secret


def key_of(secret: str) -> bytes:
    """Raises ValueError, in words for the admin, when it is no secret."""
    try:
        key = base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not secret.startswith(PREFIX) or not SHORTEST <= len(key) <= LONGEST:
        raise ValueError("is no secret of a webhook: `mailflow webhooks secret` makes one (whsec_…)")
    return key


def secret_of(key: bytes) -> str:
    """As rules.yaml and the receiver have it."""
    return PREFIX + base64.b64encode(key).decode()


def signed(secrets: Iterable[str], message_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """The three headers; `timestamp` in seconds since the epoch. Without a secret there is no signature."""
    content = f"{message_id}.{timestamp}.".encode() + body
    digests = (hmac.new(key_of(secret), content, hashlib.sha256).digest() for secret in secrets)
    signature = " ".join(f"v1,{base64.b64encode(digest).decode()}" for digest in digests)
    headers = {"webhook-id": message_id, "webhook-timestamp": str(timestamp)}
    return {**headers, "webhook-signature": signature} if signature else headers


def message_id(hook: str, n: int, seq: int, recorded: str) -> str:
    """The same for each try of one event to one hook, and of no other; a desk that was restored from a backup and goes
    another way has other moments, hence other ids."""
    return "msg_" + hashlib.sha256(f"{hook}\0{n}\0{seq}\0{recorded}".encode()).hexdigest()[:32]
