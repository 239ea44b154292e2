"""Lists that write themselves into From: which of them the newest mails came by, and whom that costs his rights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mailflow.flow.parts import Parts
from mailflow.mail.understand import understand
from mailflow.store.mail import inbox

NEWEST = 50  # mails that are looked at: each is read whole


def untrusted(parts: Parts) -> Iterator[tuple[str, int]]:
    """(list, how many) of the newest mails that colleagues wrote through a list which `trust.lists` does not name.
    Reads only."""
    rules = parts.rules
    found: Counter[str] = Counter()
    for raw in inbox.newest(parts.db, NEWEST):
        message = understand(raw, parts.policy.ours)
        if message.via is None or message.sender is None or rules.is_trusted_list(message.via.email):
            continue
        if rules.operator(message.sender.email) or rules.pic_person(message.sender.email):
            found[message.via.email] += 1
    yield from sorted(found.items())
