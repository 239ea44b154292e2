"""Homes for the tests of the configuration: written from a few lines of YAML."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from mailflow.config import load
from mailflow.config.settings import Settings
from mailflow.errors import ConfigError

BASE = """\
desk: {address: desk@desk.example}
admin: admin@desk.example
operators: [{name: Budi, address: budi@desk.example}, {name: Sari, address: sari@desk.example}]
pic: {name: Dewi, address: dewi@desk.example}
mailboxes: [{maildir: var/in}]
outgoing: {maildir: var/out}
trust: {authserv: mail.example}
"""


def home(folder: Path, *more: str, base: str = BASE) -> Path:
    """A home whose rules.yaml is `base`, its top-level keys replaced by those of `more`."""
    extra = "\n".join(dedent(text) for text in more)
    replaced = {line.partition(":")[0] for line in extra.splitlines() if line and line[0].isalpha()}
    kept = [line for line in base.splitlines() if line.partition(":")[0] not in replaced]
    (folder / "rules.yaml").write_text("\n".join([*kept, extra, ""]), encoding="utf-8")
    return folder


def loaded(folder: Path, *more: str, environ: dict[str, str] | None = None, need_secrets: bool = True) -> Settings:
    return load(home(folder, *more), environ or {}, need_secrets)


def faults(folder: Path, *more: str, environ: dict[str, str] | None = None, need_secrets: bool = True) -> list[str]:
    """What `load` says is wrong, each as "LINE: what (remedy)"; [] when nothing is."""
    try:
        loaded(folder, *more, environ=environ, need_secrets=need_secrets)
    except ConfigError as error:
        return [str(fault).removeprefix("rules.yaml:") for fault in error.faults]
    return []
