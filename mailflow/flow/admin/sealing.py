"""Backups encrypted with age (age-encryption.org/v1): for the public keys of whoever may read them.

Needs the extra `encrypt` (pyrage), which is imported only here. Who has no identity of these keys, this machine
included, cannot read the backup.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import ModuleType

from mailflow.errors import CannotDo

_HEADER = b"age-encryption.org/v1"
_ARMORED = b"-----BEGIN AGE ENCRYPTED FILE-----"
_REMEDY = "pip install 'mailflow[encrypt]'"
_KEYS = "a key is age1…, ssh-ed25519 …, ssh-rsa …, or a file with one a line"


def recipients(words: Iterable[str]) -> list[object]:
    """The keys named by `words`: themselves, or the files that hold them. Raises CannotDo."""
    pyrage = _pyrage()
    found = [_recipient(pyrage, key, place) for word in words for place, key in _keys(word)]
    if not found:
        raise CannotDo(f"no key to encrypt to was named; {_KEYS}")
    return found


def seal(plain: Path, sealed: Path, to: list[object]) -> None:
    """Write `sealed`, mode 0600, synced. Raises what the disk raises."""
    with (
        plain.open("rb") as source,
        os.fdopen(os.open(sealed, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out,
    ):
        _pyrage().encrypt_io(source, out, to)
        out.flush()
        os.fsync(out.fileno())


def is_sealed(file: Path) -> bool:
    with file.open("rb") as source:
        return source.read(len(_ARMORED)).startswith((_HEADER, _ARMORED))


def unseal(sealed: Path, plain: Path, identity: Path | None) -> None:
    """Write `plain`, mode 0600. `identity`: the file with the private key. Raises CannotDo."""
    if identity is None:
        raise CannotDo(f"{sealed} is encrypted; name the file with your private key: --identity FILE")
    pyrage = _pyrage()
    mine = _identities(pyrage, identity)
    try:
        with (
            sealed.open("rb") as source,
            os.fdopen(os.open(plain, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out,
        ):
            pyrage.decrypt_io(source, out, mine)
    except pyrage.DecryptError as error:
        raise CannotDo(f"{sealed} cannot be decrypted with {identity}: {error}") from error
    except OSError as error:
        raise CannotDo(f"{sealed} cannot be decrypted: {error} (is the file whole?)") from error


def _keys(word: str) -> Iterator[tuple[str, str]]:
    """(place, key) of each."""
    if word.startswith(("age1", "ssh-")):
        yield "--encrypt-to", word
        return
    file = Path(word)
    if not file.is_file():
        raise CannotDo(f"{word} is neither a key nor a file; {_KEYS}")
    for number, line in enumerate(_lines(file), start=1):
        if line.strip() and not line.startswith("#"):
            yield f"{file}:{number}", line.strip()


def _recipient(pyrage: ModuleType, key: str, place: str) -> object:
    if key.startswith("AGE-SECRET-KEY-"):  # not to be shown
        raise CannotDo(f"{place}: this is a private key; name its public key (age-keygen -y FILE shows it)")
    kind = pyrage.ssh.Recipient if key.startswith("ssh-") else pyrage.x25519.Recipient
    try:
        return kind.from_str(key)
    except pyrage.RecipientError as error:
        raise CannotDo(f"{place}: {key[:80]} is no key: {error}; {_KEYS}") from error


def _identities(pyrage: ModuleType, file: Path) -> list[object]:
    """Those of age-keygen, one a line, or an SSH private key without passphrase."""
    lines = _lines(file)
    try:
        if lines and lines[0].startswith("-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(("\n".join(lines) + "\n").encode())]
        found = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        mine = [pyrage.x25519.Identity.from_str(line) for line in found]
    except pyrage.IdentityError as error:
        raise CannotDo(f"{file} holds no private key that can be read: {error}") from error
    if not mine:
        raise CannotDo(f"{file} holds no private key (AGE-SECRET-KEY-1…, as age-keygen writes it)")
    return mine


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CannotDo(f"{file} cannot be read: {error}") from error


def _pyrage() -> ModuleType:
    try:
        import pyrage
    except ImportError:
        raise CannotDo(f"encrypted backups need pyrage, which is not installed; {_REMEDY}") from None
    found: ModuleType = pyrage
    return found
