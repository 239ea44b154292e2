"""The file that keeps what a provider has granted for one account: mode 0600, replaced atomically, one writer at a
time (flock, so that threads, the daemon and a command exclude each other)."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, field
from pathlib import Path

from mailflow import rights
from mailflow.errors import TryLater
from mailflow.lazy_dataclasses import dataclass
from mailflow.oauth.client import OAuthClient

FOLDER = Path(".mailflow") / "oauth"
_UNSAFE = re.compile(r"[^A-Za-z0-9@._-]+")


@dataclass(frozen=True, slots=True)
class Granted:
    """What is known of one account; moments in machine time."""

    access_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    since: float = 0.0  # when the access token came
    until: float = 0.0  # when it ends
    refused: str = ""  # why the provider grants no new one, for people; "": it does, or was not asked
    lost: bool = False  # it will not, before a person does something
    quiet_until: float = 0.0  # after a refusal it is not asked before


class TokenFile:
    """One account at one client."""

    def __init__(self, home: Path, client: OAuthClient, account: str) -> None:
        key = "\n".join((client.token_url, client.client_id, client.grant, account))
        name = f"{_UNSAFE.sub('_', account)[:60]}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"
        self._home = home
        self.path = home / FOLDER / f"{name}.json"

    def read(self) -> Granted:
        """Nothing granted when there is no file. Raises TryLater when it cannot be read."""
        try:
            return _granted(json.loads(self.path.read_bytes()))
        except FileNotFoundError:
            return Granted()
        except OSError as error:
            raise self._no_use(error) from error
        except ValueError:  # half a file of somebody else's making: a person logs in again
            return Granted(refused=f"{self.path} is not as we wrote it", lost=True)

    def write(self, granted: Granted) -> None:
        """The whole file or nothing of it; it belongs to whom the home belongs to, also when root logs in."""
        fresh = self.path.with_suffix(".part")
        try:
            fresh.unlink(missing_ok=True)
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(asdict(granted), file)
                file.flush()
                os.fsync(file.fileno())
            self._give(fresh)
            fresh.replace(self.path)
        except OSError as error:
            raise self._no_use(error) from error

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Waits for the one who is at it."""
        try:
            if not self.path.parent.is_dir():
                self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                self._give(self.path.parent, self.path.parent.parent)
            handle = os.open(self.path.with_suffix(".lock"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise self._no_use(error) from error
        try:
            self._give(self.path.with_suffix(".lock"))
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            fcntl.flock(handle, fcntl.LOCK_UN)  # a child that was forked meanwhile would keep it
            os.close(handle)

    def _give(self, *paths: Path) -> None:
        if os.getuid() == 0:
            owner = self._home.stat()
            for path in paths:
                os.chown(path, owner.st_uid, owner.st_gid)

    def _no_use(self, error: OSError) -> TryLater:
        hint = f" ({rights.remedy(self.path, private=True)})" if isinstance(error, PermissionError) else ""
        return TryLater(f"{self.path}: {error.strerror}{hint}")


def _granted(found: object) -> Granted:
    """Raises ValueError for what is none."""
    if not isinstance(found, dict):
        raise ValueError("no object")  # noqa: TRY004  as for text that is no JSON
    usual = asdict(Granted())
    known = {key: found.get(key, value) for key, value in usual.items()}
    if any(type(known[key]) is not type(value) for key, value in usual.items()):
        raise ValueError("a member of another type")
    return Granted(**known)
