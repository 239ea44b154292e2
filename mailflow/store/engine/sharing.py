"""Who else may read a database file: nobody, or the group of a folder that says so.

The files hold everybody's mail and the desk's secret, so they are their owner's alone (0600). A folder that is writable
for its group and hands it on (`chmod 2770`) was made to be shared: there the group may read and write them (0660),
whatever the umask. SQLite gives its -wal and -shm the mode of the database.
"""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

_SHARED = stat.S_ISGID | stat.S_IRWXG
_GROUP = stat.S_IRGRP | stat.S_IWGRP


def mode_in(folder: Path) -> int:
    """What a file of a database in this folder is to have: 0600 or 0660."""
    return 0o660 if folder.stat().st_mode & _SHARED == _SHARED else 0o600


def opened(path: Path, flags: int = 0) -> int:
    """A descriptor of the file, which is made if it is missing; what root makes belongs to the folder's owner. Raises
    OSError."""
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
    """A database from before its folder was shared. Only its owner can; nobody else tries. Opens no file."""
    for file in (path, *(path.with_name(f"{path.name}{side}") for side in ("-wal", "-shm", "-turn"))):
        with suppress(OSError):  # not there, or not ours
            seen = file.stat()
            if mode_in(path.parent) == 0o660 and seen.st_mode & _GROUP != _GROUP:
                os.chown(file, -1, path.parent.stat().st_gid)
                file.chmod(0o660)
