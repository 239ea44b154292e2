"""What is relayed of a text that stands alone, as tests write it."""

from __future__ import annotations

from mailflow.mail.quoting import relay
from mailflow.mail.quoting.known import NOTHING, Known
from mailflow.mail.quoting.text import New, prepared


def kept_words(text: str, known: Known = NOTHING) -> New:
    return relay.kept_words(prepared(text, "", known), known)
