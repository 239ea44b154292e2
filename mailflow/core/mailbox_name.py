"""The names of mailboxes. Rows of the inbox are unique under them, so they stay as they are; no secret is in them."""

from __future__ import annotations

from pathlib import Path

_USUAL_PORTS = (143, 993)


def imap_name(user: str, host: str, port: int, folder: str) -> str:
    """ "imap://desk@mail.example/INBOX": the same after `imap://` became `imaps://`."""
    written = "" if port in _USUAL_PORTS else f":{port}"
    return f"imap://{user}@{host}{written}/{folder}"


def maildir_name(folder: str | Path) -> str:
    """ "maildir:var/in": as rules.yaml writes it, so that a home may move."""
    return f"maildir:{folder}"


def listener_name(kind: str, where: str) -> str:
    """ "lmtp:127.0.0.1:8024"."""
    return f"{kind}:{where}"
