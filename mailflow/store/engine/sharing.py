"""Permissions of database files: for the owner only, or also for the group of a folder that says so.

The files hold everybody's mail and the desk's secret, so their mode is 0600. A folder that is writable for its group
with the setgid bit (`chmod 2770`) was made to be shared: there the group may read and write them (0660).
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_SHARED = stat.S_ISGID | stat.S_IRWXG
_GROUP = stat.S_IRGRP | stat.S_IWGRP


def mode_in(folder: Path) -> int:
    """The mode of a database file in this folder: 0600 or 0660."""
    return 0o660 if folder.stat().st_mode & _SHARED == _SHARED else 0o600


def opened(path: Path, flags: int = 0) -> int:
    """A file descriptor; the file is created if missing, and if created by root it belongs to the folder's owner.
    Raises OSError."""
    is_new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_CREAT | flags, 0o600)
    if is_new:
        with suppress(OSError):  # made by another process a moment ago
            folder = path.parent.stat()
            os.fchmod(file, mode_in(path.parent))
            if os.geteuid() == 0:
                os.fchown(file, folder.st_uid, folder.st_gid)
    return file


def open_to_the_group(path: Path) -> None:
    """For a database older than its folder's sharing. Only its owner can change the mode; other users do not try. Opens
    no file."""
    for file in (path, *(path.with_name(f"{path.name}{side}") for side in ("-wal", "-shm", "-turn"))):
        with suppress(OSError):  # not there, or not ours
            seen = file.stat()
            if mode_in(path.parent) == 0o660 and seen.st_mode & _GROUP != _GROUP:
                os.chown(file, -1, path.parent.stat().st_gid)
                file.chmod(0o660)
