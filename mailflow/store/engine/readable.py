"""Waiting for sockets by poll: select fails above descriptor 1023."""

from __future__ import annotations

import select


def readable(descriptors: list[int], seconds: float) -> bool:
    """Whether one of them is readable, or ended, within so many seconds."""
    poller = select.poll()
    for descriptor in descriptors:
        poller.register(descriptor, select.POLLIN)
    return bool(poller.poll(max(seconds, 0.0) * 1000))
