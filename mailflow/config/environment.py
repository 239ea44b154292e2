"""`${NAME}` in rules.yaml: from the environment, else from the home's .env. The only module that reads either."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from mailflow import rights
from mailflow.config.tree import Path_, RulesTree
from mailflow.core.lazy_regex import LazyPattern
from mailflow.errors import ConfigError, Fault

ENV_FILE = ".env"
HOME_VARIABLE = "MAILFLOW_HOME"
_REFERENCE = LazyPattern(r"\$\{([^}]*)\}?")
_NAME = LazyPattern(r"[A-Za-z_][A-Za-z0-9_]*", re.ASCII)
_QUOTED = LazyPattern(r"""("[^"]*"|'[^']*')\s*(?:#.*)?""")
_LINE = LazyPattern(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*)", re.ASCII)


def find_home(option: str | Path | None = None, environ: Mapping[str, str] | None = None) -> Path:
    """The home folder: `--home DIR`, else $MAILFLOW_HOME, else the current folder. Absolute; need not exist."""
    chosen = option or (os.environ if environ is None else environ).get(HOME_VARIABLE) or "."
    return Path(chosen).expanduser().absolute()


def service_manager(environ: Mapping[str, str] | None = None) -> tuple[str | None, float | None]:
    """systemd's settings for a service: (notification socket, watchdog interval in seconds)."""
    known = os.environ if environ is None else environ
    microseconds = known.get("WATCHDOG_USEC", "")
    ours = known.get("WATCHDOG_PID", str(os.getpid())) == str(os.getpid())
    return known.get("NOTIFY_SOCKET") or None, int(microseconds) / 1e6 if ours and microseconds.isdigit() else None


def variables(home: Path, environ: Mapping[str, str] | None = None, need: bool = True) -> dict[str, str]:
    """The values of `${NAME}`: from the home's .env, overridden by the environment.

    Without `need`, an unreadable .env counts as missing: it is often readable only by the daemon (chmod 600), and
    commands that only read tickets need no password.
    """
    try:
        found = env_file(home)
    except ConfigError:
        if need:
            raise
        found = {}
    return {**found, **(os.environ if environ is None else environ)}


def env_file(home: Path) -> dict[str, str]:
    """NAME=value lines of .env; comments, `export` and quotes as in a shell, nothing else. Missing file: {}.

    ConfigError names an invalid line without showing it: it may contain half a password.
    """
    try:
        text = (home / ENV_FILE).read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as wrong:
        reason = wrong.strerror if isinstance(wrong, OSError) else "not UTF-8"
        remedy = rights.remedy(home / ENV_FILE, private=True) if isinstance(wrong, PermissionError) else ""
        raise ConfigError([Fault(ENV_FILE, f"cannot be read: {reason}", remedy)]) from None
    found: dict[str, str] = {}
    faults: list[Fault] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _LINE.fullmatch(line.strip())
        if match is None:
            faults.append(Fault(f"{ENV_FILE}:{number}", "is not a line NAME=value", "comments start with #"))
        else:
            found[match[1]] = _unquoted(match[2])
    if faults:
        raise ConfigError(faults)
    return found


def is_read_by_others(home: Path) -> bool:
    """Every user of this machine may read the passwords."""
    try:
        return bool((home / ENV_FILE).stat().st_mode & stat.S_IROTH)
    except OSError:
        return False


def _unquoted(value: str) -> str:
    quoted = _QUOTED.fullmatch(value)
    if quoted:
        return quoted[1][1:-1]
    return re.split(r"\s#", value, maxsplit=1)[0].rstrip()


def password_place(tree: RulesTree, block: Path_, environ: Mapping[str, str] | None = None) -> str:
    """Where the admin finds the password of the server in this block: "rules.yaml:42, ${NAME} of .env"."""
    keys = [path for path in tree.lines if path[:-1] == block and path[-1] in ("password", "imap", "smtp")]
    here = max(keys, key=lambda path: path[-1] == "password", default=block)
    known = os.environ if environ is None else environ
    names = tree.named.get(here, ())
    found = [f"${{{name}}} of {'the environment' if name in known else ENV_FILE}" for name in names]
    return ", ".join([tree.place(here), *found])


def is_placeholder(value: str) -> bool:
    """Whether it still contains a `${NAME}`: not set, and not needed by the command."""
    return "${" in value


def substitute(tree: RulesTree, known: Mapping[str, str], need: bool) -> None:
    """Replace every `${NAME}` in the tree's strings. With `need` an unset name is a fault; else it stays as
    written."""

    def replaced(value: object, path: Path_) -> object:
        if isinstance(value, dict):
            for key in value:
                value[key] = replaced(value[key], (*path, key))
        elif isinstance(value, list):
            value[:] = [replaced(item, (*path, index)) for index, item in enumerate(value)]
        elif isinstance(value, str) and "${" in value:
            return _resolved(value, path)
        return value

    def _resolved(value: str, path: Path_) -> str:
        secrets: list[str] = []

        def one(match: re.Match[str]) -> str:
            name = match[1]
            if not _NAME.fullmatch(name) or not match[0].endswith("}"):
                tree.blame(path, f"{match[0]} is not a name of the environment", "write ${NAME}")
            elif name in known:
                tree.named[path] = (*tree.named.get(path, ()), name)
                secrets.append(known[name])
                return known[name]
            elif need:
                tree.blame(path, f"${{{name}}} is not set", f"set {name} in the environment or in {ENV_FILE}")
            return match[0]

        result = _REFERENCE.sub(one, value)
        if any(secrets):
            tree.hidden[path] = (result, *filter(None, secrets))
        return result

    replaced(tree.data, ())
