"""A secret with older ones."""

from __future__ import annotations

from mailflow.core.secret import Secret, accepted


def test_a_secret_is_the_bytes_that_sign() -> None:
    """Whatever signs needs no more."""
    assert Secret(b"new", (b"old",)) == b"new"
    assert hash(Secret(b"new", (b"old",))) == hash(b"new")


def test_older_ones_count_behind_it() -> None:
    """Plain bytes have none."""
    assert accepted(Secret(b"new", (b"old", b"older"))) == (b"new", b"old", b"older")
    assert accepted(b"new") == (b"new",)
