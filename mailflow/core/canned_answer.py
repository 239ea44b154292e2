"""A canned letter an operator answers with: `/balas NAME`. Its text is finished before anything is decided."""

from __future__ import annotations

from mailflow.lazy_dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CannedAnswer:
    """What the line asks for. `text` is the letter in the customer's language, the operator's own words above its
    closing."""

    name: str = ""  # of the letter; "": none of that name
    text: str = ""
    closes: str | None = None  # satisfied | no-feedback: it is a closing text
    offered: str = ""  # names of letters there are, or of the nearest
