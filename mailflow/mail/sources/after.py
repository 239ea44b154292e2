"""`after:` what is done with a mail in its mailbox once it is durably stored."""

from __future__ import annotations

from typing import Literal

from mailflow.lazy_dataclasses import dataclass
from mailflow.mail.network import clean


@dataclass(frozen=True, slots=True)
class After:
    """keep: nothing; seen: mark as read; move: to `folder`; delete: remove."""

    what: Literal["keep", "seen", "move", "delete"]
    folder: str = ""


def parse_after(text: str) -> After:
    """`move:Processed` → After("move", "Processed"). Raises ValueError with what is allowed."""
    what, colon, folder = text.partition(":")
    folder = folder.strip()
    if what == "move" and folder:
        return After("move", clean(folder, "the folder of after: move"))
    if not colon:
        for word in ("keep", "seen", "delete"):
            if what == word:
                return After(word)
    raise ValueError(f"after: is {text!r}, use keep, seen, move:FOLDER or delete")
