"""Keys made for one run of the tests, and mails signed with them as a server would."""

from __future__ import annotations

import base64
import subprocess
from functools import lru_cache

import dkim


@lru_cache
def private_key(bits: int) -> bytes:
    """PEM."""
    made = subprocess.run(["openssl", "genrsa", "-traditional", str(bits)], capture_output=True, check=True)
    return made.stdout


@lru_cache
def record(bits: int = 2048, more: str = "") -> str:
    """What DNS says of that key."""
    command = ["openssl", "rsa", "-pubout", "-outform", "DER"]
    made = subprocess.run(command, input=private_key(bits), capture_output=True, check=True)
    return f"v=DKIM1; k=rsa; {more}p={base64.b64encode(made.stdout).decode()}"


def signed(mail: bytes, domain: str = "desk.example", selector: str = "s1", bits: int = 2048, **more: object) -> bytes:
    """The mail with a DKIM-Signature on top."""
    more.setdefault("include_headers", [b"from", b"to", b"subject", b"date", b"message-id", b"in-reply-to"])
    return bytes(dkim.sign(mail, selector.encode(), domain.encode(), private_key(bits), **more)) + mail


def sealed(mail: bytes, said: str, domain: str = "lists.desk.example", selector: str = "arc") -> bytes:
    """The mail as a forwarder hands it on that has found `said`, and seals it."""
    mail = f"Authentication-Results: {domain}; {said}\r\n".encode() + mail
    lines = dkim.arc_sign(mail, selector.encode(), domain.encode(), private_key(2048), domain.encode())
    return b"".join(lines) + mail
