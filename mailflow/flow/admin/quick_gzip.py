"""gzip that does not try in vain: most of a desk's database are mails, which are compressed already.

A megabyte at a time, each a member of its own (RFC 1952, section 2.2), so any gunzip reads the whole. One whose
beginning does not shrink is stored: 1 s of CPU for a GB where compressing takes 20.
"""

from __future__ import annotations

import gzip
import io
import zlib
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from typing_extensions import Buffer

_MEMBER = 2**20  # bytes
_SAMPLE = 2**15
_WORTH = 0.9  # of its length: what shrinks less is stored
_LEVEL = 3


class QuickGzip(io.BufferedIOBase):
    """What is written to it goes to `out`, compressed. `close` it, or the end is missing; `out` stays open."""

    def __init__(self, out: BinaryIO) -> None:
        self._out, self._held = out, bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Buffer) -> int:
        self._held += data
        while len(self._held) >= _MEMBER:
            self._out.write(_member(bytes(self._held[:_MEMBER])))
            del self._held[:_MEMBER]
        return memoryview(data).nbytes

    def close(self) -> None:
        if self._held:
            self._out.write(_member(bytes(self._held)))
            self._held.clear()
        super().close()


def _member(data: bytes) -> bytes:
    sample = data[:_SAMPLE]
    worth = len(zlib.compress(sample, 1)) < _WORTH * len(sample)
    return gzip.compress(data, _LEVEL if worth else 0, mtime=0)
