"""The system user a desk runs as, and whose its home is. Changes the machine: root's work."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

from mailflow.errors import CannotDo
from mailflow.machine.unit import Service

PRIVATE_FOLDER, PRIVATE_FILE = 0o750, 0o640
SHARED_FOLDER, SHARED_FILE = 0o2770, 0o640  # 2: what is made in it is the group's too
SECRET_FILE = 0o600
_SECRETS = (".env",)
_DATABASE = ("mailflow.db", "mailflow.db-wal", "mailflow.db-shm")


def make_accounts(service: Service) -> list[str]:
    """Make the group and the user that are missing; returns what was made, in words. Raises CannotDo."""
    made = []
    if not _has_group(service.group):
        _run("groupadd", "--system", service.group)
        made.append(f"group {service.group}")
    if not _has_user(service.user):
        _run(
            *("useradd", "--system", "--no-create-home", "--home-dir", str(service.home)),
            *("--gid", service.group, "--shell", _nologin(), service.user),
        )
        made.append(f"user {service.user}")
    return made


def give_home(service: Service) -> None:
    """Everything in the home belongs to the service's user and group, closed to others; the passwords are his alone."""
    uid, gid = pwd.getpwnam(service.user).pw_uid, grp.getgrnam(service.group).gr_gid
    folder_mode, file_mode = (SHARED_FOLDER, SHARED_FILE) if service.shared else (PRIVATE_FOLDER, PRIVATE_FILE)
    for path in _within(service.home):
        os.chown(path, uid, gid, follow_symlinks=False)
        if not path.is_symlink():
            path.chmod(folder_mode if path.is_dir() else _mode(path, service, file_mode))


def _mode(file: Path, service: Service, usual: int) -> int:
    if file.name in _SECRETS:
        return SECRET_FILE
    if file.name in _DATABASE:
        return 0o660 if service.shared else SECRET_FILE
    return usual


def _within(home: Path) -> Iterator[Path]:
    """The home and all in it; what a symbolic link points to is somebody else's."""
    yield home
    for folder, names, found in os.walk(home):
        yield from (Path(folder, name) for name in (*names, *found))


def _has_user(name: str) -> bool:
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def _has_group(name: str) -> bool:
    try:
        grp.getgrnam(name)
    except KeyError:
        return False
    return True


def _nologin() -> str:
    return shutil.which("nologin", path="/usr/sbin:/sbin:/usr/bin") or "/bin/false"


def _run(*words: str) -> None:
    try:
        subprocess.run(words, check=True, capture_output=True, text=True)
    except FileNotFoundError:
        raise CannotDo(f"there is no {words[0]} here; make the user by hand, then run this again") from None
    except subprocess.CalledProcessError as wrong:
        raise CannotDo(f"{' '.join(words)}: {wrong.stderr.strip() or wrong.returncode}") from wrong
