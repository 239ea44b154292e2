"""What an event is called on pages, and in chats that webhooks write to."""

from __future__ import annotations

import pytest

from mailflow.core.event_words import happened, sentence
from mailflow.core.eventlog import EVENTS


@pytest.mark.parametrize(
    ("event", "indonesian", "english"),
    [
        ({"kind": "claimed", "actor": "Budi"}, "Budi mengambil tiket ini", "Budi took the ticket"),
        ({"kind": "escalated", "actor": "Budi", "to": ["cs@vendor.example", ""]},
         "Budi meneruskannya ke cs@vendor.example", "Budi passed it on to cs@vendor.example"),
        ({"kind": "vote-cast", "score": 4, "comment": "Cepat"}, "Pelanggan memberi nilai 4 dari 5: Cepat",
         "The customer gave 4 of 5: Cepat"),
        ({"kind": "vote-cast", "score": 4, "comment": ""}, "Pelanggan memberi nilai 4 dari 5",
         "The customer gave 4 of 5"),
        ({"kind": "note-added", "actor": "Budi"}, "Catatan Budi", "Note by Budi"),  # an older event lacks a field
    ],
)  # fmt: skip
def test_what_happened_is_told(event: dict[str, object], indonesian: str, english: str) -> None:
    """With the names in it; an address without a name is its text."""
    assert (happened(event, "id"), happened(event, "en")) == (indonesian, english)
    assert sentence(event, "en") == english


def test_what_stands_beside_a_mail_is_told_where_none_is() -> None:
    """A request on a page is the mail itself; a chat has none. What has no words is its kind."""
    assert happened({"kind": "request-received"}, "id") == ""
    assert sentence({"kind": "request-received"}, "id") == "Permintaan baru"
    assert sentence({"kind": "rang", "after": "24h"}, "en") == "Reminder after 24h"
    assert sentence({"kind": "linked"}, "en") == "linked"


@pytest.mark.parametrize("kind", EVENTS)
def test_every_event_can_be_told(kind: str) -> None:
    """In both languages, whatever it lacks."""
    assert sentence({"kind": kind}, "id")
    assert sentence({"kind": kind}, "en")
