"""Which canned letters exist, by file name: NAME.LANGUAGE.txt. Their content is read by mail/canned.py."""

from __future__ import annotations

from pathlib import Path

CANNED = Path("templates", "canned")


def shipped() -> Path:
    """The folder with the shipped rules.yaml and templates/canned: inside the package when installed, else the
    checkout."""
    package = Path(__file__).resolve().parent.parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent


def letter_names(*folders: Path) -> frozenset[str]:
    """The names of the letters in these folders; a missing folder has none."""
    files = (file for folder in folders if folder.is_dir() for file in folder.glob("*.*.txt"))
    return frozenset(file.name.split(".", 1)[0] for file in files)
