"""requirements.lock: every package a desk may need, at one version, with its hashes."""

from __future__ import annotations

import re
import tomllib

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.cli.desk import ROOT

EXTRAS = ("postgres", "web", "encrypt", "charts", "dkim", "files")
ENTRY = re.compile(r"^([A-Za-z0-9_.-]+)(?:\[[^]]*\])?==(\S+)", re.MULTILINE)
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")


def wanted() -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = [line for extra in EXTRAS for line in project["optional-dependencies"][extra]]
    return [Requirement(line) for line in (*project["dependencies"], *extras)]


def test_each_dependency_is_locked_at_a_version_it_allows() -> None:
    """After a change of pyproject.toml the lock is made anew (docs/contributing.md)."""
    locked = {canonicalize_name(name): version for name, version in ENTRY.findall(LOCK)}
    wrong = [
        str(one)
        for one in wanted()
        if not one.specifier.contains(locked.get(canonicalize_name(one.name), "0"), prereleases=True)
    ]
    assert wrong == []


def test_each_package_has_its_hashes_and_no_address() -> None:
    """pip refuses what has none under --require-hashes; from where it comes is the admin's affair."""
    entries = re.split(r"\n(?=\S)", LOCK.strip())
    assert [entry.splitlines()[0] for entry in entries if "--hash=sha256:" not in entry] == []
    assert "http" not in LOCK


def test_every_extra_is_locked() -> None:
    """A new one is added to EXTRAS and to the lock; those for building and testing are not part of a desk."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(project["optional-dependencies"]) - {"dev", "docs"} == set(EXTRAS)
