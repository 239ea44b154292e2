"""The names of mailboxes. They are part of the inbox's unique key, so they must never change; they contain no
secrets."""

from __future__ import annotations

from pathlib import Path

_USUAL_PORTS = (143, 993)


def imap_name(user: str, host: str, port: int, folder: str) -> str:
    """ "imap://desk@mail.example/INBOX": the same when `imap://` becomes `imaps://`."""
    written = "" if port in _USUAL_PORTS else f":{port}"
    return f"imap://{user}@{host}{written}/{folder}"


def maildir_name(folder: str | Path) -> str:
    """ "maildir:var/in": as written in rules.yaml, so that a home may be moved."""
    return f"maildir:{folder}"


def listener_name(kind: str, where: str) -> str:
    """ "lmtp:127.0.0.1:8024"."""
    return f"{kind}:{where}"
