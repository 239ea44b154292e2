"""The texts of a saved mail, for looking a line up in them."""

from __future__ import annotations

import email
import email.policy


def all_texts(raw: bytes) -> str:
    """The file as it is and, where it is a mail, its text parts decoded. Never raises."""
    found = [raw.decode("utf-8", "replace")]
    for part in email.message_from_bytes(raw, policy=email.policy.compat32).walk():
        if part.get_content_maintype() == "text":
            data = part.get_payload(decode=True)
            if isinstance(data, bytes):
                found.append(data.decode("utf-8", "replace"))
    return "\n".join(found)
