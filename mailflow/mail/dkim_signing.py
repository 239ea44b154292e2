"""Signs letters (DKIM, RFC 6376) with the desk's own key, at the moment they are sent: what is stored stays as it was
written. With dkimpy, which takes 16 ms for a key of 2048 bits."""

from __future__ import annotations

import base64
import subprocess
from dataclasses import field
from pathlib import Path

from mailflow.credentials import SigningKey
from mailflow.errors import CannotDo, TryLater
from mailflow.lazy_dataclasses import dataclass
from mailflow.mail import headers

BITS = 2048  # RFC 8301 §3.2; 4096 does not fit into one packet of DNS
# what says who writes to whom about what and how it is read; RFC 8058 §4 wants the two of List-Unsubscribe
SIGNED = (
    *("from", "sender", "reply-to", "to", "cc", "subject", "date", "message-id", "in-reply-to", "references"),
    *("mime-version", "content-type", "content-transfer-encoding", "auto-submitted"),
    *("list-id", "list-unsubscribe", "list-unsubscribe-post"),
)
OVERSIGNED = "from"  # signed once more than it stands there, so that nobody can add another (RFC 6376 §8.15)
_PIECE = 255  # characters of one string of a TXT record


@dataclass(slots=True)
class DkimSigner:
    """Reads the key when it is first needed. Raises TryLater when it cannot sign: letters wait."""

    key: SigningKey
    _pem: bytes = field(default=b"", repr=False)

    def signed(self, data: bytes) -> bytes:
        """The letter with a DKIM-Signature on top."""
        import dkim

        self._pem = self._pem or _read(self.key.path)
        present = [name for name, _ in headers.split(data, 0, len(data))[0].fields]
        names = [name.encode() for name in SIGNED for _ in range(present.count(name))]
        try:
            line = dkim.sign(
                data, self.key.selector.encode(), self.key.domain.encode(), self._pem,
                canonicalize=(b"relaxed", b"relaxed"), include_headers=[*names, OVERSIGNED.encode()],
            )  # fmt: skip
        except (dkim.DKIMException, ValueError, IndexError) as error:
            raise TryLater(f"outgoing.dkim: {self.key.path} cannot sign: {error}") from error
        return bytes(line) + data


def make_key(path: Path) -> None:
    """A new private key in a file of its owner alone. Raises CannotDo."""
    if path.exists():
        raise CannotDo(f"{path} exists already and is not overwritten: what it has signed would not be valid any more")
    made = _openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{BITS}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600, exist_ok=False)
        path.chmod(0o600)
        path.write_bytes(made)
    except OSError as error:
        raise CannotDo(f"{path} cannot be written: {error.strerror}") from error


def public_half(path: Path) -> str:
    """`p=` of the record: the public key in base64. Raises CannotDo."""
    try:
        return base64.b64encode(_openssl("pkey", "-in", str(path), "-pubout", "-outform", "DER")).decode()
    except CannotDo as error:
        raise CannotDo(f"{path} is no private key that openssl can read: {error}") from error


def dns_line(key: SigningKey) -> str:
    """The record as a zone file has it, in strings of at most 255 characters."""
    text = record_text(key)
    pieces = " ".join(f'"{text[at : at + _PIECE]}"' for at in range(0, len(text), _PIECE))
    return f"{key.record}. IN TXT ( {pieces} )"


def record_text(key: SigningKey) -> str:
    """The record's text, as a provider's web form wants it. Raises CannotDo."""
    return f"v=DKIM1; k=rsa; p={public_half(key.path)}"


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise TryLater(f"outgoing.dkim: {path}: {error.strerror}") from error


def _openssl(*words: str) -> bytes:
    try:
        return subprocess.run(["openssl", *words], capture_output=True, check=True, timeout=60).stdout
    except FileNotFoundError:
        raise CannotDo("openssl is not installed, which makes keys: apt install openssl") from None
    except subprocess.CalledProcessError as error:
        raise CannotDo(error.stderr.decode("utf-8", "replace").strip().partition("\n")[0] or "openssl failed") from None
    except subprocess.TimeoutExpired:
        raise CannotDo("openssl did not answer within a minute") from None
