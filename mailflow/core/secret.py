"""The desk's secret at one moment: what signs, and older ones that count still."""

from __future__ import annotations


class Secret(bytes):
    """The bytes that sign our tokens; used wherever a secret is. Plain bytes are a Secret without older ones."""

    older: tuple[bytes, ...]

    def __new__(cls, signs: bytes, older: tuple[bytes, ...] = ()) -> Secret:
        made = super().__new__(cls, signs)
        made.older = older
        return made


def accepted(secret: bytes) -> tuple[bytes, ...]:
    """Each secret whose signatures count, the signing one first."""
    return (secret, *secret.older) if isinstance(secret, Secret) else (secret,)
