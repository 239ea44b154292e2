"""Output for programs: one JSON document on stdout."""

from __future__ import annotations

import json
import sys
from typing import Any

import click


def put_json(document: Any) -> None:
    """One JSON document on stdout."""
    text = json.dumps(document, ensure_ascii=False, indent=2)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:  # another terminal encoding, or a lone surrogate from a broken mail
        text = json.dumps(document, indent=2)
    click.echo(text)
