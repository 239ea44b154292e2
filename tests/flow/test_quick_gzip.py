"""The compression of a backup: any gunzip reads it, and what does not shrink is stored."""

from __future__ import annotations

import gzip
import io
import os

import pytest

from mailflow.flow.admin.quick_gzip import QuickGzip

MB = 2**20


@pytest.mark.parametrize("length", [0, 1, MB - 1, MB, MB + 1, 3 * MB + 7])
def test_what_comes_out_is_what_went_in(length: int) -> None:
    """Written in pieces of any length; what receives it stays open."""
    data = (os.urandom(997) + bytes(2003)) * (length // 3000 + 1)
    data = data[:length]
    out = io.BytesIO()
    packed = QuickGzip(out)
    for at in range(0, length, 70_001):
        packed.write(data[at : at + 70_001])
    packed.close()
    assert gzip.decompress(out.getvalue()) == data
    assert length < 3000 or len(out.getvalue()) < length


def test_what_does_not_shrink_is_stored() -> None:
    """Compressed mails cost no time, and hardly a byte; text beside them is compressed all the same."""
    mails, text = os.urandom(2 * MB), b"Pulsa belum masuk. " * (2 * MB // 19)
    out = io.BytesIO()
    packed = QuickGzip(out)
    packed.write(mails)
    packed.close()
    stored = len(out.getvalue())
    packed = QuickGzip(out)
    packed.write(text)
    packed.close()
    assert 2 * MB < stored < 2 * MB + 1000
    assert mails[:1000] in out.getvalue()
    assert len(out.getvalue()) < stored + MB // 10
