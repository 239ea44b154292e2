"""The tutorial as its reader meets it: blocks to type, and what they are said to print."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

_BLOCK = re.compile(r"^```(sh|text)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_STEP = "== step "


def steps(page: str) -> Iterator[tuple[str, list[str]]]:
    """(what to type, lines the output has) in the page's order."""
    blocks = _BLOCK.findall(page)
    for at, (kind, text) in enumerate(blocks):
        if kind == "sh":
            behind = blocks[at + 1] if at + 1 < len(blocks) else ("", "")
            yield text, behind[1].splitlines() if behind[0] == "text" else []


def played(page: str, folder: Path) -> list[tuple[str, list[str]]]:
    """All blocks in one shell, in a folder of its own: (what it printed, the lines it is said to print)."""
    told = list(steps(page))
    script = "set -eu\n" + "".join(f"echo '{_STEP}'\n{text}" for text, _ in told)
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environ = {key: value for key, value in os.environ.items() if not key.startswith("MAILFLOW")}
    done = subprocess.run(
        ["bash", "-c", script], cwd=folder, env={**environ, "PATH": path, "LC_ALL": "C.UTF-8"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    printed = done.stdout.split(_STEP + "\n")[1:]
    return [(out, lines) for out, (_, lines) in zip(printed, told, strict=True)]
