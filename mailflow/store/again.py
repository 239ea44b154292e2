"""Why a transaction was undone although nothing is wrong with what was asked: do it again."""

from __future__ import annotations

from mailflow.errors import TryLater


class Conflict(TryLater):
    """Somebody else has changed the ticket, or ended the mail, meanwhile: look again, decide again."""


class Unsure(TryLater):
    """A statement has failed, and nobody can tell in which savepoint: again, with savepoints that are `sure`."""
