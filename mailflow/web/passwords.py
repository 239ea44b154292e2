"""Hashes of passwords, by argon2-cffi (argon2id). The cost is OWASP's first choice: 19 MiB, 2 passes, about 20 ms."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from mailflow.errors import ConfigError, Fault

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LONGEST = 1000  # characters: more are refused unread


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError:
        what = "web.users: argon2-cffi is missing, without which nobody can log in"
        raise ConfigError([Fault("rules.yaml", what, "pip install 'mailflow[web]'")]) from None
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


@cache
def _nobodys() -> str:
    """A hash that no password has, so that an unknown name takes as long as a wrong password."""
    return hashed("nobody has this password")


def hashed(password: str) -> str:
    """Raises ConfigError without argon2-cffi."""
    return _hasher().hash(password)


def is_right(stored: str | None, password: str) -> bool:
    """Whether it is the password of this hash. None, a hash that is none, and a wrong password take equally long."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        return False
    try:
        return _hasher().verify(stored or _nobodys(), password) and stored is not None
    except (VerificationError, InvalidHashError):
        return False
