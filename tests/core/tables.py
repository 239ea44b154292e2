"""Judged tables: a row a line, its columns apart by tabs; lines that begin with # are remarks."""

from __future__ import annotations

from pathlib import Path


def rows(file: Path) -> list[list[str]]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]
