"""File permissions: why the system refuses to read or write a file, and the remedy, in the same words everywhere.
Changes nothing."""

from __future__ import annotations

import grp
import os
import pwd
import stat
from pathlib import Path


def remedy(path: Path, *, private: bool = False) -> str:
    """ "/srv/desk belongs to mailflow:desk (mode 2770), you are dewi: join the group desk (usermod -aG desk dewi),
    then log in anew". For an unreachable path, the folder that stands in the way. `private`: no other user may have
    access."""
    found = _in_the_way(path)
    try:
        seen = found.stat()
    except OSError:
        return f"you are {user()}: run it as the user mailflow runs as, or join the desk's group"
    owner, group = user(seen.st_uid), _group(seen.st_gid)
    mine = f"{found} belongs to {owner}:{group} (mode {stat.S_IMODE(seen.st_mode):04o}), you are {user()}"
    wanted = stat.S_IRGRP | (stat.S_IXGRP if stat.S_ISDIR(seen.st_mode) else stat.S_IWGRP)
    if seen.st_mode & wanted == wanted and seen.st_gid not in (os.getgid(), *os.getgroups()):
        return f"{mine}: join the group {group} (usermod -aG {group} {user()}), then log in anew"
    by_group = "" if private else f", or give the user {user()} the right by a group (docs/admin.md, Permissions)"
    return f"{mine}: run this as {owner}{by_group}"


def user(uid: int | None = None) -> str:
    """The name of a system user (None: the one running this process); "uid 1000" for an unknown one."""
    number = os.getuid() if uid is None else uid
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"uid {number}"


def _group(gid: int) -> str:
    try:
        return grp.getgrgid(gid).gr_name
    except KeyError:
        return f"gid {gid}"


def _in_the_way(path: Path) -> Path:
    """The first folder on the path that may not be entered; else the file, or its folder when it is missing."""
    for folder in reversed(path.parents):
        if not os.access(folder, os.X_OK):
            return folder
    return path if path.exists() else path.parent
