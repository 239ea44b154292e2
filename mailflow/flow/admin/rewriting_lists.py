"""Mailing lists that rewrite From: which of the newest mails came through one, and whose authors are therefore not
proven."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from mailflow.flow.parts import Parts
from mailflow.mail.understand import understand
from mailflow.store.mail import inbox

NEWEST = 50  # mails examined: each is parsed in full


def untrusted(parts: Parts) -> Iterator[tuple[str, int]]:
    """(list, number of mails) among the newest mails that colleagues wrote through a list which `trust.lists` does not
    name. Reads only."""
    rules = parts.rules
    found: Counter[str] = Counter()
    for raw in inbox.newest(parts.db, NEWEST):
        message = understand(raw, parts.policy.ours)
        if message.via is None or message.sender is None or rules.is_trusted_list(message.via.email):
            continue
        if rules.operator(message.sender.email) or rules.pic_person(message.sender.email):
            found[message.via.email] += 1
    yield from sorted(found.items())
