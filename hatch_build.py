"""Puts the built pages into the wheel: those in the folder $MAILFLOW_SITE names, if it does; see `make wheel`.

Not whatever lies in build/docs: two wheels of one commit shall be the same bytes.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Pages(BuildHookInterface):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if site := os.environ.get("MAILFLOW_SITE"):
            if not (Path(self.root) / site / "index.html").is_file():
                raise SystemExit(f"hatch_build.py: MAILFLOW_SITE={site} has no index.html: make docs")
            build_data["force_include"][str(Path(self.root) / site)] = "mailflow/site"
